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
        var isSynced = false
        var waiters: [UInt64: CheckedContinuation<Void, any Error>] = [:]
        var nextWaiter: UInt64 = 0
        /// The newest revision seen; watches resume from here.
        var revision: UInt64 = 0
    }

    private let client: any APIClient
    private let options: ListOptions
    private let logger: Logger
    private let time: TimeSource
    private let backoff: Backoff
    private let state: Mutex<State>
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
        var logger = logger
        logger[metadataKey: "resource"] = "\(R.type.plural)"
        self.logger = logger
        self.time = time
        self.backoff = backoff
        state = Mutex(State(index: RecordIndex(functions: indexes)))
    }

    // MARK: Reading

    package var isSynced: Bool { state.withLock { $0.isSynced } }
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
    package func waitUntilSynced() async throws {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome: Result<Void, any Error>? = state.withLock { state in
                    if state.isSynced { return .success(()) }
                    if Task.isCancelled { return .failure(CancellationError()) }
                    state.waiters[id] = continuation
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume(throwing: CancellationError())
        }
    }

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
        await cancelWhenGracefulShutdown {
            var failures = 0
            var needsList = true
            while !Task.isCancelled {
                do {
                    if needsList {
                        try await self.relist()
                        needsList = false
                    }
                    if try await self.follow() { failures = 0 }
                    // A watch that ends at once, again and again, must not become a loop without pause.
                    failures += 1
                    if failures > 1 { try await self.pause(failures - 1) }
                } catch is CancellationError {
                    if Task.isCancelled { return }
                    needsList = true
                } catch let error as APIError where error.isExpired {
                    self.logger.debug("the watch has expired; listing anew")
                    needsList = true
                    failures += 1
                    if failures > 1 { try? await self.pause(failures - 1) }
                } catch {
                    if Task.isCancelled { return }
                    self.logger.warning("list or watch failed; trying again", metadata: ["error": "\(error)"])
                    try? await self.pause(failures)
                    failures += 1
                }
            }
        }
    }

    private func pause(_ failures: Int) async throws { try await time.sleep(backoff.jittered(failures: failures)) }

    private func relist() async throws {
        let list = try await client.list(R.type, options)
        deliver { state in
            state.revision = max(state.revision, list.revision)
            return state.index.replace(with: list.records)
        }
        let waiters = state.withLock { state in
            state.isSynced = true
            state.revision = list.revision
            defer { state.waiters = [:] }
            return state.waiters.values
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Follows one watch to its end. Returns whether any event came.
    private func follow() async throws -> Bool {
        let watch = try await client.watch(
            R.type,
            WatchOptions(
                namespace: options.namespace, labelSelector: options.labelSelector, fieldSelector: options.fieldSelector,
                revision: state.withLock { $0.revision }))
        defer { watch.cancel() }
        var received = false
        while let batch = try await watch.nextBatch() {
            received = true
            deliver { state in
                var changes: [RecordIndex.Change] = []
                for event in batch {
                    state.revision = max(state.revision, event.revision)
                    changes += state.index.apply(event)
                }
                return changes
            }
        }
        return received
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

/// Something that is of use only once it has caught up with the server.
package protocol Syncable: Sendable {
    func waitUntilSynced() async throws
}
