internal import HTTPServing
package import Logging
internal import NIOCore
internal import NIOHTTP1
import Synchronization

/// A small HTTP server on each health check port of this node.
package final class HealthCheckServers: Sendable {
    private struct Server {
        let handler: Handler
        let server: HTTPServer
    }

    private final class Handler: HTTPHandler {
        let check: Mutex<HealthCheck>
        init(_ check: HealthCheck) { self.check = Mutex(check) }

        func bodyPolicy(method: String, path: String, headers: HTTPHeaders) -> BodyPolicy { .collect(limit: 1024) }

        func handle(_ request: HTTPRequest, _ exchange: HTTPExchange) {
            let check = check.withLock { $0 }
            exchange.respond(
                status: check.status,
                headers: [
                    "Content-Type": "application/json", "X-Content-Type-Options": "nosniff",
                    "X-Load-Balancing-Endpoint-Weight": String(check.localEndpoints),
                ], body: ByteBuffer(string: check.body))
        }
    }

    private let host: String
    private let logger: Logger
    private let wanted: AsyncStream<[UInt16: HealthCheck]>
    private let sink: AsyncStream<[UInt16: HealthCheck]>.Continuation

    /// - Parameter host: where to listen; every address of the node by default.
    package init(host: String = "0.0.0.0", logger: Logger) {
        self.host = host
        self.logger = logger
        (wanted, sink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// All checks by their ports, whether or not they have changed.
    package func update(_ checks: [UInt16: HealthCheck]) { sink.yield(checks) }

    /// Serves until cancelled.
    package func run() async {
        await withDiscardingTaskGroup { group in
            var servers: [UInt16: Server] = [:]
            for await checks in wanted {
                for (port, server) in servers where checks[port] == nil {
                    server.server.beginShutdown()
                    servers[port] = nil
                }
                for (port, check) in checks {
                    if let server = servers[port] {
                        server.handler.check.withLock { $0 = check }
                        continue
                    }
                    let server = make(port, check)
                    servers[port] = server
                    group.addTask { [logger] in
                        do {
                            try await server.server.run()
                        } catch {
                            logger.warning(
                                "a health check port cannot be served",
                                metadata: ["service": "\(check.service)", "port": "\(port)", "error": "\(error)"])
                        }
                    }
                }
            }
            group.cancelAll()
        }
    }

    private func make(_ port: UInt16, _ check: HealthCheck) -> Server {
        let handler = Handler(check)
        let configuration = HTTPServerConfiguration(listeners: [.init(host: host, port: Int(port))])
        return Server(handler: handler, server: HTTPServer(configuration: configuration, handler: handler, logger: logger))
    }
}
