internal import Document
internal import Resources

/// Why a claim has no volume.
enum ClaimDiagnosis {
    static func diagnose(_ claim: PersistentVolumeClaim, _ world: Surroundings) -> Diagnosis {
        let subject = "persistentvolumeclaim/" + claim.name
        switch claim.status.phase {
        case "Bound": return Diagnosis(.healthy, subject, "it is bound to the volume \(claim.spec.volumeName)")
        case "Lost":
            return Diagnosis(
                .volumeFailed, subject, "the volume \(claim.spec.volumeName) that it was bound to is gone",
                fix: "what was on it is lost with it; make the claim anew")
        default: break
        }
        if !claim.spec.volumeName.isEmpty { return named(claim, world) }
        let classes = world.all(StorageClass.self)
        let events = world.events(of: claim, kind: "PersistentVolumeClaim").prefix(2).map(\.message)
        guard let name = claim.spec.storageClassName else {
            return Diagnosis(
                .classMissing, subject, "it names no storage class, and none is the default", evidence: events,
                fix: "name one of: \(classes.map(\.name).sorted().few()), or mark one with storageclass.kubernetes.io/is-default-class=true"
            )
        }
        if name.isEmpty { return unmatched(claim, world, events) }
        guard let storage = world.find(StorageClass.self, name) else {
            // Volumes may be of a class that exists only as a name.
            if world.all(PersistentVolume.self).contains(where: { $0.spec.storageClassName == name }) {
                return unmatched(claim, world, events)
            }
            return Diagnosis(
                .classMissing, subject, "its storage class \(name) does not exist", evidence: events,
                fix: "name one of: \(classes.map(\.name).sorted().few()), or create a volume of class \(name) by hand")
        }
        let users = world.pods(in: claim.namespace).filter { $0.isActive && $0.claims.contains { $0.claimName == claim.name } }
        if storage.waitsForConsumer, !users.contains(where: { !$0.spec.nodeName.isEmpty }) {
            if users.isEmpty {
                return Diagnosis(
                    .starting, subject, "it waits for its first pod, as volumes of the class \(name) are made where that goes", fix: "")
            }
            return Diagnosis(
                .claimUnbound, subject, "it waits until the pod \(users[0].name) that uses it finds a node", evidence: events,
                fix: "coxswain why pod/\(users[0].name) -n \(claim.namespace)")
        }
        if storage.provisioner == "kubernetes.io/no-provisioner" { return unmatched(claim, world, events) }
        let isOurs = storage.provisioner == LocalVolumes.provisioner
        return Diagnosis(
            .claimUnbound, subject, "the provisioner \(storage.provisioner) of its class \(name) has not made a volume", evidence: events,
            fix: isOurs
                ? "the events tell why; what it can make: accessModes ReadWriteOnce, volumeMode Filesystem"
                : "that provisioner has to run in the cluster; or use the class \(LocalVolumes.defaultClass)")
    }

    private static func named(_ claim: PersistentVolumeClaim, _ world: Surroundings) -> Diagnosis {
        let subject = "persistentvolumeclaim/" + claim.name
        let name = claim.spec.volumeName
        guard let volume = world.find(PersistentVolume.self, name) else {
            return Diagnosis(
                .claimUnbound, subject, "it asks for the volume \(name), which does not exist",
                fix: "create it, or make the claim anew without spec.volumeName")
        }
        return Diagnosis(
            .claimUnbound, subject, "it asks for the volume \(name), which does not fit",
            evidence: [misfit(volume, claim) ?? "it is being bound"],
            fix: "correct the volume or the claim")
    }

    private static func unmatched(_ claim: PersistentVolumeClaim, _ world: Surroundings, _ events: [String]) -> Diagnosis {
        let seen = world.all(PersistentVolume.self).sorted { $0.name < $1.name }.prefix(5)
            .compactMap { volume in misfit(volume, claim).map { "volume \(volume.name): \($0)" } }
        return Diagnosis(
            .claimUnbound, "persistentvolumeclaim/" + claim.name,
            world.all(PersistentVolume.self).isEmpty
                ? "nobody makes volumes for it, and there is no volume" : "nobody makes volumes for it, and none that is there fits",
            evidence: seen.isEmpty ? events : Array(seen),
            fix: "create a fitting PersistentVolume, or make the claim anew with storageClassName: \(LocalVolumes.defaultClass)")
    }

    /// What keeps a volume from a claim; nil when nothing that shows here does.
    static func misfit(_ volume: PersistentVolume, _ claim: PersistentVolumeClaim) -> String? {
        if let taken = volume.spec.claimRef, taken.name != claim.name || taken.namespace != claim.namespace {
            let word = volume.status.phase == "Released" ? "was released by" : "belongs to"
            return "it \(word) the claim \(taken.namespace)/\(taken.name)"
        }
        let wanted = claim.spec.storageClassName ?? ""
        if volume.spec.storageClassName != wanted { return "its class is \"\(volume.spec.storageClassName)\", wanted is \"\(wanted)\"" }
        let size = claim.spec.resources.requests["storage"] ?? .zero
        let has = volume.spec.capacity["storage"] ?? .zero
        if has < size { return "it has \(has), wanted is \(size)" }
        let missing = claim.spec.accessModes.filter { !volume.spec.accessModes.contains($0) }
        if !missing.isEmpty { return "it does not offer \(missing.few())" }
        if let selector = try? LabelSelector(json: claim.spec.selector), !claim.spec.selector.isNull, !selector.matches(volume.labels) {
            return "it does not have the labels of the claim's selector"
        }
        return volume.isBeingDeleted ? "it is being deleted" : nil
    }
}
