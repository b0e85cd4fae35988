package import Resources
import Synchronization

/// Remembers, for each key, the newest revision a controller has written among the objects it watches, so that it does not decide
/// again before its informer has seen what it did: a controller that looks too early would create the same pods twice.
/// Revisions are the whole store's, so one number is enough.
package final class WrittenRevisions: Sendable {
    /// How long a controller waits for a revision, in seconds: an object that was written and has gone while the watch was broken
    /// is never seen.
    package static let patience = 10
    /// How long until a controller that waits looks again. The change itself wakes it sooner; this is for changes that never come.
    package static let recheck: Duration = .milliseconds(250)

    private struct Mark {
        var revision: UInt64
        var noted: Timestamp
    }

    private let marks = Mutex<[ObjectKey: Mark]>([:])

    package init() {}

    package func note(_ key: ObjectKey, _ resourceVersion: String, now: Timestamp) {
        guard let revision = UInt64(resourceVersion) else { return }
        marks.withLock { marks in
            if let mark = marks[key], mark.revision >= revision { return }
            marks[key] = Mark(revision: revision, noted: now)
        }
    }

    /// Whether `seen` covers all that was written for the key.
    package func isCovered(_ key: ObjectKey, by seen: UInt64, now: Timestamp) -> Bool {
        marks.withLock { marks in
            guard let mark = marks[key] else { return true }
            guard seen >= mark.revision || now.seconds - mark.noted.seconds >= Int64(Self.patience) else { return false }
            marks[key] = nil
            return true
        }
    }
}

/// Pods that an owner has asked to be deleted and that its informer still shows alive: without them a controller would choose others too.
package final class Departures: Sendable {
    private let uids = Mutex<[ObjectKey: Set<String>]>([:])

    package init() {}

    package func note(_ key: ObjectKey, _ uid: String) { uids.withLock { _ = $0[key, default: []].insert(uid) } }
    package func cancel(_ key: ObjectKey, _ uid: String) { uids.withLock { _ = $0[key]?.remove(uid) } }

    /// Those of `living` that were not asked to go; the others that were asked are forgotten.
    package func remaining(_ key: ObjectKey, of living: [PodSummary]) -> [PodSummary] {
        uids.withLock { uids in
            guard let leaving = uids[key], !leaving.isEmpty else {
                uids[key] = nil
                return living
            }
            let still = leaving.intersection(living.map(\.uid))
            uids[key] = still.isEmpty ? nil : still
            return living.filter { !still.contains($0.uid) }
        }
    }
}
