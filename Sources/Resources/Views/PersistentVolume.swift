// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// core/v1 PersistentVolume: storage that outlives pods.
package struct PersistentVolume: Resource {
    package static let type = ResourceType.persistentVolumes
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var spec: JSON { get { self["spec"] } set { self["spec"] = newValue } }
    package var status: JSON { get { self["status"] } set { self["status"] = newValue } }
}

/// core/v1 PersistentVolumeClaim: a wish for storage.
package struct PersistentVolumeClaim: Resource {
    package static let type = ResourceType.persistentVolumeClaims
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var spec: PersistentVolumeClaimSpec { get { self["spec"] } set { self["spec"] = newValue } }
    package var status: PersistentVolumeClaimStatus { get { self["status"] } set { self["status"] = newValue } }
}

/// What storage is wished for, and which volume was given.
package struct PersistentVolumeClaimSpec: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var accessModes: [String] { get { self["accessModes"] } set { self["accessModes"] = newValue } }
    package var resources: ResourceRequirements { get { self["resources"] } set { self["resources"] = newValue } }
    package var volumeName: String { get { self["volumeName"] } set { self["volumeName"] = newValue } }
    package var storageClassName: String? { get { self["storageClassName"] } set { self["storageClassName"] = newValue } }
    package var volumeMode: String? { get { self["volumeMode"] } set { self["volumeMode"] = newValue } }
    package var selector: JSON { get { self["selector"] } set { self["selector"] = newValue } }
}

/// Pending, Bound or Lost.
package struct PersistentVolumeClaimStatus: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var phase: String { get { self["phase"] } set { self["phase"] = newValue } }
    package var accessModes: [String] { get { self["accessModes"] } set { self["accessModes"] = newValue } }
    package var capacity: [String: Quantity] { get { self["capacity"] } set { self["capacity"] = newValue } }
    package var conditions: [Condition] { get { self["conditions"] } set { self["conditions"] = newValue } }
}
