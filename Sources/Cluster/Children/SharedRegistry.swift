import Client
import CommandRunner
import Logging
import Resources
import ServiceLifecycle

/// The cluster's registry as other nodes reach it: the same images, for reading alone, on the node's address, and only for those who show
/// a certificate of the cluster. Runs from the moment there is another node.
struct SharedRegistry: ServiceLifecycle.Service {
    private let configuration: ClusterConfiguration
    private let nodes: Informer<Node>
    private let child: ChildProcess
    /// How often is looked for a new certificate; the old one is good for some time yet.
    private let renewalPeriod: Duration

    init(configuration: ClusterConfiguration, nodes: Informer<Node>, logger: Logger) {
        (self.configuration, self.nodes) = (configuration, nodes)
        renewalPeriod = min(.seconds(3600), IdentityRenewal.period(.seconds(configuration.certificateSeconds)))
        let paths = configuration.paths
        child = ChildProcess(
            name: "shared-registry", command: Command("docker-registry", ["serve", paths.sharedRegistryConfiguration]),
            logPath: paths.registryLog, logger: logger)
    }

    static func render(directory: String, address: String, certificates: String) -> String {
        """
        version: 0.1
        log:
          level: warn
        storage:
          filesystem:
            rootdirectory: \(directory)
          maintenance:
            uploadpurging:
              enabled: false
            readonly:
              enabled: true
        http:
          addr: \(address)
          tls:
            certificate: \(certificates)/apiserver.crt
            key: \(certificates)/apiserver.key
            clientcas:
              - \(certificates)/ca.crt
        """ + "\n"
    }

    func run() async throws {
        let (others, other) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        nodes.onChange { [configuration] change in
            if !change.isDeletion, change.key.name != configuration.nodeName { other.yield() }
        }
        try await cancelWhenGracefulShutdown {
            var iterator = others.makeAsyncIterator()
            guard await iterator.next() != nil else { return }
            let paths = configuration.paths
            let text = Self.render(
                directory: paths.registry, address: "\(configuration.nodeAddress):\(configuration.registryPort)",
                certificates: paths.certificates)
            try AtomicFile.write(text, to: paths.sharedRegistryConfiguration)
            while !Task.isCancelled { try await runUntilRenewal(paths.certificates + "/apiserver.crt") }
        }
    }

    /// The registry reads its certificate once: it is started anew when there is another.
    private func runUntilRenewal(_ certificate: String) async throws {
        let shown = AtomicFile.read(certificate)
        try await withThrowingTaskGroup { group in
            group.addTask { try await child.run() }
            group.addTask {
                while AtomicFile.read(certificate) == shown { try await Task.sleep(for: renewalPeriod, tolerance: renewalPeriod / 6) }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}
