import Synchronization

/// A point that is reached once, as something to wait for.
package final class Milestone: Sendable {
    private struct State {
        var isReached = false
        var waiters: [UInt64: CheckedContinuation<Void, any Error>] = [:]
        var nextWaiter: UInt64 = 0
    }

    private let state = Mutex(State())

    package init() {}

    package var isReached: Bool { state.withLock { $0.isReached } }

    /// Lets everybody go on who waits or will wait. Reaching it twice does nothing more.
    package func reach() {
        let waiters = state.withLock { state in
            state.isReached = true
            defer { state.waiters = [:] }
            return state.waiters.values
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Returns once it is reached. Throws `CancellationError` when the task is cancelled before.
    package func wait() async throws {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome: Result<Void, any Error>? = state.withLock { state in
                    if state.isReached { return .success(()) }
                    if Task.isCancelled { return .failure(CancellationError()) }
                    state.waiters[id] = continuation
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume(throwing: CancellationError())
        }
    }
}

/// Something that is of use only once it has caught up with the server.
package protocol Syncable: Sendable {
    func waitUntilSynced() async throws
}

extension Sequence where Element == any Syncable {
    /// Returns once all have caught up.
    package func waitUntilSynced() async throws { for one in self { try await one.waitUntilSynced() } }
}
