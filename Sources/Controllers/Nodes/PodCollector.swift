internal import Client
internal import Document
internal import Logging
internal import Resources
internal import ServiceLifecycle

/// Removes pods that nobody else will: those whose node is gone, those that were being deleted before they had a node, and the
/// oldest of the finished ones when they have become too many.
package final class PodCollector: ServiceLifecycle.Service {
    /// Finished pods that are kept.
    package static let finishedLimit = 12_500
    /// A node may come back under its name within this time of its deletion.
    static let quarantine: Duration = .seconds(40)

    private let context: ControllerContext
    private let nodes: Informer<Node>
    private let pods: PodSummaries
    private let queue = WorkQueue<Work>()

    /// How long finished pods may pile up before they are counted.
    static let trimInterval: Duration = .seconds(20)

    private enum Work: Hashable, Sendable {
        /// What was there before this controller.
        case everything
        case node(String)
        /// A node of which somebody has said that it will not come back: what is on its way out there has gone.
        case outOfService(String)
        case pod(ObjectKey)
        case finished
    }

    package init(_ context: ControllerContext) {
        self.context = context
        nodes = context.informers.informer(Node.self)
        pods = context.pods
        nodes.onChange { [queue] change in
            if change.isDeletion {
                queue.add(.node(change.key.name), after: Self.quarantine)
            } else if Self.isOutOfService(change.object) {
                queue.add(.outOfService(change.key.name))
            }
        }
        pods.onChange { [weak self] in if !$0.isDeletion { self?.note($0.pod, before: $0.old) } }
        queue.add(.everything)
    }

    package func run() async throws {
        try await ControllerRunner(
            name: "pod-collector", queue: queue, workers: 1, waitFor: [nodes, pods], logger: context.logger,
            reconcile: { [self] in try await reconcile($0) }
        ).run()
    }

    private static func isOutOfService(_ node: Node) -> Bool {
        !node.isReady && node.spec.taints.contains { $0.key == NodeHealth.outOfServiceTaint }
    }

    private func note(_ pod: PodSummary, before: PodSummary?) {
        if pod.nodeName.isEmpty {
            if pod.isBeingDeleted { queue.add(.pod(pod.key)) }
        } else if before?.nodeName != pod.nodeName, nodes.isSynced, nodes.record(ObjectKey(name: pod.nodeName)) == nil {
            queue.add(.node(pod.nodeName), after: Self.quarantine)
        }
        if pod.isFinished { queue.add(.finished, after: Self.trimInterval) }
        if pod.isBeingDeleted, !(before?.isBeingDeleted ?? false), let node = nodes.get(name: pod.nodeName), Self.isOutOfService(node) {
            queue.add(.outOfService(pod.nodeName))
        }
    }

    private func reconcile(_ work: Work) async throws -> Requeue {
        switch work {
        case .everything: for pod in pods.all() { note(pod, before: nil) }
        case .node(let name):
            guard nodes.record(ObjectKey(name: name)) == nil else { return .done }
            for pod in pods.on(node: name) { try await remove(pod, because: "PodGC: node no longer exists") }
        case .outOfService(let name):
            guard let node = nodes.get(name: name), Self.isOutOfService(node) else { return .done }
            for pod in pods.on(node: name) where pod.isBeingDeleted {
                try await remove(pod, because: "PodGC: node is out-of-service")
            }
        case .pod(let key):
            if let pod = pods[key], pod.isBeingDeleted, pod.nodeName.isEmpty { try await remove(pod) }
        case .finished: try await trim()
        }
        return .done
    }

    private func trim() async throws {
        let finished = pods.all().filter(\.isFinished)
        guard finished.count > Self.finishedLimit else { return }
        let oldest = finished.sorted { ($0.created ?? 0, $0.key) < ($1.created ?? 0, $1.key) }.prefix(finished.count - Self.finishedLimit)
        for pod in oldest { try await remove(pod) }
    }

    /// - Parameter reason: why a pod ends that nobody has asked to; its owner can tell that from a failure of its own.
    private func remove(_ pod: PodSummary, because reason: String? = nil) async throws {
        if let reason, !pod.isFinished {
            try await context.mark(pod.pod, disruptedBy: "DeletionByPodGC", message: reason, failing: true)
        }
        _ = try await context.client.deleteExactly(.pods, pod.key, uid: pod.uid, propagation: nil, gracePeriodSeconds: 0)
    }
}
