// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// A view over a whole API object.
package protocol Resource: DocumentView {
    static var type: ResourceType { get }
}

extension Resource {
    package var metadata: ObjectMeta { get { self["metadata"] } set { self["metadata"] = newValue } }

    package var name: String { json["metadata"]["name"].string ?? "" }
    package var namespace: String { json["metadata"]["namespace"].string ?? "" }
    package var uid: String { json["metadata"]["uid"].string ?? "" }
    package var key: ObjectKey { ObjectKey(namespace: namespace, name: name) }
    package var resourceVersion: String { json["metadata"]["resourceVersion"].string ?? "" }
    package var labels: [String: String] { json["metadata"]["labels"].stringMap }
    package var annotations: [String: String] { json["metadata"]["annotations"].stringMap }
    package var isBeingDeleted: Bool { !json["metadata"]["deletionTimestamp"].isNull }

    /// A new object of this kind with `apiVersion`, `kind` and its name filled in.
    package init(name: String, namespace: String = "") {
        self.init(["apiVersion": .string(Self.type.apiVersion), "kind": .string(Self.type.kind)])
        metadata.name = name
        metadata.namespace = namespace
    }

    /// The `ownerReference` that makes this object the controller of another.
    package var controllerReference: OwnerReference {
        OwnerReference(
            apiVersion: Self.type.apiVersion, kind: Self.type.kind, name: name, uid: uid, controller: true, blockOwnerDeletion: true)
    }

    /// The object as other objects point at it (events, endpoints).
    package var reference: ObjectReference {
        var reference = ObjectReference()
        reference.kind = Self.type.kind
        reference.apiVersion = Self.type.apiVersion
        reference.namespace = namespace
        reference.name = name
        reference.uid = uid
        reference.resourceVersion = resourceVersion
        return reference
    }
}

/// A whole object of a kind that is known only at run time, such as in garbage collection.
package struct AnyResource: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var apiVersion: String { self["apiVersion"] }
    package var kind: String { self["kind"] }
    package var metadata: ObjectMeta { get { self["metadata"] } set { self["metadata"] = newValue } }
    package var key: ObjectKey { metadata.key }
}
