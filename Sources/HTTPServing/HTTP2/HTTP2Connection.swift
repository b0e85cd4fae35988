import NIOCore
import NIOHPACK
import NIOHTTP1
import NIOHTTP2

/// All requests of one HTTP/2 connection, served by one handler: a stream is an object in a table, not a channel of its own, which costs
/// a fraction per request. Framing, header compression, stream states and the outbound windows are the NIOHTTP2Handler's before it;
/// the inbound windows are given back here.
final class HTTP2Connection: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame
    typealias OutboundOut = HTTP2Frame

    let handler: any HTTPHandler
    let limits: HTTPLimits
    let info: HTTPConnectionInfo
    let compression: CompressionPolicy
    let eventLoop: any EventLoop
    var context: ChannelHandlerContext?
    var streams: [HTTP2StreamID: HTTP2Stream] = [:]
    var needsFlush = false
    var flushScheduled = false
    var isReading = false
    /// Bytes of all answers' bodies that wait for the client's windows or the socket.
    var bytesInFlight = 0
    private var lastStreamID = HTTP2StreamID.rootStream
    private var unacknowledged = 0
    private var isDraining = false
    private var isClosing = false
    private var timer: ConnectionTimer?
    /// Runs while some request's body is awaited.
    private var bodyTimer: ConnectionTimer?

    init(
        handler: any HTTPHandler, limits: HTTPLimits, info: HTTPConnectionInfo, compression: CompressionPolicy, eventLoop: any EventLoop
    ) {
        self.handler = handler
        self.limits = limits
        self.info = info
        self.compression = compression
        self.eventLoop = eventLoop
    }

    /// What the connection announces to the client, and what it tolerates from it.
    static func configuration(_ limits: HTTPLimits) -> NIOHTTP2Handler.Configuration {
        var connection = NIOHTTP2Handler.ConnectionConfiguration()
        connection.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: limits.maxConcurrentStreams),
            HTTP2Setting(parameter: .initialWindowSize, value: limits.streamWindow),
            HTTP2Setting(parameter: .maxHeaderListSize, value: limits.maxHeaderBytes),
        ]
        let frameSize = 16 * 1024
        connection.maximumSequentialContinuationFrames = limits.maxHeaderBytes / frameSize + 1
        connection.maximumRecentlyResetStreams = 1_000
        connection.maximumSequentialEmptyDataFrames = 100
        connection.controlFrameRateLimit.maximumCount = limits.maxControlFramesPerHalfMinute
        var stream = NIOHTTP2Handler.StreamConfiguration()
        stream.streamResetFrameRateLimit.maximumCount = limits.maxResetsPerHalfMinute
        return NIOHTTP2Handler.Configuration(connection: connection, stream: stream)
    }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        timer = ConnectionTimer(eventLoop: eventLoop) { [weak self] in self?.timedOut() }
        timer?.expire(in: limits.headerTimeout)
        bodyTimer = ConnectionTimer(eventLoop: eventLoop) { [weak self] in self?.endStalledBodies() }
        let defaultConnectionWindow = 65_535
        send(.rootStream, .windowUpdate(windowSizeIncrement: limits.connectionWindow - defaultConnectionWindow))
        scheduleFlush()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.stop()
        timer = nil
        bodyTimer?.stop()
        bodyTimer = nil
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isReading = true
        let frame = unwrapInboundIn(data)
        switch frame.payload {
        case .headers(let headers): receive(headers, on: frame.streamID)
        case .data(let data): receive(data, on: frame.streamID)
        default: break
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        flushNow()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            if !streams.isEmpty { timer?.pause() }
        } else {
            timer?.expire(in: limits.writeTimeout)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case let closed as StreamClosedEvent: streamClosed(closed.streamID)
        case ChannelEvent.inputClosed: context.close(promise: nil)
        case is DrainEvent: beginDrain()
        default: break
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        let ended = streams
        streams = [:]
        for stream in ended.values { end(stream) }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Errors of one stream have been answered with a reset; only what concerns the whole connection ends it.
        if error is NIOHTTP2Errors.StreamError || error is NIOHTTP2Errors.NoSuchStream || error is NIOHTTP2Errors.StreamClosed { return }
        flushNow()
        context.close(promise: nil)
    }

    // MARK: Requests

    private func receive(_ frame: HTTP2Frame.FramePayload.Headers, on id: HTTP2StreamID) {
        if let known = streams[id] {
            if frame.endStream { requestComplete(known) }
            return
        }
        guard !isDraining, !isClosing else { return send(id, .rstStream(.refusedStream)) }
        lastStreamID = max(lastStreamID, id)
        guard let head = HTTP2RequestHead(frame.headers) else { return send(id, .rstStream(.protocolError)) }
        timer?.pause()
        let target = RequestTarget(head.target)
        let request = HTTPRequest(
            method: head.method, path: target.path, query: target.query, headers: head.headers, connection: info)
        switch handler.bodyPolicy(method: request.method, path: request.path, headers: request.headers) {
        case .collect(let limit):
            let stream = HTTP2Stream(id: id, incoming: .collecting(request, limit: limit))
            streams[id] = stream
            if frame.endStream {
                requestComplete(stream)
            } else if let length = head.headers.first(name: "content-length").flatMap({ Int($0) }), length > limit {
                refuseBody(of: stream, request, limit: limit)
            } else {
                stream.lastProgress = eventLoop.now
                bodyTimer?.expire(in: limits.bodyTimeout)
            }
        case .stream:
            let loopBound = NIOLoopBound(self, eventLoop: eventLoop)
            let body = ByteStream { consumed, pending in
                loopBound.eventLoop.execute { loopBound.value.bodyConsumed(Int(id), bytes: consumed, pending: pending) }
            }
            let stream = HTTP2Stream(id: id, incoming: .streaming(body))
            streams[id] = stream
            dispatch(request, stream, body: body)
            if frame.endStream { requestComplete(stream) }
        }
    }

    private func receive(_ frame: HTTP2Frame.FramePayload.Data, on id: HTTP2StreamID) {
        guard case .byteBuffer(let bytes) = frame.data else { return }
        let flowControlled = bytes.readableBytes + (frame.paddingBytes.map { $0 + 1 } ?? 0)
        acknowledgeOnConnection(flowControlled)
        guard let stream = streams[id] else { return }
        switch stream.incoming {
        case .collecting(var request, let limit):
            stream.incoming = .discarding  // releases the request, so that its body grows in place
            guard request.body.readableBytes + bytes.readableBytes <= limit else {
                return refuseBody(of: stream, request, limit: limit)
            }
            if request.body.readableBytes == 0 { request.body = bytes } else { request.body.writeImmutableBuffer(bytes) }
            stream.incoming = .collecting(request, limit: limit)
            stream.lastProgress = eventLoop.now
            if !frame.endStream { acknowledge(flowControlled, on: stream) }
        case .streaming(let body):
            stream.unacknowledged += flowControlled - bytes.readableBytes
            body.push(bytes, weight: bytes.readableBytes)
        case .discarding, .complete: break
        }
        if frame.endStream { requestComplete(stream) }
    }

    private func requestComplete(_ stream: HTTP2Stream) {
        switch stream.incoming {
        case .collecting(let request, _):
            stream.incoming = .complete
            dispatch(request, stream, body: .of(ByteBuffer()))
        case .streaming(let body):
            stream.incoming = .complete
            body.finish()
        case .discarding: stream.incoming = .complete
        case .complete: break
        }
    }

    private func dispatch(_ request: HTTPRequest, _ stream: HTTP2Stream, body: ByteStream) {
        let exchange = HTTPExchange(
            number: Int(stream.id), sink: self, eventLoop: eventLoop, connection: info,
            requestHead: RequestHeadFacts(method: request.method, headers: request.headers, isHTTP2: true),
            compression: compression, bodyStream: body)
        stream.exchange = exchange
        handler.handle(request, exchange)
    }

    private func refuseBody(of stream: HTTP2Stream, _ request: HTTPRequest, limit: Int) {
        var request = request
        request.body = ByteBuffer()
        stream.incoming = .discarding
        let response = handler.tooLarge(request, limit: limit)
        sendWhole(stream, status: response.status, headers: response.headers, body: ChunkFeeder([response.body]), isHead: false)
    }

    /// Answers requests whose bodies have stopped coming, and looks again while others are awaited.
    private func endStalledBodies() {
        let latest = eventLoop.now - limits.bodyTimeout
        var awaited = false
        for stream in Array(streams.values) {
            guard case .collecting = stream.incoming else { continue }
            guard stream.lastProgress <= latest else {
                awaited = true
                continue
            }
            stream.incoming = .discarding
            let response = HTTPResponse.text(408, "Request Timeout")
            sendWhole(stream, status: response.status, headers: response.headers, body: ChunkFeeder([response.body]), isHead: false)
        }
        if awaited { bodyTimer?.expire(in: limits.bodyTimeout) }
    }

    // MARK: Inbound flow control

    /// Bytes are given back to the connection's window as they come: what a stream holds is bounded by its own window.
    private func acknowledgeOnConnection(_ count: Int) {
        unacknowledged += count
        guard unacknowledged >= limits.connectionWindow / 4 else { return }
        send(.rootStream, .windowUpdate(windowSizeIncrement: unacknowledged))
        unacknowledged = 0
        scheduleFlush()
    }

    func acknowledge(_ count: Int, on stream: HTTP2Stream) {
        stream.unacknowledged += count
        guard stream.unacknowledged >= limits.streamWindow / 2 else { return }
        send(stream.id, .windowUpdate(windowSizeIncrement: stream.unacknowledged))
        stream.unacknowledged = 0
        scheduleFlush()
    }

    // MARK: Endings

    private func streamClosed(_ id: HTTP2StreamID) {
        guard let stream = streams.removeValue(forKey: id) else { return }
        end(stream)
        if streams.isEmpty { becameIdle() }
    }

    private func end(_ stream: HTTP2Stream) {
        stream.dropParked()
        if case .streaming(let body) = stream.incoming { body.finish(throwing: HTTPServingError.connectionClosed) }
        stream.exchange?.ended()
        stream.exchange = nil
    }

    private func becameIdle() {
        if isDraining {
            closeAfterFlush()
        } else {
            timer?.expire(in: limits.idleTimeout)
        }
    }

    private func timedOut() {
        if streams.isEmpty && !isClosing { closeAfterFlush() } else { context?.close(promise: nil) }
    }

    /// Closing drops what the socket has not taken yet, so it waits for a last frame to leave.
    private func closeAfterFlush() {
        isClosing = true
        let allWritten = eventLoop.makePromise(of: Void.self)
        allWritten.futureResult.assumeIsolated().whenComplete { [weak self] _ in self?.context?.close(promise: nil) }
        goAway(promise: allWritten)
        flushNow()
        timer?.expire(in: limits.writeTimeout)
    }

    private func beginDrain() {
        guard !isDraining else { return }
        isDraining = true
        goAway()
        flushNow()
        for stream in streams.values { stream.exchange?.drain() }
        if streams.isEmpty { becameIdle() }
    }

    private func goAway(promise: EventLoopPromise<Void>? = nil) {
        send(.rootStream, .goAway(lastStreamID: lastStreamID, errorCode: .noError, opaqueData: nil), promise: promise)
    }
}
