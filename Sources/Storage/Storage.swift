/// The store of cluster state: keys to bytes, every write numbered by one strictly increasing revision.
///
/// The promises, which `StorageConformanceTests` checks for every implementation:
/// - A write is durable when it is answered. Revisions increase with every write, also over a restart, and consecutively where no other
///   process writes to the same store.
/// - Events reach a subscriber in revision order, exactly once, and before the writer hears of its own write.
/// - Once `currentRevision` says r, every subscriber has been given every event up to r.
/// - A recent stretch of history is kept: reads at, and subscriptions from, an older revision fail with `compacted`.
package protocol Storage: Sendable {
    /// The revision of the last write that is durable and delivered; 0 in a store that was never written.
    var currentRevision: UInt64 { get }

    /// The oldest revision that can still be read at or watched from.
    var compactedRevision: UInt64 { get }

    func get(_ key: String) async throws -> StoredValue?

    /// The values whose keys begin with `prefix` and come after `startAfter`, in byte order of the keys, as they were
    /// at `revision` (nil: now, seeing every write answered before the call). `more`: the limit cut the list short.
    func list(prefix: String, startAfter: String?, limit: Int?, at revision: UInt64?) async throws -> StoredList

    /// Hands a write to the store. `completion` is called once, when the write is durable or refused: on the thread that commits, which may
    /// be the caller's before this returns.
    func submit(_ operation: WriteOperation, completion: @escaping @Sendable (Result<UInt64, StorageError>) -> Void)

    /// Delivers every event after `revision`, those already written before this returns.
    ///
    /// `onEvents` runs on the thread that commits and so delays every writer: it must be quick, and must not subscribe or wait for writes.
    /// `onEnd` says that no further event will come: `closed`, or `compacted` when the store lost its place and a subscriber has to
    /// list again.
    func subscribe(
        prefix: String, after revision: UInt64, onEnd: @escaping @Sendable (StorageError) -> Void,
        _ onEvents: @escaping @Sendable ([StorageEvent]) -> Void
    ) throws(StorageError) -> Subscription

    /// Forgets history up to and including `revision`; the current state is untouched.
    func compact(through revision: UInt64) async throws

    /// Whether other processes may write to the same store.
    var isShared: Bool { get }

    /// Waits until subscribers have been given everything up to `revision`; nil: everything that was answered to anybody, in any process,
    /// before the call.
    func catchUp(to revision: UInt64?) async throws

    /// What keeps the store from working at present; nil when nothing is known to. Asking may have it looked at again.
    var problem: StorageError? { get }

    /// Finishes the waiting writes, ends all subscriptions and lets go of the file.
    func close() async
}

package typealias StoredList = (values: [StoredValue], revision: UInt64, more: Bool)

/// A store with one process has nothing to catch up with: events are given before a write is answered.
extension Storage {
    package var isShared: Bool { false }
    package func catchUp(to revision: UInt64?) async throws {}
    package var problem: StorageError? { nil }
}

extension Storage {
    /// Writes, and returns the revision once the write is durable.
    package func commit(_ operation: WriteOperation) async throws -> UInt64 {
        // Unchecked: every store calls back once, which their conformance suite sees to, and this is done for every write.
        try await withUnsafeThrowingContinuation { continuation in
            submit(operation) { result in continuation.resume(with: result) }
        }
    }

    package func subscribe(
        prefix: String, after revision: UInt64, _ onEvents: @escaping @Sendable ([StorageEvent]) -> Void
    ) throws(StorageError) -> Subscription {
        try subscribe(prefix: prefix, after: revision, onEnd: { _ in }, onEvents)
    }

    /// Hands over everything under `prefix` at one revision, which is returned. It reads by pages, so that a large store is never
    /// twice in memory; throws `compacted` when so much is written meanwhile that the revision is no longer kept.
    package nonisolated(nonsending) func load(prefix: String, _ body: (StoredValue) throws -> Void) async throws -> UInt64 {
        let pageLength = 500
        let revision = currentRevision
        var last: String?
        while true {
            let page = try await list(prefix: prefix, startAfter: last, limit: pageLength, at: revision)
            for value in page.values { try body(value) }
            last = page.values.last?.key
            if !page.more { return revision }
        }
    }

    package func list(prefix: String) async throws -> StoredList {
        try await list(prefix: prefix, startAfter: nil, limit: nil, at: nil)
    }
}
