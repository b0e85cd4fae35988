internal import Document
package import Resources

/// What a PodDisruptionBudget allows, decided from its pods alone.
package struct DisruptionPlan: Sendable {
    /// Seconds within which a pod that was let go by the eviction subresource must be on its way out; afterwards it counts again.
    package static let deletionSeconds = 120

    package var status: PodDisruptionBudgetStatus
    /// Pods that were let go and are still there, after all.
    package var notDeleted: [PodSummary] = []
    /// Seconds after which the budget has to be looked at again.
    package var recheckSeconds: Int?

    /// What the pods of a budget should be, by their controllers.
    package struct Expectation: Sendable, Equatable {
        /// Replicas that the controllers of the pods wish for.
        package var scale: Int
        /// Pods without a controller, whose number nobody knows.
        package var unmanaged: [String]

        package init(scale: Int, unmanaged: [String] = []) {
            self.scale = scale
            self.unmanaged = unmanaged
        }
    }

    /// Whether the controllers of the pods have to be asked: an absolute `minAvailable` goes by the pods alone.
    package static func needsScale(_ spec: PodDisruptionBudgetSpec) -> Bool {
        spec.maxUnavailable != nil || spec.minAvailable?.string != nil
    }

    package init(_ budget: PodDisruptionBudget, pods: [PodSummary], expectation: Expectation?, now: Timestamp) throws(PlanError) {
        let (expected, desired) = try Self.wish(budget.spec, pods: pods.count, scale: expectation?.scale)
        status = budget.status
        var disrupted: [String: Timestamp] = [:]
        for pod in pods where !pod.isBeingDeleted {
            guard let time = budget.status.disruptedPods[pod.key.name] else { continue }
            let left = Int(time.adding(seconds: Self.deletionSeconds).seconds - now.seconds)
            if left < 0 {
                notDeleted.append(pod)
            } else {
                disrupted[pod.key.name] = time
                recheckSeconds = min(recheckSeconds ?? left + 1, left + 1)
            }
        }
        let healthy = pods.count { $0.isReady && !$0.isBeingDeleted && disrupted[$0.key.name] == nil }
        let allowed = expected > 0 ? max(healthy - desired, 0) : 0
        status.disruptedPods = disrupted
        (status.currentHealthy, status.desiredHealthy, status.expectedPods) = (healthy, desired, expected)
        status.disruptionsAllowed = allowed
        status.observedGeneration = Int(budget.metadata.generation)
        Self.tell(
            &status, allowed > 0 ? .isTrue : .isFalse, reason: allowed > 0 ? "SufficientPods" : "InsufficientPods", message: "", now: now)
    }

    /// The status when nothing could be counted: no disruption is allowed.
    package static func failed(_ budget: PodDisruptionBudget, _ why: String, now: Timestamp) -> PodDisruptionBudgetStatus {
        var status = budget.status
        status.disruptionsAllowed = 0
        tell(&status, .isFalse, reason: "SyncFailed", message: why, now: now)
        return status
    }

    private static func tell(
        _ status: inout PodDisruptionBudgetStatus, _ value: Condition.Status, reason: String, message: String, now: Timestamp
    ) {
        var condition = Condition(type: "DisruptionAllowed", status: value, reason: reason)
        // meta/v1 conditions always carry their message.
        condition.json["message"] = .string(message)
        condition.observedGeneration = status.observedGeneration
        var conditions = status.conditions
        conditions.set(condition, now: now)
        status.conditions = conditions
    }

    /// How many pods there should be, and how many of them must be healthy.
    private static func wish(
        _ spec: PodDisruptionBudgetSpec, pods: Int, scale: Int?
    ) throws(PlanError) -> (expected: Int, desired: Int) {
        if let limit = spec.maxUnavailable {
            let expected = scale ?? 0
            guard let away = limit.scaled(total: expected, roundUp: true) else { throw PlanError.noAmount(limit) }
            return (expected, max(expected - away, 0))
        }
        guard let minimum = spec.minAvailable else { return (0, 0) }
        if let count = minimum.int { return (pods, count) }
        let expected = scale ?? 0
        guard let desired = minimum.scaled(total: expected, roundUp: true) else { throw PlanError.noAmount(minimum) }
        return (expected, desired)
    }

    /// A budget that cannot be counted.
    package struct PlanError: Error, CustomStringConvertible {
        package let description: String

        static func noAmount(_ amount: IntOrString) -> PlanError {
            PlanError(description: "invalid value for IntOrString: invalid type: string is not a percentage (\(amount))")
        }
    }
}
