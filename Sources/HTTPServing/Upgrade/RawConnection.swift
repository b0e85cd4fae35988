import NIOCore
import Synchronization

/// A connection of raw bytes both ways, as it is after an upgrade or a connect.
///
/// Reading is a sequence for one consumer that holds back the peer when it falls behind; writing is ordered and waits for the socket.
package final class RawConnection: Sendable {
    /// Bytes from the peer; ends when the peer has closed its side.
    package let inbound: ByteStream
    private let channel: any Channel

    /// - Parameter inbound: what the `RawConnectionHandler` at the end of the channel's pipeline delivers.
    init(channel: any Channel, inbound: ByteStream) {
        self.channel = channel
        self.inbound = inbound
    }

    package var remoteAddress: SocketAddress? { channel.remoteAddress }

    /// Writes and returns once the socket has taken the bytes.
    package func write(_ buffer: ByteBuffer) async throws {
        try await channel.writeAndFlush(buffer).get()
    }

    /// Writes without waiting; bytes of consecutive calls keep their order. For small control messages, and for callers that wait for the
    /// returned future in their own way.
    @discardableResult
    package func send(_ buffer: ByteBuffer) -> EventLoopFuture<Void> {
        channel.writeAndFlush(buffer)
    }

    /// Ends this side's bytes; the peer may go on sending. On TLS this is a close_notify.
    package func finishWriting() {
        channel.close(mode: .output, promise: nil)
    }

    package func close() {
        channel.close(promise: nil)
    }

    /// Returns when the connection is closed.
    package func waitUntilClosed() async {
        try? await channel.closeFuture.get()
    }

    package func onClose(_ callback: @escaping @Sendable () -> Void) {
        channel.closeFuture.whenComplete { _ in callback() }
    }
}

/// The last handler of a raw connection: bytes into the inbox, and no more reading while the consumer is behind.
final class RawConnectionHandler: ChannelInboundHandler, ChannelOutboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Unread bytes at which the peer is held back, and below half of which it may go on.
    private static let highWatermark = 256 * 1024

    private var stream: ByteStream?
    private var early: [ByteBuffer] = []
    private var ended = false
    private var failure: (any Error)?
    private var heldBack = false
    private var readPending = false
    private var context: ChannelHandlerContext?

    func inbound(loop: any EventLoop) -> ByteStream {
        if let stream { return stream }
        let loopBound = NIOLoopBound(self, eventLoop: loop)
        let stream = ByteStream { _, pending in
            guard pending <= Self.highWatermark / 2 else { return }
            loop.execute { loopBound.value.resume() }
        }
        self.stream = stream
        for buffer in early { stream.push(buffer, weight: buffer.readableBytes) }
        early = []
        if ended { stream.finish(throwing: failure) }
        return stream
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        guard let stream else {
            early.append(buffer)
            return
        }
        stream.push(buffer, weight: buffer.readableBytes)
        if stream.pendingWeight > Self.highWatermark { heldBack = true }
    }

    func read(context: ChannelHandlerContext) {
        if heldBack || (stream == nil && !early.isEmpty) { readPending = true } else { context.read() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed: end(nil)
        case is DrainEvent:
            // Nobody knows how long what goes through it would take.
            end(nil)
            context.close(promise: nil)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(nil)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end(error)
        context.close(promise: nil)
    }

    private func resume() {
        guard heldBack || readPending else { return }
        heldBack = false
        guard readPending else { return }
        readPending = false
        context?.read()
    }

    private func end(_ error: (any Error)?) {
        guard !ended else { return }
        ended = true
        failure = error
        stream?.finish(throwing: error)
    }
}
