// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// `metadata` of every object (meta/v1 ObjectMeta).
package struct ObjectMeta: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var name: String { get { self["name"] } set { self["name"] = newValue } }
    package var generateName: String { get { self["generateName"] } set { self["generateName"] = newValue } }
    package var namespace: String { get { self["namespace"] } set { self["namespace"] = newValue } }
    package var uid: String { get { self["uid"] } set { self["uid"] = newValue } }
    package var resourceVersion: String { get { self["resourceVersion"] } set { self["resourceVersion"] = newValue } }
    package var generation: Int { get { self["generation"] } set { self["generation"] = newValue } }
    package var creationTimestamp: Timestamp? { get { self["creationTimestamp"] } set { self["creationTimestamp"] = newValue } }
    package var deletionTimestamp: Timestamp? { get { self["deletionTimestamp"] } set { self["deletionTimestamp"] = newValue } }
    package var deletionGracePeriodSeconds: Int? {
        get { self["deletionGracePeriodSeconds"] } set { self["deletionGracePeriodSeconds"] = newValue }
    }
    package var labels: [String: String] { get { self["labels"] } set { self["labels"] = newValue } }
    package var annotations: [String: String] { get { self["annotations"] } set { self["annotations"] = newValue } }
    package var ownerReferences: [OwnerReference] { get { self["ownerReferences"] } set { self["ownerReferences"] = newValue } }
    package var finalizers: [String] { get { self["finalizers"] } set { self["finalizers"] = newValue } }

    package var key: ObjectKey { ObjectKey(namespace: namespace, name: name) }

    /// The one owner that manages this object, if any.
    package var controllerOwner: OwnerReference? { ownerReferences.first { $0.controller } }
}
