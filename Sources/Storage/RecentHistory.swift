import DequeModule

/// The recent events, in memory and bounded: what a store answers reads at an older revision and late subscribers from.
///
/// Revisions are consecutive, so the event of revision r sits at `r - compacted - 1`. Events are staged before they are
/// committed to disk, so that a reader whose snapshot is newer than the published revision can always go back to it.
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
            assert(event.revision == compacted + UInt64(events.count) + 1, "revisions are consecutive")
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

    mutating func publish() {
        for index in position(after: published)..<events.count {
            latest[events[index].key] = (events[index].value, events[index].revision)
        }
        published = compacted + UInt64(events.count)
        while let first = events.first, events.count > eventLimit || byteCount > byteLimit { forget(first) }
    }

    mutating func compact(through revision: UInt64) {
        while let first = events.first, first.revision <= revision { forget(first) }
    }

    private mutating func forget(_ first: StorageEvent) {
        events.removeFirst()
        byteCount -= first.byteCount
        compacted = first.revision
        if latest[first.key]?.revision == first.revision { latest[first.key] = nil }
    }

    private func position(after revision: UInt64) -> Int { Int(revision - compacted) }

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
        for event in events[position(after: revision)..<min(position(after: snapshot), events.count)]
        where KeyOrder.hasPrefix(event.key, prefix) && result[event.key] == nil {
            result[event.key] = .some(event.previous)
        }
        return result
    }
}
