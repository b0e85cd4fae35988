package import Logging
internal import Resources
package import Storage

/// Fills the caches at boot and keeps them current: one subscription to the store for all resources.
package struct StorageFeed: Sendable {
    private let stores: [Substring: ResourceStore]
    private let logger: Logger
    /// The pause before a store that could not be read is tried again.
    private static let retryPause = Duration.seconds(1)

    package init(stores: [ResourceStore], logger: Logger) {
        self.stores = Dictionary(stores.map { ($0.keys.prefix[...], $0) }, uniquingKeysWith: { first, _ in first })
        self.logger = logger
    }

    /// Loads everything and follows from there. When the store loses its place, everything is loaded again.
    /// - Parameter onEnd: called when the store will tell nothing more; the caches are then out of date.
    package func start(_ storage: any Storage, onEnd: @escaping @Sendable (StorageError) -> Void) async throws -> Subscription {
        let (loaded, revision) = try await load(storage)
        for (prefix, store) in stores { store.cache.load(loaded[prefix] ?? [], at: revision) }
        let subscription = Subscription()
        try follow(storage, after: revision, subscription, onEnd: onEnd)
        return subscription
    }

    private func load(_ storage: any Storage) async throws -> (records: [Substring: [ObjectRecord]], revision: UInt64) {
        var loaded: [Substring: [ObjectRecord]] = [:]
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
                for (prefix, store) in stores { store.cache.reload(loaded[prefix] ?? [], at: revision) }
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
            guard let prefix = StorageKeys.resourcePrefix(of: event.key), let store = stores[prefix] else { return }
            store.cache.apply([change(event, store)])
            return
        }
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
