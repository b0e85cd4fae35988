import NIOCore
import Synchronization

/// A SPDY/3.1 connection over raw bytes, either side of it.
///
/// The SPDY that Kubernetes and container runtimes speak knows no flow-control windows: nobody sends WINDOW_UPDATE, nobody waits for one.
/// A stream whose reader is behind therefore holds back the whole connection, as it does upstream.
package final class SPDYSession: Sendable {
    package enum Role: Sendable {
        case client
        case server
    }

    /// Streams open at a time; more are refused.
    private static let streamLimit = 1_000
    /// Unread bytes of one stream at which the connection is read no further.
    private static let highWatermark = 1024 * 1024
    /// Time for the peer to answer a stream opened from here. Upstream: 30 s.
    private static let replyTimeout = Duration.seconds(30)

    private struct State: ~Copyable {
        var encoder = SPDYFrameEncoder()
        var streams: [UInt32: SPDYStream] = [:]
        var nextID: UInt32
        var lastPeerID: UInt32 = 0
        var closed = false
    }

    /// Streams the peer opens, in order.
    package let incoming = Inbox<SPDYStream>()
    package let connection: RawConnection
    private let role: Role
    private let room = Inbox<Void>()
    private let state: Mutex<State>

    package init(connection: RawConnection, role: Role) {
        self.connection = connection
        self.role = role
        state = Mutex(State(nextID: role == .client ? 1 : 2))
    }

    /// Reads frames until the connection ends; every stream ends with it. Must run for anything to arrive.
    package func run() async throws {
        defer { ended() }
        var decoder = SPDYFrameDecoder()
        while let bytes = try await connection.inbound.next() {
            decoder.append(bytes)
            while let frame = try decoder.next() { try await receive(frame) }
        }
    }

    /// Opens a stream and waits until the peer has accepted it.
    package func openStream(headers: [SPDYHeader]) async throws -> SPDYStream {
        let stream = try startStream(headers: headers)
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    guard try await stream.replies.next() != nil else { throw HTTPServingError.connectionClosed }
                }
                group.addTask {
                    try await Task.sleep(for: Self.replyTimeout)
                    throw HTTPServingError.timedOut("no reply to a SPDY stream")
                }
                defer { group.cancelAll() }
                try await group.next()
            }
        } catch {
            await stream.reset()
            throw error
        }
        return stream
    }

    /// Says goodbye and closes the connection with all its streams.
    package func close() {
        let last = state.withLock { $0.lastPeerID }
        _ = try? enqueue(.goAway(lastGoodStream: last, status: 0))
        connection.close()
        ended()
    }

    // MARK: Sending

    /// Sends a frame and returns once the socket has taken it.
    func send(_ frame: SPDYFrame) async throws {
        try await enqueue(frame).get()
    }

    /// Encoding and handing over happen under one lock, because header blocks must leave in the order they were compressed.
    private func enqueue(_ frame: SPDYFrame) throws -> EventLoopFuture<Void> {
        try state.withLock { state in
            guard !state.closed else { throw HTTPServingError.connectionClosed }
            return connection.send(state.encoder.encode(frame))
        }
    }

    private func startStream(headers: [SPDYHeader]) throws -> SPDYStream {
        try state.withLock { state in
            guard !state.closed else { throw HTTPServingError.connectionClosed }
            guard state.streams.count < Self.streamLimit else {
                throw HTTPServingError.streamReset(code: SPDYFrame.ResetCode.refusedStream)
            }
            let id = state.nextID
            state.nextID += 2
            let stream = makeStream(id: id, headers: headers)
            state.streams[id] = stream
            let frame = SPDYFrame.openStream(
                stream: id, associated: 0, priority: 0, finished: false, unidirectional: false, headers: headers)
            connection.send(state.encoder.encode(frame))
            return stream
        }
    }

    private func makeStream(id: UInt32, headers: [SPDYHeader]) -> SPDYStream {
        let room = room
        let inbound = ByteStream { consumed, pending in
            if pending <= Self.highWatermark, pending + consumed > Self.highWatermark { room.push(()) }
        }
        return SPDYStream(id: id, headers: headers, session: self, inbound: inbound)
    }

    // MARK: Receiving

    private func receive(_ frame: SPDYFrame) async throws {
        switch frame {
        case .openStream(let id, _, _, let finished, _, let headers):
            try accept(id: id, finished: finished, headers: headers)
        case .reply(let id, let finished, let headers):
            guard let stream = stream(id) else { return }
            stream.replies.push(headers)
            if finished { stream.remoteFinished() }
        case .data(let id, let finished, let bytes):
            guard let stream = stream(id) else { return }
            if bytes.readableBytes > 0 { stream.inbound.push(bytes, weight: bytes.readableBytes) }
            if finished { stream.remoteFinished() }
            while stream.inbound.pendingWeight > Self.highWatermark {
                guard try await room.next() != nil else { return }
            }
        case .reset(let id, let status): stream(id)?.remoteReset(status)
        case .headers(let id, let finished, _): if finished { stream(id)?.remoteFinished() }
        case .ping(let id):
            // Odd numbers are the client's pings; one's own coming back needs no answer.
            let isPeers = (id % 2 == 1) == (role == .server)
            if isPeers { _ = try enqueue(.ping(id: id)) }
        case .goAway, .settings, .windowUpdate: break
        }
    }

    private func accept(id: UInt32, finished: Bool, headers: [SPDYHeader]) throws {
        let isPeers = (id % 2 == 1) == (role == .server)
        let stream = try state.withLock { state -> SPDYStream? in
            guard isPeers, id > state.lastPeerID else { throw SPDYError.badStreamNumber(id) }
            state.lastPeerID = id
            guard state.streams.count < Self.streamLimit else { return nil }
            let stream = makeStream(id: id, headers: headers)
            state.streams[id] = stream
            return stream
        }
        guard let stream else {
            _ = try enqueue(.reset(stream: id, status: SPDYFrame.ResetCode.refusedStream))
            return
        }
        if finished { stream.remoteFinished() }
        incoming.push(stream)
    }

    private func stream(_ id: UInt32) -> SPDYStream? { state.withLock { $0.streams[id] } }

    func forget(_ id: UInt32) { state.withLock { $0.streams[id] = nil } }

    private func ended() {
        let streams = state.withLock { state in
            state.closed = true
            defer { state.streams = [:] }
            return Array(state.streams.values)
        }
        for stream in streams { stream.connectionEnded() }
        incoming.finish()
        room.finish()
    }
}
