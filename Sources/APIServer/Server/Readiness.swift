internal import Synchronization

/// Whether something has begun to work, as something to wait for.
final class Readiness: Sendable {
    private enum State {
        case waiting([CheckedContinuation<Void, any Error>])
        case ready
        case failed(any Error)
    }
    private let state = Mutex(State.waiting([]))

    var isReady: Bool { state.withLock { if case .ready = $0 { true } else { false } } }
    var failure: (any Error)? { state.withLock { if case .failed(let error) = $0 { error } else { nil } } }

    func wait() async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            let outcome: Result<Void, any Error>? = state.withLock { state in
                switch state {
                case .waiting(let waiters):
                    state = .waiting(waiters + [continuation])
                    return nil
                case .ready: return .success(())
                case .failed(let error): return .failure(error)
                }
            }
            if let outcome { continuation.resume(with: outcome) }
        }
    }

    func succeed() { finish(.ready, .success(())) }
    func fail(_ error: any Error) { finish(.failed(error), .failure(error)) }

    private func finish(_ new: State, _ result: Result<Void, any Error>) {
        let waiters = state.withLock { state in
            var waiters: [CheckedContinuation<Void, any Error>] = []
            if case .waiting(let present) = state { waiters = present }
            state = new
            return waiters
        }
        for waiter in waiters { waiter.resume(with: result) }
    }
}
