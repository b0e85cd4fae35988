internal import Document
package import Resources

/// What it takes to have as many pods as wished: decided from values alone.
package struct ReplicaPlan: Sendable {
    /// Pods created or deleted in one go; the rest follows when these have shown up.
    package static let burst = 500
    package static let deletionCostAnnotation = "controller.kubernetes.io/pod-deletion-cost"

    package var create = 0
    package var delete: [Pod] = []

    /// - Parameters:
    ///   - pods: the owner's pods, with those it is about to adopt.
    ///   - related: pods of the same kin (the deployment's other ReplicaSets), by node: where many of them share a node, one of those goes first.
    package init(replicas: Int, pods: [Pod], related: [String: Int] = [:], now: Timestamp) {
        let active = pods.filter(\.isActive)
        if active.count < replicas {
            create = min(replicas - active.count, Self.burst)
        } else if active.count > replicas {
            var perNode = related
            if related.isEmpty { for pod in active where !pod.spec.nodeName.isEmpty { perNode[pod.spec.nodeName, default: 0] += 1 } }
            let ranked = active.map { Candidate($0, onNode: perNode[$0.spec.nodeName] ?? 0) }.sorted(by: Candidate.goesBefore)
            delete = ranked.prefix(min(active.count - replicas, Self.burst)).map(\.pod)
        }
    }

    /// A pod with what decides how soon it goes.
    private struct Candidate {
        let pod: Pod
        let assigned: Bool
        let phase: Int
        let ready: Bool
        let cost: Int
        let onNode: Int
        let readySince: Timestamp?
        let restarts: Int

        init(_ pod: Pod, onNode: Int) {
            self.pod = pod
            self.onNode = onNode
            assigned = !pod.spec.nodeName.isEmpty
            phase = ["Pending": 0, "Unknown": 1, "Running": 2][pod.status.phase] ?? 0
            ready = pod.isReady
            cost = pod.annotations[ReplicaPlan.deletionCostAnnotation].flatMap { Int($0) } ?? 0
            readySince = pod.readySince
            restarts = pod.restarts
        }

        /// Upstream's order: what does the least harm goes first.
        static func goesBefore(_ a: Candidate, _ b: Candidate) -> Bool {
            if a.assigned != b.assigned { return !a.assigned }
            if a.phase != b.phase { return a.phase < b.phase }
            if a.ready != b.ready { return !a.ready }
            if a.cost != b.cost { return a.cost < b.cost }
            if a.onNode != b.onNode { return a.onNode > b.onNode }
            if a.ready, a.readySince != b.readySince { return (a.readySince?.seconds ?? .max) > (b.readySince?.seconds ?? .max) }
            if a.restarts != b.restarts { return a.restarts > b.restarts }
            let (first, second) = (a.pod.metadata.creationTimestamp?.seconds ?? .max, b.pod.metadata.creationTimestamp?.seconds ?? .max)
            return first != second ? first > second : a.pod.name > b.pod.name
        }
    }
}

extension ReplicaSetStatus {
    /// What is found, given the owner's pods.
    package static func found<Owner: ReplicaOwner>(for owner: Owner, pods: [Pod], failure: String?, now: Timestamp) -> ReplicaSetStatus {
        var status = owner.currentStatus
        let active = pods.filter(\.isActive)
        let templateLabels = owner.template.metadata.labels
        status.replicas = active.count
        status.fullyLabeledReplicas = active.count { pod in templateLabels.allSatisfy { pod.labels[$0.key] == $0.value } }
        status.readyReplicas = active.count { $0.isReady }
        status.availableReplicas = active.count { $0.isAvailable(minReadySeconds: owner.minReadySeconds, now: now) }
        status.observedGeneration = owner.metadata.generation
        var conditions = status.conditions
        if let failure {
            conditions.set(Condition(type: "ReplicaFailure", status: .isTrue, reason: "FailedCreate", message: failure), now: now)
        } else {
            conditions.remove(type: "ReplicaFailure")
        }
        status.conditions = conditions
        // `replicas` is always written, the other counts only when they are not zero: as Go's omitempty has it.
        status.json["replicas"] = .int(Int64(active.count))
        for key in ["fullyLabeledReplicas", "readyReplicas", "availableReplicas", "conditions"] where status.json[key].isEmptyValue {
            status.json.mutateObject { _ = $0.removeValue(forKey: key) }
        }
        return status
    }
}
