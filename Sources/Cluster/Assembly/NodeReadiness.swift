import Client
import Logging
import Resources
import ServiceLifecycle

/// Tells the command that started the cluster when its node is ready.
struct NodeReadiness: ServiceLifecycle.Service {
    let configuration: ClusterConfiguration
    let client: any APIClient
    let notifier: StartNotifier
    let logger: Logger

    func run() async throws {
        let nodes = Informer(Node.self, client: client, fieldSelector: "metadata.name=" + configuration.nodeName, logger: logger)
        nodes.onChange { [notifier, logger, configuration] change in
            guard !change.isDeletion, change.object.isReady, !(change.oldObject?.isReady ?? false) else { return }
            logger.info("node ready", metadata: ["node": "\(change.key.name)"])
            notifier.send(.progress("node \(configuration.nodeName) ready"))
            notifier.send(.ready)
        }
        try await nodes.run()
    }
}
