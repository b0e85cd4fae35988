internal import Document
package import Resources
import Synchronization

/// An API server of a few hundred lines in memory: what components are tested against without a server.
///
/// It keeps the promises that components rely on: one growing revision, conflicts on stale updates, uids, generations,
/// finalizers and graceful deletion, selectors, watches that resume and expire. It neither validates nor sets defaults, and
/// answers strategic merge patches by guessing the keys of lists.
package final class MemoryClient: APIClient {
    struct Store: Sendable {
        var collections: [String: [ObjectKey: ObjectRecord]] = [:]
        var revision: UInt64 = 1
        var history: [(collection: String, event: WatchEvent, previous: ObjectRecord?)] = []
        /// Watches from before this revision have expired.
        var oldestRevision: UInt64 = 0
        var watchers: [UInt64: Watcher] = [:]
        var nextID: UInt64 = 0
        var requests: [APIRequest] = []
        var reaction: (@Sendable (APIRequest) throws -> Void)?
    }

    struct Watcher: Sendable {
        var collection: String
        var filter: ObjectFilter
        var source: WatchSource
    }

    /// Events that are kept for watches to resume from.
    static let historyLimit = 10_000

    let store = Mutex(Store())
    let now: @Sendable () -> Timestamp

    package init(now: @escaping @Sendable () -> Timestamp = { Timestamp.now() }) { self.now = now }

    // MARK: For tests

    /// Puts objects in place as they are, creating or replacing them; uid and creation time are filled in when missing.
    package func add<R: Resource>(_ objects: R...) { for object in objects { add(object) } }

    private func add<R: Resource>(_ object: R) {
        store.withLock { store in
            var document = object.json
            prepareNew(&document, &store)
            commit(document, R.type.path(namespace: nil), &store)
        }
    }

    /// Takes an object away at once, whatever its finalizers.
    package func remove(_ type: ResourceType, namespace: String = "", name: String) {
        store.withLock { erase(ObjectKey(namespace: namespace, name: name), type.path(namespace: nil), &$0) }
    }

    package func object<R: Resource>(_ type: R.Type, namespace: String = "", name: String) -> R? {
        store.withLock { $0.collections[R.type.path(namespace: nil)]?[ObjectKey(namespace: namespace, name: name)]?.view(type) }
    }

    /// All objects of a kind, sorted by key.
    package func objects<R: Resource>(_ type: R.Type) -> [R] {
        let records = store.withLock { $0.collections[R.type.path(namespace: nil)]?.values.map { $0 } ?? [] }
        return records.sorted { $0.key < $1.key }.map { $0.view(type) }
    }

    /// Every writing request so far as `METHOD path`, in order.
    package var writes: [String] {
        store.withLock { $0.requests.filter { $0.method != "GET" }.map { $0.method + " " + $0.path } }
    }

    package var revision: UInt64 { store.withLock { $0.revision } }

    /// Is called before each request; what it throws is the answer.
    package func react(_ reaction: (@Sendable (APIRequest) throws -> Void)?) { store.withLock { $0.reaction = reaction } }

    /// Forgets the history and ends all watches with 410, as after a long absence.
    package func expireWatches() {
        let watchers = store.withLock { store in
            store.history = []
            store.oldestRevision = store.revision
            defer { store.watchers = [:] }
            return store.watchers.values
        }
        for watcher in watchers { watcher.source.finish(throwing: APIError.expired("too old resource version")) }
    }

    // MARK: APIClient

    package func list(_ type: ResourceType, _ options: ListOptions) async throws -> RecordList {
        try record(APIRequest(path: type.path(namespace: options.namespace), query: options.query))
        let filter = try ObjectFilter(options.namespace, options.labelSelector, options.fieldSelector)
        return store.withLock { store in
            let records = (store.collections[type.path(namespace: nil)] ?? [:]).values.filter(filter.matches)
            return RecordList(records: records.sorted { $0.key < $1.key }, revision: store.revision)
        }
    }

    package func watch(_ type: ResourceType, _ options: WatchOptions) async throws -> WatchStream {
        try record(APIRequest(path: type.path(namespace: options.namespace), query: options.query))
        let filter = try ObjectFilter(options.namespace, options.labelSelector, options.fieldSelector)
        let collection = type.path(namespace: nil)
        let (stream, source) = WatchStream.make()
        try store.withLock { store in
            var missed: [WatchEvent] = []
            if let revision = options.revision {
                if revision < store.oldestRevision {
                    throw APIError.expired("too old resource version: \(revision) (\(store.oldestRevision))")
                }
                missed = store.history.filter { $0.collection == collection && $0.event.revision > revision }
                    .compactMap { filter.narrow($0.event, previous: $0.previous) }
            } else {
                missed = (store.collections[collection] ?? [:]).values.filter(filter.matches).map { .added($0) }
            }
            source.send(missed)
            store.nextID += 1
            store.watchers[store.nextID] = Watcher(collection: collection, filter: filter, source: source)
        }
        return stream
    }

    package func send(_ request: APIRequest) async throws -> APIResponse {
        try record(request)
        guard let path = ObjectPath(request.path) else { throw APIError.resourceNotFound }
        let document = try store.withLock { try answer(request, path, &$0) }
        return APIResponse(
            status: request.method == "POST" ? 201 : 200, headers: [("Content-Type", MediaType.json)], body: document.encoded())
    }

    private func record(_ request: APIRequest) throws {
        let reaction = store.withLock { store in
            store.requests.append(request)
            return store.reaction
        }
        try reaction?(request)
    }

    private func answer(_ request: APIRequest, _ path: ObjectPath, _ store: inout Store) throws -> JSON {
        let body = request.body.isEmpty ? JSON.null : try JSON.parse(request.body)
        guard let name = path.name else {
            switch request.method {
            case "GET": return list(path, store)
            case "POST": return try create(body, path, &store)
            case "DELETE": return try deleteAll(request, path, body, &store)
            default: throw APIError.methodNotAllowed()
            }
        }
        let key = ObjectKey(namespace: path.namespace, name: name)
        guard let record = store.collections[path.collection]?[key] else { throw APIError.notFound(path.resource, name) }
        switch request.method {
        case "GET": return try read(record, path)
        case "POST": return try post(body, record, path, &store)
        case "PUT": return try replace(record, with: body, path, &store)
        case "PATCH": return try patch(record, request.contentType ?? "", body, path, &store)
        case "DELETE": return try delete(record, body, path, &store)
        default: throw APIError.methodNotAllowed()
        }
    }
}
