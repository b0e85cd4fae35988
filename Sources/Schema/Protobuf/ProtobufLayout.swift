package import Resources

/// How the types of a catalogue lie in protobuf: for each type its fields by number.
///
/// Messages refer to each other by position, so the whole is one value that may hold circles (`JSONSchemaProps`).
package struct ProtobufLayout: Sendable {
    /// The layout of every built-in type; custom resources have none and exist in JSON alone.
    package static let builtin = ProtobufLayout(.builtin)

    /// What a field, an element or a map's value is on the wire.
    indirect enum Value: Sendable {
        case string
        case bool
        case int32
        case int64
        case double
        case bytes
        case quantity
        case intOrString
        case time
        case microTime
        /// Any JSON value: its text is field 1 of a message.
        case raw
        case message(Int)
        /// A message whose fields stand in the parent object in JSON.
        case inlined(Int)
        /// A list within a map: its elements are field 1 of a message.
        case items(Value)
        case alternative(Alternative, schema: Int)
    }

    /// JSON schema's members that are either a schema or something else.
    enum Alternative: Sendable { case bool, array, strings }

    enum Form: Sendable { case single, list, map }

    struct Field: Sendable {
        let number: Int
        let name: String
        let value: Value
        let form: Form
        /// Absence and the zero value differ.
        let isPointer: Bool
        /// A zero value is written in JSON as well.
        let isAlwaysWritten: Bool
        /// An empty message is left out of JSON.
        let omitsEmpty: Bool

        /// Whether JSON leaves out a zero.
        var leavesOutZero: Bool { form == .single && !isPointer && !isAlwaysWritten && value.isZeroOmitted }
    }

    struct Message: Sendable {
        let name: String
        /// Sorted by number.
        let fields: [Field]

        func position(of number: Int) -> Int? {
            // Numbers are nearly always dense: the field is at or before its number.
            var index = min(number, fields.count) - 1
            while index >= 0, fields[index].number > number { index -= 1 }
            return index >= 0 && fields[index].number == number ? index : nil
        }
    }

    private(set) var messages: [Message] = []
    private var positions: [String: Int] = [:]
    private let catalogue: Catalogue

    init(_ catalogue: Catalogue) {
        self.catalogue = catalogue
        let types = catalogue.types.values.sorted { $0.name < $1.name }
        for (index, type) in types.enumerated() { positions[type.name] = index }
        messages = types.map { Message(name: $0.name, fields: []) }
        let lines = Dictionary(grouping: ProtobufNumbers.lines()) { $0.type }
        for (index, type) in types.enumerated() { messages[index] = message(type, lines[type.origin] ?? []) }
        addPartialMetadata()
    }

    /// The message of a kind; nil when the kind has no protobuf form.
    func message(of kind: GroupVersionKind) -> Int? {
        if let type = catalogue.type(kind) { return positions[type.name] }
        switch kind.kind {
        case "DeleteOptions", "WatchEvent": return positions["meta.v1." + kind.kind]
        case "PartialObjectMetadata", "PartialObjectMetadataList":
            return kind.group == "meta.k8s.io" ? positions["meta.v1." + kind.kind] : nil
        default: return nil
        }
    }

    package func contains(_ kind: GroupVersionKind) -> Bool { message(of: kind) != nil }

    // MARK: Building

    private mutating func message(_ type: TypeSchema, _ lines: [ProtobufNumbers.Line]) -> Message {
        let own = type.fields.compactMap { schema in schema.protobufNumber.map { field(schema, $0) } }
        return Message(name: type.name, fields: (own + named(type, lines)).sorted { $0.number < $1.number })
    }

    /// The fields that `lines` give numbers to, those of messages that only protobuf knows gathered behind one field each.
    private mutating func named(_ type: TypeSchema, _ lines: [ProtobufNumbers.Line]) -> [Field] {
        var fields: [Field] = []
        var inner: [Int: [ProtobufNumbers.Line]] = [:]
        for line in lines {
            if let first = line.path.first {
                let rest = ProtobufNumbers.Line(type: line.type, path: Array(line.path.dropFirst()), fields: line.fields)
                inner[first, default: []].append(rest)
                continue
            }
            for (name, number) in line.fields {
                if let schema = type.field(name) { fields.append(field(schema, number)) }
            }
        }
        for (number, lines) in inner {
            let members = named(type, lines).sorted { $0.number < $1.number }
            messages.append(Message(name: type.name, fields: members))
            fields.append(
                Field(
                    number: number, name: "", value: .inlined(messages.count - 1), form: .single, isPointer: false,
                    isAlwaysWritten: false, omitsEmpty: false))
        }
        return fields
    }

    private func field(_ schema: FieldSchema, _ number: Int) -> Field {
        let (value, form): (Value, Form) =
            switch schema.type {
            case .list(let element): (self.value(element), .list)
            case .map(let element): (self.value(element), .map)
            default: (self.value(schema.type), .single)
            }
        return Field(
            number: number, name: schema.name, value: value, form: form, isPointer: schema.isPointer,
            isAlwaysWritten: schema.isAlwaysWritten, omitsEmpty: schema.flags.contains(.omitZero))
    }

    private func value(_ type: FieldType) -> Value {
        switch type {
        case .string: .string
        case .bool: .bool
        case .int32: .int32
        case .int64: .int64
        case .double: .double
        case .bytes: .bytes
        case .quantity: .quantity
        case .intOrString: .intOrString
        case .time: .time
        case .microTime: .microTime
        case .any: .raw
        case .list(let element), .map(let element): .items(value(element))
        case .object(let type): value(type)
        }
    }

    private func value(_ type: TypeSchema) -> Value {
        let schema = positions[String(type.name.dropLast(type.shortName.count)) + "JSONSchemaProps"] ?? 0
        switch type.origin {
        case "apiextensions.v1.JSONSchemaPropsOrBool": return .alternative(.bool, schema: schema)
        case "apiextensions.v1.JSONSchemaPropsOrArray": return .alternative(.array, schema: schema)
        case "apiextensions.v1.JSONSchemaPropsOrStringArray": return .alternative(.strings, schema: schema)
        case "apiextensions.v1.JSON", "meta.v1.FieldsV1", "runtime.RawExtension": return .raw
        default: return .message(positions[type.name] ?? 0)
        }
    }

    /// The two shapes of answers that are no type of the catalogue.
    private mutating func addPartialMetadata() {
        guard let objectMeta = positions["meta.v1.ObjectMeta"], let listMeta = positions["meta.v1.ListMeta"] else { return }
        func field(_ number: Int, _ name: String, _ message: Int, _ form: Form) -> Field {
            Field(
                number: number, name: name, value: .message(message), form: form, isPointer: false, isAlwaysWritten: false,
                omitsEmpty: false)
        }
        let single = "meta.v1.PartialObjectMetadata"
        let list = "meta.v1.PartialObjectMetadataList"
        positions[single] = messages.count
        messages.append(Message(name: single, fields: [field(1, "metadata", objectMeta, .single)]))
        positions[list] = messages.count
        messages.append(
            Message(name: list, fields: [field(1, "metadata", listMeta, .single), field(2, "items", messages.count - 1, .list)]))
    }
}
