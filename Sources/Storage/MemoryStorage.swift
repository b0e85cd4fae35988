import Synchronization

/// A store that lives as long as the process: for tests, simulations and clusters that may be forgotten.
package final class MemoryStorage: Storage {
    private struct State {
        var values: [String: StoredValue] = [:]
        /// The keys of `values`, in byte order.
        var keys: [String] = []
        var isClosed = false

        /// The position of the first key that does not come before `key`.
        func position(of key: String) -> Int {
            var low = 0
            var high = keys.count
            while low < high {
                let middle = (low + high) / 2
                if KeyOrder.precedes(keys[middle], key) { low = middle + 1 } else { high = middle }
            }
            return low
        }

        mutating func apply(_ event: StorageEvent) {
            switch (event.value, event.previous) {
            case (let value?, let previous):
                if previous == nil { keys.insert(event.key, at: position(of: event.key)) }
                values[event.key] = value
            case (nil, _):
                keys.remove(at: position(of: event.key))
                values[event.key] = nil
            }
        }
    }

    /// Held over the whole of a write, its delivery included, so that writes follow one another.
    private let state = Mutex(State())
    private let hub: EventHub

    package init(limits: StorageLimits = StorageLimits()) { hub = EventHub(revision: 0, limits: limits) }

    package var currentRevision: UInt64 { hub.published }
    package var compactedRevision: UInt64 { hub.compacted }

    package func get(_ key: String) async throws -> StoredValue? {
        try state.withLock { state in
            guard !state.isClosed else { throw StorageError.closed }
            return state.values[key]
        }
    }

    package func submit(_ operation: WriteOperation, completion: @escaping @Sendable (Result<UInt64, StorageError>) -> Void) {
        let result: Result<UInt64, StorageError> = state.withLock { state in
            guard !state.isClosed else { return .failure(.closed) }
            return operation.decide(current: state.values[operation.key], revision: hub.published + 1).map { event in
                state.apply(event)
                hub.withHistory { $0.stage([event]) }
                hub.publish([event])
                return event.revision
            }
        }
        completion(result)
    }

    package func list(prefix: String, startAfter: String?, limit: Int?, at revision: UInt64?) async throws -> StoredList {
        try state.withLock { state in
            guard !state.isClosed else { throw StorageError.closed }
            let snapshot = hub.published
            let revision = revision ?? snapshot
            let differences = try hub.withHistory { history throws(StorageError) in
                try history.check(revision)
                return try history.differences(at: revision, from: snapshot, prefix: prefix)
            }
            var merge = SnapshotMerge(differences: differences, startAfter: startAfter, limit: limit)
            for key in state.keys[state.position(of: prefix)...] {
                guard !merge.isFull, KeyOrder.hasPrefix(key, prefix) else { break }
                if let row = state.values[key] { merge.add(row) }
            }
            let (values, more) = merge.finish()
            return (values, revision, more)
        }
    }

    package func subscribe(
        prefix: String, after revision: UInt64, onEnd: @escaping @Sendable (StorageError) -> Void,
        _ onEvents: @escaping @Sendable ([StorageEvent]) -> Void
    ) throws(StorageError) -> Subscription {
        try hub.subscribe(prefix: prefix, after: revision, onEnd: onEnd, onEvents)
    }

    package func compact(through revision: UInt64) async throws {
        try hub.withHistory { history throws(StorageError) in
            try history.check(revision)
            history.compact(through: revision)
        }
    }

    package func close() async {
        state.withLock { $0.isClosed = true }
        hub.end(with: .closed)
    }
}
