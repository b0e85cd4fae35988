import NIOCore
import NIOHTTP1
import Synchronization

/// One request waiting for its answer. Exactly one of `respond`, `stream`, `upgrade` or `webSocket` takes effect, the first; each may be
/// called from any thread, and on the connection's event loop the answer is written without a hop.
package final class HTTPExchange: Sendable {
    private struct State {
        var answered = false
        var status: Int?
        var ended = false
        var draining = false
        var onClose: [@Sendable () -> Void] = []
        var onDrain: (@Sendable () -> Void)?
    }

    package let eventLoop: any EventLoop
    package let connection: HTTPConnectionInfo
    /// The request's body as it comes, when the policy was `.stream`; otherwise an empty stream.
    package let bodyStream: ByteStream
    let number: Int
    let requestHead: RequestHeadFacts
    private let sink: NIOLoopBound<any ResponseSink>
    private let compression: CompressionPolicy
    private let state = Mutex(State())

    init(
        number: Int, sink: any ResponseSink, eventLoop: any EventLoop, connection: HTTPConnectionInfo, requestHead: RequestHeadFacts,
        compression: CompressionPolicy, bodyStream: ByteStream
    ) {
        self.number = number
        self.eventLoop = eventLoop
        self.connection = connection
        self.requestHead = requestHead
        self.compression = compression
        self.bodyStream = bodyStream
        self.sink = NIOLoopBound(sink, eventLoop: eventLoop)
    }

    /// Whether the answer is complete or the client has gone.
    package var isClosed: Bool { state.withLock { $0.ended } }

    /// The status of the answer that was begun, also when the client had gone by then; nil before, and when there was none.
    package var answeredStatus: Int? { state.withLock { $0.status } }

    /// Whether the connection can carry an upgrade: HTTP/1.1, and the client asked for one.
    package var canUpgrade: Bool { !connection.isHTTP2 && requestHead.asksForUpgrade }

    /// Calls back once when the exchange is over, whichever side ended it; at once when it already is.
    package func onClose(_ callback: @escaping @Sendable () -> Void) {
        let already = state.withLock { state in
            if !state.ended { state.onClose.append(callback) }
            return state.ended
        }
        if already { callback() }
    }

    /// A whole answer. Large ones are compressed where that pays and the client accepts it.
    package func respond(status: Int, headers: HTTPHeaders = [:], body: ByteBuffer = ByteBuffer()) {
        respond(status: status, headers: headers, chunks: body.readableBytes == 0 ? [] : [body])
    }

    package func respond(_ response: HTTPResponse) {
        respond(status: response.status, headers: response.headers, body: response.body)
    }

    /// A whole answer gathered from stored pieces, which are sent one after another without being joined first.
    package func respond(status: Int, headers: HTTPHeaders, chunks: [ByteBuffer]) {
        respond(status: status, headers: headers, body: ChunkFeeder(chunks))
    }

    /// A whole answer whose pieces are made while the client reads them, on the event loop.
    package func respond(status: Int, headers: HTTPHeaders, pieces: some BodyPieces) {
        respond(status: status, headers: headers, body: ChunkFeeder(pieces))
    }

    private func respond(status: Int, headers: HTTPHeaders, body: ChunkFeeder) {
        guard claimAnswer(status) else { return }
        guard compression.applies(to: requestHead, status: status, headers: headers, body: body) else {
            return onLoop { $0.sendWhole(self.number, status: status, headers: headers, body: body) }
        }
        var encoded = headers
        encoded.replaceOrAdd(name: "Content-Encoding", value: "gzip")
        encoded.remove(name: "Content-Length")
        encoded.add(name: "Vary", value: "Accept-Encoding")
        onLoop { [encoded] in
            $0.sendWhole(self.number, status: status, headers: encoded, body: ChunkFeeder(GzipBody(body)))
        }
    }

    /// An answer whose body is written over time. If the exchange was already answered, the writer is closed from the start.
    ///
    /// - Parameters:
    ///   - pendingLimit: bytes that may wait for a slow client before the stream is aborted.
    ///   - endsOnDrain: whether a server that shuts down ends this stream at once (a watch) or waits for it (a log being read).
    package func stream(
        status: Int, headers: HTTPHeaders, pendingLimit: Int = HTTPStreamWriter.defaultPendingLimit, endsOnDrain: Bool = true
    ) -> HTTPStreamWriter {
        let claimed = claimAnswer(status)
        let writer = HTTPStreamWriter(exchange: self, pendingLimit: pendingLimit, endsOnDrain: endsOnDrain)
        guard claimed else {
            writer.closed()
            return writer
        }
        onLoop { $0.startStream(self.number, status: status, headers: headers) }
        onClose { writer.closed() }
        if endsOnDrain { onDrain { writer.finish() } }
        return writer
    }

    /// Ends the exchange without an answer: the connection (HTTP/1.1) or the stream (HTTP/2) is closed.
    package func abort() {
        guard claimAnswer(nil) else { return }
        onLoop { $0.abort(self.number) }
    }

    /// Answers 101 and hands the connection's raw bytes to `body`; the connection is closed when `body` returns.
    /// Where the connection cannot be upgraded the answer is 400.
    package func upgrade(to proto: String, headers: HTTPHeaders = [:], _ body: @escaping @Sendable (RawConnection) async -> Void) {
        guard claimAnswer(canUpgrade ? 101 : 400) else { return }
        var answer: HTTPHeaders = ["Connection": "Upgrade", "Upgrade": proto]
        answer.add(contentsOf: headers)
        becomeRaw(headers: answer, body)
    }

    func becomeRaw(headers: HTTPHeaders, _ body: @escaping @Sendable (RawConnection) async -> Void) {
        onLoop { sink in
            do {
                let last = RawConnectionHandler()
                let channel = try sink.upgrade(self.number, headers: headers, handlers: [last])
                let raw = RawConnection(channel: channel, inbound: last.inbound(loop: channel.eventLoop))
                Task {
                    await body(raw)
                    raw.close()
                }
            } catch {
                let response = HTTPResponse.text(400, "Upgrade is not possible on this connection")
                sink.sendWhole(self.number, response)
            }
        }
    }

    /// Called by the connection when the server begins to shut down.
    func drain() {
        let callback = state.withLock { state in
            state.draining = true
            return state.onDrain
        }
        callback?()
    }

    private func onDrain(_ callback: @escaping @Sendable () -> Void) {
        let already = state.withLock { state in
            state.onDrain = callback
            return state.draining
        }
        if already { callback() }
    }

    /// - Parameter status: nil for none.
    /// - Returns: whether the answer can still be given.
    func claimAnswer(_ status: Int?) -> Bool {
        state.withLock { state in
            guard !state.answered else { return false }
            state.answered = true
            state.status = status
            return !state.ended
        }
    }

    /// Called by the connection once the answer is complete or can no longer be delivered.
    func ended() {
        let callbacks = state.withLock { state -> [@Sendable () -> Void] in
            guard !state.ended else { return [] }
            state.ended = true
            state.onDrain = nil
            defer { state.onClose = [] }
            return state.onClose
        }
        for callback in callbacks { callback() }
        if !bodyStream.isFinished { bodyStream.finish(throwing: HTTPServingError.connectionClosed) }
    }

    /// Runs on the event loop with the connection's sink: at once when already there.
    func onLoop(_ body: @escaping @Sendable (any ResponseSink) -> Void) {
        if eventLoop.inEventLoop {
            body(sink.value)
        } else {
            eventLoop.execute { body(self.sink.value) }
        }
    }
}

/// The few facts of a request's head that shape its answer.
struct RequestHeadFacts: Sendable {
    var isHead = false
    var acceptsGzip = false
    var asksForUpgrade = false
    /// The WebSocket handshake's head, kept only when the client asks for an upgrade.
    var upgradeHeaders: HTTPHeaders?

    init(method: String, headers: HTTPHeaders, isHTTP2: Bool) {
        isHead = method == "HEAD"
        acceptsGzip = headers.first(name: "accept-encoding").map(Self.listsGzip) ?? false
        if !isHTTP2, headers.contains(name: "upgrade") {
            asksForUpgrade = headers[canonicalForm: "connection"].contains { $0.lowercased() == "upgrade" }
            upgradeHeaders = headers
        }
    }

    /// Whether an Accept-Encoding value lists gzip with a weight other than zero (RFC 9110 section 12.5.3).
    static func listsGzip(_ value: String) -> Bool {
        if value == "gzip" { return true }
        for item in value.split(separator: ",") {
            let parts = item.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
            guard parts.first == "gzip" || parts.first == "*" else { continue }
            return !parts.dropFirst().contains { $0 == "q=0" || $0 == "q=0.0" || $0 == "q=0.00" || $0 == "q=0.000" }
        }
        return false
    }
}
