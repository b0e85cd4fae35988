import APIServer
import CRI
import Client
import CommandRunner
import Document
import FoundationEssentials
import Kubelet
import Logging
import PKI
import Resources
import ServiceLifecycle
import ServiceProxy
import Storage
import UnixSignals

#if canImport(Glibc)
import Glibc
#endif

/// A whole cluster of one node in this process: makes the machine ready, starts everything in order, tells how far it is, and runs
/// until it is told to stop.
package struct ClusterServer: Sendable {
    /// How long the node may take to become Ready once everything runs.
    static let nodeTimeout: Duration = .seconds(60)

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
        for directory in [paths.data, paths.run, paths.certificates, paths.kubelet, paths.podLogs] {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        }
        let process = ProcessIdentifierFile(path: paths.processIdentifier)
        if let other = process.running { throw ClusterError("the cluster \(configuration.name) is served by process \(other) already") }
        try process.write()
        try await Remains(configuration: configuration).endOrphans()
        defer { process.remove() }
        try AtomicFile.write(configuration.json.prettyText + "\n", to: paths.configuration)

        // First of all, so that no packet to a pod or service address ever leaves by the uplink.
        try await configuration.routeGuard(CommandRunner(), source: nil)?.install()
        try await NodeNetwork(configuration: configuration).up()
        try await configuration.routeGuard(CommandRunner())?.install()
        try await NodeNetworkSettings(commands: CommandRunner(), logger: logger).apply()

        let identities = try ClusterIdentities(configuration: configuration)
        try writeKubeconfig(identities)
        let storage = try SQLiteStorage(path: paths.database, logger: logger)
        let plane = try ControlPlane(configuration: configuration, identities: identities, storage: storage, logger: logger)
        let containerd = ContainerdServer(configuration: configuration, logger: logger)
        let runtime = try CRIRuntime(socketPath: paths.containerdSocket, logger: logger)
        let identity = try identities.node(named: configuration.nodeName, address: configuration.nodeAddress, directory: paths.certificates)
        let node = LocalNode(
            configuration: configuration, identity: identity, authorityPEM: identities.authority.certificatePEM, runtime: runtime, logger: logger)

        let inner = InnerServices(
            start: { try await start(plane, containerd, node, runtime) }, stopped: { await stopContainers(runtime) }, logger: logger)
        var settings = ServiceGroupConfiguration(
            services: [
                .init(service: containerd), .init(service: RegistryServer(configuration: configuration, logger: logger)), .init(service: plane.server),
                .init(service: inner),
            ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        settings.maximumGracefulShutdownDuration = .seconds(90)
        do {
            try await ServiceGroup(configuration: settings).run()
        } catch {
            await storage.close()
            throw error
        }
        await storage.close()
    }

    private func writeKubeconfig(_ identities: ClusterIdentities) throws {
        let kubeconfig = Kubeconfig(
            name: configuration.name, server: configuration.apiServerURL, authorityPEM: identities.authority.certificatePEM, identity: identities.administrator)
        try AtomicFile.writeSecret(YAML.write(kubeconfig.document), to: configuration.paths.adminKubeconfig)
    }

    /// Everything that speaks to the API, once there is one to speak to.
    private func start(
        _ plane: ControlPlane, _ containerd: ContainerdServer, _ node: LocalNode, _ runtime: CRIRuntime
    ) async throws -> [any ServiceLifecycle.Service] {
        _ = try await plane.server.waitUntilReady()
        notifier.send(.progress("API server ready at \(configuration.apiServerURL)"))
        try await plane.publishDNS()
        let groups = [UserInfo.Group.nodes, UserInfo.Group.authenticated]
        let nodeClient = plane.server.client(as: UserInfo(name: UserInfo.nodeNamePrefix + configuration.nodeName, groups: groups))
        let proxyClient = plane.server.client(as: UserInfo(name: "system:kube-proxy", groups: [UserInfo.Group.authenticated]))
        let controllers = try plane.components()
        try await containerd.prepare(runtime)
        notifier.send(.progress("container runtime ready"))
        let parts = try await node.components(node: nodeClient, proxy: proxyClient)
        let watcher = NodeReadiness(configuration: configuration, client: nodeClient, notifier: notifier, logger: logger)
        return controllers + parts + [watcher]
    }

    /// When the whole cluster is being stopped, its containers end with it; otherwise they are left for the next server.
    private func stopContainers(_ runtime: CRIRuntime) async {
        guard access(configuration.paths.stopMarker, F_OK) == 0 else { return }
        let runner = Task { try? await runtime.run() }
        defer { runner.cancel() }
        do {
            let sandboxes = try await runtime.listPodSandboxes(labels: [:])
            try await withThrowingDiscardingTaskGroup { group in
                for container in try await runtime.listContainers(labels: [:]) {
                    group.addTask { try? await runtime.stopContainer(container.id, gracePeriod: .seconds(10)) }
                }
            }
            for sandbox in sandboxes { try await runtime.stopPodSandbox(sandbox.id) }
        } catch {
            logger.error("not every container could be stopped", metadata: ["error": "\(error)"])
        }
    }
}
