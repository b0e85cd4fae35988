import APIServer
import Document
import Logging
import PKI
import ServiceLifecycle
import Storage
import UnixSignals

/// A whole cluster of one node in this process: makes the machine ready, starts everything in order, tells how far it is, and runs
/// until it is told to stop.
package struct ClusterServer: Sendable {
    /// Ending every container takes its grace period; what takes longer is cut off.
    static let stopTimeout: Duration = .seconds(90)

    private let configuration: ClusterConfiguration
    private let notifier: StartNotifier
    private let logger: Logger

    package init(configuration: ClusterConfiguration, notifier: StartNotifier, logger: Logger) {
        self.configuration = configuration
        self.notifier = notifier
        self.logger = logger
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
        let paths = configuration.paths
        let machine = NodeMachine(configuration: configuration, logger: logger)
        try configuration.api.check()
        try machine.createDirectories()
        let process = ProcessIdentifierFile(path: paths.processIdentifier)
        if let other = process.running { throw ClusterError("the cluster \(configuration.name) is served by process \(other) already") }
        try process.write()
        defer { process.remove() }
        try await Remains(configuration: configuration).endOrphans()
        try configuration.save()
        try await machine.prepareNetwork()

        let identities = try identities()
        try writeKubeconfig(identities)
        let storage = try await Datastore(configuration: configuration, logger: logger).open()
        do {
            try await serve(storage, identities, machine)
        } catch {
            await storage.close()
            throw error
        }
        await storage.close()
    }

    /// Loads or makes the cluster's keys. Servers that share them, and are started together, make them once.
    private func identities() throws -> ClusterIdentities {
        let lock = try CommandLock.take(path: configuration.authorityDirectory + "/lock")
        defer { lock.release(forgetting: false) }
        if configuration.encryptionConfiguration == nil { _ = try EncryptionFile(configuration: configuration).load(creates: true) }
        return try ClusterIdentities(configuration: configuration)
    }

    private func serve(_ storage: EncryptingStorage, _ identities: ClusterIdentities, _ machine: NodeMachine) async throws {
        let plane = try ControlPlane(
            configuration: configuration, identities: identities, storage: storage,
            logs: ComponentLogs(configuration: configuration, base: logger))
        let node =
            configuration.runsNode
            ? try ServerNode(configuration: configuration, identities: identities, machine: machine, logger: logger) : nil
        let inner = InnerServices(
            start: {
                _ = try await plane.server.waitUntilReady()
                notifier.send(.progress("API server ready at \(configuration.apiServerURL)"))
                try await plane.publish()
                let (controllers, parts) = try plane.components()
                guard let node else {
                    notifier.send(.ready)
                    return controllers
                }
                return try await controllers + node.components(plane.server, parts, notifier)
            }, stopped: { await node?.stopContainers() }, logger: logger)
        let renewal = IdentityRenewal(configuration: configuration, logger: logger) { identities in
            try plane.server.use(serving: identities.server, kubeletClient: identities.kubeletClient, proxyClient: identities.proxyClient)
            try node?.renew(identities)
            try writeKubeconfig(identities)
        }
        let keeper = EncryptionKeeper(configuration: configuration, storage: storage, logger: logger)
        let services: [any ServiceLifecycle.Service] = (node?.children ?? []) + [plane.server, renewal, keeper, inner]
        var settings = ServiceGroupConfiguration(
            services: services.map { .init(service: $0) }, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        settings.maximumGracefulShutdownDuration = Self.stopTimeout
        try await ServiceGroup(configuration: settings).run()
    }

    private func writeKubeconfig(_ identities: ClusterIdentities) throws {
        let kubeconfig = Kubeconfig(
            name: configuration.name, server: configuration.apiServerURL, authorityPEM: identities.authority.certificatePEM,
            identity: identities.administrator)
        try AtomicFile.writeSecret(YAML.write(kubeconfig.document), to: configuration.paths.adminKubeconfig)
        for problem in MergedKubeconfigs(configuration.paths).renew(kubeconfig) {
            logger.warning("a user's kubeconfig could not be given the new certificate", metadata: ["file": "\(problem)"])
        }
    }
}
