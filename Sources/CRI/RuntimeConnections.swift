import GRPCCore
import GRPCNIOTransportHTTP2Posix
import Logging
import Synchronization

/// The connections that carry calls to a runtime: one at a time, replaced after a number of calls or when it breaks.
///
/// Go's gRPC servers measure the bandwidth of a connection with a PING for nearly every request, and NIO's HTTP/2 takes more than 200 such
/// frames within 30 seconds for an attack and closes the connection under the calls in flight. So no connection carries enough calls to get
/// there. A retired one is closed when its last call has ended; connecting again over a Unix socket costs little.
final class RuntimeConnections: Sendable {
    typealias Client = GRPCClient<HTTP2ClientTransport.Posix>

    /// Calls that one connection carries in its life. Half of NIO's limit, since a large request may cause more than one PING.
    static let callLimit = 100
    /// The longest pause between attempts to connect; runtimes are back within seconds of a restart.
    static let maximumBackOff = Duration.seconds(1)

    private struct Connection {
        let client: Client
        let task: Task<Void, Never>
        var begun = 0
        var running = 0
    }
    private struct State {
        var connections: [Int: Connection] = [:]
        var current: Int?
        var number = 0
    }

    private let socketPath: String
    private let logger: Logger
    private let state = Mutex(State())

    init(socketPath: String, logger: Logger) { (self.socketPath, self.logger) = (socketPath, logger) }

    deinit { close() }

    /// A client whose connection nothing else uses. Its maker runs and ends it.
    func makeClient() throws -> Client {
        let config = HTTP2ClientTransport.Posix.Config.defaults {
            $0.backoff.initial = .milliseconds(100)
            $0.backoff.max = Self.maximumBackOff
        }
        // Go's server refuses a socket path as authority.
        return GRPCClient(
            transport: try HTTP2ClientTransport.Posix(
                target: .unixDomainSocket(path: socketPath, authority: "localhost"), transportSecurity: .plaintext, config: config))
    }

    /// Makes one call on the present connection, or on a new one.
    func withClient<Answer: Sendable>(_ body: (Client) async throws -> Answer) async throws -> Answer {
        let (client, number) = try begin()
        defer { end(number) }
        return try await body(client)
    }

    /// Gives up every connection; calls in flight fail.
    func close() {
        let connections = state.withLock { state in
            defer { (state.connections, state.current) = ([:], nil) }
            return state.connections.values
        }
        for connection in connections {
            connection.client.beginGracefulShutdown()
            connection.task.cancel()
        }
    }

    private func begin() throws -> (Client, Int) {
        var retired: Client?
        defer { retired?.beginGracefulShutdown() }
        return try state.withLock { state in
            if let current = state.current, let present = state.connections[current] {
                if present.begun < Self.callLimit {
                    state.connections[current]?.begun += 1
                    state.connections[current]?.running += 1
                    return (present.client, current)
                }
                if present.running == 0 {
                    state.connections[current] = nil
                    retired = present.client
                }
            }
            let client = try makeClient()
            state.number += 1
            let number = state.number
            let task = Task { [weak self, logger] in
                do {
                    try await client.runConnections()
                } catch {
                    logger.debug("the connection to the runtime ended", metadata: ["error": "\(error)"])
                }
                self?.forget(number)
            }
            state.connections[number] = Connection(client: client, task: task, begun: 1, running: 1)
            state.current = number
            return (client, number)
        }
    }

    private func end(_ number: Int) {
        let retired: Client? = state.withLock { state in
            guard var connection = state.connections[number] else { return nil }
            connection.running -= 1
            let isDone = connection.running == 0 && state.current != number
            state.connections[number] = isDone ? nil : connection
            return isDone ? connection.client : nil
        }
        retired?.beginGracefulShutdown()
    }

    private func forget(_ number: Int) {
        state.withLock { state in
            state.connections[number] = nil
            if state.current == number { state.current = nil }
        }
    }
}
