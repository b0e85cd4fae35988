import CommandRunner
import FoundationEssentials
import Logging
import ServiceLifecycle

/// The cluster's image registry (Debian's docker-registry) on loopback: where `coxswain image push` puts what nodes pull.
struct RegistryServer: Service {
    private let child: ChildProcess
    private let configurationPath: String
    private let configurationText: String

    init(configuration: ClusterConfiguration, logger: Logger) {
        configurationPath = configuration.paths.registryConfiguration
        configurationText = Self.render(directory: configuration.paths.registry, port: configuration.registryPort)
        child = ChildProcess(
            name: "registry", command: Command("docker-registry", ["serve", configurationPath]), logPath: configuration.paths.registryLog,
            logger: logger)
    }

    static func render(directory: String, port: Int) -> String {
        """
        version: 0.1
        log:
          level: warn
        storage:
          filesystem:
            rootdirectory: \(directory)
          delete:
            enabled: true
        http:
          addr: 127.0.0.1:\(port)
        """ + "\n"
    }

    func run() async throws {
        try AtomicFile.write(configurationText, to: configurationPath)
        try await cancelWhenGracefulShutdown { try await child.run() }
    }
}
