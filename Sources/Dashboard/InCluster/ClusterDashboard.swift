internal import HTTPServing
package import Logging
internal import NIOCore
internal import NIOHTTP1
internal import ServiceLifecycle

/// The page within the cluster, behind the service `kube-system/kubernetes-dashboard`: `kubectl cluster-info` names it, and
/// `kubectl proxy` shows it with the credentials of whoever runs that. It serves files alone; the API is beside it wherever the API
/// server's proxy shows it.
package struct ClusterDashboard: Service {
    /// On the node's address, where pods and the API server's proxy reach it.
    package static let port = 10_261

    private let server: HTTPServer
    private let logger: Logger

    package init(host: String, port: Int = Self.port, logger: Logger) {
        self.logger = logger
        server = HTTPServer(
            configuration: HTTPServerConfiguration(listeners: [.init(host: host, port: port)]),
            handler: PageDoor(assets: AssetResponder(prefix: "/", mode: .cluster)), logger: logger)
    }

    package func run() async throws {
        logger.info("serving the dashboard's page")
        try await server.run()
    }

    /// - Returns: the port, once the server listens.
    package func waitUntilListening() async throws -> Int { try await server.waitUntilListening().first?.port ?? 0 }
}

private struct PageDoor: HTTPHandler {
    let assets: AssetResponder

    func bodyPolicy(method: String, path: String, headers: HTTPHeaders) -> BodyPolicy { .collect(limit: 0) }
    func handle(_ request: HTTPRequest, _ exchange: HTTPExchange) { exchange.respond(assets.response(request)) }
}
