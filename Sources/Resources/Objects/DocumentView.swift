package import Document

/// A thin typed view over a document or a part of one. It holds the document itself, so unknown members survive a change.
///
/// A property is one line that names its member and its type:
/// `package var nodeName: String { get { self["nodeName"] } set { self["nodeName"] = newValue } }`.
/// An optional type tells absent from zero; any other type reads absent as zero ("" · 0 · false · [] · an empty view).
package protocol DocumentView: Sendable, Hashable, FieldValue {
    var json: JSON { get set }
    init(_ json: JSON)
}

extension DocumentView {
    package init() { self.init(.null) }

    package init?(field: JSON) {
        if field.isNull { return nil }
        self.init(field)
    }
    package var field: JSON { json }
    package static var zero: Self { Self(.null) }

    /// The member `key`; nil when it is absent. Setting nil removes it.
    package subscript<Value: FieldValue>(key: String) -> Value? {
        get { Value(field: json[key]) }
        set { json[key] = newValue?.field ?? .null }
    }

    /// The member `key`; the zero value when it is absent. Setting an empty string, list or map removes it.
    package subscript<Value: FieldValue>(key: String) -> Value {
        get { Value(field: json[key]) ?? .zero }
        set { json[key] = newValue.isOmitted ? .null : newValue.field }
    }
}
