// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// core/v1 PersistentVolume: storage that outlives pods.
package struct PersistentVolume: Resource {
    package static let type = ResourceType.persistentVolumes
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var spec: PersistentVolumeSpec { get { self["spec"] } set { self["spec"] = newValue } }
    package var status: PersistentVolumeStatus { get { self["status"] } set { self["status"] = newValue } }
}

/// What a volume offers, where it is, and whose it is. The one source it has is read as that of a pod's ``Volume``.
package struct PersistentVolumeSpec: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var capacity: [String: Quantity] { get { self["capacity"] } set { self["capacity"] = newValue } }
    package var accessModes: [String] { get { self["accessModes"] } set { self["accessModes"] = newValue } }
    package var claimRef: ObjectReference? { get { self["claimRef"] } set { self["claimRef"] = newValue } }
    package var persistentVolumeReclaimPolicy: String {
        get { self["persistentVolumeReclaimPolicy"] } set { self["persistentVolumeReclaimPolicy"] = newValue }
    }
    package var storageClassName: String { get { self["storageClassName"] } set { self["storageClassName"] = newValue } }
    package var volumeAttributesClassName: String {
        get { self["volumeAttributesClassName"] } set { self["volumeAttributesClassName"] = newValue }
    }
    package var volumeMode: String { get { self["volumeMode"] } set { self["volumeMode"] = newValue } }
    package var mountOptions: [String] { get { self["mountOptions"] } set { self["mountOptions"] = newValue } }
    package var nodeAffinity: VolumeNodeAffinity? { get { self["nodeAffinity"] } set { self["nodeAffinity"] = newValue } }
    package var local: LocalVolumeSource? { get { self["local"] } set { self["local"] = newValue } }
}

/// Pending, Available, Bound, Released or Failed.
package struct PersistentVolumeStatus: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var phase: String { get { self["phase"] } set { self["phase"] = newValue } }
    package var message: String { get { self["message"] } set { self["message"] = newValue } }
    package var reason: String { get { self["reason"] } set { self["reason"] = newValue } }
    package var lastPhaseTransitionTime: Timestamp? {
        get { self["lastPhaseTransitionTime"] } set { self["lastPhaseTransitionTime"] = newValue }
    }
}

/// The nodes a volume can be reached from.
package struct VolumeNodeAffinity: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var required: NodeSelector? { get { self["required"] } set { self["required"] = newValue } }
}

/// A directory or device of one node.
package struct LocalVolumeSource: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var path: String { get { self["path"] } set { self["path"] = newValue } }
    package var fsType: String? { get { self["fsType"] } set { self["fsType"] = newValue } }
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
    package var volumeAttributesClassName: String {
        get { self["volumeAttributesClassName"] } set { self["volumeAttributesClassName"] = newValue }
    }
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

/// storage.k8s.io/v1 StorageClass: how volumes of one kind are made.
package struct StorageClass: Resource {
    package static let type = ResourceType.storageClasses
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var provisioner: String { get { self["provisioner"] } set { self["provisioner"] = newValue } }
    package var parameters: [String: String] { get { self["parameters"] } set { self["parameters"] = newValue } }
    package var reclaimPolicy: String { get { self["reclaimPolicy"] } set { self["reclaimPolicy"] = newValue } }
    package var mountOptions: [String] { get { self["mountOptions"] } set { self["mountOptions"] = newValue } }
    package var allowVolumeExpansion: Bool { get { self["allowVolumeExpansion"] } set { self["allowVolumeExpansion"] = newValue } }
    package var volumeBindingMode: String { get { self["volumeBindingMode"] } set { self["volumeBindingMode"] = newValue } }
    package var allowedTopologies: [JSON] { get { self["allowedTopologies"] } set { self["allowedTopologies"] = newValue } }

    /// Volumes are chosen or made when a pod that needs them has got a node.
    package var waitsForConsumer: Bool { volumeBindingMode == "WaitForFirstConsumer" }
}

/// Volumes that are directories on the nodes, made and removed by the cluster itself.
package enum LocalVolumes {
    package static let provisioner = "coxswain.io/local"
    package static let defaultClass = "standard"
    /// On nodes: the directory below which such volumes lie there.
    package static let directoryAnnotation = "coxswain.io/local-volumes"
    package static let hostnameLabel = "kubernetes.io/hostname"
}
