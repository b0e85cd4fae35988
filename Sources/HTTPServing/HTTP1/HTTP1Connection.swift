import NIOCore
import NIOHTTP1

/// An HTTP/1.1 connection: takes requests one after the other, answers them in order, keeps the connection when both sides wish it.
///
/// Pipelined requests wait in `backlog` and hold back reading; answers are written as bytes by this handler itself.
final class HTTP1Connection: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// How far the current request has been received.
    enum Incoming {
        case none
        case collecting(HTTPRequestHead, HTTPRequest, limit: Int)
        case streaming(ByteStream)
        /// The rest of a body nobody wants; the connection closes after the answer.
        case discarding
        /// All of the request is here; the answer is not complete.
        case complete
    }

    /// The exchange being answered.
    struct Outgoing {
        var exchange: HTTPExchange
        var keepAlive: Bool
        var http10: Bool
        var phase = AnswerPhase.awaited
    }

    enum AnswerPhase {
        case awaited
        /// A whole answer on its way out; may move to `done`.
        case sending(ChunkFeeder, HTTP1ResponseHead.Framing)
        case streaming(HTTP1ResponseHead.Framing)
        case done
    }

    let handler: any HTTPHandler
    let limits: HTTPLimits
    let info: HTTPConnectionInfo
    let compression: CompressionPolicy
    let eventLoop: any EventLoop
    var context: ChannelHandlerContext?
    var incoming = Incoming.none
    var outgoing: Outgoing?
    var needsFlush = false
    var flushScheduled = false
    var isReading = false
    var isDraining = false
    var isClosing = false
    var exchangeCount = 0
    private var backlog = CircularBuffer<HTTPServerRequestPart>(initialCapacity: 2)
    private var isProcessingBacklog = false
    private var readHeldBack = false
    var bodyHeldBack = false
    private var inputClosed = false
    var timer: ConnectionTimer?

    init(
        handler: any HTTPHandler, limits: HTTPLimits, info: HTTPConnectionInfo, compression: CompressionPolicy, eventLoop: any EventLoop
    ) {
        self.eventLoop = eventLoop
        self.handler = handler
        self.limits = limits
        self.info = info
        self.compression = compression
    }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        timer = ConnectionTimer(eventLoop: context.eventLoop) { [weak self] in self?.timedOut() }
        timer?.expire(in: limits.headerTimeout)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.stop()
        timer = nil
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isReading = true
        let part = unwrapInboundIn(data)
        guard !isClosing else { return }
        if case .complete = incoming {
            backlog.append(part)
        } else if backlog.isEmpty {
            process(part)
        } else {
            backlog.append(part)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        flushNow()
    }

    func read(context: ChannelHandlerContext) {
        if bodyHeldBack || backlog.count >= limits.maxPipelinedParts || (!backlog.isEmpty && outgoing != nil) {
            readHeldBack = true
        } else {
            context.read()
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            feed()
            if case .complete = incoming, !isClosing { timer?.pause() }
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            inputClosed = true
            // A client that has said all it has to say still gets its answer, unless the answer would never end.
            switch (outgoing?.phase, incoming) {
            case (.awaited, .complete), (.sending, .complete): outgoing?.keepAlive = false
            default: close()
            }
        case is DrainEvent:
            beginDrain()
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        isClosing = true
        endExchange()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let parserError = error as? HTTPParserError, outgoing == nil, !isClosing {
            let isTooLarge = parserError == .headerOverflow
            reject(isTooLarge ? .text(431, "Request Header Fields Too Large") : .text(400, "Bad Request"))
        } else {
            close()
        }
    }

    // MARK: Requests

    private func process(_ part: HTTPServerRequestPart) {
        switch (part, incoming) {
        case (.head(let head), .none): begin(head)
        case (.body(let bytes), .collecting(let head, var request, let limit)):
            incoming = .none  // releases the request, so that its body grows in place
            guard request.body.readableBytes + bytes.readableBytes <= limit else {
                return reject(handler.tooLarge(withoutBody(request), limit: limit))
            }
            if request.body.readableBytes == 0 { request.body = bytes } else { request.body.writeImmutableBuffer(bytes) }
            incoming = .collecting(head, request, limit: limit)
            timer?.expire(in: limits.bodyTimeout)
        case (.end, .collecting(let head, let request, _)):
            incoming = .complete
            timer?.pause()
            dispatch(request, head: head, body: .of(ByteBuffer()))
        case (.body(let bytes), .streaming(let stream)):
            stream.push(bytes, weight: bytes.readableBytes)
            if stream.pendingWeight > limits.bodyHighWatermark { bodyHeldBack = true }
            timer?.expire(in: limits.bodyTimeout)
        case (.end, .streaming(let stream)):
            incoming = .complete
            timer?.pause()
            stream.finish()
            completeIfAnswered()
        default: break
        }
    }

    private func begin(_ head: HTTPRequestHead) {
        let target = RequestTarget(head.uri)
        let request = HTTPRequest(
            method: head.method.rawValue, path: target.path, query: target.query, headers: head.headers, connection: info)
        let length = head.headers.first(name: "content-length").flatMap { Int($0) }
        switch handler.bodyPolicy(method: request.method, path: request.path, headers: request.headers) {
        case .collect(let limit):
            if let length, length > limit { return reject(handler.tooLarge(request, limit: limit)) }
            continueIfExpected(head)
            incoming = .collecting(head, request, limit: limit)
            timer?.expire(in: limits.bodyTimeout)
        case .stream:
            continueIfExpected(head)
            let number = exchangeCount + 1
            let loopBound = NIOLoopBound(self, eventLoop: eventLoop)
            let stream = ByteStream { consumed, pending in
                loopBound.eventLoop.execute { loopBound.value.bodyConsumed(number, bytes: consumed, pending: pending) }
            }
            incoming = .streaming(stream)
            timer?.pause()
            dispatch(request, head: head, body: stream)
        }
    }

    /// RFC 9110 section 10.1.1: a client that asks first is told to go on once the head was accepted.
    private func continueIfExpected(_ head: HTTPRequestHead) {
        guard head.version == .http1_1, head.headers.first(name: "expect")?.lowercased() == "100-continue" else { return }
        send(ByteBuffer(staticString: "HTTP/1.1 100 Continue\r\n\r\n"))
        flushNow()
    }

    private func dispatch(_ request: HTTPRequest, head: HTTPRequestHead, body: ByteStream) {
        exchangeCount += 1
        let exchange = HTTPExchange(
            number: exchangeCount, sink: self, eventLoop: eventLoop, connection: info,
            requestHead: RequestHeadFacts(method: request.method, headers: request.headers, isHTTP2: false),
            compression: compression, bodyStream: body)
        // After a request that asks for an upgrade the decoder reads no further, so the connection cannot be used again.
        let keepAlive = head.isKeepAlive && !isDraining && !inputClosed && !exchange.requestHead.asksForUpgrade
        outgoing = Outgoing(exchange: exchange, keepAlive: keepAlive, http10: head.version.minor == 0)
        handler.handle(request, exchange)
    }

    private func withoutBody(_ request: HTTPRequest) -> HTTPRequest {
        var request = request
        request.body = ByteBuffer()
        return request
    }

    // MARK: Endings

    /// Called when an answer is complete and all of its request was read: on to the next request, or the end of the connection.
    func completeIfAnswered() {
        guard let done = outgoing, case .done = done.phase else { return }
        guard case .complete = incoming else {
            // The answer came before the whole body; what is still on its way has no use any more.
            incoming = .discarding
            endExchange()
            return closeAfterFlush()
        }
        endExchange()
        guard done.keepAlive, !isDraining else { return closeAfterFlush() }
        incoming = .none
        timer?.expire(in: limits.idleTimeout)
        processBacklog()
    }

    private func processBacklog() {
        guard !isProcessingBacklog else { return }
        isProcessingBacklog = true
        while !isClosing, let part = backlog.first {
            if case .complete = incoming { break }
            backlog.removeFirst()
            process(part)
        }
        isProcessingBacklog = false
        resumeReading()
    }

    func resumeReading() {
        guard readHeldBack, !bodyHeldBack, backlog.isEmpty || outgoing == nil else { return }
        readHeldBack = false
        context?.read()
    }

    func bodyConsumed(_ exchange: Int, bytes: Int, pending: Int) {
        guard bodyHeldBack, pending <= limits.bodyHighWatermark / 2 else { return }
        bodyHeldBack = false
        resumeReading()
    }
}
