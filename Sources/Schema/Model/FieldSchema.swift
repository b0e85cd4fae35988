package import Document

/// What a field, a list's element or a map's value holds.
package indirect enum FieldType: Sendable {
    case string
    case bool
    case int32
    case int64
    case double
    /// An amount such as "500m" or "1Gi"; written as a string, read from a string or a number.
    case quantity
    /// An integer or a string such as "25%".
    case intOrString
    /// RFC 3339 with seconds.
    case time
    /// RFC 3339 with microseconds.
    case microTime
    /// Base64 in JSON.
    case bytes
    /// Any JSON value, kept as it is.
    case any
    case object(TypeSchema)
    case list(FieldType)
    /// A map whose keys are strings.
    case map(FieldType)

    /// The type of a list's elements or a map's values.
    package var element: FieldType? {
        switch self {
        case .list(let element), .map(let element): element
        default: nil
        }
    }

    package var object: TypeSchema? { if case .object(let type) = self { type } else { nil } }
    package var isList: Bool { if case .list = self { true } else { false } }
    package var isMap: Bool { if case .map = self { true } else { false } }
}

/// How server-side apply merges the lists of a field.
package enum ListKind: UInt8, Sendable {
    /// Nothing was said; treated as atomic.
    case unspecified
    case atomic
    case set
    /// Elements are told apart by the values of `listKeys`.
    case map
}

/// One field of an object type. A class, because walks over objects pass fields on at every step, and a struct of this many parts would be
/// copied and destroyed piece by piece each time.
package final class FieldSchema: Sendable {
    package let name: String
    /// The field as a step of a path, made once.
    let step: PathElement
    /// Whether the field is owned as one thing, without a look at what is in it.
    let isOwnedWhole: Bool
    package let type: FieldType
    /// The field's number in protobuf, nil where there is none (`kind`, `apiVersion`).
    package let protobufNumber: Int?
    package let flags: Flags
    package let listKind: ListKind
    /// What only few fields have; one shared empty value for all that have none of it.
    private let details: FieldDetails

    package struct Flags: OptionSet, Sendable {
        package let rawValue: UInt16
        package init(rawValue: UInt16) { self.rawValue = rawValue }
        package static let required = Flags(rawValue: 1)
        /// The field tells "absent" from its zero value: `0`, `false` and `""` are kept.
        package static let pointer = Flags(rawValue: 2)
        /// Written also when empty (`restartCount: 0`).
        package static let alwaysWritten = Flags(rawValue: 4)
        /// A struct that is left out when it is empty.
        package static let omitZero = Flags(rawValue: 8)
        /// A map that server-side apply replaces as a whole.
        package static let atomicMap = Flags(rawValue: 16)
        package static let granularMap = Flags(rawValue: 32)
        /// Strategic merge patch merges the list (by `mergeKey`, or as a set of scalars).
        package static let patchMerge = Flags(rawValue: 64)
        /// Strategic merge patch keeps only the keys that the patch names.
        package static let patchRetainKeys = Flags(rawValue: 128)
        package static let patchReplace = Flags(rawValue: 256)
        /// The kind's own rules see to the closed set of strings: they tell faults at another place, or in other words.
        package static let checkedByKind = Flags(rawValue: 512)
    }

    /// Whether the field's closed set of strings is checked wherever the field stands.
    package var isChecked: Bool { !enumValues.isEmpty && !flags.contains(.checkedByKind) }
    package var isRequired: Bool { flags.contains(.required) }
    package var isPointer: Bool { flags.contains(.pointer) }
    package var isAlwaysWritten: Bool { flags.contains(.alwaysWritten) }
    package var patchMerges: Bool { flags.contains(.patchMerge) }
    package var patchRetainsKeys: Bool { flags.contains(.patchRetainKeys) }
    package var patchReplaces: Bool { flags.contains(.patchReplace) }
    package var listKeys: [String] { details.listKeys }
    /// The key by which strategic merge patch tells list elements apart.
    package var mergeKey: String? { details.mergeKey }
    /// The values that a closed set of strings allows, sorted; empty when the field is open.
    package var enumValues: [String] { details.enumValues }
    /// The type that decoding errors name, where it is not the plain type of the field (`v1.RestartPolicy`).
    package var goType: String? { details.goType }
    package var defaultValue: JSON? { details.defaultValue }
    package var description: String? { details.description }

    package init(
        name: String, type: FieldType, protobufNumber: Int? = nil, flags: Flags = [], listKind: ListKind = .unspecified,
        listKeys: [String] = [], mergeKey: String? = nil, enumValues: [String] = [], goType: String? = nil, defaultValue: JSON? = nil,
        description: String? = nil
    ) {
        self.name = name
        step = .schemaField(name)
        self.type = type
        self.protobufNumber = protobufNumber
        self.flags = flags
        self.listKind = listKind
        isOwnedWhole =
            switch type {
            case .list: listKind != .set && (listKind != .map || listKeys.isEmpty)
            case .map: flags.contains(.atomicMap)
            case .object(let schema): (schema.isAtomic && !flags.contains(.granularMap)) || schema.shape == .any
            case .any: false
            default: true
            }
        let details = FieldDetails(
            listKeys: listKeys, mergeKey: mergeKey, enumValues: enumValues, goType: goType, defaultValue: defaultValue,
            description: description)
        self.details = details.isEmpty ? .none : details
    }
}

private final class FieldDetails: Sendable {
    let listKeys: [String]
    let mergeKey: String?
    let enumValues: [String]
    let goType: String?
    let defaultValue: JSON?
    let description: String?

    static let none = FieldDetails(listKeys: [], mergeKey: nil, enumValues: [], goType: nil, defaultValue: nil, description: nil)

    init(listKeys: [String], mergeKey: String?, enumValues: [String], goType: String?, defaultValue: JSON?, description: String?) {
        self.listKeys = listKeys
        self.mergeKey = mergeKey
        self.enumValues = enumValues
        self.goType = goType
        self.defaultValue = defaultValue
        self.description = description
    }

    var isEmpty: Bool {
        listKeys.isEmpty && mergeKey == nil && enumValues.isEmpty && goType == nil && defaultValue == nil && description == nil
    }
}
