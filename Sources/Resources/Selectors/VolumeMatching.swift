internal import Document

/// Which volume a claim may have: the rules that the binder and the scheduler share (upstream's `component-helpers/storage/volume`).
package enum VolumeMatching {
    /// Set on a volume or claim when the other side was written into it by the binder, and not by a user.
    package static let boundByController = "pv.kubernetes.io/bound-by-controller"
    /// Set on a claim when its binding was finished.
    package static let bindCompleted = "pv.kubernetes.io/bind-completed"
    /// The provisioner that made a volume.
    package static let provisionedBy = "pv.kubernetes.io/provisioned-by"
    /// The provisioner that is to make a claim's volume; the second is the name older provisioners know.
    package static let storageProvisioner = "volume.kubernetes.io/storage-provisioner"
    package static let betaStorageProvisioner = "volume.beta.kubernetes.io/storage-provisioner"
    /// The node the scheduler chose for the claim's first pod.
    package static let selectedNode = "volume.kubernetes.io/selected-node"
    /// The class of a claim or volume before there was a field for it.
    package static let betaClass = "volume.beta.kubernetes.io/storage-class"

    /// Where a volume has to be reachable from.
    package struct Place: Sendable {
        package let nodeName: String
        package let labels: [String: String]
        package init(nodeName: String, labels: [String: String]) { (self.nodeName, self.labels) = (nodeName, labels) }
    }

    /// The best volume for a claim: the one that was set aside for it, or the smallest that is free and fits.
    /// - Parameters:
    ///   - node: the node of the pod that needs it; nil when there is none yet.
    ///   - delayed: the claim waits for its first pod, so that without a node only a volume set aside for it will do.
    ///   - excluded: names of volumes that other claims of the same pod are to get.
    package static func best(
        for claim: PersistentVolumeClaim, among volumes: [PersistentVolume], node: Place? = nil, delayed: Bool = false,
        excluded: Set<String> = []
    ) -> PersistentVolume? {
        let wanted = claim.requestedStorage
        let selector: LabelSelector? = claim.spec.selector.isNull ? nil : (try? LabelSelector(json: claim.spec.selector)) ?? .nothing
        var best: (volume: PersistentVolume, size: Quantity)?
        for volume in volumes where !excluded.contains(volume.name) {
            if let reference = volume.spec.claimRef, !claim.isReferred(by: reference) { continue }
            let size = volume.spec.capacity["storage"] ?? Quantity(0)
            guard volume.mode == claim.mode, !volume.isBeingDeleted else { continue }
            let isReachable = node.map { volume.isReachable(nodeName: $0.nodeName, labels: $0.labels) } ?? true
            if volume.spec.claimRef != nil {
                if size < wanted { continue }
                return isReachable ? volume : nil
            }
            if node == nil, delayed { continue }
            guard volume.status.phase == "Available", isReachable, size >= wanted, volume.className == claim.className,
                volume.spec.volumeAttributesClassName == claim.spec.volumeAttributesClassName, volume.offers(claim.spec.accessModes),
                selector?.matches(volume.labels) ?? true
            else { continue }
            if let known = best, (known.size, known.volume.name) <= (size, volume.name) { continue }
            best = (volume, size)
        }
        return best?.volume
    }

    /// Why a volume that a claim asks for by name cannot be the claim's; nil when it can.
    package static func mismatch(_ volume: PersistentVolume, _ claim: PersistentVolumeClaim) -> String? {
        if (volume.spec.capacity["storage"] ?? Quantity(0)) < claim.requestedStorage { return "requested PV is too small" }
        if volume.className != claim.className { return "storageClassName does not match" }
        if volume.spec.volumeAttributesClassName != claim.spec.volumeAttributesClassName {
            return "VolumeAttributesClassName does not match"
        }
        if volume.mode != claim.mode { return "incompatible volumeMode" }
        if !volume.offers(claim.spec.accessModes) { return "incompatible accessMode" }
        return nil
    }
}

extension PersistentVolume {
    package var className: String { annotations[VolumeMatching.betaClass] ?? spec.storageClassName }
    package var mode: String { spec.volumeMode.isEmpty ? "Filesystem" : spec.volumeMode }
    package func offers(_ modes: [String]) -> Bool { Set(modes).isSubset(of: spec.accessModes) }
}

extension PersistentVolumeClaim {
    package var className: String { annotations[VolumeMatching.betaClass] ?? spec.storageClassName ?? "" }
    package var mode: String { spec.volumeMode ?? "Filesystem" }
    package var requestedStorage: Quantity { spec.resources.requests["storage"] ?? Quantity(0) }
    /// Bound for good: the binder has finished.
    package var isFullyBound: Bool { !spec.volumeName.isEmpty && annotations[VolumeMatching.bindCompleted] != nil }

    /// Whether a volume's reference means this claim; one without a uid was written by a user and means whoever has the name.
    package func isReferred(by reference: ObjectReference) -> Bool {
        reference.name == name && reference.namespace == namespace && (reference.uid.isEmpty || reference.uid == uid)
    }
}
