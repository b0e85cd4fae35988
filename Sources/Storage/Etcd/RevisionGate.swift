import Synchronization

/// Lets those pass who wait until everything up to a revision has been told.
final class RevisionGate: Sendable {
    /// How often it is looked for those who have waited long enough.
    private static let sweepPeriod = Duration.milliseconds(100)

    private struct Waiter {
        var revision: UInt64
        var deadline: ContinuousClock.Instant
        var continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var reached: UInt64
        var waiters: [Waiter] = []
        var isSweeping = false
        var isClosed = false
    }
    private let state: Mutex<State>

    init(reached: UInt64) { state = Mutex(State(reached: reached)) }

    /// - Returns: whether everything up to `revision` was told within `timeout`.
    func wait(for revision: UInt64, timeout: Duration) async -> Bool {
        if state.withLock({ $0.reached >= revision }) { return true }
        return await withCheckedContinuation { continuation in
            let (answer, sweeps): (Bool?, Bool) = state.withLock { state in
                if state.reached >= revision { return (true, false) }
                if state.isClosed { return (false, false) }
                state.waiters.append(Waiter(revision: revision, deadline: .now + timeout, continuation: continuation))
                defer { state.isSweeping = true }
                return (nil, !state.isSweeping)
            }
            if let answer { continuation.resume(returning: answer) }
            if sweeps { Task { await sweep() } }
        }
    }

    func reach(_ revision: UInt64) {
        let passing = state.withLock { state -> [Waiter] in
            guard revision > state.reached else { return [] }
            state.reached = revision
            let passing = state.waiters.filter { $0.revision <= revision }
            if !passing.isEmpty { state.waiters.removeAll { $0.revision <= revision } }
            return passing
        }
        for waiter in passing { waiter.continuation.resume(returning: true) }
    }

    /// The store is another one, at an earlier revision.
    func restart(at revision: UInt64) { state.withLock { $0.reached = revision } }

    func close() {
        let waiters = state.withLock { state in
            state.isClosed = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.continuation.resume(returning: false) }
    }

    private func sweep() async {
        while true {
            try? await Task.sleep(for: Self.sweepPeriod)
            let (late, isDone) = state.withLock { state in
                let now = ContinuousClock.now
                let late = state.waiters.filter { $0.deadline <= now }
                state.waiters.removeAll { $0.deadline <= now }
                state.isSweeping = !state.waiters.isEmpty
                return (late, state.waiters.isEmpty)
            }
            for waiter in late { waiter.continuation.resume(returning: false) }
            if isDone { return }
        }
    }
}
