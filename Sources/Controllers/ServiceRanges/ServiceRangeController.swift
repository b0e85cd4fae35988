internal import Client
internal import Document
internal import Logging
internal import Resources
internal import ServiceLifecycle

/// Makes ServiceCIDRs ready for use, and lets one go only when no address of it is in use that no other range has (KEP-1880).
package final class ServiceRangeController: ServiceLifecycle.Service {
    /// How often a range that waits for its addresses is looked at, beside every change.
    private static let waiting: Duration = .seconds(30)

    private let context: ControllerContext
    private let ranges: Informer<ServiceCIDR>
    private let addresses: Informer<IPAddress>
    private let queue = WorkQueue<ObjectKey>()

    package init(_ context: ControllerContext) {
        self.context = context
        ranges = context.informers.informer(ServiceCIDR.self)
        addresses = context.informers.informer(IPAddress.self)
        ranges.onChange { [queue, ranges] change in
            if !change.isDeletion { queue.add(change.key) }
            // Another range may have been waiting for this one to take its addresses over.
            for other in ranges.list() where other.isBeingDeleted { queue.add(other.key) }
        }
        addresses.onChange { [queue, ranges] change in
            guard change.isDeletion else { return }
            for range in ranges.list() where range.isBeingDeleted { queue.add(range.key) }
        }
    }

    package func run() async throws {
        try await ControllerRunner(
            name: "service-cidr-controller", queue: queue, workers: 1, waitFor: [ranges, addresses], logger: context.logger,
            reconcile: { [self] in try await reconcile($0) }
        ).run()
    }

    private func reconcile(_ key: ObjectKey) async throws -> Requeue {
        guard let range = ranges.get(key) else { return .done }
        let others = ranges.list().filter { $0.key != key && !$0.isBeingDeleted }.flatMap(\.ranges)
        let used = range.isBeingDeleted ? addresses.list().map(\.name) : []
        let plan = ServiceRangePlan.decide(range, others: others, used: used, now: context.now())
        if let object = plan.object { try await context.client.update(ServiceCIDR(object)) }
        if let status = plan.status {
            var changed = try await context.client.get(ServiceCIDR.self, name: key.name).json
            changed["status"] = status
            try await context.client.updateStatus(ServiceCIDR(changed))
        }
        return plan.isWaiting ? .after(Self.waiting) : .done
    }
}
