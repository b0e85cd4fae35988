package import Logging
internal import Resources
package import Storage
internal import Synchronization

/// Fills the caches at boot and keeps them current: one subscription to the store for all resources.
package struct StorageFeed: Sendable {
    /// The stores by the beginning of their keys; those of custom resources come and go.
    private final class Table: Sendable {
        struct State {
            var stores: [Substring: ResourceStore] = [:]
            /// What is told of stores that are still being loaded.
            var joining: [Substring: [StorageEvent]] = [:]
            /// Counts how often everything was loaded anew.
            var loads = 0
        }

        let state: Mutex<State>
        init(_ stores: [Substring: ResourceStore]) { state = Mutex(State(stores: stores)) }
        var stores: [Substring: ResourceStore] { state.withLock { $0.stores } }

        /// - Returns: the store that is to have the event at once; nil when nobody wants it, or it was laid aside for a store that is
        ///   still being loaded.
        func store(_ prefix: Substring, for event: StorageEvent) -> ResourceStore? {
            state.withLock { state in
                if let store = state.stores[prefix] { return store }
                state.joining[prefix]?.append(event)
                return nil
            }
        }
    }

    private let table: Table
    private let logger: Logger
    /// The pause before a store that could not be read is tried again.
    private static let retryPause = Duration.seconds(1)

    package init(stores: [ResourceStore], logger: Logger) {
        table = Table(Dictionary(stores.map { ($0.keys.prefix[...], $0) }, uniquingKeysWith: { first, _ in first }))
        self.logger = logger
    }

    /// Loads what is stored of a resource that has come since the start, and follows it from there. Other servers may write to it
    /// meanwhile.
    func add(_ store: ResourceStore, _ storage: any Storage) async throws {
        let prefix = store.keys.prefix[...]
        while true {
            let loads = table.state.withLock { state in
                state.joining[prefix] = []
                return state.loads
            }
            var records: [ObjectRecord] = []
            let revision: UInt64
            do {
                revision = try await storage.load(prefix: store.keys.prefix) { value in
                    if let record = record(value, store) { records.append(record) }
                }
            } catch {
                table.state.withLock { $0.joining[prefix] = nil }
                throw error
            }
            store.cache.load(records, at: revision)
            if join(store, prefix, after: revision, loads: loads) { return }
        }
    }

    /// Catches up with what was told meanwhile.
    /// - Returns: false when everything was loaded anew meanwhile, and something may be missing.
    private func join(_ store: ResourceStore, _ prefix: Substring, after revision: UInt64, loads: Int) -> Bool {
        while true {
            let events: [StorageEvent]? = table.state.withLock { state in
                guard state.loads == loads, let events = state.joining[prefix] else { return nil }
                if events.isEmpty {
                    state.joining[prefix] = nil
                    state.stores[prefix] = store
                } else {
                    state.joining[prefix] = []
                }
                return events
            }
            guard let events else { return false }
            if events.isEmpty { return true }
            store.cache.apply(events.filter { $0.revision > revision }.map { change($0, store) })
        }
    }

    func remove(_ store: ResourceStore) { table.state.withLock { $0.stores[store.keys.prefix[...]] = nil } }

    /// Loads everything and follows from there. When the store loses its place, everything is loaded again.
    /// - Parameter onEnd: called when the store will tell nothing more; the caches are then out of date.
    package func start(_ storage: any Storage, onEnd: @escaping @Sendable (StorageError) -> Void) async throws -> Subscription {
        let subscription = Subscription()
        do {
            let (loaded, revision) = try await load(storage)
            for (prefix, store) in table.stores { store.cache.load(loaded[prefix] ?? [], at: revision) }
            try follow(storage, after: revision, subscription, onEnd: onEnd)
        } catch StorageError.compacted {
            // The store forgot what was there while that was read: what is there now is read instead.
            await resume(storage, subscription, onEnd: onEnd)
        }
        return subscription
    }

    private func load(_ storage: any Storage) async throws -> (records: [Substring: [ObjectRecord]], revision: UInt64) {
        var loaded: [Substring: [ObjectRecord]] = [:]
        let stores = table.stores
        let revision = try await storage.load(prefix: StorageKeys.root) { value in
            guard let prefix = StorageKeys.resourcePrefix(of: value.key), let store = stores[prefix] else { return }
            guard let record = record(value, store) else { return }
            loaded[prefix, default: []].append(record)
        }
        return (loaded, revision)
    }

    /// - Parameter subscription: whoever cancels it wants no more.
    private func follow(
        _ storage: any Storage, after revision: UInt64, _ subscription: Subscription, onEnd: @escaping @Sendable (StorageError) -> Void
    ) throws(StorageError) {
        _ = try storage.subscribe(
            prefix: StorageKeys.root, after: revision,
            onEnd: { error in
                guard subscription.isActive else { return }
                if case .compacted = error {
                    Task { await resume(storage, subscription, onEnd: onEnd) }
                } else {
                    onEnd(error)
                }
            }
        ) { events in
            if subscription.isActive { deliver(events) }
        }
    }

    /// Reads everything anew, as often as it takes, and goes on from there.
    private func resume(_ storage: any Storage, _ subscription: Subscription, onEnd: @escaping @Sendable (StorageError) -> Void) async {
        while subscription.isActive {
            do {
                let (loaded, revision) = try await load(storage)
                for (prefix, store) in table.stores { store.cache.reload(loaded[prefix] ?? [], at: revision) }
                table.state.withLock { $0.loads += 1 }
                return try follow(storage, after: revision, subscription, onEnd: onEnd)
            } catch StorageError.closed {
                return onEnd(.closed)
            } catch {
                logger.error("the store cannot be read anew; trying again", metadata: ["error": "\(error)"])
                try? await Task.sleep(for: Self.retryPause)
            }
        }
    }

    /// Hands a committed batch to the caches, each of which takes its share at once.
    private func deliver(_ events: [StorageEvent]) {
        if events.count == 1, let event = events.first {
            guard let prefix = StorageKeys.resourcePrefix(of: event.key), let store = table.store(prefix, for: event) else { return }
            store.cache.apply([change(event, store)])
            return
        }
        var batches: [Substring: (store: ResourceStore, changes: [WatchCache.Change])] = [:]
        for event in events {
            guard let prefix = StorageKeys.resourcePrefix(of: event.key) else { continue }
            guard let store = batches[prefix]?.store ?? table.store(prefix, for: event) else { continue }
            batches[prefix, default: (store, [])].changes.append(change(event, store))
        }
        for (_, batch) in batches { batch.store.cache.apply(batch.changes) }
    }

    private func change(_ event: StorageEvent, _ store: ResourceStore) -> WatchCache.Change {
        let written = event.value.flatMap { record($0, store) }
        if let written, let value = event.value?.value { store.keepDocument(of: written, value: value) }
        return WatchCache.Change(key: written?.key ?? store.keys.objectKey(event.key), revision: event.revision, record: written)
    }

    private func record(_ value: StoredValue, _ store: ResourceStore) -> ObjectRecord? {
        do {
            return try ObjectCodec.record(key: store.keys.objectKey(value.key), value: value.value, revision: value.modRevision)
        } catch {
            logger.error("a stored object cannot be read and is left out", metadata: ["key": .string(value.key)])
            return nil
        }
    }
}
