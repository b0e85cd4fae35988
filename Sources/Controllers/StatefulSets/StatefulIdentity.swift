internal import Document
internal import Resources

/// Names, labels and storage that pods of a StatefulSet keep for life.
extension StatefulSet {
    static let podNameLabel = "statefulset.kubernetes.io/pod-name"
    static let indexLabel = "apps.kubernetes.io/pod-index"
    static let revisionLabel = "controller-revision-hash"

    var replicas: Int { spec.replicas ?? 1 }
    var ordinals: Range<Int> { spec.start..<(spec.start + max(0, replicas)) }
    var isParallel: Bool { spec.podManagementPolicy == "Parallel" }
    var partition: Int { spec.updateStrategy["rollingUpdate", "partition"].int ?? 0 }
    var isRolling: Bool { spec.updateStrategy["type"].string != "OnDelete" }

    /// Pods that may be missing while rolling; nil where pods are replaced strictly one after the other.
    var maxUnavailable: Int? {
        IntOrString(field: spec.updateStrategy["rollingUpdate", "maxUnavailable"])
            .map { max(1, $0.scaled(total: replicas, roundUp: true) ?? 1) }
    }

    /// The ordinal in the name of a pod of this set; nil when the name is no such name.
    func ordinal(ofPod name: String) -> Int? {
        guard let dash = name.lastIndex(of: "-"), name[..<dash] == self.name else { return nil }
        let digits = name[name.index(after: dash)...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int32(digits).map(Int.init)
    }

    func podName(_ ordinal: Int) -> String { "\(name)-\(ordinal)" }
    func claimName(_ template: String, _ ordinal: Int) -> String { "\(template)-\(podName(ordinal))" }

    /// A pod of one revision's template.
    func pod(_ ordinal: Int, template: PodTemplateSpec, revision: String) -> Pod {
        var pod = template.pod(ownedBy: self)
        pod.metadata.generateName = ""
        pod.metadata.name = podName(ordinal)
        pod.metadata.labels[Self.revisionLabel] = revision
        pod.spec.hostname = podName(ordinal)
        pod.spec.subdomain = spec.serviceName
        return identified(pod, ordinal)
    }

    /// A pod with the labels and volumes that its ordinal calls for.
    func identified(_ pod: Pod, _ ordinal: Int) -> Pod {
        var pod = pod
        pod.metadata.labels[Self.podNameLabel] = podName(ordinal)
        pod.metadata.labels[Self.indexLabel] = String(ordinal)
        let templates = spec.volumeClaimTemplates.compactMap { $0["metadata", "name"].string }
        guard !templates.isEmpty else { return pod }
        let own = templates.map { template -> JSON in
            ["name": .string(template), "persistentVolumeClaim": ["claimName": .string(claimName(template, ordinal))]]
        }
        let others = (pod.json["spec", "volumes"].array ?? []).filter { volume in !templates.contains(volume["name"].string ?? "") }
        pod.json["spec", "volumes"] = .array(own + others)
        return pod
    }

    /// Whether a pod's labels and volumes are those of its ordinal.
    func hasIdentity(_ pod: PodSummary, _ ordinal: Int) -> Bool {
        guard pod.record.label(Self.podNameLabel) == podName(ordinal) else { return false }
        guard !spec.volumeClaimTemplates.isEmpty else { return true }
        let volumes = pod.record.part("spec", "volumes").array ?? []
        return spec.volumeClaimTemplates.allSatisfy { template in
            let name = template["metadata", "name"].string ?? ""
            let volume = volumes.first { $0["name"].string == name }
            return volume?["persistentVolumeClaim", "claimName"].string == claimName(name, ordinal)
        }
    }

    /// The claims of one pod, as they are made.
    func claims(_ ordinal: Int) -> [PersistentVolumeClaim] {
        spec.volumeClaimTemplates.map { template in
            var claim = PersistentVolumeClaim(template)
            claim.metadata.name = claimName(template["metadata", "name"].string ?? "", ordinal)
            claim.metadata.namespace = namespace
            for (key, value) in spec.selector["matchLabels"].stringMap { claim.metadata.labels[key] = value }
            claim.json["status"] = .null
            return claim
        }
    }
}

/// Who owns a claim of a StatefulSet, so that it goes with its owner where `persistentVolumeClaimRetentionPolicy` wishes it.
enum ClaimRetention {
    struct Verdict: Equatable {
        /// The owners it should have; nil when they are as they should be.
        var owners: [OwnerReference]?
        /// Somebody else manages the claim: the policy is not for it.
        var isForeign = false
    }

    /// - Parameter pod: the pod of the claim's ordinal.
    static func verdict(_ claim: PersistentVolumeClaim, _ set: StatefulSet, pod: PodSummary) -> Verdict {
        let owners = claim.metadata.ownerReferences
        if isStale(owners, set: set, podName: pod.key.name, uid: pod.uid) { return Verdict() }
        let wished = wishedOwner(set, pod)
        let keepsAll = !set.spec.deletesClaimsWhenDeleted && !set.spec.deletesClaimsWhenScaled
        let isOurs = { (owner: OwnerReference) in owner.uid == set.uid || owner.uid == pod.uid }
        let isForeign = !keepsAll && owners.contains { $0.controller && !isOurs($0) }
        let others = owners.filter { !isOurs($0) }
        let next = others + (isForeign ? [] : [wished].compactMap { $0 })
        let isRight = owners.filter(isOurs) == (isForeign ? [] : [wished].compactMap { $0 })
        return Verdict(owners: isRight ? nil : next, isForeign: isForeign)
    }

    /// Whether it belongs to an earlier set or pod of the same name, and is about to go with it.
    /// - Parameter uid: of the pod that there is; nil when there is none.
    static func isStale(_ owners: [OwnerReference], set: StatefulSet, podName: String, uid: String?) -> Bool {
        owners.contains { owner in
            switch owner.kind {
            case "StatefulSet": owner.name == set.name && owner.uid != set.uid
            case "Pod": owner.name == podName && owner.uid != uid
            default: false
            }
        }
    }

    private static func wishedOwner(_ set: StatefulSet, _ pod: PodSummary) -> OwnerReference? {
        let isCondemned = set.ordinal(ofPod: pod.key.name).map { !set.ordinals.contains($0) } ?? false
        if set.spec.deletesClaimsWhenScaled, isCondemned {
            return OwnerReference(
                apiVersion: "v1", kind: "Pod", name: pod.key.name, uid: pod.uid, controller: true, blockOwnerDeletion: true)
        }
        return set.spec.deletesClaimsWhenDeleted ? set.controllerReference : nil
    }
}
