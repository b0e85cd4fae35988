internal import DNSWire
import NIOCore

/// DNS over TCP (RFC 7766): messages with a two-octet length, several at once on one connection, answered as they become ready. A
/// connection that begins with HTTP is shown the `StatusPage`.
final class StreamHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let responder: DNSResponder
    private var received = ByteBuffer()
    private var isDNS = false

    init(responder: DNSResponder) { self.responder = responder }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var incoming = unwrapInboundIn(data)
        received.writeBuffer(&incoming)
        if !isDNS, isWeb(context) { return }
        while let length = received.getInteger(at: received.readerIndex, as: UInt16.self), received.readableBytes >= 2 + Int(length) {
            received.moveReaderIndex(forwardBy: 2)
            guard let bytes = received.readBytes(length: Int(length)) else { break }
            isDNS = true
            answer(bytes, on: context.channel)
        }
        received.discardReadBytes()
    }

    /// Whether the connection speaks HTTP; its request is answered once it is whole.
    private func isWeb(_ context: ChannelHandlerContext) -> Bool {
        switch StatusPage.recognise(received.readableBytesView) {
        case .other: return false
        case .incomplete: return true
        case .tooLong:
            context.close(promise: nil)
            return true
        case .request(let wantsBody):
            received.clear()
            let channel = context.channel
            let page = responder.statusPage(wantsBody: wantsBody)
            channel.writeAndFlush(ByteBuffer(string: page)).whenComplete { _ in channel.close(promise: nil) }
            return true
        }
    }

    private func answer(_ bytes: [UInt8], on channel: any Channel) {
        responder.handle(bytes, over: .tcp) { answer in
            var framed = ByteBuffer()
            framed.writeInteger(UInt16(truncatingIfNeeded: answer.count))
            framed.writeBytes(answer)
            channel.writeAndFlush(framed, promise: nil)
        }
    }

    /// Nothing was said for the allowed time.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent { context.close(promise: nil) } else { context.fireUserInboundEventTriggered(event) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

/// Counts connections and closes those beyond the limit, so that idle ones cannot use up the process's descriptors.
final class ConnectionLimit: ChannelInboundHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel

    /// Connections open at once.
    static let maximumConnections = 256

    private var open = 0

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let child = unwrapInboundIn(data)
        guard open < Self.maximumConnections else {
            child.close(promise: nil)
            return
        }
        open += 1
        let counter = NIOLoopBound(self, eventLoop: context.eventLoop)
        child.closeFuture.hop(to: context.eventLoop).whenComplete { _ in counter.value.open -= 1 }
        context.fireChannelRead(data)
    }
}
