// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// core/v1 Namespace: a scope for names.
package struct Namespace: Resource {
    package static let type = ResourceType.namespaces
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var spec: NamespaceSpec { get { self["spec"] } set { self["spec"] = newValue } }
    package var status: NamespaceStatus { get { self["status"] } set { self["status"] = newValue } }
}

/// What must be done before the namespace may go.
package struct NamespaceSpec: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var finalizers: [String] { get { self["finalizers"] } set { self["finalizers"] = newValue } }
}

/// Active or Terminating.
package struct NamespaceStatus: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var phase: String { get { self["phase"] } set { self["phase"] = newValue } }
    package var conditions: [Condition] { get { self["conditions"] } set { self["conditions"] = newValue } }
}
