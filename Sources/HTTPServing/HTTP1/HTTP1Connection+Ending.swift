import NIOCore
import NIOHTTP1

/// The ends of a connection: refused requests, closing without losing an answer, time limits, the server's shutdown.
extension HTTP1Connection {
    /// How long a client that is still sending may go on after its answer.
    private static let lingerTime = TimeAmount.seconds(1)

    /// Answers a request that no handler will see, then closes: what follows on the connection cannot be trusted to be a request.
    func reject(_ response: HTTPResponse) {
        incoming = .discarding
        var buffer = ByteBuffer()
        HTTP1ResponseHead.write(
            status: response.status, headers: response.headers, framing: .length(response.body.readableBytes), keepAlive: false,
            http10: false, into: &buffer)
        buffer.writeImmutableBuffer(response.body)
        send(buffer)
        closeAfterFlush()
    }

    /// Closes once the answer is out. What the client still sends is read and dropped for a moment: closing a socket with unread bytes
    /// would reset the connection and could destroy the answer before the client has read it.
    func closeAfterFlush() {
        guard !isClosing, let context else { return }
        isClosing = true
        var isComplete = false
        if case .complete = incoming { isComplete = true }
        timer?.expire(in: limits.writeTimeout)
        bodyHeldBack = false
        resumeReading()
        // Closing drops what the socket has not taken yet, so it waits for a last, empty write.
        let allWritten = context.eventLoop.makePromise(of: Void.self)
        needsFlush = false
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: allWritten)
        allWritten.futureResult.assumeIsolated().whenComplete { [weak self] _ in
            if isComplete { self?.close() } else { self?.timer?.expire(in: Self.lingerTime) }
        }
    }

    func close() {
        isClosing = true
        context?.close(promise: nil)
    }

    func endExchange() {
        let ended = outgoing?.exchange
        outgoing = nil
        ended?.ended()
    }

    func timedOut() {
        guard !isClosing, outgoing == nil, case .collecting = incoming else { return close() }
        reject(.text(408, "Request Timeout"))
    }

    /// Watches for a client that takes nothing of its answer.
    func watchWriteProgress() {
        guard let context, !context.channel.isWritable, case .complete = incoming else { return }
        timer?.expire(in: limits.writeTimeout)
    }

    func beginDrain() {
        isDraining = true
        if let outgoing {
            self.outgoing?.keepAlive = false
            outgoing.exchange.drain()
        } else if case .none = incoming {
            flushNow()
            close()
        }
    }
}
