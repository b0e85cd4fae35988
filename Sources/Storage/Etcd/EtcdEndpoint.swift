import GRPCCore
import GRPCNIOTransportHTTP2Posix
import Logging
import NIOCore
import NIOHTTP2
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The connection to one member of an etcd cluster. It is made when it is first needed, and made again by itself when it breaks.
final class EtcdEndpoint: Sendable {
    typealias Client = GRPCClient<HTTP2ClientTransport.Posix>

    /// A member that does not answer a ping within the second of these is given up; etcd refuses clients that ping more often than every 5 s.
    private static let keepalive = HTTP2ClientTransport.Config.Keepalive(
        time: .seconds(10), timeout: .seconds(5), allowWithoutCalls: false)
    /// The longest pause between attempts to connect.
    private static let maximumBackOff = Duration.seconds(1)

    let address: EtcdAddress.Endpoint
    private let security: HTTP2ClientTransport.Posix.TransportSecurity
    private let logger: Logger
    private let state = Mutex<(client: Client, task: Task<Void, Never>)?>(nil)
    private let connections = ConnectionCount()

    init(_ address: EtcdAddress.Endpoint, security: HTTP2ClientTransport.Posix.TransportSecurity, logger: Logger) {
        (self.address, self.security, self.logger) = (address, security, logger)
    }

    deinit { close() }

    /// Whether there is a connection. Calls wait for one that is being made, so that only this tells a member that is silent from one that is
    /// not there.
    var isConnected: Bool { connections.count > 0 }

    func client() throws -> Client {
        try state.withLock { state in
            if let state { return state.client }
            let client = try makeClient()
            let task = Task { [logger, address] in
                do {
                    try await client.runConnections()
                } catch {
                    logger.debug("a connection to etcd ended", metadata: ["endpoint": "\(address)", "error": "\(error)"])
                }
            }
            state = (client, task)
            return client
        }
    }

    /// Gives the connection up; calls in flight fail. A later call makes another.
    func close() {
        let old = state.withLock { state in
            defer { state = nil }
            return state
        }
        old?.client.beginGracefulShutdown()
        old?.task.cancel()
    }

    private func makeClient() throws -> Client {
        let config = HTTP2ClientTransport.Posix.Config.defaults {
            $0.backoff.initial = .milliseconds(100)
            $0.backoff.max = Self.maximumBackOff
            $0.connection.keepalive = Self.keepalive
            $0.channelDebuggingCallbacks.onCreateTCPConnection = { [connections] channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    let http2 = try pipeline.handler(type: NIOHTTP2Handler.self)
                    try pipeline.addHandlers([ConnectionCounter(connections), PingAnswerer()], position: .before(http2))
                }
            }
        }
        return GRPCClient(transport: try HTTP2ClientTransport.Posix(target: target, transportSecurity: security, config: config))
    }

    private var target: any ResolvableTarget {
        if (try? NIOCore.SocketAddress(ipAddress: address.host, port: address.port)) == nil {
            return ResolvableTargets.DNS(host: address.host, port: address.port)
        }
        return address.host.contains(":")
            ? ResolvableTargets.IPv6(addresses: [.init(host: address.host, port: address.port)])
            : ResolvableTargets.IPv4(addresses: [.init(host: address.host, port: address.port)])
    }
}

/// How many connections stand.
private final class ConnectionCount: Sendable {
    private let standing = Atomic(0)
    var count: Int { standing.load(ordering: .relaxed) }
    func add(_ number: Int) { standing.add(number, ordering: .relaxed) }
}

private final class ConnectionCounter: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let count: ConnectionCount

    init(_ count: ConnectionCount) { self.count = count }

    func channelActive(context: ChannelHandlerContext) {
        count.add(1)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        count.add(-1)
        context.fireChannelInactive()
    }
}

extension EtcdTLSFiles {
    /// - Throws: `misconfigured` when only one of certificate and key is given, or a file cannot be read.
    func security(_ address: EtcdAddress) throws(StorageError) -> HTTP2ClientTransport.Posix.TransportSecurity {
        guard address.usesTLS else {
            if self != EtcdTLSFiles() { throw .misconfigured("certificates for the datastore are of use only with https://") }
            return .plaintext
        }
        for path in [authority, certificate, privateKey].compactMap(\.self) where access(path, R_OK) != 0 {
            throw .misconfigured("\(path), for the datastore, cannot be read: \(String(cString: strerror(errno)))")
        }
        var configuration = HTTP2ClientTransport.Posix.TransportSecurity.TLS.defaults
        if let authority { configuration.trustRoots = .certificates([.file(path: authority, format: .pem)]) }
        switch (certificate, privateKey) {
        case (let certificate?, let key?):
            configuration.certificateChain = [.file(path: certificate, format: .pem)]
            configuration.privateKey = .file(path: key, format: .pem)
        case (nil, nil): break
        default: throw .misconfigured("--datastore-certfile and --datastore-keyfile are of use only together")
        }
        return .tls(configuration)
    }
}
