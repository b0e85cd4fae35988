import NIOCore
import NIOHTTP1
import NIOWebSocket

/// The client's side of one exchange: the head completes the promise, the body goes into a stream, a 101 frees the connection of HTTP.
final class HTTPClientHandler: ChannelInboundHandler, ChannelOutboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    /// Unread body bytes at which the server is held back.
    private static let highWatermark = 256 * 1024

    private let answer: EventLoopPromise<HTTPClientAnswer>
    private let upgrade: HTTPClientUpgrade
    private var body: ByteStream?
    private var upgrading: HTTPResponseHead?
    private var isAnswered = false
    private var heldBack = false
    private var readPending = false
    private var context: ChannelHandlerContext?

    init(answer: EventLoopPromise<HTTPClientAnswer>, upgrade: HTTPClientUpgrade) {
        self.answer = answer
        self.upgrade = upgrade
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head) where head.status == .switchingProtocols: upgrading = head
        case .head(let head): begin(head, context)
        case .body(let bytes):
            guard let body else { return }
            body.push(bytes, weight: bytes.readableBytes)
            if body.pendingWeight > Self.highWatermark { heldBack = true }
        case .end:
            if let upgrading { become(upgrading, context) } else { body?.finish() }
        }
    }

    func read(context: ChannelHandlerContext) {
        if heldBack { readPending = true } else { context.read() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent, upgrading == nil {
            // The decoder has already ended a body that lasts until the close.
            fail(HTTPServingError.connectionClosed)
            context.close(promise: nil)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(HTTPServingError.connectionClosed)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(error)
        context.close(promise: nil)
    }

    private func begin(_ head: HTTPResponseHead, _ context: ChannelHandlerContext) {
        let loopBound = NIOLoopBound(self, eventLoop: context.eventLoop)
        let body = ByteStream { _, pending in
            guard pending <= Self.highWatermark / 2 else { return }
            loopBound.eventLoop.execute { loopBound.value.resume() }
        }
        self.body = body
        succeed(
            HTTPClientAnswer(
                status: Int(head.status.code), headers: head.headers, body: body, channel: context.channel))
    }

    /// Takes HTTP out of the pipeline and puts in its place what the connection has become.
    private func become(_ head: HTTPResponseHead, _ context: ChannelHandlerContext) {
        let channel = context.channel
        let pipeline = channel.pipeline.syncOperations
        do {
            let decoder = try pipeline.context(handlerType: ByteToMessageHandler<HTTPResponseDecoder>.self)
            let encoder = try pipeline.context(handlerType: HTTPRequestEncoder.self)
            var result = HTTPClientAnswer(
                status: Int(head.status.code), headers: head.headers, body: .of(ByteBuffer()), channel: channel)
            switch upgrade {
            case .raw:
                let last = RawConnectionHandler()
                try pipeline.addHandler(last, position: .after(decoder.handler))
                result.upgraded = RawConnection(channel: channel, inbound: last.inbound(loop: channel.eventLoop))
            case .webSocket(let messageLimit):
                let last = WebSocketHandler(messageLimit: messageLimit, role: .client)
                let frames = ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: messageLimit))
                try pipeline.addHandlers([WebSocketFrameEncoder(), frames, last], position: .after(decoder.handler))
                result.webSocket = WebSocketConnection(
                    channel: channel, messages: last.inbound(loop: channel.eventLoop), role: .client)
            }
            let holder = LeftoverHolder()
            try pipeline.addHandler(holder, position: .after(decoder.handler))
            pipeline.removeHandler(context: context, promise: nil)
            pipeline.removeHandler(context: encoder, promise: nil)
            let freed = context.eventLoop.makePromise(of: Void.self)
            pipeline.removeHandler(context: decoder, promise: freed)
            freed.futureResult.assumeIsolated().whenComplete { _ in
                holder.release()
                self.succeed(result)
            }
        } catch {
            fail(error)
            context.close(promise: nil)
        }
    }

    private func succeed(_ value: HTTPClientAnswer) {
        isAnswered = true
        answer.succeed(value)
    }

    private func fail(_ error: any Error) {
        if !isAnswered {
            isAnswered = true
            answer.fail(error)
        }
        body?.finish(throwing: error)
    }

    private func resume() {
        heldBack = false
        guard readPending else { return }
        readPending = false
        context?.read()
    }
}
