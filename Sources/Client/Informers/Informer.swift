package import Logging
package import Resources
internal import ServiceLifecycle
import Synchronization

/// A local, current copy of a collection: lists once, then follows the watch.
///
/// It holds records by reference, so within the server's process an object costs one dictionary entry. Handlers are called one
/// after the other in the order of the changes, on the informer's task: they must be quick (add a key to a queue) and must not
/// register handlers themselves. A handler that is registered late first gets every object as an addition.
package final class Informer<R: Resource>: ServiceLifecycle.Service, Syncable {
    package typealias Handler = @Sendable (InformerChange<R>) -> Void

    private struct State {
        var index: RecordIndex
        /// The newest revision seen.
        var revision: UInt64 = 0
    }

    private let client: any APIClient
    private let options: ListOptions
    private let logger: Logger
    private let time: TimeSource
    private let backoff: Backoff
    private let state: Mutex<State>
    private let synced = Milestone()
    /// Held while handlers run, so that each handler sees every change once and in order.
    private let handlers = Mutex<[Handler]>([])

    /// - Parameter indexes: names of further indexes with the function that yields an object's keys in them.
    package init(
        _ type: R.Type = R.self, client: any APIClient, namespace: String? = nil, labelSelector: String? = nil,
        fieldSelector: String? = nil, indexes: [String: IndexFunction] = [:], logger: Logger, time: TimeSource = .system,
        backoff: Backoff = .watch
    ) {
        self.client = client
        options = ListOptions(namespace: namespace, labelSelector: labelSelector, fieldSelector: fieldSelector)
        self.logger = logger
        self.time = time
        self.backoff = backoff
        state = Mutex(State(index: RecordIndex(functions: indexes)))
    }

    // MARK: Reading

    package var isSynced: Bool { synced.isReached }
    package var count: Int { state.withLock { $0.index.records.count } }
    /// The newest revision this copy reflects.
    package var revision: UInt64 { state.withLock { $0.revision } }

    package func record(_ key: ObjectKey) -> ObjectRecord? { state.withLock { $0.index.records[key] } }
    package func get(_ key: ObjectKey) -> R? { record(key)?.view(R.self) }
    package func get(namespace: String = "", name: String) -> R? { get(ObjectKey(namespace: namespace, name: name)) }

    /// In no particular order.
    package func records(namespace: String? = nil, selector: LabelSelector = .everything) -> [ObjectRecord] {
        let all = state.withLock { Array($0.index.records.values) }
        if namespace == nil && selector.isEverything { return all }
        return all.filter { (namespace == nil || $0.key.namespace == namespace) && selector.matches($0.labels) }
    }

    package func list(namespace: String? = nil, selector: LabelSelector = .everything) -> [R] {
        records(namespace: namespace, selector: selector).map { $0.view(R.self) }
    }

    package func records(index: String, key: String) -> [ObjectRecord] {
        state.withLock { state in state.index.keys(index: index, key).compactMap { state.index.records[$0] } }
    }

    package func list(index: String, key: String) -> [R] { records(index: index, key: key).map { $0.view(R.self) } }

    /// Returns once the first list has arrived. Throws `CancellationError` when the task is cancelled before.
    package func waitUntilSynced() async throws { try await synced.wait() }

    package func onChange(_ handler: @escaping Handler) {
        handlers.withLock { handlers in
            let existing = state.withLock { Array($0.index.records.values) }
            for record in existing { handler(.added(record)) }
            handlers.append(handler)
        }
    }

    // MARK: Following

    /// Lists and watches until cancelled or shut down. Failures are logged and tried again after a growing wait.
    package func run() async throws {
        let follower = ResourceFollower(
            client: client, type: R.type, options: options, time: time, backoff: backoff, logger: logger,
            listed: { [self] in replace(with: $0) }, changed: { [self] in apply($0) })
        await cancelWhenGracefulShutdown { await follower.run() }
    }

    private func replace(with list: RecordList) {
        deliver { state in
            state.revision = max(state.revision, list.revision)
            return state.index.replace(with: list.records)
        }
        state.withLock { $0.revision = list.revision }
        synced.reach()
    }

    private func apply(_ batch: [WatchEvent]) {
        deliver { state in
            var changes: [RecordIndex.Change] = []
            for event in batch {
                state.revision = max(state.revision, event.revision)
                changes += state.index.apply(event)
            }
            return changes
        }
    }

    /// Changes the state and tells the handlers, as one step towards those who register.
    private func deliver(_ body: (inout sending State) -> [RecordIndex.Change]) {
        handlers.withLock { handlers in
            let changes = state.withLock { body(&$0) }
            for change in changes {
                let change: InformerChange<R> =
                    switch change {
                    case .added(let record): .added(record)
                    case .updated(let old, let new): .updated(old: old, new: new)
                    case .deleted(let record): .deleted(record)
                    }
                for handler in handlers { handler(change) }
            }
        }
    }
}
