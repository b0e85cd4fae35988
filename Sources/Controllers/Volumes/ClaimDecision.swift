package import Resources

/// What is told to the user about a volume or a claim.
package struct VolumeNotice: Sendable, Hashable {
    package var isWarning: Bool
    package var reason: String
    package var message: String

    package static func normal(_ reason: String, _ message: String) -> VolumeNotice {
        VolumeNotice(isWarning: false, reason: reason, message: message)
    }
    package static func warning(_ reason: String, _ message: String) -> VolumeNotice {
        VolumeNotice(isWarning: true, reason: reason, message: message)
    }
}

/// What is to be done for a claim. Events and their words are upstream's (`pkg/controller/volume/persistentvolume`).
package enum ClaimDecision: Sendable, Equatable {
    /// Stays Pending.
    case wait(VolumeNotice?)
    /// Had a volume once and has none any more.
    case lost(VolumeNotice)
    case bind(PersistentVolume)
    /// A volume is to be made, by this cluster or by somebody else.
    case provision(StorageClass)
}

extension ClaimDecision {
    /// - Parameters:
    ///   - volumes: every volume of the cluster.
    ///   - storageClass: the claim's class; nil when there is none of that name.
    ///   - consumer: a pod that uses the claim and has no node yet.
    package static func decide(
        _ claim: PersistentVolumeClaim, volumes: [PersistentVolume], storageClass: StorageClass?, consumer: String? = nil
    ) -> ClaimDecision {
        let name = claim.spec.volumeName
        if claim.annotations[VolumeMatching.bindCompleted] != nil { return bound(claim, volumes.first { $0.name == name }) }
        if !name.isEmpty { return asked(claim, volumes.first { $0.name == name }) }
        let delayed = storageClass?.waitsForConsumer ?? false
        if let volume = VolumeMatching.best(for: claim, among: volumes, delayed: delayed) { return .bind(volume) }
        if delayed, claim.annotations[VolumeMatching.selectedNode] == nil {
            return .wait(
                consumer.map { .normal("WaitForPodScheduled", "waiting for pod \($0) to be scheduled") }
                    ?? .normal("WaitForFirstConsumer", "waiting for first consumer to be created before binding"))
        }
        if claim.className.isEmpty {
            return .wait(.normal("FailedBinding", "no persistent volumes available for this claim and no storage class is set"))
        }
        guard let storageClass else {
            return .wait(.warning("ProvisioningFailed", "storageclass.storage.k8s.io \"\(claim.className)\" not found"))
        }
        return .provision(storageClass)
    }

    /// A claim that names a volume and was not bound by the binder yet.
    private static func asked(_ claim: PersistentVolumeClaim, _ volume: PersistentVolume?) -> ClaimDecision {
        guard let volume else { return .wait(nil) }
        guard let reference = volume.spec.claimRef else {
            if let reason = VolumeMatching.mismatch(volume, claim) {
                return .wait(.warning("VolumeMismatch", "Cannot bind to requested volume \"\(volume.name)\": \(reason)"))
            }
            return .bind(volume)
        }
        if claim.isReferred(by: reference) { return .bind(volume) }
        return .wait(.warning("FailedBinding", "volume \"\(volume.name)\" already bound to a different claim."))
    }

    private static func bound(_ claim: PersistentVolumeClaim, _ volume: PersistentVolume?) -> ClaimDecision {
        if claim.spec.volumeName.isEmpty {
            return .lost(.warning("ClaimLost", "Bound claim has lost reference to PersistentVolume. Data on the volume is lost!"))
        }
        guard let volume else {
            return .lost(.warning("ClaimLost", "Bound claim has lost its PersistentVolume. Data on the volume is lost!"))
        }
        guard let reference = volume.spec.claimRef, !claim.isReferred(by: reference) else { return .bind(volume) }
        return .lost(
            .warning("ClaimMisbound", "Two claims are bound to the same volume, this one is bound incorrectly"))
    }
}

/// The two halves of a binding as they are to be written.
package enum VolumeBinding {
    /// The volume with a reference to the claim.
    package static func volume(_ volume: PersistentVolume, for claim: PersistentVolumeClaim) -> PersistentVolume {
        var result = volume
        if let reference = volume.spec.claimRef {
            if reference.uid == claim.uid { return volume }
        } else {
            result.metadata.annotations[VolumeMatching.boundByController] = "yes"
        }
        result.spec.claimRef = claim.reference
        return result
    }

    /// The claim with the volume's name.
    package static func claim(_ claim: PersistentVolumeClaim, to volume: PersistentVolume) -> PersistentVolumeClaim {
        var result = claim
        if claim.spec.volumeName != volume.name {
            result.spec.volumeName = volume.name
            result.metadata.annotations[VolumeMatching.boundByController] = "yes"
        }
        if claim.annotations[VolumeMatching.bindCompleted] == nil { result.metadata.annotations[VolumeMatching.bindCompleted] = "yes" }
        return result
    }

    /// The status of a bound claim. A capacity that is shown already is left: it changes when the volume has grown for its users.
    package static func status(of claim: PersistentVolumeClaim, bound volume: PersistentVolume) -> PersistentVolumeClaimStatus {
        var status = claim.status
        status.accessModes = volume.spec.accessModes
        if status.phase != "Bound" || status.capacity.isEmpty { status.capacity = volume.spec.capacity }
        status.phase = "Bound"
        return status
    }

    /// A volume whose claim went to another one, given back.
    package static func unbound(_ volume: PersistentVolume) -> PersistentVolume {
        var result = volume
        if volume.annotations[VolumeMatching.boundByController] != nil {
            result.spec.claimRef = nil
            result.metadata.annotations[VolumeMatching.boundByController] = nil
        } else if var reference = volume.spec.claimRef {
            reference.uid = ""
            reference.resourceVersion = ""
            result.spec.claimRef = reference
        }
        return result
    }
}
