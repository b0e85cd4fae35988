import DequeModule

/// The recent events, in memory and bounded: what a store answers reads at an older revision and late subscribers from.
///
/// Events are in the order of their revisions, which may leave out some: where others write to the same store, they have theirs. Events are
/// staged before they are committed to disk, so that a reader whose snapshot is newer than the published revision can always go back to it.
struct RecentHistory {
    /// History up to here is forgotten; reading at this revision and watching after it is still possible.
    private(set) var compacted: UInt64
    /// Every event up to here is durable and delivered.
    private(set) var published: UInt64

    private var events: Deque<StorageEvent> = []
    private var byteCount = 0
    /// The current value (nil: deleted) of every key with a published event here: spares the writer a read of its row.
    private var latest: [String: (value: StoredValue?, revision: UInt64)] = [:]
    private let eventLimit: Int
    private let byteLimit: Int

    init(revision: UInt64, limits: StorageLimits) {
        compacted = revision
        published = revision
        eventLimit = limits.historyEvents
        byteLimit = limits.historyBytes
    }

    /// The current value of a key that was written recently; the outer nil means that the history does not know.
    func current(_ key: String) -> StoredValue?? { latest[key].map(\.value) }

    mutating func stage(_ batch: [StorageEvent]) {
        for event in batch {
            assert(event.revision >= events.last?.revision ?? (compacted + 1), "revisions never go back")
            events.append(event)
            byteCount += event.byteCount
        }
    }

    /// Takes back what was staged: the commit failed.
    mutating func discardStaged() {
        while let last = events.last, last.revision > published {
            events.removeLast()
            byteCount -= last.byteCount
        }
    }

    /// - Parameter revision: everything up to it has been told.
    mutating func publish(through revision: UInt64) {
        guard revision > published else { return }
        for index in position(after: published)..<position(after: revision) {
            latest[events[index].key] = (events[index].value, events[index].revision)
        }
        published = revision
        while let first = events.first, events.count > eventLimit || byteCount > byteLimit { forget(first) }
    }

    mutating func compact(through revision: UInt64) {
        while let first = events.first, first.revision <= revision { forget(first) }
        compacted = max(compacted, revision)
    }

    private mutating func forget(_ first: StorageEvent) {
        events.removeFirst()
        byteCount -= first.byteCount
        compacted = first.revision
        if latest[first.key]?.revision == first.revision { latest[first.key] = nil }
    }

    /// Where the first event after `revision` is.
    private func position(after revision: UInt64) -> Int {
        var low = 0
        var high = events.count
        while low < high {
            let middle = (low + high) / 2
            if events[middle].revision <= revision { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Fails when `revision` can be neither read at nor watched from.
    func check(_ revision: UInt64) throws(StorageError) {
        if revision < compacted { throw .compacted(oldest: compacted) }
        if revision > published { throw .futureRevision(current: published) }
    }

    /// The published events after `revision` under `prefix`.
    func events(after revision: UInt64, prefix: String) throws(StorageError) -> [StorageEvent] {
        try check(revision)
        return events[position(after: revision)..<position(after: published)].filter { KeyOrder.hasPrefix($0.key, prefix) }
    }

    /// What differs, under `prefix`, between a snapshot taken at `snapshot` and the state at the older `revision`:
    /// the value each changed key had then (nil: it was not there).
    func differences(at revision: UInt64, from snapshot: UInt64, prefix: String) throws(StorageError) -> [String: StoredValue?] {
        if revision < compacted { throw .compacted(oldest: compacted) }
        var result: [String: StoredValue?] = [:]
        guard revision < snapshot else { return result }
        for event in events[position(after: revision)..<position(after: snapshot)]
        where KeyOrder.hasPrefix(event.key, prefix) && result[event.key] == nil {
            result[event.key] = .some(event.previous)
        }
        return result
    }
}
