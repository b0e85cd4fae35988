package import Client
package import CommandRunner
internal import Document
package import Logging
package import Resources
internal import ServiceLifecycle
import Synchronization

/// Serves Ingresses: follows them with the services, endpoints and secrets they name, and keeps a proxy of its own in step. Writes the
/// proxy's address into their status, and what is wrong with one as an event of its own.
package final class IngressController: ServiceLifecycle.Service {
    private enum Work: Hashable, Sendable { case plan }

    private struct References {
        var services: Set<ObjectKey>
        var secrets: Set<ObjectKey>
    }

    private struct Known {
        /// What the last plan looked at; nil: there was none yet.
        var references: References?
        /// Problems that have been told.
        var told: Set<IngressProblem> = []
        /// The version of each Ingress that was last put into the proxy.
        var served: [ObjectKey: String] = [:]
    }

    private let client: any APIClient
    private let settings: ProxySettings
    private let events: EventRecorder
    private let logger: Logger
    private let server: ProxyServer
    private let ingresses: Informer<Ingress>
    private let classes: Informer<IngressClass>
    private let services: Informer<Resources.Service>
    private let slices: Informer<EndpointSlice>
    private let secrets: Informer<Secret>
    private let queue = WorkQueue<Work>()
    private let known = Mutex(Known())

    /// How long the first change waits for those that come with it.
    static let gatheringTime: Duration = .milliseconds(5)
    private static let byService = "service"

    /// - Parameters:
    ///   - informers: run by the caller.
    ///   - events: run by the caller.
    package init(
        client: any APIClient, informers: InformerSet, events: EventRecorder, settings: ProxySettings,
        commands: any CommandRunning = CommandRunner(), logger: Logger
    ) {
        var logger = logger
        logger[metadataKey: "component"] = "ingress"
        self.client = client
        self.events = events
        self.settings = settings
        self.logger = logger
        server = ProxyServer(settings: settings, commands: commands, logger: logger)
        ingresses = informers.informer(Ingress.self)
        classes = informers.informer(IngressClass.self)
        services = informers.informer(Resources.Service.self)
        slices = informers.informer(
            EndpointSlice.self,
            indexes: [
                Self.byService: { record in
                    record.label(EndpointSlice.serviceNameLabel).map { ["\(record.key.namespace)/\($0)"] } ?? []
                }
            ])
        secrets = informers.informer(Secret.self)
        follow()
    }

    private func follow() {
        let plan: @Sendable () -> Void = { [queue] in queue.add(.plan, after: Self.gatheringTime) }
        ingresses.onChange { _ in plan() }
        classes.onChange { _ in plan() }
        services.onChange { [weak self] change in if self?.uses(service: change.key) ?? false { plan() } }
        slices.onChange { [weak self] change in
            let name = { (record: ObjectRecord) in
                record.label(EndpointSlice.serviceNameLabel).map { ObjectKey(namespace: record.key.namespace, name: $0) }
            }
            let owners = [change.old.flatMap(name), name(change.record)].compactMap { $0 }
            if owners.contains(where: { self?.uses(service: $0) ?? false }) { plan() }
        }
        secrets.onChange { [weak self] change in if self?.uses(secret: change.key) ?? false { plan() } }
    }

    private func uses(service: ObjectKey) -> Bool { known.withLock { $0.references?.services.contains(service) ?? true } }
    private func uses(secret: ObjectKey) -> Bool { known.withLock { $0.references?.secrets.contains(secret) ?? true } }

    package func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { [self] in await cancelWhenGracefulShutdown { [self] in await serve() } }
            group.addTask { [self] in
                queue.add(.plan)
                await publishClass()
                try await ControllerRunner(
                    name: "ingress", queue: queue, workers: 1, waitFor: [ingresses, classes, services, slices, secrets], logger: logger,
                    reconcile: { [self] _ in try await reconcile() }
                ).run()
            }
        }
    }

    /// A proxy that cannot run at all leaves the rest of the cluster alone.
    private func serve() async {
        do {
            try await server.run()
        } catch {
            logger.error("the ingress proxy cannot run", metadata: ["error": "\(error)"])
        }
    }

    private func publishClass() async {
        do {
            try await client.create(IngressSelection.defaultClass)
        } catch let error as APIError where error.isAlreadyExists {
            return
        } catch {
            logger.warning("the ingress class could not be created", metadata: ["error": "\(error)"])
        }
    }

    // MARK: Working

    private func reconcile() async throws -> Requeue {
        let all = ingresses.list()
        // Until the new plan stands, everything may concern it.
        known.withLock { $0.references = nil }
        let plan = IngressPlan(ingresses: all, classes: classes.list(), sources: self)
        known.withLock { $0.references = References(services: plan.services, secrets: plan.secrets) }
        try await server.apply(plan.model)
        tell(plan, all)
        for ingress in all { try await settle(ingress, isOurs: plan.ours.contains(ingress.key)) }
        return .done
    }

    private func tell(_ plan: IngressPlan, _ all: [Ingress]) {
        let byKey = Dictionary(all.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        let current = Set(plan.problems)
        let (problems, fresh) = known.withLock { known -> ([IngressProblem], [ObjectKey]) in
            let news = plan.problems.filter { !known.told.contains($0) }
            known.told = current
            let versions = byKey.filter { plan.ours.contains($0.key) }.mapValues { "\($0.uid) \($0.metadata.generation)" }
            let fresh = versions.filter { known.served[$0.key] != $0.value }.keys.sorted()
            known.served = versions
            return (news, fresh)
        }
        for key in fresh { if let ingress = byKey[key] { events.record(ingress, .normal, reason: "Sync", message: "Scheduled for sync") } }
        for problem in problems {
            if let ingress = byKey[problem.ingress] { events.record(ingress, .warning, reason: problem.reason, message: problem.message) }
        }
    }

    /// Ours have the proxy's address; one that was ours and is no more loses it.
    private func settle(_ ingress: Ingress, isOurs: Bool) async throws {
        let current = ingress.status.loadBalancer.ingress.map(\.ip)
        let wanted = isOurs ? [settings.address] : current.filter { $0 != settings.address }
        guard current != wanted, !ingress.isBeingDeleted else { return }
        var updated = ingress
        updated.status.loadBalancer.ingress = wanted.map { LoadBalancerIngress(["ip": .string($0)]) }
        do {
            try await client.updateStatus(updated)
        } catch let error as APIError where error.isNotFound {
            return
        }
    }

    /// Returns once the proxy answers.
    package func waitUntilReady() async throws { try await server.waitUntilReady() }
}

extension IngressController: IngressSources {
    package func service(_ key: ObjectKey) -> Resources.Service? { services.get(key) }
    package func secret(_ key: ObjectKey) -> Secret? { secrets.get(key) }
    package func slices(of service: ObjectKey) -> [EndpointSlice] {
        slices.list(index: Self.byService, key: "\(service.namespace)/\(service.name)")
    }
}
