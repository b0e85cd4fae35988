package import Logging
internal import NIOPosix
internal import Synchronization

/// Events on their way to the log: a queue with an end, written by one writer, so that no request waits for a disk.
package final class AuditLog: Sendable {
    /// What happens to a request that comes while the queue is full (the words are those of upstream's `--audit-log-mode`).
    package enum Mode: String, Sendable, CaseIterable {
        /// The request waits until there is room.
        case blocking
        /// The request is refused: nothing happens here without a record.
        case blockingStrict = "blocking-strict"
        /// The request goes on, without a record; how many were lost is counted.
        case batch
    }

    /// Events that wait before the queue counts as full, and the bytes of those.
    package static let eventLimit = 10_000
    package static let byteLimit = 64 << 20
    /// A request that was let in may record its later stages even when the queue is full, up to so many times the limits.
    private static let slack = 2

    private struct State {
        var lines: [[UInt8]] = []
        var bytes = 0
        var counts = Counts()
        var waiting: [CheckedContinuation<Void, Never>] = []
        var hasEnded = false
    }

    /// Figures for the metrics.
    package struct Counts: Sendable {
        package var events = 0
        package var byLevel: [AuditLevel: Int] = [:]
        /// Events that found no room, or could not be written.
        package var lost = 0
        package var refused = 0
    }

    package let mode: Mode
    private let sink: any AuditSink
    private let logger: Logger
    private let state = Mutex(State())
    private let signal: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    package init(sink: any AuditSink, mode: Mode, logger: Logger) {
        self.sink = sink
        self.mode = mode
        self.logger = logger
        (signal, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    package var counts: Counts { state.withLock { $0.counts } }
    package var isFull: Bool { state.withLock { $0.lines.count >= Self.eventLimit || $0.bytes >= Self.byteLimit } }

    func countRequest(_ level: AuditLevel) { state.withLock { $0.counts.byLevel[level, default: 0] += 1 } }
    func countRefusal() { state.withLock { $0.counts.refused += 1 } }

    /// Takes an event, one line of JSON with its end.
    func append(_ line: [UInt8]) {
        let isFirst = state.withLock { state in
            state.counts.events += 1
            let factor = mode == .batch ? 1 : Self.slack
            guard state.lines.count < Self.eventLimit * factor, state.bytes < Self.byteLimit * factor else {
                state.counts.lost += 1
                return false
            }
            state.lines.append(line)
            state.bytes += line.count
            return state.lines.count == 1
        }
        if isFirst { wake.yield() }
    }

    /// Returns when the queue has room, or nobody empties it any more.
    func room() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if state.hasEnded || (state.lines.count < Self.eventLimit && state.bytes < Self.byteLimit) { return true }
                state.waiting.append(continuation)
                return false
            }
            if isOpen { continuation.resume() }
        }
    }

    /// Writes until the task is cancelled, and then what is left.
    package func run() async {
        for await _ in signal { await flush() }
        await flush()
        let waiting = state.withLock { state in
            state.hasEnded = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    private func flush() async {
        let (lines, waiting) = state.withLock { state in
            defer { (state.lines, state.bytes, state.waiting) = ([], 0, []) }
            return (state.lines, state.waiting)
        }
        for continuation in waiting { continuation.resume() }
        guard !lines.isEmpty else { return }
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            NIOThreadPool.singleton.submit { [self] _ in
                do {
                    try sink.write(lines)
                } catch {
                    state.withLock { $0.counts.lost += lines.count }
                    logger.error(
                        "audit events are lost", metadata: ["events": "\(lines.count)", "error": "\(error)"])
                }
                done.resume()
            }
        }
    }
}

/// Where events end up. Called by one thread at a time, which may be held up.
package protocol AuditSink: Sendable {
    func write(_ lines: [[UInt8]]) throws
}
