internal import Resources

/// The last two readings of each of many targets, taken only when somebody asks: rates need two points in time.
///
/// Who asks often enough (an autoscaler does every 15 seconds) gets the average since it asked before. Who asks for the first time
/// waits for two readings shortly after each other.
actor ReadingHistory<Key: Hashable & Sendable, Reading: Sendable> {
    struct Pair: Sendable {
        var old: Reading
        var new: Reading
        /// When the newer one was taken.
        var time: Timestamp
        /// Seconds between the two.
        var seconds: Double
    }

    private struct Entry {
        var latest: (reading: Reading, time: Timestamp)
        var pair: Pair?
    }

    /// Seconds for which a pair is given again instead of reading anew.
    static var freshSeconds: Double { 5 }
    /// A reading may be this old to be compared with a new one, in seconds.
    static var usableSeconds: Double { 60 }
    /// The shortest time between two readings that are compared, in seconds.
    static var shortestSeconds: Double { 1 }
    /// Seconds after which a target nobody asks about is forgotten.
    static var keptSeconds: Double { 300 }
    /// Targets remembered at most; those asked for longest ago are forgotten first.
    static var targetLimit: Int { 5_000 }

    private let now: @Sendable () -> Timestamp
    private let pause: @Sendable (Double) async throws -> Void
    private var entries: [Key: Entry] = [:]
    private var underWay: [Key: Task<Pair, any Error>] = [:]

    /// - Parameter pause: sleeps for a number of seconds.
    init(
        now: @escaping @Sendable () -> Timestamp, pause: @escaping @Sendable (Double) async throws -> Void
    ) {
        self.now = now
        self.pause = pause
    }

    /// The readings of a target; those who ask at the same time share one effort.
    func pair(_ key: Key, read: @escaping @Sendable () async throws -> Reading) async throws -> Pair {
        if let task = underWay[key] { return try await task.value }
        let entry = entries[key]
        if let pair = entry?.pair, now().secondsSince(pair.time) < Self.freshSeconds { return pair }
        let task = Task { try await take(entry?.latest, read) }
        underWay[key] = task
        defer { underWay[key] = nil }
        let pair = try await task.value
        forget()
        entries[key] = Entry(latest: (pair.new, pair.time), pair: pair)
        return pair
    }

    private func take(
        _ latest: (reading: Reading, time: Timestamp)?, _ read: @Sendable () async throws -> Reading
    ) async throws -> Pair {
        var first: (reading: Reading, time: Timestamp)
        if let latest, now().secondsSince(latest.time) <= Self.usableSeconds {
            first = latest
        } else {
            first = (try await read(), now())
        }
        let elapsed = now().secondsSince(first.time)
        if elapsed < Self.shortestSeconds { try await pause(Self.shortestSeconds - elapsed) }
        let second = try await read()
        let time = now()
        return Pair(old: first.reading, new: second, time: time, seconds: max(time.secondsSince(first.time), 0.001))
    }

    private func forget() {
        let time = now()
        if entries.count >= 64 { entries = entries.filter { time.secondsSince($0.value.latest.time) <= Self.keptSeconds } }
        guard entries.count >= Self.targetLimit else { return }
        let oldest = entries.sorted { $0.value.latest.time < $1.value.latest.time }.prefix(entries.count - Self.targetLimit + 1)
        for (key, _) in oldest { entries[key] = nil }
    }
}
