package import Client
package import Logging
package import Resources
internal import ServiceLifecycle
import Synchronization

/// What every controller is built from.
package struct ControllerContext: Sendable {
    package let client: any APIClient
    package let informers: InformerSet
    package let events: EventRecorder
    package let logger: Logger
    /// The time that decisions depend on.
    package let now: @Sendable () -> Timestamp

    package init(
        client: any APIClient, informers: InformerSet, events: EventRecorder, logger: Logger, now: @escaping @Sendable () -> Timestamp = { .now() }
    ) {
        self.client = client
        self.informers = informers
        self.events = events
        self.logger = logger
        self.now = now
    }
}

/// Remembers, for each key, the newest revision a controller has written among the objects it watches, so that it does not decide
/// again before its informer has seen what it did: a controller that looks too early would create the same pods twice.
/// Revisions are the whole store's, so one number is enough.
package final class WrittenRevisions: Sendable {
    private let revisions = Mutex<[ObjectKey: UInt64]>([:])

    package init() {}

    package func note(_ key: ObjectKey, _ resourceVersion: String) {
        guard let revision = UInt64(resourceVersion) else { return }
        revisions.withLock { $0[key] = max($0[key] ?? 0, revision) }
    }

    /// Whether `seen` covers all that was written for the key.
    package func isCovered(_ key: ObjectKey, by seen: UInt64) -> Bool {
        revisions.withLock { revisions in
            guard let written = revisions[key] else { return true }
            guard seen >= written else { return false }
            revisions[key] = nil
            return true
        }
    }
}

/// How long a controller waits for its informer to catch up with its own writes before it looks again.
package let catchUpDelay: Duration = .milliseconds(5)

/// Runs `count` operations in growing batches (1, 2, 4, …), stopping after a batch in which one failed: when a quota or a webhook
/// refuses every pod, one refusal is enough.
/// - Returns: how many succeeded, and the first failure.
package func slowStart(_ count: Int, limit: Int = 64, _ body: @escaping @Sendable (Int) async throws -> Void) async -> (succeeded: Int, failure: (any Error)?) {
    var done = 0
    var batch = 1
    while done < count {
        let range = done..<min(count, done + batch)
        let results = await withTaskGroup(of: (any Error)?.self) { group in
            for index in range {
                group.addTask {
                    do {
                        try await body(index)
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            return await group.reduce(into: [(any Error)?]()) { $0.append($1) }
        }
        let failures = results.compactMap { $0 }
        done += results.count - failures.count
        if let failure = failures.first { return (done, failure) }
        batch = min(batch * 2, limit)
    }
    return (done, nil)
}
