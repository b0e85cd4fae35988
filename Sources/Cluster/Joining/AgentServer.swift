import CRI
import Client
import CommandRunner
import Document
import FoundationEssentials
import Logging
import Resources
import ServiceLifecycle
import UnixSignals

#if canImport(Glibc)
    import Glibc
#endif

/// A node of a cluster that is served elsewhere, in this process: joins, or comes back, and runs until it is told to stop.
package struct AgentServer: Sendable {
    private let base: ClusterConfiguration
    private let request: JoinRequest
    private let notifier: StartNotifier
    private let logger: Logger

    /// - Parameter configuration: names, addresses, directories and ports of this machine. What the cluster decides is taken from it.
    package init(configuration: ClusterConfiguration, request: JoinRequest, notifier: StartNotifier, logger: Logger) {
        var base = configuration
        base.nodeRange = ""  // the machine, not this program, gives an agent its address
        (self.base, self.request, self.notifier, self.logger) = (base, request, notifier, logger)
    }

    package func run() async throws {
        do {
            try await runParts()
        } catch {
            notifier.send(.failed("\(error)"))
            throw error
        }
    }

    private func runParts() async throws {
        let paths = base.paths
        guard access(paths.database, F_OK) != 0 else {
            throw ClusterError("\(paths.data) holds a server's data; choose another --name or --data-dir for this node")
        }
        try NodeMachine(configuration: base, logger: logger).createDirectories()
        let process = ProcessIdentifierFile(path: paths.processIdentifier)
        if let other = process.running { throw ClusterError("the node of \(base.name) is served by process \(other) already") }
        try process.write()
        defer { process.remove() }
        try await Remains(configuration: base).endOrphans()

        let enrolment = NodeEnrolment(
            request: request, nodeName: base.nodeName, nodeAddress: base.nodeAddress, directory: paths.certificates, logger: logger)
        let credentials = try await enrolment.credentials()
        let client = try RotatingClient(
            server: request.server, authorityPEM: credentials.authorityPEM, identity: credentials.client, logger: logger)
        do {
            let (configuration, registryServer) = try await settled(client)
            try await serve(configuration, registryServer, enrolment, credentials, client)
        } catch {
            try? await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    /// The configuration with what the cluster decides, kept for `down` and `delete`; and where its registry is.
    private func settled(_ client: any APIClient) async throws -> (ClusterConfiguration, registryServer: String?) {
        var configuration = base
        let settings: ClusterSettings
        do {
            settings = try await ClusterSettings.read(client)
            try settings.apply(to: &configuration)
        } catch {
            throw JoinFailure.refused(request.server, error)
        }
        try configuration.save()
        try AgentRecord(server: request.server).store(configuration.paths)
        return (configuration, settings.registryServer)
    }

    private func serve(
        _ configuration: ClusterConfiguration, _ registryServer: String?, _ enrolment: NodeEnrolment, _ credentials: NodeCredentials,
        _ client: RotatingClient
    ) async throws {
        let machine = NodeMachine(configuration: configuration, logger: logger)
        try await machine.prepareNetwork()
        // The same images by the same names as on the server: what is called localhost there is reached here with the node's certificate.
        let registry = registryServer.map { server in
            RegistryHosts(
                registry: configuration.registry, server: server,
                credentials: .init(authority: enrolment.authorityPath, client: enrolment.clientFile.path))
        }
        let containerd = ContainerdServer(configuration: configuration, registry: registry, logger: logger)
        let runtime = try CRIRuntime(socketPath: configuration.paths.containerdSocket, logger: logger)
        let node = try LocalNode(
            configuration: configuration, identity: credentials.serving, authorityPEM: credentials.authorityPEM, runtime: runtime,
            logger: logger)
        let informers = InformerSet(client: client, logger: logger)
        let routes: [any ServiceLifecycle.Service] =
            CIDR(configuration.podRange).map { range in
                [
                    PodRoutes(
                        cluster: configuration.name, range: range, nodeName: configuration.nodeName, nodes: informers.informer(Node.self),
                        logger: logger),
                    informers,
                ]
            } ?? []
        let renewal = CertificateRenewal(
            enrolment: enrolment, credentials: credentials, client: client, serve: { try node.use($0) }, logger: logger)
        let inner = InnerServices(
            start: {
                try await containerd.prepare(runtime)
                let readiness = NodeReadiness(configuration: configuration, client: client, notifier: notifier, logger: logger)
                return try await node.components(node: client, proxy: client) + [renewal, readiness] + routes
            }, stopped: { await machine.stopContainers(runtime) }, logger: logger)
        var settings = ServiceGroupConfiguration(
            services: [.init(service: containerd), .init(service: inner)], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        settings.maximumGracefulShutdownDuration = .seconds(90)
        try await ServiceGroup(configuration: settings).run()
    }
}
