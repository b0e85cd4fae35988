/// The place of a field in a document, such as `spec.containers[0].ports[1].name`.
///
/// Validation names every field it looks at and nearly always finds nothing wrong: the steps are only noted, and put together as text when
/// somebody asks.
package struct FieldPath: Sendable {
    private indirect enum Steps: Sendable {
        case start(String)
        case child(Steps, String)
        case index(Steps, Int)
        case key(Steps, String)
    }

    private let steps: Steps

    private init(_ steps: Steps) { self.steps = steps }

    package init(_ first: String, _ rest: String...) {
        self.init(rest.reduce(Steps.start(first)) { .child($0, $1) })
    }

    /// The document itself: its children print without a leading dot.
    package static let root = FieldPath("")

    package func child(_ name: String) -> FieldPath { FieldPath(.child(steps, name)) }
    package func child(_ name: String, _ rest: String...) -> FieldPath { rest.reduce(child(name)) { $0.child($1) } }
    package func index(_ index: Int) -> FieldPath { FieldPath(.index(steps, index)) }
    package func key(_ key: String) -> FieldPath { FieldPath(.key(steps, key)) }

    private static func write(_ steps: Steps, to text: inout String) {
        switch steps {
        case .start(let name): text += name
        case .child(let parent, let name):
            write(parent, to: &text)
            if !text.isEmpty { text += "." }
            text += name
        case .index(let parent, let index):
            write(parent, to: &text)
            text += "[\(index)]"
        case .key(let parent, let key):
            write(parent, to: &text)
            text += "[\(key)]"
        }
    }
}

extension FieldPath: CustomStringConvertible, ExpressibleByStringLiteral {
    package var description: String {
        var text = ""
        Self.write(steps, to: &text)
        return text
    }

    package init(stringLiteral value: String) { self.init(value) }
}

/// Two paths are the same when they read the same.
extension FieldPath: Hashable {
    package static func == (a: FieldPath, b: FieldPath) -> Bool { a.description == b.description }
    package func hash(into hasher: inout Hasher) { hasher.combine(description) }
}
