internal import Document
internal import Client
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

    private static let byNode = "node"

    private let context: ControllerContext
    private let nodes: Informer<Node>
    private let pods: Informer<Pod>
    private let queue = WorkQueue<Work>()

    private enum Work: Hashable, Sendable {
        case node(String)
        case pod(ObjectKey)
        case finished
    }

    package init(_ context: ControllerContext) {
        self.context = context
        nodes = context.informers.informer(Node.self)
        pods = context.informers.informer(Pod.self, indexes: [Self.byNode: { record in record.field("spec.nodeName").map { [$0] } ?? [] }])
        nodes.onChange { [queue] change in if change.isDeletion { queue.add(.node(change.key.name), after: Self.quarantine) } }
        pods.onChange { [queue, nodes] change in
            guard !change.isDeletion else { return }
            let node = change.record.field("spec.nodeName") ?? ""
            if node.isEmpty {
                queue.add(.pod(change.key))
            } else if change.old?.field("spec.nodeName") != node, nodes.isSynced, nodes.record(ObjectKey(namespace: "", name: node)) == nil {
                queue.add(.node(node), after: Self.quarantine)
            }
            if ["Succeeded", "Failed"].contains(change.record.field("status.phase") ?? "") { queue.add(.finished) }
        }
    }

    package func run() async throws {
        try await ControllerRunner(
            name: "pod-collector", queue: queue, workers: 1, waitFor: [nodes, pods], logger: context.logger, reconcile: { [self] in try await reconcile($0) }
        ).run()
    }

    private func reconcile(_ work: Work) async throws -> Requeue {
        switch work {
        case .node(let name):
            guard nodes.record(ObjectKey(namespace: "", name: name)) == nil else { return .done }
            for record in pods.records(index: Self.byNode, key: name) { try await remove(record) }
        case .pod(let key):
            guard let pod = pods.get(key), pod.isBeingDeleted, pod.spec.nodeName.isEmpty, let record = pods.record(key) else { return .done }
            try await remove(record)
        case .finished: try await trim()
        }
        return .done
    }

    private func trim() async throws {
        let finished = pods.records().filter { ["Succeeded", "Failed"].contains($0.field("status.phase") ?? "") }
        guard finished.count > Self.finishedLimit else { return }
        let oldest = finished.sorted { $0.revision < $1.revision }.prefix(finished.count - Self.finishedLimit)
        for record in oldest { try await remove(record) }
    }

    private func remove(_ record: ObjectRecord) async throws {
        do {
            try await context.client.delete(
                Pod.self, namespace: record.key.namespace, name: record.key.name, options: DeleteOptions(gracePeriodSeconds: 0, uid: record.uid))
        } catch let error as APIError where error.isNotFound || error.isConflict {
            return
        }
    }
}
