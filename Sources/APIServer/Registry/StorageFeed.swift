package import Logging
internal import Resources
package import Storage
internal import Synchronization

/// Fills the caches at boot and keeps them current: one subscription to the store for all resources.
package struct StorageFeed: Sendable {
    /// The stores by the beginning of their keys; those of custom resources come and go.
    private final class Table: Sendable {
        let stores: Mutex<[Substring: ResourceStore]>
        init(_ stores: [Substring: ResourceStore]) { self.stores = Mutex(stores) }
        subscript(prefix: Substring) -> ResourceStore? { stores.withLock { $0[prefix] } }
    }

    private let table: Table
    private let logger: Logger

    package init(stores: [ResourceStore], logger: Logger) {
        table = Table(Dictionary(stores.map { ($0.keys.prefix[...], $0) }, uniquingKeysWith: { first, _ in first }))
        self.logger = logger
    }

    /// Loads what is stored of a resource that has come since the start, and follows it from there. Nobody writes to it before.
    func add(_ store: ResourceStore, _ storage: any Storage) async throws {
        var records: [ObjectRecord] = []
        let revision = try await storage.load(prefix: store.keys.prefix) { value in
            if let record = record(value, store) { records.append(record) }
        }
        store.cache.load(records, at: revision)
        table.stores.withLock { $0[store.keys.prefix[...]] = store }
    }

    func remove(_ store: ResourceStore) { table.stores.withLock { $0[store.keys.prefix[...]] = nil } }

    /// Loads everything and follows from there.
    /// - Parameter onEnd: called when the store will tell nothing more; the caches are then out of date.
    package func start(_ storage: any Storage, onEnd: @escaping @Sendable (StorageError) -> Void) async throws -> Subscription {
        var loaded: [Substring: [ObjectRecord]] = [:]
        let stores = table.stores.withLock { $0 }
        let revision = try await storage.load(prefix: StorageKeys.root) { value in
            guard let prefix = StorageKeys.resourcePrefix(of: value.key), let store = stores[prefix] else { return }
            guard let record = record(value, store) else { return }
            loaded[prefix, default: []].append(record)
        }
        for (prefix, store) in stores { store.cache.load(loaded[prefix] ?? [], at: revision) }
        return try storage.subscribe(prefix: StorageKeys.root, after: revision, onEnd: onEnd) { events in deliver(events) }
    }

    /// Hands a committed batch to the caches, each of which takes its share at once.
    private func deliver(_ events: [StorageEvent]) {
        if events.count == 1, let event = events.first {
            guard let prefix = StorageKeys.resourcePrefix(of: event.key), let store = table[prefix] else { return }
            store.cache.apply([change(event, store)])
            return
        }
        let stores = table.stores.withLock { $0 }
        var batches: [Substring: [WatchCache.Change]] = [:]
        for event in events {
            guard let prefix = StorageKeys.resourcePrefix(of: event.key), let store = stores[prefix] else { continue }
            batches[prefix, default: []].append(change(event, store))
        }
        for (prefix, changes) in batches { stores[prefix]?.cache.apply(changes) }
    }

    private func change(_ event: StorageEvent, _ store: ResourceStore) -> WatchCache.Change {
        WatchCache.Change(key: store.keys.objectKey(event.key), revision: event.revision, record: event.value.flatMap { record($0, store) })
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
