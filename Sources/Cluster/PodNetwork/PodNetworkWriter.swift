import Client
import CommandRunner
import Logging
import Resources
import ServiceLifecycle
import ServiceProxy

/// Sets up the pod network of a node as soon as the node has been given its range: the bridge, and the CNI configuration that
/// containerd waits for.
struct PodNetworkWriter: ServiceLifecycle.Service {
    private let configuration: ClusterConfiguration
    private let nodes: Informer<Node>
    private let logger: Logger

    init(configuration: ClusterConfiguration, client: any APIClient, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        nodes = Informer(Node.self, client: client, fieldSelector: "metadata.name=" + configuration.nodeName, logger: logger)
    }

    func run() async throws {
        let (ranges, continuation) = AsyncStream<String>.makeStream(bufferingPolicy: .bufferingNewest(1))
        nodes.onChange { change in if !change.isDeletion { continuation.yield(change.object.spec.podCIDR) } }
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await nodes.run() }
            group.addTask {
                await cancelWhenGracefulShutdown {
                    var written = ""
                    for await range in ranges where range != written {
                        guard let block = CIDR(range) else { continue }
                        do {
                            try await write(block)
                            written = range
                        } catch {
                            logger.error("the pod network could not be set up", metadata: ["range": "\(range)", "error": "\(error)"])
                        }
                    }
                }
            }
        }
    }

    private func write(_ range: CIDR) async throws {
        let network = configuration.podNetwork(range)
        try await network.makeBridge(in: .own, commands: CommandRunner())
        try AtomicFile.write(network.conflist, to: "\(configuration.paths.cniConfiguration)/\(CNIConfiguration.fileName)")
        logger.info("pod network ready", metadata: ["range": "\(range)", "bridge": "\(network.bridge)"])
    }
}
