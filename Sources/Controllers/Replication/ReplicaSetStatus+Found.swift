internal import Document
package import Resources

/// Why pods could not be made or removed.
package struct ReplicaFailure: Error, Sendable, Equatable {
    package enum Reason: String, Sendable {
        case create = "FailedCreate"
        case delete = "FailedDelete"
    }

    package let reason: Reason
    package let message: String
}

extension ReplicaSetStatus {
    /// What is found, given the owner's active pods.
    package static func found<Owner: ReplicaOwner>(
        for owner: Owner, pods: [PodSummary], terminating: Int, failure: ReplicaFailure?, now: Timestamp
    ) -> ReplicaSetStatus {
        let old = owner.currentStatus
        var status = old
        let templateLabels = LabelSelector(equal: owner.template.metadata.labels)
        // `replicas` is always written, the other counts only when they are not zero: as Go's omitempty has it.
        status.replicas = pods.count
        let counts = [
            ("fullyLabeledReplicas", pods.count { templateLabels.matches($0.record.labels) }), ("readyReplicas", pods.count { $0.isReady }),
            ("availableReplicas", pods.count { $0.isAvailable(minReadySeconds: owner.minReadySeconds, now: now) }),
        ]
        for (key, count) in counts { status.json[key] = count == 0 ? .null : .int(Int64(count)) }
        if Owner.countsTerminating { status.terminatingReplicas = terminating }
        status.observedGeneration = owner.metadata.generation
        var conditions = old.conditions
        if let failure {
            if conditions[type: "ReplicaFailure"]?.reason != failure.reason.rawValue {
                conditions.set(
                    Condition(type: "ReplicaFailure", status: .isTrue, reason: failure.reason.rawValue, message: failure.message), now: now)
            }
        } else {
            conditions.remove(type: "ReplicaFailure")
        }
        if conditions != old.conditions { status.conditions = conditions }
        status.json.mutateObject { $0.removeAll { $0.value.isNull } }
        return status
    }
}
