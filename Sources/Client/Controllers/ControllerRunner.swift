package import Logging
internal import Resources
internal import ServiceLifecycle

/// What a reconciler wishes for a key it has just worked on.
package enum Requeue: Sendable, Hashable {
    /// Nothing until the next change.
    case done
    /// Once more after this time.
    case after(Duration)
    /// Once more after a wait that grows as long as this goes on.
    case retry
}

/// Runs a number of workers over a queue. A key whose reconciliation throws is tried again after a growing wait.
package struct ControllerRunner<Key: Hashable & Sendable>: ServiceLifecycle.Service {
    package typealias Reconcile = @Sendable (Key) async throws -> Requeue

    private let name: String
    private let queue: WorkQueue<Key>
    private let workers: Int
    private let sources: [any Syncable]
    private let logger: Logger
    private let reconcile: Reconcile

    /// - Parameters:
    ///   - workers: keys that are worked on at once.
    ///   - sources: informers that must have caught up before the first key is worked on.
    package init(
        name: String, queue: WorkQueue<Key>, workers: Int = 4, waitFor sources: [any Syncable] = [], logger: Logger,
        reconcile: @escaping Reconcile
    ) {
        self.name = name
        self.queue = queue
        self.workers = workers
        self.sources = sources
        var logger = logger
        logger[metadataKey: "controller"] = "\(name)"
        self.logger = logger
        self.reconcile = reconcile
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            do {
                try await sources.waitUntilSynced()
            } catch {
                return  // cancelled before there was anything to do
            }
            await withDiscardingTaskGroup { group in
                for _ in 0..<workers { group.addTask { await work() } }
            }
        }
    }

    private func work() async {
        while let key = await queue.next() {
            await step(key)
            queue.done(key)
        }
    }

    private func step(_ key: Key) async {
        do {
            switch try await reconcile(key) {
            case .done: queue.forget(key)
            case .after(let delay):
                queue.forget(key)
                queue.add(key, after: delay)
            case .retry: queue.addRateLimited(key)
            }
        } catch {
            if Task.isCancelled { return }
            // Conflicts are the ordinary case of two writers; the next try sees the newer version.
            let level: Logger.Level = (error as? APIError)?.isConflict == true ? .debug : .warning
            logger.log(level: level, "reconciliation failed; trying again", metadata: ["key": "\(key)", "error": "\(error)"])
            queue.addRateLimited(key)
        }
    }
}
