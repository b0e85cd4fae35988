// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// One entry of `metadata.ownerReferences`: the object goes when all its owners have gone.
package struct OwnerReference: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package init(
        apiVersion: String, kind: String, name: String, uid: String, controller: Bool = false, blockOwnerDeletion: Bool = false
    ) {
        json = [
            "apiVersion": .string(apiVersion), "kind": .string(kind), "name": .string(name), "uid": .string(uid),
            "controller": controller ? true : .null, "blockOwnerDeletion": blockOwnerDeletion ? true : .null,
        ]
    }

    package var apiVersion: String { get { self["apiVersion"] } set { self["apiVersion"] = newValue } }
    package var kind: String { get { self["kind"] } set { self["kind"] = newValue } }
    package var name: String { get { self["name"] } set { self["name"] = newValue } }
    package var uid: String { get { self["uid"] } set { self["uid"] = newValue } }
    package var controller: Bool { get { self["controller"] } set { self["controller"] = newValue } }
    package var blockOwnerDeletion: Bool { get { self["blockOwnerDeletion"] } set { self["blockOwnerDeletion"] = newValue } }
}
