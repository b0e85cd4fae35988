/// The place of a field in a document, such as `spec.containers[0].ports[1].name`.
package struct FieldPath: Sendable, Hashable {
    private var text: String

    package init(_ first: String, _ rest: String...) {
        text = rest.reduce(first) { $0 + "." + $1 }
    }

    /// The document itself: its children print without a leading dot.
    package static let root = FieldPath("")

    package func child(_ name: String) -> FieldPath { FieldPath(text.isEmpty ? name : text + "." + name) }
    package func child(_ name: String, _ rest: String...) -> FieldPath { rest.reduce(child(name)) { $0.child($1) } }
    package func index(_ index: Int) -> FieldPath { FieldPath(text + "[" + String(index) + "]") }
    package func key(_ key: String) -> FieldPath { FieldPath(text + "[" + key + "]") }
}

extension FieldPath: CustomStringConvertible, ExpressibleByStringLiteral {
    package var description: String { text }
    package init(stringLiteral value: String) { self.init(value) }
}
