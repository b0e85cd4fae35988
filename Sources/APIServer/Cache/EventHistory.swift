import DequeModule
internal import Resources

/// The latest events of one resource, numbered without a gap, bounded by number and by size.
struct EventHistory: Sendable {
    /// Bounds of the history of one resource.
    struct Limits: Sendable {
        var events = 10_000
        /// Bytes of object versions that only the history still holds.
        var bytes = 8 << 20
        /// Events that are kept whatever they weigh.
        var leastEvents = 128
        /// Bytes of encoded lines that are kept for watchers who are a little behind.
        var frameBytes = 4 << 20
    }

    private var events: Deque<CacheEvent> = []
    private var bytes = 0
    /// The number of the first event that may still hold its lines, and the bytes of all that may.
    private var firstFramed = 0
    private var frameBytes = 0
    private let limits: Limits
    /// The number of the first event that is kept.
    private(set) var first = 0
    /// Every event after this revision is kept.
    private(set) var startRevision: UInt64

    init(startRevision: UInt64, limits: Limits = Limits()) {
        self.startRevision = startRevision
        self.limits = limits
    }

    /// The number the next event will get.
    var end: Int { first + events.count }

    mutating func append(_ event: CacheEvent) {
        events.append(event)
        bytes += event.cost
        frameBytes += event.frameCost
        while frameBytes > limits.frameBytes, firstFramed < end - 1 {
            let old = events[firstFramed - first]
            frameBytes -= old.frameCost
            old.forgetFrames()
            firstFramed += 1
        }
        while events.count > limits.events || (bytes > limits.bytes && events.count > limits.leastEvents) {
            let dropped = events.removeFirst()
            bytes -= dropped.cost
            if firstFramed == first {
                frameBytes -= dropped.frameCost
                firstFramed += 1
            }
            first += 1
            startRevision = dropped.revision
        }
    }

    /// Forgets everything: what led to `revision` is not known. Nobody's place in the history is good any longer.
    mutating func restart(at revision: UInt64) {
        first = end + 1
        (events, bytes, frameBytes, firstFramed, startRevision) = ([], 0, 0, first, revision)
    }

    /// The event of this number, which must be kept.
    subscript(number: Int) -> CacheEvent { events[number - first] }

    /// The events numbered `from` and on, at most `limit`.
    func events(from number: Int, limit: Int) -> [CacheEvent] {
        let start = max(0, number - first)
        return Array(events[start..<min(events.count, start + limit)])
    }

    /// The number of the first event after `revision`; nil when it may have been dropped.
    func number(after revision: UInt64) -> Int? {
        guard revision >= startRevision else { return nil }
        var low = 0
        var high = events.count
        while low < high {
            let middle = (low + high) / 2
            if events[middle].revision <= revision { low = middle + 1 } else { high = middle }
        }
        return first + low
    }

    /// What was at `revision` different from now: for every key written since, its version at that revision (nil: there was none).
    /// Nil when the history does not reach back that far.
    func differences(at revision: UInt64) -> [ObjectKey: ObjectRecord?]? {
        guard let number = number(after: revision) else { return nil }
        var result: [ObjectKey: ObjectRecord?] = [:]
        for event in events[(number - first)...] {
            guard let key = event.key, result[key] == nil else { continue }
            result[key] = .some(event.previous)
        }
        return result
    }
}
