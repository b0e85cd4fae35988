internal import NIOCore
internal import Synchronization

/// Wakes the watches of one event loop. A write that concerns a hundred of them is one job for the loop and not a hundred.
final class LoopWaker: Sendable {
    private let eventLoop: any EventLoop
    private let waiting = Mutex<[WatchSession]>([])

    init(_ eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    func wake(_ session: WatchSession) {
        let isFirst = waiting.withLock { waiting in
            waiting.append(session)
            return waiting.count == 1
        }
        if isFirst { eventLoop.execute { self.pump() } }
    }

    private func pump() {
        let sessions = waiting.withLock { waiting in
            let sessions = waiting
            waiting.removeAll(keepingCapacity: true)
            return sessions
        }
        for session in sessions { session.pump() }
    }
}
