import CRI
import CommandRunner
import FoundationEssentials
import Logging
import ServiceLifecycle
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// A containerd of the cluster's own. Containers outlive it: their shims go on, and the next containerd finds them.
struct ContainerdServer: Service {
    /// How long containerd may take to answer after it was started.
    static let startTimeout: Duration = .seconds(30)

    private let paths: ClusterPaths
    private let registry: RegistryHosts
    private let child: ChildProcess
    private let configuration: ContainerdConfiguration
    private let logger: Logger

    /// - Parameter registry: how the cluster's own registry is reached from here; nil: it is on this machine's loopback.
    init(configuration: ClusterConfiguration, registry: RegistryHosts? = nil, logger: Logger) {
        paths = configuration.paths
        self.registry = registry ?? RegistryHosts(registry: configuration.registry, server: "http://\(configuration.registry)")
        self.logger = logger
        self.configuration = ContainerdConfiguration(
            root: paths.containerdRoot, state: paths.containerdState, socket: paths.containerdSocket,
            cniConfigurationDirectory: paths.cniConfiguration, registryHostsDirectory: paths.registryHosts)
        child = ChildProcess(
            name: "containerd",
            command: Command("containerd", self.configuration.arguments(configurationFile: paths.containerdConfiguration)),
            logPath: paths.containerdLog, logger: logger)
    }

    func run() async throws {
        try AtomicFile.write(configuration.toml, to: paths.containerdConfiguration)
        try AtomicFile.write(registry.toml, to: "\(paths.registryHosts)/\(registry.registry)/hosts.toml")
        try FileManager.default.createDirectory(atPath: paths.cniConfiguration, withIntermediateDirectories: true)
        // A configuration of an earlier start may name a range the node no longer has; containerd waits for the new one.
        try await cancelWhenGracefulShutdown { try await child.run() }
    }

    /// Waits until containerd answers and sees to it that the image of the pods' sandboxes is there.
    func prepare(_ runtime: any ContainerRuntime) async throws {
        let deadline = ContinuousClock.now + Self.startTimeout
        while true {
            do {
                _ = try await runtime.version()
                break
            } catch {
                guard ContinuousClock.now < deadline else {
                    throw ClusterError(
                        "containerd does not answer on \(paths.containerdSocket) (\(error)); its own words are in \(paths.containerdLog)")
                }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        if try await runtime.imageStatus(PauseImage.reference) == nil {
            let archive = paths.run + "/pause.tar"
            try Data(PauseImage.archive()).write(to: URL(filePath: archive))
            defer { unlink(archive) }
            try await CommandRunner().check("ctr", PauseImage.importArguments(socket: paths.containerdSocket, archive: archive))
        }
    }
}
