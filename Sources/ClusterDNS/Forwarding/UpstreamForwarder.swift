internal import DNSWire
internal import Logging
import NIOCore
import NIOPosix
import Synchronization

/// Asks upstream resolvers over one UDP socket, many questions at once.
///
/// An answer too long for UDP is handed on with its TC bit; a client that comes back over TCP gets the same, since upstreams are
/// asked over UDP only, with room for 1232 octets.
final class UpstreamForwarder: Sendable {
    /// How long one upstream may take.
    static let timeout: TimeAmount = .seconds(2)

    private let upstreams: [SocketAddress]
    private let table: Mutex<ForwardTable>
    private let channel: NIOLoopBoundBox<(any Channel)?>
    private let loop: any EventLoop
    private let logger: Logger

    init(upstreams: [SocketAddress], group: any EventLoopGroup, logger: Logger) {
        self.upstreams = upstreams
        self.logger = logger
        loop = group.next()
        channel = NIOLoopBoundBox.makeEmptyBox(valueType: (any Channel).self, eventLoop: loop)
        table = Mutex(ForwardTable(upstreams: upstreams.count))
    }

    /// Opens the socket; needs nothing when there is no upstream.
    func start() async throws {
        guard !upstreams.isEmpty else { return }
        let handler = ForwardHandler { [weak self] message, source in self?.received(message, from: source) }
        let opened = try await DatagramBootstrap(group: loop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(handler) }
            }
            .bind(host: "0.0.0.0", port: 0).get()
        try await loop.submit { self.channel.value = opened }.get()
    }

    func stop() async {
        for (message, reply) in table.withLock({ $0.drain() }) { reply(message) }
        let open = try? await loop.submit { self.channel.value }.get()
        try? await open?.close()
    }

    /// Calls `reply` exactly once, with an error code when nobody answers.
    func ask(_ query: DNSMessage, reply: @escaping @Sendable (DNSMessage) -> Void) {
        carryOut(table.withLock { $0.ask(query, id: .random(in: 0...UInt16.max), now: Self.now, reply: reply) })
    }

    private func received(_ message: DNSMessage, from source: SocketAddress) {
        guard let upstream = upstreams.firstIndex(of: source) else { return }
        carryOut(table.withLock { $0.received(message, from: upstream, now: Self.now) })
    }

    private func carryOut(_ step: ForwardTable.Step) {
        switch step {
        case .nothing: return
        case .answer(let message, let reply): reply(message)
        case .send(let id, let upstream, let bytes):
            loop.execute {
                if let channel = self.channel.value {
                    channel.writeAndFlush(
                        AddressedEnvelope(remoteAddress: self.upstreams[upstream], data: ByteBuffer(bytes: bytes)), promise: nil)
                }
                self.loop.scheduleTask(in: Self.timeout) {
                    self.carryOut(self.table.withLock { $0.timedOut(id: id, upstream: upstream) })
                }
            }
        }
    }

    private static var now: Double { Double(NIODeadline.now().uptimeNanoseconds) / 1e9 }
}

/// Parses what upstreams send; anything else is dropped.
private final class ForwardHandler: ChannelInboundHandler, Sendable {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>

    private let received: @Sendable (DNSMessage, SocketAddress) -> Void

    init(_ received: @escaping @Sendable (DNSMessage, SocketAddress) -> Void) { self.received = received }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = unwrapInboundIn(data)
        guard let message = try? DNSMessage(parsing: Array(envelope.data.readableBytesView)) else { return }
        received(message, envelope.remoteAddress)
    }

    /// An unreachable upstream shows as an error on the socket; the question's own timeout deals with it.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {}
}
