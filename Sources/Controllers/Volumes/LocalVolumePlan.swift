internal import Document
package import Resources

/// How a directory on a node becomes a volume. No I/O.
package enum LocalVolumePlan {
    /// What keeps a volume from being made; worded for the claim's event.
    package struct Problem: Error, Sendable, Hashable {
        package var message: String
    }

    /// Whether this claim waits for a volume of this cluster's own.
    package static func isDue(_ claim: PersistentVolumeClaim, _ storageClass: StorageClass?) -> Bool {
        guard let storageClass, storageClass.provisioner == LocalVolumes.provisioner, claim.spec.volumeName.isEmpty, !claim.isBeingDeleted,
            claim.annotations[VolumeMatching.storageProvisioner] == LocalVolumes.provisioner
        else { return false }
        return !storageClass.waitsForConsumer || claim.annotations[VolumeMatching.selectedNode] != nil
    }

    package static func name(_ claim: PersistentVolumeClaim) -> String { "pvc-\(claim.uid)" }

    /// The node that is to hold the volume: the scheduler's choice, or the ready one with the fewest volumes.
    package static func node(
        for claim: PersistentVolumeClaim, nodes: [Node], volumes: [PersistentVolume]
    ) throws(Problem) -> Node {
        if let chosen = claim.annotations[VolumeMatching.selectedNode] {
            guard let node = nodes.first(where: { $0.name == chosen }) else { throw Problem(message: "node \"\(chosen)\" not found") }
            return node
        }
        func count(_ node: Node) -> Int {
            let host = node.labels[LocalVolumes.hostnameLabel] ?? node.name
            return volumes.filter { $0.spec.local != nil && LocalVolumePlan.host(of: $0) == host }.count
        }
        let fit = nodes.filter { $0.isReady && !$0.spec.unschedulable && $0.annotations[LocalVolumes.directoryAnnotation] != nil }
        guard let best = fit.min(by: { (count($0), $0.name) < (count($1), $1.name) }) else {
            throw Problem(message: "no node is ready to hold a volume")
        }
        return best
    }

    /// The volume to be made for a claim.
    package static func volume(
        for claim: PersistentVolumeClaim, _ storageClass: StorageClass, on node: Node
    ) throws(Problem) -> PersistentVolume {
        if claim.mode != "Filesystem" { throw Problem(message: "only volumeMode Filesystem is supported, not \(claim.mode)") }
        if !claim.spec.selector.isNull { throw Problem(message: "claim Selector is not supported") }
        if !claim.spec.json["dataSource"].isNull || !claim.spec.json["dataSourceRef"].isNull {
            throw Problem(message: "data sources are not supported")
        }
        if !storageClass.mountOptions.isEmpty { throw Problem(message: "mountOptions are not supported for directories of a node") }
        guard let directory = node.annotations[LocalVolumes.directoryAnnotation] else {
            throw Problem(message: "node \"\(node.name)\" holds no local volumes")
        }
        let host = node.labels[LocalVolumes.hostnameLabel] ?? node.name
        var volume = PersistentVolume(name: name(claim))
        volume.metadata.annotations = [VolumeMatching.provisionedBy: LocalVolumes.provisioner]
        volume.spec.capacity = ["storage": claim.requestedStorage]
        volume.spec.accessModes = claim.spec.accessModes
        volume.spec.persistentVolumeReclaimPolicy = storageClass.reclaimPolicy.isEmpty ? "Delete" : storageClass.reclaimPolicy
        volume.spec.storageClassName = storageClass.name
        volume.spec.volumeMode = claim.mode
        volume.spec.claimRef = claim.reference
        volume.spec.json["local"] = ["path": .string("\(directory)/\(volume.name)")]
        volume.spec.json["nodeAffinity"] = [
            "required": [
                "nodeSelectorTerms": [
                    ["matchExpressions": [["key": .string(LocalVolumes.hostnameLabel), "operator": "In", "values": [.string(host)]]]]
                ]
            ]
        ]
        return volume
    }

    /// The host that a volume made here is on.
    package static func host(of volume: PersistentVolume) -> String? {
        let requirements = volume.spec.nodeAffinity?.required?.nodeSelectorTerms.first?.matchExpressions ?? []
        return requirements.first { $0.key == LocalVolumes.hostnameLabel }?.values.first
    }

    /// Whether a volume made here is to be removed with its contents.
    package static func isToBeDeleted(_ volume: PersistentVolume) -> Bool {
        volume.annotations[VolumeMatching.provisionedBy] == LocalVolumes.provisioner && volume.status.phase == "Released"
            && volume.spec.persistentVolumeReclaimPolicy == "Delete"
    }

    /// The size a bound claim has asked for beyond what it has; nil when there is nothing to do.
    package static func growth(_ claim: PersistentVolumeClaim) -> Quantity? {
        guard claim.status.phase == "Bound", let had = claim.status.capacity["storage"], claim.requestedStorage > had else { return nil }
        return claim.requestedStorage
    }
}
