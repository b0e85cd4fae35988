internal import Client
internal import HTTPServing
package import Logging
package import NIOCore
package import PKI
internal import Resources
internal import Schema
internal import ServiceLifecycle
internal import Storage
internal import Synchronization

/// The API server: fills its caches from storage, makes the objects a cluster starts with, and serves both doors until it is
/// told to stop.
package final class APIServer: ServiceLifecycle.Service {
    private let configuration: APIServerConfiguration
    private let logger: Logger
    private let server: HTTPServer
    package let core: ServerCore
    private let readiness = Readiness()
    private let tls: ServerTLS
    private let auditLog: AuditLog?
    package let kubelets: KubeletAccess

    /// The identity of the server's own work.
    private static let itself = UserInfo(name: "system:apiserver", groups: [UserInfo.Group.masters, UserInfo.Group.authenticated])

    package init(_ configuration: APIServerConfiguration, logger: Logger) throws {
        self.configuration = configuration
        self.logger = logger
        let registry = ResourceRegistry(
            catalogue: configuration.servesEarlierVersions ? .builtin : Catalogue.builtin.withoutEarlierVersions,
            storage: configuration.storage)
        let caches = ObjectCaches(registry)
        let identities = try ServerIdentities(configuration, caches, logger)
        var parts = ServerCore.Parts(authorizer: identities.authorizer)
        parts.admission = StandardAdmission.chain(
            registry: registry, caches: caches, rbac: identities.rbac, authorizer: identities.authorizer,
            environment: configuration.environment, tolerations: configuration.tolerations)
        kubelets = try KubeletAccess(identity: configuration.kubeletClient, authorityPEM: configuration.kubeletAuthorityPEM)
        parts.connects = StreamingHandlers.all(registry: registry, kubelets: kubelets)
        parts.computed = MetricsGroups.all(registry: registry, kubelets: kubelets, now: configuration.environment.now)
        parts.proxyClient = configuration.proxyClient
        parts.actions = identities.actions
        parts.tokenVerifier = identities.tokenVerifier
        parts.anonymous = configuration.anonymous
        parts.issuer = configuration.issuer
        if let audit = configuration.audit {
            let file = try AuditFile(path: audit.path, bounds: audit.bounds, now: configuration.environment.now)
            let log = AuditLog(sink: file, mode: audit.mode, logger: logger)
            parts.auditor = Auditor(policy: audit.policy, log: log, now: configuration.environment.now)
            auditLog = log
        } else {
            auditLog = nil
        }
        core = ServerCore(
            registry: registry, parts: parts, serviceRange: configuration.serviceRange, nodePorts: configuration.nodePorts,
            limits: configuration.limits, version: configuration.version, advertisedAddress: configuration.advertisedAddress,
            environment: configuration.environment)
        tls = try ServerTLS(
            certificateChain: Array(configuration.servingIdentity.certificatePEM.utf8),
            privateKey: Array(configuration.servingIdentity.privateKeyPEM.utf8))
        let listener = HTTPServerConfiguration.Listener(host: configuration.host, port: configuration.port, tls: tls)
        server = HTTPServer(
            configuration: HTTPServerConfiguration(listeners: [listener], limits: configuration.httpLimits),
            handler: core.door(identities.authenticator), logger: logger)
        let readiness = readiness
        core.health.add("storage") { readiness.failure.map { "\($0)" } }
        let storage = configuration.storage
        core.health.add("etcd", isReadinessOnly: true) { storage.problem?.description }
        core.health.add("poststarthook/start-objects", isReadinessOnly: true) {
            readiness.isReady ? nil : "the objects a cluster starts with are not made yet"
        }
    }

    /// Shows other certificates, to clients, kubelets and servers of aggregated APIs, on connections made from now on. On an error the old ones stay.
    package func use(serving: Identity, kubeletClient: Identity, proxyClient: Identity) throws {
        try tls.reload(certificateChain: Array(serving.certificatePEM.utf8), privateKey: Array(serving.privateKeyPEM.utf8))
        try kubelets.use(kubeletClient)
        core.aggregatedServers.use(proxyClient)
    }

    /// The in-process door for somebody; usable once the server is ready.
    package func client(as user: UserInfo) -> InProcessClient { core.client(as: user) }

    /// Waits until the caches are filled, the first objects are made and the socket listens.
    /// - Returns: the addresses the server listens on.
    package func waitUntilReady() async throws -> [SocketAddress] {
        let addresses = try await server.waitUntilListening()
        try await readiness.wait()
        return addresses
    }

    package func run() async throws {
        let subscription: Subscription
        do {
            subscription = try await core.start(logger: logger) { [readiness, server] error in
                readiness.fail(error)
                server.beginShutdown()
            }
        } catch {
            readiness.fail(error)
            throw error
        }
        defer { subscription.cancel() }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                // Watches would hold the drain up to its end; whoever follows takes them up again elsewhere.
                try await withGracefulShutdownHandler {
                    try await self.server.run()
                } onGracefulShutdown: {
                    self.core.hub.close()
                }
                return true
            }
            group.addTask {
                await self.keepTime()
                return false
            }
            group.addTask {
                await self.keepFlowControl()
                return false
            }
            group.addTask {
                guard (try? await self.readiness.wait()) != nil else { return false }
                try await self.core.addresses?.run(logger: self.logger)
                return false
            }
            if let auditLog {
                group.addTask {
                    await auditLog.run()
                    return false
                }
            }
            group.addTask {
                try await self.keepStartObjects()
                return false
            }
            group.addTask {
                await self.core.customResources.run()
                return false
            }
            group.addTask {
                guard (try? await self.readiness.wait()) != nil else { return false }
                await self.core.aggregator.run(logger: self.logger)
                return false
            }
            group.addTask {
                guard (try? await self.readiness.wait()) != nil else { return false }
                await self.keepLease()
                return false
            }
            defer {
                core.hub.close()
                group.cancelAll()
            }
            // Only the server's end, or a failure, ends the rest.
            while let isServer = try await group.next(), !isServer {}
        }
        if let failure = readiness.failure, !(failure is CancellationError) { throw failure }
    }

    /// Makes the objects a cluster starts with, and the service `kubernetes` again whenever somebody deletes it or servers come and go.
    private func keepStartObjects() async throws {
        guard let address = configuration.serviceRange.address(at: 1) else { return readiness.succeed() }
        let port = try await server.waitUntilListening().first?.port ?? configuration.port
        var servers = ServerList(configuration.storage, addresses: configuration.serverAddresses)
        let bootstrap = ClusterBootstrap(
            client: core.client(as: Self.itself),
            configuration: .init(
                serviceAddress: address, serverAddresses: configuration.serverAddresses, serverPort: port,
                serviceRange: configuration.serviceRange, clientAuthorityPEM: configuration.clientAuthorityPEM,
                frontProxy: configuration.frontProxy, catalogue: core.registry.catalogue), logger: logger)
        let (wakes, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let key = ObjectKey(namespace: "default", name: "kubernetes")
        _ = core.registry.store(.services)?.cache.observe { events in
            if events.contains(where: { $0.record == nil && $0.key == key }) { continuation.yield() }
        }
        do {
            try await bootstrap.run(servers: try await servers.update())
        } catch {
            readiness.fail(error)
            throw error
        }
        readiness.succeed()
        let clock = servers.isShared ? Task { await tick(continuation) } : nil
        defer { clock?.cancel() }
        for await _ in wakes {
            do {
                try await bootstrap.publishServer(try await servers.update())
            } catch {
                logger.error("the service kubernetes could not be brought up to date", metadata: ["error": "\(error)"])
            }
        }
        await leave(servers, bootstrap)
    }

    private func tick(_ continuation: AsyncStream<Void>.Continuation) async {
        while (try? await Task.sleep(for: ServerPresence.period, tolerance: ServerPresence.period / 10)) != nil { continuation.yield() }
    }

    /// In a task of its own, since the present one is cancelled. A server that cannot say that it goes is missed soon.
    private func leave(_ servers: ServerList, _ bootstrap: ClusterBootstrap) async {
        guard servers.isShared else { return }
        await Task {
            var servers = servers
            if let rest = try? await servers.leave(), !rest.isEmpty { try? await bootstrap.publishServer(rest) }
        }.value
    }

    /// Says again and again that this server is there.
    private func keepLease() async {
        let lease = ServerLease(
            client: core.client(as: Self.itself), address: configuration.advertisedAddress, uid: configuration.environment.makeUID(),
            now: configuration.environment.now)
        repeat {
            do {
                try await lease.renew()
            } catch {
                // Whatever keeps it from being written is told by the requests that matter.
                logger.debug("the server's lease was not renewed", metadata: ["error": "\(error)"])
            }
        } while (try? await Task.sleep(for: ServerLease.period, tolerance: .seconds(1))) != nil
    }

    /// Keeps the objects of flow control once those of the start are made, and lends seats from level to level.
    private func keepFlowControl() async {
        guard (try? await readiness.wait()) != nil else { return }
        let objects = FlowObjects(
            client: core.client(as: Self.itself), registry: core.registry, now: configuration.environment.now, logger: logger)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await objects.run() }
            let pause = Duration.seconds(FlowControl.adjustmentSeconds)
            while (try? await Task.sleep(for: pause, tolerance: .seconds(2))) != nil { core.flowControl.adjust() }
            group.cancelAll()
        }
    }

    /// Everything that happens by the clock: bookmarks each minute, and the removal of old events.
    private func keepTime() async {
        let expiry = core.registry.store(.events).map {
            EventExpiry(store: $0, keptSeconds: configuration.eventSeconds, now: configuration.environment.now, logger: logger)
        }
        var seconds: Int64 = 0
        while (try? await Task.sleep(for: .seconds(WatchHub.bookmarkSeconds), tolerance: .seconds(5))) != nil {
            core.hub.sendBookmarks()
            core.openAPI.forgetUnused()
            seconds += WatchHub.bookmarkSeconds
            if seconds >= EventExpiry.intervalSeconds {
                seconds = 0
                await expiry?.sweep()
            }
        }
    }
}
