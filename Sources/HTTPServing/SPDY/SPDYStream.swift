import NIOCore
import Synchronization

/// One stream of a SPDY connection: bytes both ways, each side ended on its own.
package final class SPDYStream: Sendable {
    /// Bytes of one data frame; larger writes are split.
    private static let frameLimit = 32 * 1024

    private struct State {
        var localFinished = false
        var remoteFinished = false
    }

    package let id: UInt32
    /// The headers the stream was opened with.
    package let headers: [SPDYHeader]
    /// Bytes from the peer; ends when the peer ends its side, fails when it resets the stream.
    package let inbound: ByteStream
    /// The peer's answer to a stream opened from here.
    let replies = Inbox<[SPDYHeader]>()
    private let session: SPDYSession
    private let state = Mutex(State())

    init(id: UInt32, headers: [SPDYHeader], session: SPDYSession, inbound: ByteStream) {
        self.id = id
        self.headers = headers
        self.session = session
        self.inbound = inbound
    }

    /// Accepts a stream that the peer opened. Kubernetes' clients wait for this before they send.
    package func reply(_ headers: [SPDYHeader] = []) async throws {
        try await session.send(.reply(stream: id, finished: false, headers: headers))
    }

    /// Sends bytes and returns once the socket has taken them.
    package func write(_ bytes: ByteBuffer) async throws {
        guard !state.withLock({ $0.localFinished }) else { throw HTTPServingError.connectionClosed }
        var rest = bytes
        while let part = rest.readSlice(length: min(Self.frameLimit, rest.readableBytes)), part.readableBytes > 0 {
            try await session.send(.data(stream: id, finished: false, bytes: part))
        }
    }

    /// Ends this side; the peer may still send.
    package func finish() async {
        let first = state.withLock { state in
            defer { state.localFinished = true }
            return !state.localFinished
        }
        guard first else { return }
        try? await session.send(.data(stream: id, finished: true, bytes: ByteBuffer()))
        forgetIfOver()
    }

    /// Breaks the stream off in both directions.
    package func reset(_ status: UInt32 = SPDYFrame.ResetCode.cancel) async {
        let first = state.withLock { state in
            defer {
                state.localFinished = true
                state.remoteFinished = true
            }
            return !(state.localFinished && state.remoteFinished)
        }
        guard first else { return }
        try? await session.send(.reset(stream: id, status: status))
        inbound.finish()
        session.forget(id)
    }

    func remoteFinished() {
        state.withLock { $0.remoteFinished = true }
        inbound.finish()
        forgetIfOver()
    }

    func remoteReset(_ status: UInt32) {
        state.withLock { state in
            state.localFinished = true
            state.remoteFinished = true
        }
        let error = HTTPServingError.streamReset(code: status)
        inbound.finish(throwing: error)
        replies.finish(throwing: error)
        session.forget(id)
    }

    func connectionEnded() {
        state.withLock { state in
            state.localFinished = true
            state.remoteFinished = true
        }
        inbound.finish()
        replies.finish(throwing: HTTPServingError.connectionClosed)
    }

    private func forgetIfOver() {
        if state.withLock({ $0.localFinished && $0.remoteFinished }) { session.forget(id) }
    }
}
