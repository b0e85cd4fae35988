internal import Document

/// How server-side apply takes the values at one place of an object: as one thing, or by their parts (KEP-555, "merge strategies").
enum MergeShape {
    /// A scalar, or a list or map that is owned and replaced as a whole.
    case leaf(FieldType)
    case structure(TypeSchema)
    /// A map whose entries have owners of their own.
    case map(FieldType)
    /// A list of scalars without order, each with owners of its own.
    case set(FieldType)
    /// A list whose elements are told apart by some of their fields.
    case keyed(KeyedList)
    /// Nothing is said about the value: maps go by their entries, all else is one thing.
    case unknown

    struct KeyedList {
        let keys: [String]
        let element: FieldType
    }

    init(_ field: FieldSchema) {
        switch field.type {
        case .list(let element):
            switch field.listKind {
            case .map where !field.listKeys.isEmpty: self = .keyed(KeyedList(keys: field.listKeys, element: element))
            case .set: self = .set(element)
            default: self = .leaf(field.type)
            }
        case .map(let element): self = field.flags.contains(.atomicMap) ? .leaf(field.type) : .map(element)
        case .object(let schema) where field.flags.contains(.granularMap) && schema.shape == .object: self = .structure(schema)
        default: self = MergeShape(field.type)
        }
    }

    /// The shape of a list's elements, a map's values or a whole object.
    init(_ type: FieldType) {
        switch type {
        case .object(let schema): self = MergeShape(schema)
        case .map(let element): self = .map(element)
        case .any: self = .unknown
        default: self = .leaf(type)
        }
    }

    init(_ schema: TypeSchema) {
        if schema.isAtomic {
            self = .leaf(.object(schema))
            return
        }
        switch schema.shape {
        case .object: self = .structure(schema)
        // What is said about some members holds for them; nothing is known of the others.
        case .open: self = schema.fields.isEmpty ? .unknown : .structure(schema)
        case .any: self = .leaf(.any)
        }
    }

    /// The shape of a member of a structure; nil for one that the schema does not allow.
    static func member(_ name: String, of schema: TypeSchema) -> MergeShape? {
        schema.field(name).map { MergeShape($0) } ?? (schema.shape == .open ? .unknown : nil)
    }

    /// The shape with which `value` is taken where nothing is known about it.
    static func guessed(_ values: JSON?...) -> MergeShape {
        for case .object? in values { return .unknown }
        return .leaf(.any)
    }
}

extension MergeShape.KeyedList {
    /// Why an element has no place in a list.
    struct Failure: Error {
        let message: String
    }

    /// The step to an element: the values of its keys, or their defaults.
    func step(to element: JSON) throws(Failure) -> PathElement {
        guard case .object(let members) = element else {
            throw Failure(
                message: element.isNull
                    ? "associative list with keys may not have a null element" : "associative list with keys may not have non-map elements")
        }
        if keys.count == 1, let value = members[keys[0]] { return .key([(keys[0], value)]) }
        var found: [(name: String, value: JSON)] = []
        for key in keys {
            if let value = members[key] ?? self.element.object?.field(key)?.defaultValue { found.append((key, value)) }
        }
        guard !found.isEmpty else {
            let names = keys.map { JSON.string($0).text }.joined(separator: " ")
            throw Failure(
                message: "associative list with keys has an element that omits all key fields [\(names)] "
                    + "(and doesn't have default values for any key fields)")
        }
        return .key(found)
    }
}

/// The step to an element of a set.
extension PathElement {
    static func member(of set: JSON) throws(MergeShape.KeyedList.Failure) -> PathElement {
        switch set {
        case .object: throw .init(message: "associative list without keys has an element that's a map type")
        case .array: throw .init(message: "not supported: associative list with lists as elements")
        case .null: throw .init(message: "associative list without keys has an element that's an explicit null")
        default: return .value(set)
        }
    }
}

/// The elements of a list that is merged by its elements, in order.
struct ListItems {
    /// Each step once, with the first element that has it.
    private(set) var items: [(step: PathElement, value: JSON)] = []
    /// All elements of steps that more than one element has.
    private(set) var duplicates: [PathElement: [JSON]] = [:]
    private var positions: [PathElement: Int] = [:]

    /// Above this many elements they are found by hash instead of one by one.
    private static let scanLimit = 12

    /// Elements without a step are left out.
    init(_ value: JSON?, _ step: (JSON) -> PathElement?) {
        guard case .array(let elements)? = value else { return }
        items.reserveCapacity(elements.count)
        for element in elements {
            guard let step = step(element) else { continue }
            guard let known = position(of: step) else {
                if elements.count > Self.scanLimit { positions[step] = items.count }
                items.append((step, element))
                continue
            }
            duplicates[step, default: [items[known].value]].append(element)
        }
    }

    func position(of step: PathElement) -> Int? {
        positions.isEmpty ? items.firstIndex { $0.step == step } : positions[step]
    }
}

extension MergeShape {
    /// The elements of a list of this shape; nil for shapes that are no lists of parts.
    func items(_ value: JSON?) -> ListItems? {
        switch self {
        case .set: ListItems(value) { try? PathElement.member(of: $0) }
        case .keyed(let list): ListItems(value) { try? list.step(to: $0) }
        default: nil
        }
    }

    /// The shape of the elements.
    var elementShape: MergeShape {
        switch self {
        case .set(let element), .map(let element): MergeShape(element)
        case .keyed(let list): MergeShape(list.element)
        default: .unknown
        }
    }
}
