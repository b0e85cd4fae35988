import Storage
import Synchronization

/// One server's view of a store that another writes to as well: events wait until the server catches up, or has written itself.
final class LaggingStorage: Storage {
    private struct State {
        var told: UInt64
        var waiting: [[StorageEvent]] = []
        var onEvents: (@Sendable ([StorageEvent]) -> Void)?
        var onEnd: (@Sendable (StorageError) -> Void)?
        var subscription: Subscription?
        var failure: StorageError?
    }

    private let base: MemoryStorage
    private let state: Mutex<State>

    init(_ base: MemoryStorage) {
        self.base = base
        state = Mutex(State(told: base.currentRevision))
    }

    var currentRevision: UInt64 { state.withLock { $0.told } }
    var compactedRevision: UInt64 { base.compactedRevision }
    var isShared: Bool { true }
    var problem: StorageError? { state.withLock { $0.failure } }

    /// Nothing can be reached until this is called with nil.
    func fail(_ failure: StorageError?) { state.withLock { $0.failure = failure } }

    /// What waits is never told: the server has to begin anew.
    func lose() {
        let (onEnd, subscription) = state.withLock { state in
            state.waiting = []
            state.told = base.currentRevision
            return (state.onEnd, state.subscription)
        }
        subscription?.cancel()
        onEnd?(.compacted(oldest: base.currentRevision))
    }

    private func tell() {
        let (batches, onEvents) = state.withLock { state in
            defer { state.waiting = [] }
            return (state.waiting, state.onEvents)
        }
        for batch in batches { onEvents?(batch) }
        let revision = base.currentRevision
        state.withLock { $0.told = max($0.told, revision) }
    }

    func catchUp(to revision: UInt64?) async throws {
        if let failure = problem { throw failure }
        tell()
        if let revision, revision > base.currentRevision { throw StorageError.timedOut("revision \(revision) has not come") }
    }

    func get(_ key: String) async throws -> StoredValue? { try await base.get(key) }

    func list(prefix: String, startAfter: String?, limit: Int?, at revision: UInt64?) async throws -> StoredList {
        try await base.list(prefix: prefix, startAfter: startAfter, limit: limit, at: revision)
    }

    func submit(_ operation: WriteOperation, completion: @escaping @Sendable (Result<UInt64, StorageError>) -> Void) {
        if let failure = problem { return completion(.failure(failure)) }
        base.submit(operation) { [self] result in
            // In a task: the store's lock is held here, and what is told may read from it.
            Task {
                tell()
                completion(result)
            }
        }
    }

    func subscribe(
        prefix: String, after revision: UInt64, onEnd: @escaping @Sendable (StorageError) -> Void,
        _ onEvents: @escaping @Sendable ([StorageEvent]) -> Void
    ) throws(StorageError) -> Subscription {
        let subscription = try base.subscribe(prefix: prefix, after: revision) { [self] events in
            state.withLock { $0.waiting.append(events) }
        }
        state.withLock { state in
            (state.onEvents, state.onEnd, state.subscription) = (onEvents, onEnd, subscription)
        }
        return subscription
    }

    func compact(through revision: UInt64) async throws { try await base.compact(through: revision) }
    func close() async {}
}
