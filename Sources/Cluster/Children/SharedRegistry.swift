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

    init(configuration: ClusterConfiguration, nodes: Informer<Node>, logger: Logger) {
        (self.configuration, self.nodes) = (configuration, nodes)
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
            try await child.run()
        }
    }
}
