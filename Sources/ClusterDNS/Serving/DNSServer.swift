internal import DNSWire
internal import Logging
import NIOCore
import NIOPosix

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Why the DNS server has no sockets.
struct DNSListenError: Error, CustomStringConvertible {
    let address: String
    /// Of errno(3).
    let code: CInt

    var description: String {
        let reason = String(cString: strerror(code)).lowercased()
        let hint = code == EADDRINUSE ? ": another program listens there, or a cluster with the same node range (--node-cidr)" : ""
        return "the DNS server cannot listen at \(address): \(reason)\(hint)"
    }
}

/// The sockets of the DNS server: UDP and TCP on one address and port.
actor DNSServer {
    private let host: String
    private let port: Int
    private let responder: DNSResponder
    private let group: any EventLoopGroup
    private var channels: [any Channel] = []

    /// A TCP connection without a query for this long is closed.
    static let idleTime: TimeAmount = .seconds(15)
    static let backlog: CInt = 256
    /// A datagram longer than this is cut, and then no query.
    static let datagramBytes = 4096
    /// With port 0 the kernel chooses the UDP port; the TCP port of that number may be taken.
    static let bindAttempts = 10

    init(host: String, port: Int, responder: DNSResponder, group: any EventLoopGroup) {
        self.host = host
        self.port = port
        self.responder = responder
        self.group = group
    }

    /// Opens both sockets and returns the port.
    /// - Throws: `DNSListenError` where the address is not to be had.
    func start() async throws -> Int {
        do {
            return try await open()
        } catch let error as IOError {
            throw DNSListenError(address: "\(host):\(port)", code: error.errnoCode)
        }
    }

    private func open() async throws -> Int {
        var attempt = 1
        while true {
            let datagrams = try await bindDatagrams()
            let chosen = datagrams.localAddress?.port ?? port
            do {
                let stream = try await bindStream(port: chosen)
                channels = [datagrams, stream]
                return chosen
            } catch {
                try? await datagrams.close()
                guard port == 0, attempt < Self.bindAttempts else { throw error }
                attempt += 1
            }
        }
    }

    func stop() async {
        for channel in channels { try? await channel.close() }
        channels = []
    }

    private func bindDatagrams() async throws -> any Channel {
        let handler = DatagramHandler(responder: responder)
        return try await DatagramBootstrap(group: group)
            .channelOption(.socketOption(.so_reuseaddr), value: 1)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: Self.datagramBytes))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(handler) }
            }
            .bind(host: host, port: port).get()
    }

    private func bindStream(port: Int) async throws -> any Channel {
        let responder = self.responder
        return try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: Self.backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(ConnectionLimit()) }
            }
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(IdleStateHandler(readTimeout: Self.idleTime))
                    try channel.pipeline.syncOperations.addHandler(StreamHandler(responder: responder))
                }
            }
            .bind(host: host, port: port).get()
    }
}
