import NIOCore
import NIOHPACK
import NIOHTTP1
import NIOHTTP2

extension HTTP2Connection: ResponseSink {
    /// The portion of a large answer that is framed at a time, bytes.
    private static let portion = 64 * 1024
    /// Bytes of bodies that a connection sends off at a time, over all its streams: what is encrypted and written together should still
    /// be in the processor's cache. A stream that has nothing on its way may always send a piece, so that one whose client does not
    /// read cannot hold up the others.
    private static let flightLimit = 512 * 1024

    private func stream(_ exchange: Int) -> HTTP2Stream? { streams[HTTP2StreamID(exchange)] }

    func sendWhole(_ exchange: Int, status: Int, headers: HTTPHeaders, body: ChunkFeeder) {
        guard let stream = stream(exchange), case .awaited = stream.phase else { return }
        sendWhole(stream, status: status, headers: headers, body: body, isHead: stream.exchange?.requestHead.isHead ?? false)
    }

    func sendWhole(_ stream: HTTP2Stream, status: Int, headers: HTTPHeaders, body: ChunkFeeder, isHead: Bool) {
        let size = body.length
        let hasLength = status >= 200 && status != 204 && status != 304
        let block = HTTP2RequestHead.answer(status: status, headers: headers, length: hasLength ? size : nil)
        let endsWithHead = isHead || !hasLength || size == 0
        stream.phase = endsWithHead ? .done : .sending(body)
        send(stream.id, .headers(.init(headers: block, endStream: endsWithHead)), promise: endsWithHead ? resetAfterAnswer(stream) : nil)
        if !endsWithHead { feed(stream) }
        scheduleFlush()
    }

    private func mayFly(_ stream: HTTP2Stream, _ size: Int) -> Bool {
        stream.bytesInFlight == 0 || bytesInFlight + size <= Self.flightLimit
    }

    /// Keeps portions of a large answer on their way: each that has left makes room for another.
    private func feed(_ stream: HTTP2Stream) {
        while case .sending(var feeder) = stream.phase, mayFly(stream, Self.portion) {
            stream.phase = .done  // releases the pieces, so that they are taken in place
            guard let portion = feeder.next(target: Self.portion) else { return }
            if feeder.isEmpty {
                send(stream.id, .data(.init(data: .byteBuffer(portion), endStream: true)), promise: resetAfterAnswer(stream))
                return
            }
            stream.phase = .sending(feeder)
            sendOff(portion, on: stream, promise: nil)
        }
    }

    private func sendOff(_ bytes: ByteBuffer, on stream: HTTP2Stream, promise: EventLoopPromise<Void>?) {
        let size = bytes.readableBytes
        let landing = promise ?? eventLoop.makePromise(of: Void.self)
        bytesInFlight += size
        stream.bytesInFlight += size
        landing.futureResult.assumeIsolated().whenComplete { [weak self] result in
            stream.bytesInFlight -= size
            self?.bytesInFlight -= size
            switch result {
            case .success: self?.landed(stream)
            case .failure: stream.dropParked()
            }
        }
        send(stream.id, .data(.init(data: .byteBuffer(bytes))), promise: landing)
    }

    private func landed(_ stream: HTTP2Stream) {
        guard streams[stream.id] === stream else { return }
        feed(stream)
        unpark(stream)
        scheduleFlush()
    }

    private func unpark(_ stream: HTTP2Stream) {
        while let piece = stream.parked.first, mayFly(stream, piece.bytes.readableBytes) {
            stream.parked.removeFirst()
            sendOff(piece.bytes, on: stream, promise: piece.promise)
        }
        if stream.parked.isEmpty, stream.endsBehindParked {
            stream.endsBehindParked = false
            endAnswer(of: stream)
        }
    }

    func startStream(_ exchange: Int, status: Int, headers: HTTPHeaders) {
        guard let stream = stream(exchange), case .awaited = stream.phase else { return }
        stream.phase = .streaming
        send(stream.id, .headers(.init(headers: HTTP2RequestHead.answer(status: status, headers: headers, length: nil))))
        scheduleFlush()
    }

    func write(_ exchange: Int, _ buffer: ByteBuffer, promise: EventLoopPromise<Void>?) {
        guard let stream = stream(exchange), case .streaming = stream.phase, stream.exchange?.requestHead.isHead == false else {
            promise?.fail(HTTPServingError.connectionClosed)
            return
        }
        guard stream.parked.isEmpty, mayFly(stream, buffer.readableBytes) else {
            return stream.parked.append(HTTP2Stream.ParkedPiece(bytes: buffer, promise: promise))
        }
        sendOff(buffer, on: stream, promise: promise)
    }

    func finishStream(_ exchange: Int) {
        guard let stream = stream(exchange), case .streaming = stream.phase else { return }
        stream.phase = .done
        if stream.parked.isEmpty { endAnswer(of: stream) } else { stream.endsBehindParked = true }
        scheduleFlush()
    }

    private func endAnswer(of stream: HTTP2Stream) {
        send(stream.id, .data(.init(data: .byteBuffer(ByteBuffer()), endStream: true)), promise: resetAfterAnswer(stream))
    }

    func abort(_ exchange: Int) {
        guard let stream = stream(exchange) else { return }
        stream.phase = .done
        send(stream.id, .rstStream(.internalError))
        scheduleFlush()
    }

    func upgrade(_ exchange: Int, headers: HTTPHeaders, handlers: [any ChannelHandler]) throws -> any Channel {
        throw HTTPServingError.unsupported("upgrade over HTTP/2")
    }

    func bodyConsumed(_ exchange: Int, bytes: Int, pending: Int) {
        guard let stream = stream(exchange), !stream.isRequestComplete else { return }
        acknowledge(bytes, on: stream)
    }

    /// An answer that came before the end of its request's body tells the client, once it is out, to stop sending
    /// (RFC 9113 section 8.1); nil for any other.
    private func resetAfterAnswer(_ stream: HTTP2Stream) -> EventLoopPromise<Void>? {
        guard !stream.isRequestComplete else { return nil }
        let promise = eventLoop.makePromise(of: Void.self)
        let id = stream.id
        promise.futureResult.assumeIsolated().whenSuccess { [weak self] in
            guard let self, let stream = self.streams[id], !stream.isRequestComplete else { return }
            self.send(id, .rstStream(.noError))
            self.scheduleFlush()
        }
        return promise
    }

    // MARK: Writing

    func send(_ id: HTTP2StreamID, _ payload: HTTP2Frame.FramePayload, promise: EventLoopPromise<Void>? = nil) {
        needsFlush = true
        guard let context else {
            promise?.fail(HTTPServingError.connectionClosed)
            return
        }
        context.write(wrapOutboundOut(HTTP2Frame(streamID: id, payload: payload)), promise: promise)
    }

    func flush() { scheduleFlush() }

    func flushNow() {
        guard needsFlush, let context else { return }
        needsFlush = false
        context.flush()
    }

    /// While a read is being handled its end flushes; otherwise the end of this turn of the event loop does, for all that was written.
    func scheduleFlush() {
        guard needsFlush, !isReading, !flushScheduled else { return }
        flushScheduled = true
        eventLoop.assumeIsolated().execute { [weak self] in
            self?.flushScheduled = false
            self?.flushNow()
        }
    }
}
