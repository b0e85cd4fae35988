import NIOCore
import NIOHTTP1

extension HTTP1Connection: ResponseSink {
    /// Whole answers up to this many bytes leave as one buffer with their head.
    private static let joinLimit = 32 * 1024
    /// The portion of a large answer that is handed to the socket at a time: four TLS records.
    private static let portion = 64 * 1024

    func sendWhole(_ exchange: Int, status: Int, headers: HTTPHeaders, body: ChunkFeeder) {
        guard var outgoing, outgoing.exchange.number == exchange, case .awaited = outgoing.phase else { return }
        let size = body.length
        let hasBody = status >= 200 && status != 204 && status != 304
        var buffer = ByteBuffer()
        let isJoined = size.map { $0 <= Self.joinLimit } ?? false
        buffer.reserveCapacity(512 + (isJoined ? size ?? 0 : 0))
        let isComplete = if case .complete = incoming { true } else { false }
        let framing = hasBody ? HTTP1ResponseHead.Framing(length: size, http10: outgoing.http10) : .none
        outgoing.keepAlive = outgoing.keepAlive && isComplete && framing != .untilClose
        HTTP1ResponseHead.write(
            status: status, headers: headers, framing: framing, keepAlive: outgoing.keepAlive, http10: outgoing.http10, into: &buffer)
        if !hasBody || outgoing.exchange.requestHead.isHead || size == 0 {
            send(buffer)
            outgoing.phase = .done
        } else if isJoined {
            var body = body
            while let portion = body.next(target: Self.joinLimit) { buffer.writeImmutableBuffer(portion) }
            send(buffer)
            outgoing.phase = .done
        } else {
            send(buffer)
            outgoing.phase = .sending(body, framing)
        }
        self.outgoing = outgoing
        feed()
        completeIfAnswered()
        scheduleFlush()
    }

    /// Hands portions of a large answer to the socket as long as it takes them.
    func feed() {
        guard let context, var outgoing, case .sending(var feeder, let framing) = outgoing.phase else { return }
        outgoing.phase = .awaited  // releases the pieces, so that they are taken in place
        self.outgoing?.phase = .awaited
        while context.channel.isWritable, let portion = feeder.next(target: Self.portion) {
            write(portion, framing, promise: nil)
            if feeder.isEmpty { break }
            // Only a flush lets the channel notice that it is full.
            flushNow()
        }
        self.outgoing?.phase = feeder.isEmpty ? .done : .sending(feeder, framing)
        if feeder.isEmpty {
            end(framing)
            flushNow()
            completeIfAnswered()
        } else {
            watchWriteProgress()
        }
    }

    func startStream(_ exchange: Int, status: Int, headers: HTTPHeaders) {
        guard let outgoing, outgoing.exchange.number == exchange, case .awaited = outgoing.phase else { return }
        let declared = headers.first(name: "content-length").flatMap { Int($0) }
        let framing = HTTP1ResponseHead.Framing(length: declared, http10: outgoing.http10)
        if framing == .untilClose { self.outgoing?.keepAlive = false }
        var buffer = ByteBuffer()
        buffer.reserveCapacity(512)
        HTTP1ResponseHead.write(
            status: status, headers: headers, framing: framing, keepAlive: self.outgoing?.keepAlive ?? false, http10: outgoing.http10,
            into: &buffer)
        send(buffer)
        self.outgoing?.phase = .streaming(framing)
        scheduleFlush()
    }

    func write(_ exchange: Int, _ buffer: ByteBuffer, promise: EventLoopPromise<Void>?) {
        guard let outgoing, outgoing.exchange.number == exchange, case .streaming(let framing) = outgoing.phase,
            !outgoing.exchange.requestHead.isHead
        else {
            promise?.fail(HTTPServingError.connectionClosed)
            return
        }
        write(buffer, framing, promise: promise)
    }

    private func write(_ buffer: ByteBuffer, _ framing: HTTP1ResponseHead.Framing, promise: EventLoopPromise<Void>?) {
        guard let context else {
            promise?.fail(HTTPServingError.connectionClosed)
            return
        }
        needsFlush = true
        guard framing == .chunked else {
            context.write(wrapOutboundOut(buffer), promise: promise)
            return
        }
        // A chunk's size line, data and line end (RFC 9112 section 7.1) leave as one buffer unless the data is large.
        var head = ByteBuffer()
        let joined = buffer.readableBytes <= Self.joinLimit
        head.reserveCapacity(joined ? buffer.readableBytes + 20 : 20)
        head.writeString(String(buffer.readableBytes, radix: 16))
        head.writeStaticString("\r\n")
        if joined {
            head.writeImmutableBuffer(buffer)
            head.writeStaticString("\r\n")
            context.write(wrapOutboundOut(head), promise: promise)
        } else {
            context.write(wrapOutboundOut(head), promise: nil)
            context.write(wrapOutboundOut(buffer), promise: nil)
            context.write(wrapOutboundOut(ByteBuffer(staticString: "\r\n")), promise: promise)
        }
    }

    func finishStream(_ exchange: Int) {
        guard let outgoing, outgoing.exchange.number == exchange, case .streaming(let framing) = outgoing.phase else { return }
        if !outgoing.exchange.requestHead.isHead { end(framing) }
        self.outgoing?.phase = .done
        completeIfAnswered()
        scheduleFlush()
    }

    /// What follows the last byte of a body.
    private func end(_ framing: HTTP1ResponseHead.Framing) {
        if framing == .chunked { send(ByteBuffer(staticString: "0\r\n\r\n")) }
    }

    func abort(_ exchange: Int) {
        guard let outgoing, outgoing.exchange.number == exchange else { return }
        close()
    }

    func upgrade(_ exchange: Int, headers: HTTPHeaders, handlers: [any ChannelHandler]) throws -> any Channel {
        guard let context, let outgoing, outgoing.exchange.number == exchange, outgoing.exchange.requestHead.asksForUpgrade,
            case .awaited = outgoing.phase, case .complete = incoming
        else { throw HTTPServingError.unsupported("upgrade of this connection") }
        var buffer = ByteBuffer()
        HTTP1ResponseHead.writeSwitchingProtocols(headers: headers, into: &buffer)
        send(buffer)
        flushNow()
        let channel = context.channel
        let pipeline = channel.pipeline.syncOperations
        let exchangeHandle = outgoing.exchange
        channel.closeFuture.whenComplete { _ in exchangeHandle.ended() }
        isClosing = true
        self.outgoing = nil
        let decoder = try pipeline.context(handlerType: ByteToMessageHandler<HTTPRequestDecoder>.self)
        try pipeline.addHandlers(handlers, position: .after(decoder.handler))
        pipeline.removeHandler(context: context, promise: nil)
        pipeline.removeHandler(context: decoder, promise: nil)
        return channel
    }

    // MARK: Writing

    func send(_ buffer: ByteBuffer) {
        needsFlush = true
        context?.write(wrapOutboundOut(buffer), promise: nil)
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

/// Tells a connection that the server is shutting down: finish what is under way, take nothing new.
struct DrainEvent: Sendable {}
