package import Resources

/// What is to be done for a volume.
package enum VolumeDecision: Sendable, Equatable {
    /// It is to be shown in this phase: Available or Bound.
    case phase(String)
    /// Its claim has yet to be bound to it, which is done from the claim's side.
    case settleClaim
    /// Its claim is gone: Released, and then whatever its reclaim policy says.
    case release
    /// Its claim has got another volume.
    case unbind

    /// - Parameter claim: the claim that the volume names.
    package static func decide(_ volume: PersistentVolume, claim: PersistentVolumeClaim?) -> VolumeDecision {
        guard let reference = volume.spec.claimRef, !reference.uid.isEmpty else { return .phase("Available") }
        guard let claim, claim.uid == reference.uid else { return .release }
        if claim.spec.volumeName.isEmpty { return .settleClaim }
        if claim.spec.volumeName == volume.name { return .phase("Bound") }
        let isMade = volume.annotations[VolumeMatching.provisionedBy] != nil
        return isMade && volume.spec.persistentVolumeReclaimPolicy == "Delete" ? .release : .unbind
    }
}

/// What becomes of a volume whose claim is gone.
package enum VolumeReclaim: Sendable, Equatable {
    /// Stays Released until an administrator has looked after it.
    case keep
    /// Whoever made it deletes it.
    case leaveToProvisioner
    /// Nobody can do what its policy says: Failed.
    case fail(VolumeNotice)

    package static func decide(_ volume: PersistentVolume) -> VolumeReclaim {
        switch volume.spec.persistentVolumeReclaimPolicy {
        case "Delete":
            if volume.annotations[VolumeMatching.provisionedBy] != nil { return .leaveToProvisioner }
            return .fail(
                .warning(
                    "VolumeFailedDelete",
                    "error getting deleter volume plugin for volume \"\(volume.name)\": no deletable volume plugin matched"))
        case "Recycle":
            return .fail(
                .warning(
                    "VolumeFailedRecycle",
                    "No recycler plugin found for the volume! The Recycle reclaim policy is deprecated. "
                        + "Instead, the recommended approach is to use dynamic provisioning."))
        case "Retain", "": return .keep
        default: return .fail(.warning("VolumeUnknownReclaimPolicy", "Volume has unrecognized PersistentVolumeReclaimPolicy"))
        }
    }
}
