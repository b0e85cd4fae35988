import CRI
import CommandRunner
import FoundationEssentials
import Logging
import ServiceProxy

/// What the machine under a node needs before its parts start, and after they ended. Servers and agents do the same.
struct NodeMachine: Sendable {
    let configuration: ClusterConfiguration
    let logger: Logger

    func createDirectories() throws {
        let paths = configuration.paths
        for directory in [paths.data, paths.run, paths.certificates, paths.kubelet, paths.podLogs] {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        }
    }

    /// First of all, so that no packet to a pod or service address ever leaves by the uplink.
    func prepareNetwork() async throws {
        let commands = CommandRunner()
        try await configuration.routeGuard(commands, source: nil)?.install()
        try await NodeNetwork(configuration: configuration, runner: commands).up()
        try await configuration.routeGuard(commands)?.install()
        try await NodeNetworkSettings(commands: commands, logger: logger).apply()
    }

    /// When the whole cluster is being stopped, its containers end with it; otherwise they are left for the next start.
    func stopContainers(_ runtime: CRIRuntime) async {
        guard let grace = StopMarker(path: configuration.paths.stopMarker).containerGrace else { return }
        let runner = Task { try? await runtime.run() }
        defer { runner.cancel() }
        do {
            let sandboxes = try await runtime.listPodSandboxes(labels: [:])
            try await withThrowingDiscardingTaskGroup { group in
                for container in try await runtime.listContainers(labels: [:]) {
                    group.addTask { try? await runtime.stopContainer(container.id, gracePeriod: grace) }
                }
            }
            try await withThrowingDiscardingTaskGroup { group in
                for sandbox in sandboxes { group.addTask { try await runtime.stopPodSandbox(sandbox.id) } }
            }
        } catch {
            logger.error("not every container could be stopped", metadata: ["error": "\(error)"])
        }
    }
}
