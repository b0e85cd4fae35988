internal import Client
internal import Document
internal import Logging
internal import Resources
internal import ServiceLifecycle
import Synchronization

/// Writes the addresses of `LoadBalancerPlan` into `status.loadBalancer` of services. The proxies on the nodes do the rest.
///
/// The plan is made for all such services at once, so there is one key to work on: changes that come together are one plan.
package final class LoadBalancerController: ServiceLifecycle.Service {
    private enum Work: Hashable, Sendable { case plan }

    private let context: ControllerContext
    private let pool: LoadBalancerPool
    private let services: Informer<Resources.Service>
    private let nodes: Informer<Node>
    private let queue = WorkQueue<Work>()
    /// What was last told about a service that waits, so that a plan which changes nothing tells nothing.
    private let told = Mutex<[ObjectKey: LoadBalancerOutcome]>([:])

    package init(_ context: ControllerContext, pool: LoadBalancerPool) {
        self.context = context
        self.pool = pool
        services = context.informers.informer(Resources.Service.self)
        nodes = context.informers.informer(Node.self)
        services.onChange { [queue] change in
            if Self.concerns(change.object) || change.oldObject.map(Self.concerns) ?? false { queue.add(.plan) }
        }
        nodes.onChange { [queue] change in
            // Nodes report themselves all the time; only their addresses matter here.
            if change.isDeletion || change.oldObject.flatMap(Self.address) != Self.address(change.object) { queue.add(.plan) }
        }
    }

    package func run() async throws {
        try await ControllerRunner(
            name: "load-balancer", queue: queue, workers: 1, waitFor: [services, nodes], logger: context.logger,
            reconcile: { [self] _ in try await reconcile() }
        ).run()
    }

    /// A service that has, wants or had an address from here.
    private static func concerns(_ service: Resources.Service) -> Bool {
        service.spec.type == "LoadBalancer" || !service.status.loadBalancer.ingress.isEmpty
    }

    private static func address(_ node: Node) -> IPv4Address? { node.address("InternalIP").flatMap(IPv4Address.init) }

    private func reconcile() async throws -> Requeue {
        let concerned = services.list().filter(Self.concerns)
        let outcomes = LoadBalancerPlan.outcomes(
            concerned.compactMap(LoadBalancerRequest.init), pool: pool, nodeAddresses: nodes.list().compactMap(Self.address))
        for service in concerned.sorted(by: { $0.key < $1.key }) {
            // Another implementation's services are not touched.
            if service.spec.type == "LoadBalancer", service.spec.loadBalancerClass != nil { continue }
            try await settle(service, outcomes[service.key])
        }
        told.withLock { told in told = told.filter { outcomes[$0.key] == $0.value } }
        return .done
    }

    /// nil: the service is no load balancer any more.
    private func settle(_ service: Resources.Service, _ outcome: LoadBalancerOutcome?) async throws {
        var addresses: [IPv4Address] = []
        if case .addresses(let given) = outcome { addresses = given }
        if service.status.loadBalancer.ingress.compactMap({ IPv4Address($0.ip) }) != addresses {
            var updated = service
            updated.status.loadBalancer.ingress = addresses.map { LoadBalancerIngress(["ip": .string("\($0)"), "ipMode": "VIP"]) }
            do {
                try await context.client.updateStatus(updated)
            } catch let error as APIError where error.isNotFound {
                return
            }
        }
        if case .pending(let reason, let message) = outcome {
            let isNews = told.withLock { $0.updateValue(.pending(reason: reason, message: message), forKey: service.key) != outcome }
            if isNews { context.events.record(service, .warning, reason: reason, message: message) }
        }
    }
}
