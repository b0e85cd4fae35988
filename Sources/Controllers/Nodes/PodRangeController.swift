internal import Client
internal import Document
internal import Logging
package import Resources
internal import ServiceLifecycle

/// Gives every node a block of the cluster's pod addresses.
package final class PodRangeController: ServiceLifecycle.Service {
    /// Length of a node's prefix: 254 pods.
    package static let nodePrefix = 24

    private let context: ControllerContext
    private let range: CIDR
    private let nodes: Informer<Node>
    private let queue = WorkQueue<String>()

    package init(_ context: ControllerContext, range: CIDR) {
        self.context = context
        self.range = range
        nodes = context.informers.informer(Node.self)
        nodes.onChange { [queue] in if !$0.isDeletion { queue.add($0.key.name) } }
    }

    package func run() async throws {
        // One worker: two nodes must not be given the same block.
        try await ControllerRunner(
            name: "pod-ranges", queue: queue, workers: 1, waitFor: [nodes], logger: context.logger, reconcile: { [self] in try await reconcile($0) }
        ).run()
    }

    /// The first block that no node has.
    static func free(in range: CIDR, taken: Set<String>) -> CIDR? {
        range.subnets(prefix: max(nodePrefix, range.prefix)).first { !taken.contains($0.description) }
    }

    private func reconcile(_ name: String) async throws -> Requeue {
        guard let node = nodes.get(name: name), node.spec.podCIDR.isEmpty else { return .done }
        // The server's own list: the informer may not have seen the last block given away.
        let current = try await context.client.list(Node.self)
        guard let block = Self.free(in: range, taken: Set(current.map(\.spec.podCIDR))) else {
            context.events.record(
                node.reference, .warning, reason: "CIDRNotAvailable", message: "Node \(name) status is now: CIDRNotAvailable")
            return .retry
        }
        try await context.client.patch(
            Node.self, name: name, .merge(["spec": ["podCIDR": .string(block.description), "podCIDRs": [.string(block.description)]]]))
        return .done
    }
}
