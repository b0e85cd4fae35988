import Resources

/// Waiting times that double with each failure, kept per key: how long a crashed container or a failed pull waits before the next try.
///
/// As upstream's kubelet: 10 seconds at first, 5 minutes at most, forgotten after 10 minutes without a failure.
struct BackOff: Sendable {
    static let initial = 10
    static let maximum = 300

    struct Entry: Sendable, Hashable {
        /// Seconds.
        var delay: Int
        var updated: Timestamp
    }
    private(set) var entries: [String: Entry] = [:]

    /// When the next try of `key` is due, if that is later than `now`; nil when it may be tried at once.
    /// - Parameter since: when the last failure was.
    func dueTime(_ key: String, since: Timestamp, now: Timestamp) -> Timestamp? {
        guard let entry = entries[key], !isForgotten(entry, now) else { return nil }
        let due = since.adding(seconds: entry.delay)
        return due > now ? due : nil
    }

    /// The present waiting time of `key`, seconds.
    func delay(_ key: String) -> Int { entries[key]?.delay ?? 0 }

    /// Notes that a try is made now: should it fail, the next one waits longer.
    mutating func advance(_ key: String, now: Timestamp) {
        if let entry = entries[key], !isForgotten(entry, now) {
            entries[key] = Entry(delay: min(entry.delay * 2, Self.maximum), updated: now)
        } else {
            entries[key] = Entry(delay: Self.initial, updated: now)
        }
    }

    mutating func reset(_ key: String) { entries[key] = nil }

    private func isForgotten(_ entry: Entry, _ now: Timestamp) -> Bool { now.secondsSince(entry.updated) > Double(2 * Self.maximum) }
}

/// A waiting time as Go prints a `time.Duration` of whole seconds: `10s`, `1m20s`, `5m0s`.
func goDuration(seconds: Int) -> String {
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
    if hours > 0 { return "\(hours)h\(minutes)m\(rest)s" }
    return minutes > 0 ? "\(minutes)m\(rest)s" : "\(rest)s"
}
