internal import Document
internal import Resources

/// A StatefulSet with its pods and claims: a value on which the next step is decided.
struct StatefulView: Sendable {
    let set: StatefulSet
    /// The revision that pods are rolled away from, and the one they are rolled to, by name.
    let currentRevision: String
    let updateRevision: String
    let now: Timestamp
    /// Those within the wished range.
    let replicas: [Int: PodSummary]
    /// Those beyond it, the highest first.
    let condemned: [(ordinal: Int, pod: PodSummary)]
    let claims: [String: PersistentVolumeClaim]
    /// Uids of pods that have been asked to go, though it does not show yet.
    let leaving: Set<String>

    init(
        _ set: StatefulSet, current: String, update: String, pods: [PodSummary], claims: [PersistentVolumeClaim] = [],
        leaving: Set<String> = [], now: Timestamp
    ) {
        self.set = set
        currentRevision = current
        updateRevision = update
        self.now = now
        self.leaving = leaving
        self.claims = claims.reduce(into: [:]) { $0[$1.name] = $1 }
        let numbered = pods.compactMap { pod in set.ordinal(ofPod: pod.key.name).map { (ordinal: $0, pod: pod) } }
        replicas = numbered.reduce(into: [:]) { if set.ordinals.contains($1.ordinal) { $0[$1.ordinal] = $1.pod } }
        condemned = numbered.filter { !set.ordinals.contains($0.ordinal) }.sorted { $0.ordinal > $1.ordinal }
    }

    func isTerminating(_ pod: PodSummary) -> Bool { pod.isBeingDeleted || leaving.contains(pod.uid) }
    func isReady(_ pod: PodSummary) -> Bool { pod.phase == .running && pod.isReady }
    func isAvailable(_ pod: PodSummary) -> Bool {
        isReady(pod) && pod.isAvailable(minReadySeconds: set.spec.minReadySeconds, now: now)
    }
    func isUnavailable(_ pod: PodSummary?) -> Bool { pod.map { !isAvailable($0) || isTerminating($0) } ?? true }
    func revision(_ pod: PodSummary) -> String { pod.record.label(StatefulSet.revisionLabel) ?? "" }

    /// The revision a new pod of an ordinal is made of: below the partition nothing changes.
    func revision(new ordinal: Int) -> String {
        guard set.isRolling else { return updateRevision }
        let hasRolling = !set.spec.updateStrategy["rollingUpdate"].isNull
        let kept = hasRolling ? set.partition : set.status.currentReplicas
        return ordinal < set.spec.start + kept ? currentRevision : updateRevision
    }

    /// The unavailable pod of the lowest ordinal, the wished ones before those that go.
    var firstUnavailable: PodSummary? {
        for ordinal in set.ordinals where isUnavailable(replicas[ordinal]) { return replicas[ordinal] }
        return condemned.reversed().first { isUnavailable($0.pod) }?.pod
    }
}

/// What has to be done for a StatefulSet, in this order.
struct StatefulPlan: Sendable, Equatable {
    /// Ordinals that get a pod, of which revision.
    struct Birth: Sendable, Equatable {
        var ordinal: Int
        var revision: String
    }

    var create: [Birth] = []
    /// Ordinals whose claims are made if they are missing: a pod waits for them.
    var claims: [Int] = []
    /// Pods whose labels, volumes or claims are not those of their ordinal.
    var repair: [Int] = []
    /// Uids of pods that go.
    var delete: [String] = []
    /// How many of these go because they are of an old revision.
    var replaced = 0

    static func next(_ view: StatefulView) -> StatefulPlan {
        var plan = StatefulPlan()
        guard !view.set.isBeingDeleted else { return plan }
        let isOrdered = !view.set.isParallel
        for ordinal in view.set.ordinals where plan.keep(ordinal, view) && isOrdered { return plan }
        for (ordinal, pod) in view.condemned where !claimsAreRight(view, pod, ordinal) { plan.repair.append(ordinal) }
        let first = view.firstUnavailable
        for (_, pod) in view.condemned where plan.condemn(pod, view, first) && isOrdered { return plan }
        if view.set.isRolling { plan.roll(view) }
        return plan
    }

    /// Sees to one wished pod; true when those after it have to wait.
    private mutating func keep(_ ordinal: Int, _ view: StatefulView) -> Bool {
        guard let pod = view.replicas[ordinal] else {
            let name = view.set.podName(ordinal)
            let isStale = view.set.claims(ordinal).contains { claim in
                guard view.set.spec.deletesClaimsWhenScaled, let known = view.claims[claim.name] else { return false }
                return ClaimRetention.isStale(known.metadata.ownerReferences, set: view.set, podName: name, uid: nil)
            }
            if !isStale { create.append(Birth(ordinal: ordinal, revision: view.revision(new: ordinal))) }
            return true
        }
        if pod.isFinished {
            if !view.isTerminating(pod) { delete.append(pod.uid) }
            return true
        }
        if pod.phase == .pending, view.set.claims(ordinal).contains(where: { view.claims[$0.name] == nil }) { claims.append(ordinal) }
        if view.isTerminating(pod) || !view.isAvailable(pod), !view.set.isParallel { return true }
        if !view.set.hasIdentity(pod, ordinal) || !Self.claimsAreRight(view, pod, ordinal) { repair.append(ordinal) }
        return false
    }

    private static func claimsAreRight(_ view: StatefulView, _ pod: PodSummary, _ ordinal: Int) -> Bool {
        view.set.claims(ordinal).allSatisfy { claim in
            view.claims[claim.name].map { ClaimRetention.verdict($0, view.set, pod: pod).owners == nil } ?? true
        }
    }

    /// Sees to a pod beyond the wished range; true when those below it have to wait.
    private mutating func condemn(_ pod: PodSummary, _ view: StatefulView, _ first: PodSummary?) -> Bool {
        if view.isTerminating(pod) { return true }
        // Where all is not well nothing more is taken away, but for the pod that is not well itself.
        if !view.set.isParallel, !view.isAvailable(pod), pod.uid != first?.uid { return true }
        delete.append(pod.uid)
        return true
    }

    /// Replaces pods of old revisions, from the highest ordinal down to the partition.
    private mutating func roll(_ view: StatefulView) {
        let range = view.set.ordinals
        let floor = range.lowerBound + view.set.partition
        let isOld = { (pod: PodSummary) in view.revision(pod) != view.updateRevision && !view.isTerminating(pod) }
        if let limit = view.set.maxUnavailable {
            let unavailable = range.count { view.isUnavailable(view.replicas[$0]) }
            let old = range.reversed().filter { $0 >= floor }.compactMap { view.replicas[$0] }.filter(isOld)
            replace(old.prefix(max(0, limit - unavailable)).map(\.uid))
            return
        }
        for ordinal in range.reversed() where ordinal >= floor {
            guard let pod = view.replicas[ordinal] else { return }
            if isOld(pod) { return replace([pod.uid]) }
            if view.isUnavailable(pod) { return }
        }
    }

    private mutating func replace(_ uids: [String]) {
        let new = uids.filter { !delete.contains($0) }
        delete += new
        replaced += new.count
    }
}

extension StatefulSetStatus {
    /// What is found; conditions that others have written stay.
    /// - Parameter replaced: pods of the current revision that have just been asked to go.
    static func found(_ view: StatefulView, replaced: Int, collisions: Int) -> StatefulSetStatus {
        let pods = Array(view.replicas.values) + view.condemned.map(\.pod)
        let living = pods.filter { !view.isTerminating($0) }
        var status = view.set.status
        status.observedGeneration = view.set.metadata.generation
        status.replicas = pods.count
        let ready = pods.count { view.isReady($0) }
        var current = max(0, living.count { view.revision($0) == view.currentRevision } - replaced)
        let updated = living.count { view.revision($0) == view.updateRevision }
        status.currentRevision = view.currentRevision
        status.updateRevision = view.updateRevision
        let wished = view.set.replicas
        if view.set.isRolling, updated == wished, ready == wished, pods.count == wished {
            current = updated
            status.currentRevision = view.updateRevision
        }
        for (key, count) in [("readyReplicas", ready), ("currentReplicas", current), ("updatedReplicas", updated)] {
            status.json[key] = count == 0 ? .null : .int(Int64(count))
        }
        status.availableReplicas = pods.count { view.isAvailable($0) }
        status.collisionCount = collisions
        return status
    }
}
