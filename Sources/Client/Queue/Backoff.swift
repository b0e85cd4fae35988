/// Waiting times that double with each failure.
package struct Backoff: Sendable, Hashable {
    package var first: Duration
    package var limit: Duration
    package var factor: Double

    package init(first: Duration, limit: Duration, factor: Double = 2) {
        self.first = first
        self.limit = limit
        self.factor = factor
    }

    /// What upstream's controllers wait before trying a failed key again.
    package static let controller = Backoff(first: .milliseconds(5), limit: .seconds(1000))
    /// What a client waits before it lists and watches again.
    package static let watch = Backoff(first: .milliseconds(200), limit: .seconds(30))

    /// The wait after `failures` failures in a row, the first failure being 0.
    package func delay(failures: Int) -> Duration {
        var delay = first
        for _ in 0..<max(failures, 0) {
            delay = delay * factor
            if delay >= limit { return limit }
        }
        return min(delay, limit)
    }

    /// The same, spread over the upper half at random so that many waiters do not return at one moment.
    package func jittered(failures: Int, random: Double = .random(in: 0..<1)) -> Duration {
        delay(failures: failures) * (0.5 + random / 2)
    }
}
