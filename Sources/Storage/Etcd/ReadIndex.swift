import Synchronization

/// Asks etcd how far it is, once for all who ask at the same time: a question that is under way when somebody comes may have been answered
/// already, so those wait for the next one.
final class ReadIndex: Sendable {
    private struct State {
        var waiting: [CheckedContinuation<Result<UInt64, StorageError>, Never>] = []
        var isAsking = false
    }
    private let state = Mutex(State())
    private let ask: @Sendable () async -> Result<UInt64, StorageError>

    init(_ ask: @escaping @Sendable () async -> Result<UInt64, StorageError>) { self.ask = ask }

    /// The revision of a write that nothing acknowledged before the call is later than.
    func current() async throws(StorageError) -> UInt64 {
        let result = await withCheckedContinuation { continuation in
            let begins = state.withLock { state in
                state.waiting.append(continuation)
                defer { state.isAsking = true }
                return !state.isAsking
            }
            if begins { Task { await answerAll() } }
        }
        return try result.get()
    }

    private func answerAll() async {
        while true {
            let asking = state.withLock { state in
                if state.waiting.isEmpty { state.isAsking = false }
                defer { state.waiting = [] }
                return state.waiting
            }
            if asking.isEmpty { return }
            let answer = await ask()
            for continuation in asking { continuation.resume(returning: answer) }
        }
    }
}
