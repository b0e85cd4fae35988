package import Resources
internal import Synchronization

/// Everything there is of one resource, as of the last committed write, and its recent history.
///
/// Readers take a snapshot under a short lock and then read without one. Writes come in from the store's committing
/// thread through `apply`, before the writer hears of its own write, so whoever has an answer sees at least that state.
package final class WatchCache: Sendable {
    private struct Watcher {
        let id: Int
        let selection: Selection
        let wake: @Sendable () -> Void
        /// The number of the next event to look at.
        var cursor: Int
        /// Has seen everything, and wants to be woken by the next event of concern.
        var isIdle: Bool
    }

    private struct State {
        var records = RecordTree()
        /// The revision of the last event of this resource.
        var revision: UInt64 = 0
        var history: EventHistory
        /// In the order of their numbers.
        var watchers: [Watcher] = []
        var nextWatcher = 0
        var observers: [@Sendable ([CacheEvent]) -> Void] = []

        func position(ofWatcher id: Int) -> Int? {
            var range = watchers.indices
            while let middle = range.isEmpty ? nil : range.lowerBound + range.count / 2 {
                if watchers[middle].id == id { return middle }
                range = watchers[middle].id < id ? middle + 1..<range.upperBound : range.lowerBound..<middle
            }
            return nil
        }
    }

    private let state: Mutex<State>
    /// The revision up to which the store has told every cache everything.
    private let currentRevision: @Sendable () -> UInt64

    package init(currentRevision: @escaping @Sendable () -> UInt64) {
        state = Mutex(State(history: EventHistory(startRevision: 0)))
        self.currentRevision = currentRevision
    }

    // MARK: Writing

    /// Replaces everything by what was stored at `revision`; before the first `apply`.
    package func load(_ records: [ObjectRecord], at revision: UInt64) {
        let tree = RecordTree(sorted: records.sorted { $0.key < $1.key })
        let observers = state.withLock { state in
            state.records = tree
            state.revision = revision
            state.history = EventHistory(startRevision: revision)
            return state.observers
        }
        if observers.isEmpty { return }
        let events = tree.all.map { CacheEvent(revision: $0.revision, record: $0, previous: nil) }
        for observer in observers { observer(events) }
    }

    /// Replaces everything by what is stored at `revision`, when the events that led there are lost. Whoever watches has to list anew;
    /// observers are told what is different.
    package func reload(_ records: [ObjectRecord], at revision: UInt64) {
        let tree = RecordTree(sorted: records.sorted { $0.key < $1.key })
        let (events, observers, wakes) = state.withLock { state in
            let events = Self.differences(from: state.records, to: tree, at: revision)
            state.records = tree
            state.revision = revision
            state.history.restart(at: revision)
            let wakes = state.watchers.filter(\.isIdle).map(\.wake)
            for index in state.watchers.indices { state.watchers[index].isIdle = false }
            return (events, state.observers, wakes)
        }
        if !events.isEmpty { for observer in observers { observer(events) } }
        for wake in wakes { wake() }
    }

    private static func differences(from old: RecordTree, to new: RecordTree, at revision: UInt64) -> [CacheEvent] {
        var events: [CacheEvent] = []
        for record in old.all where new[record.key] == nil { events.append(CacheEvent(revision: revision, record: nil, previous: record)) }
        for record in new.all {
            let previous = old[record.key]
            if previous?.revision == record.revision, previous?.uid == record.uid { continue }
            events.append(CacheEvent(revision: record.revision, record: record, previous: previous))
        }
        return events
    }

    /// One committed change of an object of this resource.
    package struct Change: Sendable {
        package let key: ObjectKey
        package let revision: UInt64
        /// Nil: deleted.
        package let record: ObjectRecord?
    }

    package func apply(_ changes: [Change]) {
        let (events, observers, wakes) = state.withLock { state in
            var events: [CacheEvent] = []
            let start = state.history.end
            for change in changes where change.revision > state.revision {
                let previous = change.record.map { state.records.put($0) } ?? state.records.remove(change.key)
                state.revision = change.revision
                if change.record == nil && previous == nil { continue }
                let event = CacheEvent(revision: change.revision, record: change.record, previous: previous)
                state.history.append(event)
                events.append(event)
            }
            return (events, state.observers, Self.wakes(&state, events, numberedFrom: start))
        }
        for observer in observers { observer(events) }
        for wake in wakes { wake() }
    }

    /// The watchers to wake; an idle watcher moves past events that do not concern it without being woken.
    private static func wakes(_ state: inout State, _ events: [CacheEvent], numberedFrom start: Int) -> [@Sendable () -> Void] {
        var wakes: [@Sendable () -> Void] = []
        for index in state.watchers.indices where state.watchers[index].isIdle {
            if let concern = events.firstIndex(where: { $0.kind(for: state.watchers[index].selection) != nil }) {
                state.watchers[index].cursor = start + concern
                state.watchers[index].isIdle = false
                wakes.append(state.watchers[index].wake)
            } else {
                state.watchers[index].cursor = start + events.count
            }
        }
        return wakes
    }

    /// `observer` is called with what is loaded and, on the committing thread, with all further events; it must be quick.
    /// Returns the records as of now.
    package func observe(_ observer: @escaping @Sendable ([CacheEvent]) -> Void) -> RecordTree {
        state.withLock { state in
            state.observers.append(observer)
            return state.records
        }
    }

    // MARK: Reading

    package subscript(key: ObjectKey) -> ObjectRecord? { state.withLock { $0.records[key] } }

    /// The revision of the last change of this resource.
    package var lastRevision: UInt64 { state.withLock { $0.revision } }

    package var count: Int { state.withLock { $0.records.count } }

    /// Everything, and a revision at which exactly this was everything.
    package func snapshot() -> (records: RecordTree, revision: UInt64) {
        let told = currentRevision()
        return state.withLock { ($0.records, max(told, $0.revision)) }
    }

    /// The state at an older `revision`: the present one and what was different then; nil when history does not reach back.
    package func snapshot(at revision: UInt64) -> (records: RecordTree, differences: [ObjectKey: ObjectRecord?])? {
        state.withLock { state in state.history.differences(at: revision).map { (state.records, $0) } }
    }

    /// Whether events after `revision` can still be told, and the oldest revision for which they can.
    package var oldestRevision: UInt64 { state.withLock { $0.history.startRevision } }

    // MARK: Watching

    package enum Start: Sendable, Hashable {
        /// After this revision.
        case after(UInt64)
        /// The present objects first.
        case now
    }

    /// Begins a watch. `wake` is called, on any thread, when there is something to take after `take` has returned nothing.
    /// - Returns: nil when the revision is too old.
    package func watch(_ selection: Selection, from start: Start, wake: @escaping @Sendable () -> Void) -> CacheWatch? {
        let told = currentRevision()
        return state.withLock { state in
            var cursor = state.history.end
            var initial: (RecordTree, UInt64)?
            switch start {
            case .after(let revision):
                guard let number = state.history.number(after: revision) else { return nil }
                cursor = number
            case .now:
                initial = (state.records, max(told, state.revision))
            }
            let id = state.nextWatcher
            state.nextWatcher += 1
            state.watchers.append(Watcher(id: id, selection: selection, wake: wake, cursor: cursor, isIdle: false))
            return CacheWatch(cache: self, id: id, selection: selection, initial: initial)
        }
    }

    /// What a watcher gets when it asks for more.
    package enum Take: Sendable {
        case events([CacheEvent])
        /// Nothing until it is woken; everything up to the revision has been told.
        case idle(UInt64)
        /// It was too slow: events it has not seen are gone.
        case lost
    }

    fileprivate func take(_ id: Int, limit: Int) -> Take {
        let told = currentRevision()
        return state.withLock { state in
            guard let index = state.position(ofWatcher: id) else { return .lost }
            let cursor = state.watchers[index].cursor
            if cursor < state.history.first { return .lost }
            if cursor == state.history.end {
                state.watchers[index].isIdle = true
                return .idle(max(told, state.revision))
            }
            let events = state.history.events(from: cursor, limit: limit)
            state.watchers[index].cursor = cursor + events.count
            return .events(events)
        }
    }

    fileprivate func end(_ id: Int) {
        state.withLock { state in
            if let index = state.position(ofWatcher: id) { state.watchers.remove(at: index) }
        }
    }

    /// Ends every watch: what its objects look like has changed, or they are no more. Watchers are woken and told that they are lost.
    package func endWatches() {
        let wakes = state.withLock { state in
            defer { state.watchers = [] }
            return state.watchers.filter(\.isIdle).map(\.wake)
        }
        for wake in wakes { wake() }
    }

    /// Puts records of present versions in the place of what was kept of the same versions, when more is known about them.
    package func replace(_ records: [ObjectRecord]) {
        state.withLock { state in
            for record in records where state.records[record.key]?.revision == record.revision { _ = state.records.put(record) }
        }
    }

    package var watcherCount: Int { state.withLock { $0.watchers.count } }
}

/// One watcher's place in a cache. It ends when it is cancelled or let go.
package final class CacheWatch: Sendable {
    private let cache: WatchCache
    private let id: Int
    package let selection: Selection
    private let initial: Mutex<(records: RecordTree, revision: UInt64)?>

    fileprivate init(cache: WatchCache, id: Int, selection: Selection, initial: (RecordTree, UInt64)?) {
        self.cache = cache
        self.id = id
        self.selection = selection
        self.initial = Mutex(initial.map { (records: $0.0, revision: $0.1) })
    }

    /// The objects to tell first and the revision they were taken at, for watches that begin now; once.
    package func takeInitial() -> (records: RecordTree, revision: UInt64)? {
        initial.withLock { initial in
            defer { initial = nil }
            return initial
        }
    }

    deinit { cache.end(id) }

    /// The next events, which may still have to be filtered by the selection.
    package func take(limit: Int = 512) -> WatchCache.Take { cache.take(id, limit: limit) }

    package func cancel() { cache.end(id) }
}
