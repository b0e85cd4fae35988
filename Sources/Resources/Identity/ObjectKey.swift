/// The name of an object within its resource.
package struct ObjectKey: Hashable, Comparable, Sendable {
    /// Empty for objects of the whole cluster.
    package var namespace: String
    package var name: String

    package init(namespace: String = "", name: String) {
        self.namespace = namespace
        self.name = name
    }

    /// Reads `namespace/name` or, for cluster scope, `name`.
    package init(_ text: String) {
        if let slash = text.firstIndex(of: "/") {
            namespace = String(text[..<slash])
            name = String(text[text.index(after: slash)...])
        } else {
            namespace = ""
            name = text
        }
    }

    package static func < (a: ObjectKey, b: ObjectKey) -> Bool {
        a.namespace == b.namespace ? a.name < b.name : a.namespace < b.namespace
    }
}

extension ObjectKey: CustomStringConvertible {
    package var description: String { namespace.isEmpty ? name : namespace + "/" + name }
}
