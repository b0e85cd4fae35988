import NIOCore
import Synchronization

/// Writes the body of one streamed answer: a watch, a log, a proxied body.
///
/// `write` may be called from any thread, and buffers may be shared between many writers: nothing is copied until several small ones are
/// joined for the socket. Writes made close together leave in one flush. What a slow client has not taken is bounded by `pendingLimit`:
/// beyond it the stream is aborted, so one sleeper cannot hold memory or others back.
package final class HTTPStreamWriter: Sendable {
    /// Bytes that may wait for one client when nothing else was asked.
    package static let defaultPendingLimit = 32 * 1024 * 1024
    /// Buffers are joined up to this many bytes before they are written: one full socket write, four TLS records.
    private static let joinTarget = 64 * 1024
    /// The bytes in flight to the socket at a time; the rest waits here, where it is counted and can be dropped.
    private static let flightLimit = 1024 * 1024
    /// A task that waits in `writeWhenReady` continues when fewer bytes than this are pending.
    private static let readyBelow = 256 * 1024

    private struct State {
        var queue = CircularBuffer<ByteBuffer>(initialCapacity: 2)
        var queuedBytes = 0
        var flyingBytes = 0
        var drainScheduled = false
        var finishing = false
        var closed = false
        var overflowed = false
        var onOverflow: (@Sendable () -> Void)?
        var waiters: [CheckedContinuation<Void, any Error>] = []
    }

    package let pendingLimit: Int
    private let endsOnDrain: Bool
    private let exchange: HTTPExchange
    private let state = Mutex(State())

    init(exchange: HTTPExchange, pendingLimit: Int, endsOnDrain: Bool) {
        self.exchange = exchange
        self.pendingLimit = pendingLimit
        self.endsOnDrain = endsOnDrain
    }

    /// Bytes written here that have not reached the socket yet.
    package var pendingBytes: Int { state.withLock { $0.queuedBytes + $0.flyingBytes } }

    /// Whether the client has gone or the stream was ended.
    package var isClosed: Bool { state.withLock { $0.closed || $0.finishing } }

    package var eventLoop: any EventLoop { exchange.eventLoop }

    /// Calls back once when the stream is over, whoever ended it.
    package func onClose(_ callback: @escaping @Sendable () -> Void) { exchange.onClose(callback) }

    /// Called once, instead of the default abort, when `pendingLimit` is exceeded; further writes are refused from then on.
    package func onOverflow(_ callback: @escaping @Sendable () -> Void) { state.withLock { $0.onOverflow = callback } }

    /// Queues bytes for the client; false when the stream is over or the client too slow. Flushed soon, without a call.
    @discardableResult
    package func write(_ buffer: ByteBuffer) -> Bool { queue(CollectionOfOne(buffer), drainsOnLoop: false) }

    /// Queues several pieces together. On the event loop they are handed on at once.
    @discardableResult
    package func write(_ buffers: [ByteBuffer]) -> Bool { queue(buffers, drainsOnLoop: true) }

    private enum QueueOutcome { case refused, queued, drain, overflow((@Sendable () -> Void)?) }

    private func queue(_ buffers: some Collection<ByteBuffer>, drainsOnLoop: Bool) -> Bool {
        let outcome: QueueOutcome = state.withLock { state in
            guard !state.closed, !state.finishing, !state.overflowed else { return .refused }
            let size = buffers.reduce(0) { $0 + $1.readableBytes }
            guard size > 0 else { return .queued }
            guard state.queuedBytes + state.flyingBytes + size <= pendingLimit else {
                state.overflowed = true
                return .overflow(state.onOverflow)
            }
            for buffer in buffers where buffer.readableBytes > 0 { state.queue.append(buffer) }
            state.queuedBytes += size
            guard !state.drainScheduled else { return .queued }
            state.drainScheduled = true
            return .drain
        }
        switch outcome {
        case .refused: return false
        case .queued: return true
        case .drain:
            if drainsOnLoop, exchange.eventLoop.inEventLoop { drain() } else { scheduleDrain() }
            return true
        case .overflow(let callback):
            if let callback { callback() } else { abort() }
            return false
        }
    }

    /// Writes after waiting until the client has taken most of what was written before: back-pressure for copying loops.
    package func writeWhenReady(_ buffer: ByteBuffer) async throws {
        try await ready()
        guard write(buffer) else { throw HTTPServingError.connectionClosed }
    }

    /// Waits until little is pending; throws once the stream is over.
    package func ready() async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            enum Outcome { case ready, closed, waits }
            let outcome: Outcome = state.withLock { state in
                if state.closed || state.finishing { return .closed }
                if state.queuedBytes + state.flyingBytes < Self.readyBelow { return .ready }
                state.waiters.append(continuation)
                return .waits
            }
            switch outcome {
            case .ready: continuation.resume()
            case .closed: continuation.resume(throwing: HTTPServingError.connectionClosed)
            case .waits: break
            }
        }
    }

    /// Sends what is queued and then ends the answer properly.
    package func finish() {
        let schedule = state.withLock { state in
            guard !state.closed, !state.finishing else { return false }
            state.finishing = true
            defer { state.drainScheduled = true }
            return !state.drainScheduled
        }
        if schedule { scheduleDrain() }
    }

    /// Breaks the stream off: the client sees a reset (HTTP/2) or an unfinished body (HTTP/1.1).
    package func abort() {
        let exchange = exchange
        exchange.onLoop { $0.abort(exchange.number) }
    }

    /// Called when the exchange is over.
    func closed() {
        let waiters = state.withLock { state -> [CheckedContinuation<Void, any Error>] in
            state.closed = true
            state.queue = CircularBuffer(initialCapacity: 0)
            state.queuedBytes = 0
            state.onOverflow = nil
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume(throwing: HTTPServingError.connectionClosed) }
    }

    private func scheduleDrain() {
        exchange.eventLoop.execute { self.drain() }
    }

    /// On the event loop: hands queued bytes to the connection, joined, up to the flight limit.
    private func drain() {
        exchange.onLoop { [self] sink in
            let finished = state.withLock { state in
                state.drainScheduled = false
                return state.closed
            }
            guard !finished else { return }
            while let buffer = nextJoined() {
                let size = buffer.readableBytes
                let promise = exchange.eventLoop.makePromise(of: Void.self)
                promise.futureResult.whenComplete { _ in self.landed(size) }
                sink.write(exchange.number, buffer, promise: promise)
            }
            let isComplete = state.withLock { $0.finishing && !$0.closed && $0.queue.isEmpty }
            if isComplete { sink.finishStream(exchange.number) }
            sink.flush()
        }
    }

    private func nextJoined() -> ByteBuffer? {
        state.withLock { state in
            guard state.flyingBytes < Self.flightLimit, var joined = state.queue.popFirst() else { return nil }
            if let next = state.queue.first, joined.readableBytes + next.readableBytes <= Self.joinTarget {
                var target = ByteBuffer()
                target.reserveCapacity(min(Self.joinTarget, state.queuedBytes))
                target.writeImmutableBuffer(joined)
                while let next = state.queue.first, target.readableBytes + next.readableBytes <= Self.joinTarget {
                    target.writeImmutableBuffer(next)
                    state.queue.removeFirst()
                }
                joined = target
            }
            state.queuedBytes -= joined.readableBytes
            state.flyingBytes += joined.readableBytes
            return joined
        }
    }

    private func landed(_ size: Int) {
        let (waiters, schedule) = state.withLock { state -> ([CheckedContinuation<Void, any Error>], Bool) in
            state.flyingBytes -= size
            var ready: [CheckedContinuation<Void, any Error>] = []
            if state.queuedBytes + state.flyingBytes < Self.readyBelow { swap(&ready, &state.waiters) }
            let more = !state.queue.isEmpty && !state.drainScheduled && !state.closed
            if more { state.drainScheduled = true }
            return (ready, more)
        }
        for waiter in waiters { waiter.resume() }
        if schedule { scheduleDrain() }
    }
}
