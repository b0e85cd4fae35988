// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// A named volume of a pod and the one source it has.
package struct Volume: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var name: String { get { self["name"] } set { self["name"] = newValue } }
    package var emptyDir: EmptyDirVolumeSource? { get { self["emptyDir"] } set { self["emptyDir"] = newValue } }
    package var hostPath: HostPathVolumeSource? { get { self["hostPath"] } set { self["hostPath"] = newValue } }
    package var configMap: ConfigMapVolumeSource? { get { self["configMap"] } set { self["configMap"] = newValue } }
    package var secret: SecretVolumeSource? { get { self["secret"] } set { self["secret"] = newValue } }
    package var downwardAPI: DownwardAPIVolumeSource? { get { self["downwardAPI"] } set { self["downwardAPI"] = newValue } }
    package var projected: ProjectedVolumeSource? { get { self["projected"] } set { self["projected"] = newValue } }
    package var nfs: NFSVolumeSource? { get { self["nfs"] } set { self["nfs"] = newValue } }
    package var persistentVolumeClaim: PersistentVolumeClaimVolumeSource? {
        get { self["persistentVolumeClaim"] } set { self["persistentVolumeClaim"] = newValue }
    }
    package var ephemeral: EphemeralVolumeSource? { get { self["ephemeral"] } set { self["ephemeral"] = newValue } }
    package var image: JSON? { get { self["image"] } set { self["image"] = newValue } }
    package var csi: JSON? { get { self["csi"] } set { self["csi"] = newValue } }
}

/// A directory as long-lived as the pod; medium `Memory` for tmpfs.
package struct EmptyDirVolumeSource: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var medium: String { get { self["medium"] } set { self["medium"] = newValue } }
    package var sizeLimit: Quantity? { get { self["sizeLimit"] } set { self["sizeLimit"] = newValue } }
}

/// A path of the node.
package struct HostPathVolumeSource: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var path: String { get { self["path"] } set { self["path"] = newValue } }
    package var type: String { get { self["type"] } set { self["type"] = newValue } }
}

/// The keys of a ConfigMap as files.
package struct ConfigMapVolumeSource: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var name: String { get { self["name"] } set { self["name"] = newValue } }
    package var items: [KeyToPath] { get { self["items"] } set { self["items"] = newValue } }
    package var defaultMode: Int? { get { self["defaultMode"] } set { self["defaultMode"] = newValue } }
    package var optional: Bool { get { self["optional"] } set { self["optional"] = newValue } }
}

/// The keys of a Secret as files.
package struct SecretVolumeSource: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var secretName: String { get { self["secretName"] } set { self["secretName"] = newValue } }
    package var items: [KeyToPath] { get { self["items"] } set { self["items"] = newValue } }
    package var defaultMode: Int? { get { self["defaultMode"] } set { self["defaultMode"] = newValue } }
    package var optional: Bool { get { self["optional"] } set { self["optional"] = newValue } }
}

/// The file that one key becomes.
package struct KeyToPath: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var key: String { get { self["key"] } set { self["key"] = newValue } }
    package var path: String { get { self["path"] } set { self["path"] = newValue } }
    package var mode: Int? { get { self["mode"] } set { self["mode"] = newValue } }
}

/// Fields of the pod as files.
package struct DownwardAPIVolumeSource: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var items: [DownwardAPIVolumeFile] { get { self["items"] } set { self["items"] = newValue } }
    package var defaultMode: Int? { get { self["defaultMode"] } set { self["defaultMode"] = newValue } }
}

/// The file that one field becomes.
package struct DownwardAPIVolumeFile: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var path: String { get { self["path"] } set { self["path"] = newValue } }
    package var fieldRef: ObjectFieldSelector? { get { self["fieldRef"] } set { self["fieldRef"] = newValue } }
    package var resourceFieldRef: ResourceFieldSelector? { get { self["resourceFieldRef"] } set { self["resourceFieldRef"] = newValue } }
    package var mode: Int? { get { self["mode"] } set { self["mode"] = newValue } }
}

/// Several sources in one directory.
package struct ProjectedVolumeSource: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var sources: [VolumeProjection] { get { self["sources"] } set { self["sources"] = newValue } }
    package var defaultMode: Int? { get { self["defaultMode"] } set { self["defaultMode"] = newValue } }
}

/// One source of a projected volume.
package struct VolumeProjection: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var secret: SecretProjection? { get { self["secret"] } set { self["secret"] = newValue } }
    package var configMap: ConfigMapProjection? { get { self["configMap"] } set { self["configMap"] = newValue } }
    package var downwardAPI: DownwardAPIVolumeSource? { get { self["downwardAPI"] } set { self["downwardAPI"] = newValue } }
    package var serviceAccountToken: ServiceAccountTokenProjection? {
        get { self["serviceAccountToken"] } set { self["serviceAccountToken"] = newValue }
    }
}

/// Keys of a Secret in a projected volume.
package struct SecretProjection: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var name: String { get { self["name"] } set { self["name"] = newValue } }
    package var items: [KeyToPath] { get { self["items"] } set { self["items"] = newValue } }
    package var optional: Bool { get { self["optional"] } set { self["optional"] = newValue } }
}

/// Keys of a ConfigMap in a projected volume.
package struct ConfigMapProjection: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var name: String { get { self["name"] } set { self["name"] = newValue } }
    package var items: [KeyToPath] { get { self["items"] } set { self["items"] = newValue } }
    package var optional: Bool { get { self["optional"] } set { self["optional"] = newValue } }
}

/// A token of the pod's service account, renewed before it expires.
package struct ServiceAccountTokenProjection: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var audience: String { get { self["audience"] } set { self["audience"] = newValue } }
    package var expirationSeconds: Int? { get { self["expirationSeconds"] } set { self["expirationSeconds"] = newValue } }
    package var path: String { get { self["path"] } set { self["path"] = newValue } }
}

/// An exported directory of an NFS server.
package struct NFSVolumeSource: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var server: String { get { self["server"] } set { self["server"] = newValue } }
    package var path: String { get { self["path"] } set { self["path"] = newValue } }
    package var readOnly: Bool { get { self["readOnly"] } set { self["readOnly"] = newValue } }
}

/// The volume that a claim is bound to.
package struct PersistentVolumeClaimVolumeSource: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var claimName: String { get { self["claimName"] } set { self["claimName"] = newValue } }
    package var readOnly: Bool { get { self["readOnly"] } set { self["readOnly"] = newValue } }
}

/// A claim that lives and dies with its pod.
package struct EphemeralVolumeSource: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var volumeClaimTemplate: JSON { get { self["volumeClaimTemplate"] } set { self["volumeClaimTemplate"] = newValue } }
}

/// A claim that a volume of a pod refers to.
package struct PodClaim: Sendable, Hashable {
    /// The volume's name in the pod.
    package let volume: String
    package let claimName: String
    package let isEphemeral: Bool
    package let readOnly: Bool
}

extension Pod {
    /// The claims the pod's volumes refer to, those made for it included.
    package var claims: [PodClaim] {
        spec.volumes.compactMap { volume in
            if let source = volume.persistentVolumeClaim {
                return PodClaim(volume: volume.name, claimName: source.claimName, isEphemeral: false, readOnly: source.readOnly)
            }
            guard volume.ephemeral != nil else { return nil }
            return PodClaim(volume: volume.name, claimName: "\(name)-\(volume.name)", isEphemeral: true, readOnly: false)
        }
    }
}
