package import Document

/// A value that a typed view can read from a member of its document and write back.
package protocol FieldValue {
    /// Nil when the member is absent or of another shape.
    init?(field: JSON)
    var field: JSON { get }
    /// What a member that is not there stands for, as in Go's zero values.
    static var zero: Self { get }
    /// Whether writing this value leaves the member out: empty strings, lists and maps. Numbers and booleans are always written.
    var isOmitted: Bool { get }
}

extension FieldValue {
    package var isOmitted: Bool { false }
}

extension String: FieldValue {
    package init?(field: JSON) {
        guard let value = field.string else { return nil }
        self = value
    }
    package var field: JSON { .string(self) }
    package static var zero: String { "" }
    package var isOmitted: Bool { isEmpty }
}

extension Int: FieldValue {
    package init?(field: JSON) {
        guard let value = field.int else { return nil }
        self = value
    }
    package var field: JSON { .int(Int64(self)) }
}

extension Bool: FieldValue {
    package init?(field: JSON) {
        guard let value = field.bool else { return nil }
        self = value
    }
    package var field: JSON { .bool(self) }
    package static var zero: Bool { false }
}

extension JSON: FieldValue {
    package init?(field: JSON) {
        if field.isNull { return nil }
        self = field
    }
    package var field: JSON { self }
    package static var zero: JSON { .null }
}

extension Array: FieldValue where Element: FieldValue {
    package init?(field: JSON) {
        guard let elements = field.array else { return nil }
        self = elements.compactMap(Element.init(field:))
    }
    package var field: JSON { .array(map(\.field)) }
    package static var zero: [Element] { [] }
    package var isOmitted: Bool { isEmpty }
}

extension Dictionary: FieldValue where Key == String, Value: FieldValue {
    package init?(field: JSON) {
        guard let members = field.object else { return nil }
        self = [:]
        for (key, value) in members { if let value = Value(field: value) { self[key] = value } }
    }
    /// Keys are sorted, as every map of the API is written.
    package var field: JSON {
        var members = JSONObject(minimumCapacity: count)
        for (key, value) in sorted(by: { $0.key < $1.key }) { members.append(key, value.field) }
        return .object(members)
    }
    package static var zero: [String: Value] { [:] }
    package var isOmitted: Bool { isEmpty }
}
