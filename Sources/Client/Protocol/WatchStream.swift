internal import Resources
import Synchronization

/// The receiving end of a watch. It has one consumer; dropping it ends the watch.
///
/// Events wait in a bounded buffer. A consumer that falls behind further than that is cut off with 410, as by the server,
/// and lists anew: a slow reader never makes the writer wait.
package final class WatchStream: Sendable, AsyncSequence {
    package typealias Element = WatchEvent
    package typealias Failure = any Error

    /// Events that may wait for a consumer.
    package static let defaultLimit = 10_000

    private let buffer: WatchBuffer

    private init(_ buffer: WatchBuffer) { self.buffer = buffer }

    deinit { buffer.finish(.cancelled) }

    /// - Parameter onTermination: called once, when either end has finished.
    package static func make(
        limit: Int = defaultLimit, onTermination: @escaping @Sendable () -> Void = {}
    ) -> (stream: WatchStream, source: WatchSource) {
        let buffer = WatchBuffer(limit: limit, onTermination: onTermination)
        return (WatchStream(buffer), WatchSource(buffer: buffer))
    }

    /// All events that have arrived, waiting for the first; nil when the watch has ended.
    package func nextBatch() async throws -> [WatchEvent]? { try await buffer.next() }

    /// Ends the watch from the consumer's side.
    package func cancel() { buffer.finish(.cancelled) }

    package struct AsyncIterator: AsyncIteratorProtocol {
        let stream: WatchStream
        var batch: [WatchEvent] = []
        var position = 0

        package mutating func next() async throws -> WatchEvent? {
            while position == batch.count {
                guard let next = try await stream.nextBatch() else { return nil }
                batch = next
                position = 0
            }
            defer { position += 1 }
            return batch[position]
        }
    }

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(stream: self) }
}

/// The sending end of a watch.
package struct WatchSource: Sendable {
    let buffer: WatchBuffer

    /// Hands over events without waiting, from any thread.
    /// - Returns: false when the watch has ended; nobody will read further events.
    @discardableResult
    package func send(_ events: [WatchEvent]) -> Bool { buffer.append(events) }

    @discardableResult
    package func send(_ event: WatchEvent) -> Bool { buffer.append([event]) }

    package func finish() { buffer.finish(.ended) }
    package func finish(throwing error: any Error) { buffer.finish(.failed(error)) }
}

/// What both ends share.
final class WatchBuffer: Sendable {
    enum End: Sendable {
        case ended
        case cancelled
        case failed(any Error)
    }

    private struct State {
        var events: [WatchEvent] = []
        var waiter: CheckedContinuation<[WatchEvent]?, any Error>?
        var end: End?
    }

    private let state = Mutex(State())
    private let limit: Int
    private let onTermination: @Sendable () -> Void

    init(limit: Int, onTermination: @escaping @Sendable () -> Void) {
        self.limit = limit
        self.onTermination = onTermination
    }

    func append(_ events: [WatchEvent]) -> Bool {
        if events.isEmpty { return state.withLock { $0.end == nil } }
        enum Outcome { case stored, closed, overflow, wake(CheckedContinuation<[WatchEvent]?, any Error>) }
        let outcome: Outcome = state.withLock { state in
            if state.end != nil { return .closed }
            if let waiter = state.waiter {
                state.waiter = nil
                return .wake(waiter)
            }
            if state.events.count + events.count > limit { return .overflow }
            state.events.append(contentsOf: events)
            return .stored
        }
        switch outcome {
        case .stored: return true
        case .closed: return false
        case .wake(let waiter):
            waiter.resume(returning: events)
            return true
        case .overflow:
            finish(.failed(APIError.expired("too many watch events waited to be read: list anew")))
            return false
        }
    }

    func finish(_ end: End) {
        let (first, waiter) = state.withLock { state -> (Bool, CheckedContinuation<[WatchEvent]?, any Error>?) in
            if state.end != nil { return (false, nil) }
            state.end = end
            if case .cancelled = end { state.events = [] }
            defer { state.waiter = nil }
            return (true, state.waiter)
        }
        guard first else { return }
        if let waiter { Self.resume(waiter, end) }
        onTermination()
    }

    private static func resume(_ waiter: CheckedContinuation<[WatchEvent]?, any Error>, _ end: End) {
        switch end {
        case .ended: waiter.resume(returning: nil)
        case .cancelled: waiter.resume(throwing: CancellationError())
        case .failed(let error): waiter.resume(throwing: error)
        }
    }

    func next() async throws -> [WatchEvent]? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enum Outcome { case events([WatchEvent]), end(End), wait }
                let outcome: Outcome = state.withLock { state in
                    if !state.events.isEmpty {
                        defer { state.events = [] }
                        return .events(state.events)
                    }
                    if let end = state.end { return .end(end) }
                    state.waiter = continuation
                    return .wait
                }
                switch outcome {
                case .events(let events): continuation.resume(returning: events)
                case .end(let end): Self.resume(continuation, end)
                case .wait: break
                }
            }
        } onCancel: {
            finish(.cancelled)
        }
    }
}
