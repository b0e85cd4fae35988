internal import Client
internal import Document
internal import Logging
internal import Resources
internal import ServiceLifecycle

/// Takes back the condition `DisruptionTarget` of pods that were to go and stayed: it says that a pod is about to be ended.
final class StaleDisruptionConditions: ServiceLifecycle.Service {
    /// Seconds after which the condition of a pod that is not being deleted is out of date.
    static let staleSeconds: Int64 = 120

    private let context: ControllerContext
    private let queue = WorkQueue<ObjectKey>()

    init(_ context: ControllerContext) {
        self.context = context
        context.pods.onChange { [queue] change in
            if !change.isDeletion, change.pod.isDisruptionTarget { queue.add(change.pod.key) }
        }
    }

    func run() async throws {
        try await ControllerRunner(
            name: "stale-disruptions", queue: queue, workers: 1, waitFor: [context.pods], logger: context.logger,
            reconcile: { [self] in try await reconcile($0) }
        ).run()
    }

    /// Seconds until the condition is to be taken back; nil when it is not.
    static func secondsUntilStale(_ pod: Pod, now: Timestamp) -> Int64? {
        guard !pod.isBeingDeleted, !["Succeeded", "Failed"].contains(pod.status.phase) else { return nil }
        // What the kubelet says of its own doing may take its time.
        guard let condition = pod.status.conditions[type: "DisruptionTarget"], condition.isTrue, condition.reason != "TerminationByKubelet"
        else { return nil }
        return max(staleSeconds - (now.seconds - (condition.lastTransitionTime?.seconds ?? 0)), 0)
    }

    private func reconcile(_ key: ObjectKey) async throws -> Requeue {
        let now = context.now()
        guard var pod = context.pods[key]?.pod, let left = Self.secondsUntilStale(pod, now: now) else { return .done }
        if left > 0 { return .after(.seconds(left)) }
        var conditions = pod.status.conditions
        conditions.set(Condition(type: "DisruptionTarget", status: .isFalse), now: now)
        pod.status.conditions = conditions
        do {
            try await context.client.updateStatus(pod)
        } catch let error as APIError where error.isNotFound {
            return .done
        }
        return .done
    }
}
