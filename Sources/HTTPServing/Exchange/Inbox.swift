import NIOCore
import Synchronization

/// A queue from one producer, usually an event loop, to one consuming task.
///
/// The queue itself does not refuse elements: whoever fills it watches `pendingWeight` and stops reading from its peer above a limit of
/// its own, and is told through `onConsume` when the consumer has made room.
package final class Inbox<Element: Sendable>: AsyncSequence, Sendable {
    private enum End {
        case finished
        case failed(any Error)
    }

    private struct State {
        var queue = CircularBuffer<(element: Element, weight: Int)>(initialCapacity: 4)
        var weight = 0
        var waiter: CheckedContinuation<Element?, any Error>?
        var end: End?
    }

    private enum PushOutcome {
        case queued
        case ended
        case handed(CheckedContinuation<Element?, any Error>)
    }

    private enum TakeOutcome {
        case wait
        case element(Element, Int, Int)
        case end(End)
        case cancelled
    }

    private let state = Mutex(State())
    private let onConsume: (@Sendable (_ consumed: Int, _ pending: Int) -> Void)?

    /// - Parameter onConsume: told after each element taken: its weight and the weight still waiting; called on the consumer's thread.
    package init(onConsume: (@Sendable (_ consumed: Int, _ pending: Int) -> Void)? = nil) {
        self.onConsume = onConsume
    }

    /// The sum of the weights (bytes, as a rule) that were pushed and not yet consumed.
    package var pendingWeight: Int { state.withLock { $0.weight } }

    /// Whether the producer has ended the sequence.
    package var isFinished: Bool { state.withLock { $0.end != nil } }

    /// Appends an element; false when the sequence has already ended.
    @discardableResult
    package func push(_ element: Element, weight: Int = 1) -> Bool {
        let outcome: PushOutcome = state.withLock { state in
            guard state.end == nil else { return .ended }
            if let waiter = state.waiter {
                state.waiter = nil
                return .handed(waiter)
            }
            state.queue.append((element, weight))
            state.weight += weight
            return .queued
        }
        switch outcome {
        case .ended: return false
        case .queued: return true
        case .handed(let waiter):
            waiter.resume(returning: element)
            onConsume?(weight, 0)
            return true
        }
    }

    /// Ends the sequence; what was pushed before is still delivered, then the error, if any.
    package func finish(throwing error: (any Error)? = nil) {
        let waiter = state.withLock { state -> CheckedContinuation<Element?, any Error>? in
            guard state.end == nil else { return nil }
            state.end = error.map(End.failed) ?? .finished
            defer { state.waiter = nil }
            return state.waiter
        }
        if let error { waiter?.resume(throwing: error) } else { waiter?.resume(returning: nil) }
    }

    /// The next element, nil at the end. One consumer at a time: a second concurrent caller is answered with nil.
    package func next() async throws -> Element? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                take(into: continuation)
            }
        } onCancel: {
            let waiter = state.withLock { state in
                defer { state.waiter = nil }
                return state.waiter
            }
            waiter?.resume(throwing: CancellationError())
        }
    }

    private func take(into continuation: CheckedContinuation<Element?, any Error>) {
        let cancelled = Task.isCancelled
        let outcome: TakeOutcome = state.withLock { state in
            if let (element, weight) = state.queue.popFirst() {
                state.weight -= weight
                return .element(element, weight, state.weight)
            }
            if let end = state.end { return .end(end) }
            if cancelled { return .cancelled }
            if state.waiter != nil { return .end(.finished) }
            state.waiter = continuation
            return .wait
        }
        switch outcome {
        case .wait: break
        case .element(let element, let weight, let pending):
            continuation.resume(returning: element)
            onConsume?(weight, pending)
        case .end(.finished): continuation.resume(returning: nil)
        case .end(.failed(let error)): continuation.resume(throwing: error)
        case .cancelled: continuation.resume(throwing: CancellationError())
        }
    }

    package struct AsyncIterator: AsyncIteratorProtocol {
        let inbox: Inbox<Element>
        package mutating func next() async throws -> Element? { try await inbox.next() }
        package mutating func next(isolation actor: isolated (any Actor)?) async throws(any Error) -> Element? { try await inbox.next() }
    }

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(inbox: self) }
}

/// Bytes arriving over time, weighed by their length.
package typealias ByteStream = Inbox<ByteBuffer>

extension Inbox where Element == ByteBuffer {
    /// A stream that holds just these bytes and ends.
    package static func of(_ buffer: ByteBuffer) -> ByteStream {
        let stream = ByteStream()
        if buffer.readableBytes > 0 { stream.push(buffer, weight: buffer.readableBytes) }
        stream.finish()
        return stream
    }

    /// Everything up to the end of the stream, or an error once more than `limit` bytes came.
    package func collect(upTo limit: Int) async throws -> ByteBuffer {
        var collected = ByteBuffer()
        while let part = try await next() {
            guard collected.readableBytes + part.readableBytes <= limit else { throw HTTPServingError.bodyTooLarge(limit: limit) }
            collected.writeImmutableBuffer(part)
        }
        return collected
    }
}
