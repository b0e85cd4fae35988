import APIServer
import Client
import CommandRunner
import Ingress
import Logging
import Resources
import ServiceLifecycle

/// The Ingress controller with its proxy on the server's own machine, at an address of its own.
struct IngressParts {
    let configuration: ClusterConfiguration
    let logger: Logger

    /// - Parameter client: one that may read secrets and write the status of Ingresses.
    /// - Returns: what runs, and how it shows in `kube-system`.
    func make(_ client: any APIClient) async throws -> (services: [any ServiceLifecycle.Service], part: BuiltInPart) {
        let logger = ComponentLogs(configuration: configuration, base: logger).logger("ingress-controller")
        try await NodeNetwork(configuration: configuration).add(configuration.ingressAddress)
        let informers = InformerSet(client: client, logger: logger)
        let events = EventRecorder(client: client, component: "ingress-controller", logger: logger)
        let settings = ProxySettings(
            address: configuration.ingressAddress, directory: configuration.paths.ingress, logPath: configuration.paths.ingressLog,
            resolver: configuration.nodeAddress)
        let controller = IngressController(client: client, informers: informers, events: events, settings: settings, logger: logger)
        let part = BuiltInPart("ingress-controller", labels: ["app.kubernetes.io/name": "ingress-controller"], logger: logger) {
            try await controller.waitUntilReady()
        }
        return ([events, controller, informers], part)
    }
}
