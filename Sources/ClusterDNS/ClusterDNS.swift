package import Client
internal import DNSWire
package import Logging
import NIOCore
import NIOPosix
internal import Resources
import ServiceLifecycle
import Synchronization

/// The cluster's DNS server (Kubernetes DNS specification 1.1): follows Services, EndpointSlices and Namespaces, and answers from
/// memory. It opens its sockets only when it knows the cluster, because a wrong "no such name" would be remembered by clients.
package final class ClusterDNS: ServiceLifecycle.Service, Syncable {
    private let configuration: ClusterDNSConfiguration
    private let zone: ClusterZone
    private let services: Informer<Resources.Service>
    private let slices: Informer<EndpointSlice>
    private let namespaces: Informer<Namespace>
    private let logger: Logger
    private let readiness = DNSReadiness()

    /// - Parameter informers: run by the caller; the server asks for the three kinds it needs.
    package init(configuration: ClusterDNSConfiguration, informers: InformerSet, logger: Logger) {
        var logger = logger
        logger[metadataKey: "component"] = "cluster-dns"
        self.logger = logger
        self.configuration = configuration
        zone = ClusterZone(configuration: configuration.zone)
        services = informers.informer(Resources.Service.self)
        slices = informers.informer(EndpointSlice.self)
        namespaces = informers.informer(Namespace.self)
    }

    /// Returns once queries are answered. Throws when the sockets could not be opened.
    package func waitUntilSynced() async throws { _ = try await readiness.port() }

    /// The port that answers, once it does.
    package func waitUntilListening() async throws -> Int { try await readiness.port() }

    package func run() async throws {
        services.onChange { [zone] change in
            zone.change { $0.serviceChanged(change.key, change.isDeletion ? nil : change.object) }
        }
        slices.onChange { [zone] change in
            zone.change { $0.sliceChanged(change.key, change.isDeletion ? nil : change.object) }
        }
        namespaces.onChange { [zone] change in
            zone.change { $0.namespaceChanged(change.key.name, exists: !change.isDeletion) }
        }
        let outcome: Result<Void, any Error> = await cancelWhenGracefulShutdown {
            do {
                try await self.serve()
                return .success(())
            } catch is CancellationError {
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        await readiness.fail(outcome.failure ?? CancellationError())
        try outcome.get()
    }

    private func serve() async throws {
        try await services.waitUntilSynced()
        try await slices.waitUntilSynced()
        try await namespaces.waitUntilSynced()
        let group = MultiThreadedEventLoopGroup.singleton
        let upstreams = try configuration.upstreams.map { try SocketAddress(ipAddress: "\($0.address)", port: $0.port) }
        let forwarder = UpstreamForwarder(upstreams: upstreams, group: group, logger: logger)
        let server = DNSServer(
            host: configuration.host, port: configuration.port, responder: DNSResponder(zone: zone, forwarder: forwarder), group: group)
        try await forwarder.start()
        do {
            let port = try await server.start()
            logger.info("answering", metadata: ["host": "\(configuration.host)", "port": "\(port)"])
            await readiness.succeed(port)
            // Everything happens on the sockets; a stream that never yields waits until the task is cancelled.
            let (silence, keepOpen) = AsyncStream<Never>.makeStream()
            for await _ in silence {}
            keepOpen.finish()
        } catch {
            await forwarder.stop()
            throw error
        }
        await server.stop()
        await forwarder.stop()
    }
}

extension Result {
    fileprivate var failure: Failure? { if case .failure(let error) = self { error } else { nil } }
}

/// The port, for those who wait until there is one.
actor DNSReadiness {
    private var outcome: Result<Int, any Error>?
    private var waiting: [CheckedContinuation<Int, any Error>] = []

    func port() async throws -> Int {
        if let outcome { return try outcome.get() }
        return try await withCheckedThrowingContinuation { waiting.append($0) }
    }

    func succeed(_ port: Int) { settle(.success(port)) }

    /// Has no effect once it succeeded.
    func fail(_ error: any Error) { settle(.failure(error)) }

    private func settle(_ result: Result<Int, any Error>) {
        guard outcome == nil else { return }
        outcome = result
        for continuation in waiting { continuation.resume(with: result) }
        waiting = []
    }
}
