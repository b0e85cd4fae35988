package import Resources
internal import Synchronization

/// The watch caches that authentication, authorization and admission look into: stored objects without a copy and without waiting.
package struct ObjectCaches: Sendable {
    private let caches: [QualifiedName: WatchCache]
    /// Where resources are found that have come since: those of CustomResourceDefinitions.
    private var registry: ResourceRegistry?

    package init(_ caches: [(ResourceType, WatchCache)]) {
        self.caches = Dictionary(caches.map { ($0.0.qualifiedResource, $0.1) }, uniquingKeysWith: { first, _ in first })
    }

    /// The caches of all resources that a server stores.
    package init(_ registry: ResourceRegistry) {
        self.init(registry.stores.map { ($0.type, $0.cache) })
        self.registry = registry
    }

    package subscript(type: ResourceType) -> WatchCache? { caches[type.qualifiedResource] ?? registry?.store(type)?.cache }

    package func record(_ type: ResourceType, _ key: ObjectKey) -> ObjectRecord? { self[type]?[key] }

    /// The object as a typed view, parsed for this call.
    package func get<R: Resource>(_ type: R.Type, namespace: String = "", name: String) -> R? {
        record(R.type, ObjectKey(namespace: namespace, name: name)).map { $0.view(R.self) }
    }

    /// All objects of a namespace, or of the cluster; only those that `isWanted` are parsed.
    package func list<R: Resource>(
        _ type: R.Type, namespace: String? = nil, where isWanted: (ObjectRecord) -> Bool = { _ in true }
    ) -> [R] {
        var result: [R] = []
        self[R.type]?.snapshot().records.forEach(namespace: namespace) { record in
            if isWanted(record) { result.append(record.view(R.self)) }
            return true
        }
        return result
    }

    /// Calls `handler` with the present objects of `type`, then with every change, in order and on the committing thread.
    package func follow(_ type: ResourceType, _ handler: @escaping @Sendable (_ key: ObjectKey, _ record: ObjectRecord?) -> Void) {
        guard let cache = self[type] else { return }
        // A change that comes while the present objects are handed over waits, so that the handler sees each object's versions in order.
        let gate = Gate()
        gate.lock.withLock { _ in
            let present = cache.observe { events in
                gate.lock.withLock { _ in
                    for event in events { if let key = event.key { handler(key, event.record) } }
                }
            }
            for record in present.all { handler(record.key, record) }
        }
    }
}

/// A lock that closures can share.
private final class Gate: Sendable {
    let lock = Mutex(())
}
