import NIOCore
import NIOWebSocket

/// Which side of a WebSocket this is: clients mask what they send (RFC 6455 section 5.3).
enum WebSocketRole: Sendable {
    case server, client

    /// The key a frame is masked with; nil for none.
    var maskKey: WebSocketMaskingKey? { self == .client ? .random() : nil }
}

/// An open WebSocket, either side. Pings are answered, fragments joined and the closing handshake done underneath.
package final class WebSocketConnection: Sendable {
    /// Bytes of one message when nothing else was asked.
    package static let defaultMessageLimit = 32 * 1024 * 1024

    /// Messages from the peer; ends when it closes the connection, whatever code it gives.
    package let messages: Inbox<WebSocketMessage>
    private let channel: any Channel
    private let role: WebSocketRole

    init(channel: any Channel, messages: Inbox<WebSocketMessage>, role: WebSocketRole = .server) {
        self.channel = channel
        self.messages = messages
        self.role = role
    }

    /// Sends a message and returns once the socket has taken it.
    package func send(_ message: WebSocketMessage) async throws {
        try await channel.writeAndFlush(frame(message)).get()
    }

    /// Sends without waiting; messages of consecutive calls keep their order.
    @discardableResult
    package func post(_ message: WebSocketMessage) -> EventLoopFuture<Void> {
        channel.writeAndFlush(frame(message))
    }

    package func ping(_ payload: ByteBuffer = ByteBuffer()) {
        channel.writeAndFlush(WebSocketFrame(fin: true, opcode: .ping, maskKey: role.maskKey, data: payload), promise: nil)
    }

    /// Tells the peer why and closes. Closing twice does nothing more.
    package func close(_ close: WebSocketClose) async {
        try? await channel.triggerUserOutboundEvent(WebSocketCloseRequest(close: close)).get()
        _ = try? await channel.closeFuture.get()
    }

    package func onClose(_ callback: @escaping @Sendable () -> Void) {
        channel.closeFuture.whenComplete { _ in callback() }
    }

    private func frame(_ message: WebSocketMessage) -> WebSocketFrame {
        switch message {
        case .text(let bytes): WebSocketFrame(fin: true, opcode: .text, maskKey: role.maskKey, data: bytes)
        case .binary(let bytes): WebSocketFrame(fin: true, opcode: .binary, maskKey: role.maskKey, data: bytes)
        }
    }
}

/// Asks the handler in the pipeline for the closing handshake.
struct WebSocketCloseRequest: Sendable {
    var close: WebSocketClose
}

/// Frames to messages: control frames, fragments, limits, closing.
final class WebSocketHandler: ChannelInboundHandler, ChannelOutboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    /// Unread message bytes at which the client is held back.
    private static let highWatermark = 256 * 1024
    /// Time for the peer to answer a close frame before the connection is closed without it.
    private static let closeTimeout = TimeAmount.seconds(2)
    /// The same while the server is being stopped.
    private static let drainTimeout = TimeAmount.milliseconds(100)

    private let messageLimit: Int
    private let role: WebSocketRole
    private var messages: Inbox<WebSocketMessage>?
    private var fragments: (opcode: WebSocketOpcode, bytes: ByteBuffer)?
    private var closeSent = false
    private var heldBack = false
    private var readPending = false
    private var context: ChannelHandlerContext?

    init(messageLimit: Int, role: WebSocketRole = .server) {
        self.messageLimit = messageLimit
        self.role = role
    }

    func inbound(loop: any EventLoop) -> Inbox<WebSocketMessage> {
        if let messages { return messages }
        let loopBound = NIOLoopBound(self, eventLoop: loop)
        let inbox = Inbox<WebSocketMessage> { _, pending in
            guard pending <= Self.highWatermark / 2 else { return }
            loop.execute { loopBound.value.resume() }
        }
        messages = inbox
        return inbox
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        _ = inbound(loop: context.eventLoop)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        messages?.finish()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        guard (frame.maskKey != nil) == (role == .server), !frame.rsv1, !frame.rsv2, !frame.rsv3 else { return fail(.protocolError) }
        switch frame.opcode {
        case .text, .binary:
            guard fragments == nil else { return fail(.protocolError) }
            if frame.fin { return deliver(frame.opcode, frame.unmaskedData) }
            fragments = (frame.opcode, frame.unmaskedData)
        case .continuation:
            guard let (opcode, held) = fragments else { return fail(.protocolError) }
            var bytes = held
            fragments = nil
            guard bytes.readableBytes + frame.data.readableBytes <= messageLimit else { return fail(.messageTooBig) }
            bytes.writeImmutableBuffer(frame.unmaskedData)
            if frame.fin { deliver(opcode, bytes) } else { fragments = (opcode, bytes) }
        case .ping:
            write(.pong, frame.unmaskedData)
        case .pong: break
        case .connectionClose: receivedClose(frame.unmaskedData)
        default: fail(.protocolError)
        }
    }

    func read(context: ChannelHandlerContext) {
        if heldBack { readPending = true } else { context.read() }
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard let request = event as? WebSocketCloseRequest else {
            return context.triggerUserOutboundEvent(event, promise: promise)
        }
        sendClose(request.close)
        promise?.succeed()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed: context.close(promise: nil)
        case is DrainEvent: sendClose(.goingAway, patience: Self.drainTimeout)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        messages?.finish()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(error as? NIOWebSocketError == .invalidFrameLength ? .messageTooBig : .protocolError)
    }

    private func deliver(_ opcode: WebSocketOpcode, _ bytes: ByteBuffer) {
        guard let messages else { return }
        messages.push(opcode == .text ? .text(bytes) : .binary(bytes), weight: bytes.readableBytes + 1)
        if messages.pendingWeight > Self.highWatermark { heldBack = true }
    }

    private func receivedClose(_ payload: ByteBuffer) {
        messages?.finish()
        if !closeSent {
            closeSent = true
            // The code is echoed, without the reason (RFC 6455 section 5.5.1).
            let echo = payload.getSlice(at: payload.readerIndex, length: min(2, payload.readableBytes)) ?? ByteBuffer()
            write(.connectionClose, echo)
        }
        context?.close(promise: nil)
    }

    private func sendClose(_ close: WebSocketClose, patience: TimeAmount = WebSocketHandler.closeTimeout) {
        messages?.finish()
        guard !closeSent, let context else { return }
        closeSent = true
        var payload = ByteBuffer()
        payload.writeInteger(close.code)
        // A control frame carries at most 125 bytes.
        payload.writeBytes(close.reason.utf8.prefix(123))
        write(.connectionClose, payload)
        heldBack = false
        resume()
        context.eventLoop.assumeIsolated().scheduleTask(in: patience) { [weak self] in
            self?.context?.close(promise: nil)
        }
    }

    private func fail(_ close: WebSocketClose) { sendClose(close) }

    private func write(_ opcode: WebSocketOpcode, _ payload: ByteBuffer) {
        let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: role.maskKey, data: payload)
        context?.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }

    private func resume() {
        heldBack = false
        guard readPending else { return }
        readPending = false
        context?.read()
    }
}
