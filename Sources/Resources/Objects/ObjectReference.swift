// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// core/v1 ObjectReference: how events, endpoints and bindings point at an object.
package struct ObjectReference: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package init(kind: String, name: String, namespace: String = "", uid: String = "") {
        json = .null
        self.kind = kind
        self.name = name
        self.namespace = namespace
        self.uid = uid
    }

    package var kind: String { get { self["kind"] } set { self["kind"] = newValue } }
    package var apiVersion: String { get { self["apiVersion"] } set { self["apiVersion"] = newValue } }
    package var namespace: String { get { self["namespace"] } set { self["namespace"] = newValue } }
    package var name: String { get { self["name"] } set { self["name"] = newValue } }
    package var uid: String { get { self["uid"] } set { self["uid"] = newValue } }
    package var resourceVersion: String { get { self["resourceVersion"] } set { self["resourceVersion"] = newValue } }
    package var fieldPath: String { get { self["fieldPath"] } set { self["fieldPath"] = newValue } }
}
