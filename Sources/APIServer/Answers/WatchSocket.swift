internal import HTTPServing
internal import NIOCore
internal import NIOHTTP1
internal import Resources
internal import Synchronization

/// A watch as the messages of a WebSocket, an event each, as upstream serves browsers: those open only a handful of other connections to
/// one server, and a dashboard watches more kinds than that.
final class WatchSocket: WatchOutlet {
    /// `ready` returns when fewer bytes than this are pending.
    private static let readyBelow = 256 * 1024

    private struct State {
        var pendingBytes = 0
        var isClosed = false
        var waiters: [CheckedContinuation<Void, any Error>] = []
    }

    let eventLoop: any EventLoop
    private let socket: WebSocketConnection
    /// Text for JSON; anything else is binary.
    private let isText: Bool
    private let state = Mutex(State())

    init(_ socket: WebSocketConnection, on eventLoop: any EventLoop, isText: Bool) {
        self.socket = socket
        self.eventLoop = eventLoop
        self.isText = isText
        socket.onClose { [weak self] in self?.closed() }
    }

    /// The subprotocol to answer with: the one that is left when the token, which is no subprotocol, is taken out; nil for none.
    /// - Throws: when several are left, for upstream chooses none of them.
    static func subprotocol(_ headers: HTTPHeaders) throws(APIError) -> String? {
        let offered = headers[canonicalForm: "sec-websocket-protocol"].map(String.init).filter { !WebSocketToken.isToken($0) }
        guard offered.count <= 1 else { throw .badRequest("bad WebSocket protocol: \(offered.joined(separator: ", "))") }
        return offered.first
    }

    var joinsEvents: Bool { false }
    var pendingBytes: Int { state.withLock { $0.pendingBytes } }

    func write(_ buffer: ByteBuffer) -> Bool {
        let size = buffer.readableBytes
        let isOpen = state.withLock { state in
            if !state.isClosed { state.pendingBytes += size }
            return !state.isClosed
        }
        guard isOpen else { return false }
        socket.post(isText ? .text(buffer) : .binary(buffer)).whenComplete { [self] _ in landed(size) }
        return true
    }

    func write(_ buffers: [ByteBuffer]) -> Bool { buffers.allSatisfy { write($0) } }

    func ready() async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            enum Outcome { case ready, closed, waits }
            let outcome: Outcome = state.withLock { state in
                if state.isClosed { return .closed }
                if state.pendingBytes < Self.readyBelow { return .ready }
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

    func finish() { Task { await socket.close(.normal) } }

    func onClose(_ callback: @escaping @Sendable () -> Void) { socket.onClose(callback) }

    private func closed() {
        let waiters = state.withLock { state in
            state.isClosed = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume(throwing: HTTPServingError.connectionClosed) }
    }

    private func landed(_ size: Int) {
        let waiters = state.withLock { state -> [CheckedContinuation<Void, any Error>] in
            state.pendingBytes -= size
            guard state.pendingBytes < Self.readyBelow else { return [] }
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}

extension WatchSession {
    /// Runs over a WebSocket until the client closes it. What the client says there means nothing.
    func begin(on socket: WebSocketConnection, _ eventLoop: any EventLoop) async {
        let isText = presenter.representation.encoding != .protobuf
        eventLoop.execute { self.open(WatchSocket(socket, on: eventLoop, isText: isText)) }
        while (try? await socket.messages.next()) != nil {}
        end()
    }
}
