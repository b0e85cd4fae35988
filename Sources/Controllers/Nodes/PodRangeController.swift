internal import Client
internal import Document
internal import Logging
package import Resources
internal import ServiceLifecycle
import Synchronization

/// Gives every node a block of the cluster's pod addresses.
package final class PodRangeController: ServiceLifecycle.Service {
    /// Length of a node's prefix: 254 pods.
    package static let nodePrefix = 24

    private let context: ControllerContext
    private let range: CIDR
    private let nodes: Informer<Node>
    private let queue = WorkQueue<String>()
    /// Blocks by node: those that were seen, and those given away that the informer may not show yet.
    private let given = Mutex<[String: String]>([:])

    package init(_ context: ControllerContext, range: CIDR) {
        self.context = context
        self.range = range
        nodes = context.informers.informer(Node.self)
        nodes.onChange { [weak self] in self?.note($0) }
    }

    package func run() async throws {
        // One worker: two nodes must not be given the same block.
        try await ControllerRunner(
            name: "pod-ranges", queue: queue, workers: 1, waitFor: [nodes], logger: context.logger,
            reconcile: { [self] in try await reconcile($0) }
        ).run()
    }

    /// The first block that no node has.
    static func free(in range: CIDR, taken: Set<String>) -> CIDR? {
        range.subnets(prefix: max(nodePrefix, range.prefix)).first { !taken.contains($0.description) }
    }

    private func note(_ change: InformerChange<Node>) {
        let name = change.key.name
        if change.isDeletion { return given.withLock { $0[name] = nil } }
        let block = change.object.spec.podCIDR
        if block.isEmpty { queue.add(name) } else { given.withLock { $0[name] = block } }
    }

    private func reconcile(_ name: String) async throws -> Requeue {
        guard let node = nodes.get(name: name), node.spec.podCIDR.isEmpty else { return .done }
        guard let block = given.withLock({ $0[name] ?? Self.free(in: range, taken: Set($0.values))?.description }) else {
            context.events.record(
                node.reference, .normal, reason: "CIDRNotAvailable", message: "Node \(name) status is now: CIDRNotAvailable")
            return .retry
        }
        given.withLock { $0[name] = block }
        do {
            // With the revision: another controller may have given this node a block a moment ago.
            try await context.client.patch(
                Node.self, name: name,
                .merge([
                    "metadata": ["resourceVersion": .string(node.resourceVersion)],
                    "spec": ["podCIDR": .string(block), "podCIDRs": [.string(block)]],
                ]))
        } catch let error as APIError where error.isConflict {
            return .after(.milliseconds(50))  // changed since; its new version decides
        } catch let error as APIError where error.isNotFound {
            given.withLock { $0[name] = nil }
        }
        return .done
    }
}
