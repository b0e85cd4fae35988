import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// An HTTP server: HTTP/1.1 and HTTP/2, plain and over TLS, on any number of addresses.
///
/// `run` returns after a graceful shutdown, asked for by its service group, by `beginShutdown` or by cancelling its task: the listeners
/// close first, then requests under way are finished, and what is left after the drain time is closed.
package final class HTTPServer: Service {
    private enum Listening {
        case pending([CheckedContinuation<[SocketAddress], any Error>])
        case ready([SocketAddress])
        case failed(any Error)
    }

    private enum Phase {
        case running([CheckedContinuation<Void, Never>])
        case stopping
    }

    private let configuration: HTTPServerConfiguration
    private let handler: any HTTPHandler
    private let group: any EventLoopGroup
    private let logger: Logger
    private let registry: ConnectionRegistry
    private let listening = Mutex(Listening.pending([]))
    private let phase = Mutex(Phase.running([]))

    /// Connections the system may hold that were not accepted yet.
    private static let backlog: Int32 = 1_024

    package init(
        configuration: HTTPServerConfiguration, handler: any HTTPHandler,
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton, logger: Logger
    ) {
        self.configuration = configuration
        self.handler = handler
        self.group = group
        self.logger = logger
        registry = ConnectionRegistry(limit: configuration.limits.maxConnections)
    }

    /// The number of open connections.
    package var connectionCount: Int { registry.count }

    /// The addresses the server listens on, in the order of the configuration, once all of them are bound; or why one could not be.
    package func waitUntilListening() async throws -> [SocketAddress] {
        try await withCheckedThrowingContinuation { continuation in
            let known: Result<[SocketAddress], any Error>? = listening.withLock { listening in
                switch listening {
                case .pending(var waiters):
                    waiters.append(continuation)
                    listening = .pending(waiters)
                    return nil
                case .ready(let addresses): return .success(addresses)
                case .failed(let error): return .failure(error)
                }
            }
            if let known { continuation.resume(with: known) }
        }
    }

    package func run() async throws {
        let servers: [any Channel]
        do {
            servers = try await bindAll()
            resolveListening(.success(servers.compactMap(\.localAddress)))
        } catch {
            resolveListening(.failure(error))
            throw error
        }
        await withTaskCancellationOrGracefulShutdownHandler {
            await waitForShutdown()
        } onCancelOrGracefulShutdown: {
            self.beginShutdown()
        }
        for server in servers { try? await server.close() }
        await drain()
    }

    /// Starts the shutdown; `run` returns when it is done.
    package func beginShutdown() {
        let waiters = phase.withLock { phase -> [CheckedContinuation<Void, Never>] in
            guard case .running(let waiters) = phase else { return [] }
            phase = .stopping
            return waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    private func waitForShutdown() async {
        await withCheckedContinuation { continuation in
            let stopping = phase.withLock { phase in
                guard case .running(var waiters) = phase else { return true }
                waiters.append(continuation)
                phase = .running(waiters)
                return false
            }
            if stopping { continuation.resume() }
        }
    }

    private func drain() async {
        registry.drain()
        let registry = registry
        let deadline = group.next().scheduleTask(in: configuration.limits.drainTimeout) { registry.closeAll() }
        await registry.waitUntilEmpty()
        deadline.cancel()
    }

    private func bindAll() async throws -> [any Channel] {
        var servers: [any Channel] = []
        do {
            for listener in configuration.listeners { servers.append(try await bind(listener)) }
        } catch {
            for server in servers { try? await server.close() }
            throw error
        }
        return servers
    }

    private func bind(_ listener: HTTPServerConfiguration.Listener) async throws -> any Channel {
        let setup = ConnectionSetup(
            handler: handler, limits: configuration.limits, compression: configuration.compression, tls: listener.tls)
        let registry = registry
        let logger = logger
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(ChannelOptions.backlog, value: Self.backlog)
            .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(ChannelOptions.allowRemoteHalfClosure, value: true)
            .childChannelOption(ChannelOptions.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(ChannelOptions.writeBufferWaterMark, value: .init(low: 256 * 1024, high: 1024 * 1024))
            .childChannelInitializer { channel in
                guard registry.admit(channel) else {
                    logger.warning("connection refused: too many are open", metadata: ["limit": "\(setup.limits.maxConnections)"])
                    return channel.close()
                }
                return channel.eventLoop.makeCompletedFuture { try setup.configure(channel) }
            }
        do {
            return try await bootstrap.bind(host: listener.host, port: listener.port).get()
        } catch let error as IOError {
            throw HTTPServingError.cannotListen(
                address: "\(listener.host):\(listener.port)", isTaken: error.errnoCode == EADDRINUSE,
                reason: String(cString: strerror(error.errnoCode)).lowercased())
        }
    }

    private func resolveListening(_ result: Result<[SocketAddress], any Error>) {
        let waiters = listening.withLock { listening -> [CheckedContinuation<[SocketAddress], any Error>] in
            guard case .pending(let waiters) = listening else { return [] }
            switch result {
            case .success(let addresses): listening = .ready(addresses)
            case .failure(let error): listening = .failed(error)
            }
            return waiters
        }
        for waiter in waiters { waiter.resume(with: result) }
    }
}
