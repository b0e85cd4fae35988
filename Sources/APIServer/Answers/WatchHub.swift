internal import NIOCore
internal import Synchronization

/// The running watches of the HTTP door: keeps them alive, and tells them together when bookmarks are due.
package final class WatchHub: Sendable {
    /// How often a watcher that asked for bookmarks learns how far it is, in seconds (upstream: about a minute).
    static let bookmarkSeconds: Int64 = 60

    private struct State {
        var sessions: [ObjectIdentifier: WatchSession] = [:]
        /// One for every event loop, of which there are few.
        var wakers: [ObjectIdentifier: LoopWaker] = [:]
        var isClosed = false
    }
    private let state = Mutex(State())

    package init() {}

    package var count: Int { state.withLock { $0.sessions.count } }

    func add(_ session: WatchSession) {
        let isClosed = state.withLock { state in
            state.sessions[ObjectIdentifier(session)] = session
            return state.isClosed
        }
        if isClosed { session.finish() }
    }

    func waker(of eventLoop: any EventLoop) -> LoopWaker {
        state.withLock { state in
            let id = ObjectIdentifier(eventLoop)
            if let known = state.wakers[id] { return known }
            let waker = LoopWaker(eventLoop)
            state.wakers[id] = waker
            return waker
        }
    }

    func remove(_ session: WatchSession) { state.withLock { state in state.sessions[ObjectIdentifier(session)] = nil } }

    /// Sends every watcher that wants one a bookmark.
    package func sendBookmarks() {
        for session in state.withLock({ Array($0.sessions.values) }) { session.remindOfBookmark() }
    }

    /// Ends all watches: the server shuts down.
    package func close() {
        let sessions = state.withLock { state in
            state.isClosed = true
            return Array(state.sessions.values)
        }
        for session in sessions { session.finish() }
    }
}
