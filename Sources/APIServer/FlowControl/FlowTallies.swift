internal import Synchronization

/// How long requests waited for their seats, by flow. Those that never waited are told by the flows' own counts.
final class FlowWaits: Sendable {
    struct Series: Hashable, Sendable {
        var flow: String
        var level: String
        var wasExecuted: Bool
    }

    struct Values: Sendable {
        var buckets = Array(repeating: 0, count: FlowWaits.bounds.count)
        var seconds = 0.0
        var count = 0
    }

    /// Upper bounds of the histogram, in seconds; those of upstream.
    static let bounds: [Double] = [0, 0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30]

    private let values = Mutex<[Series: Values]>([:])

    func record(_ series: Series, seconds: Double) {
        values.withLock { values in
            var entry = values[series] ?? Values()
            if let bucket = Self.bounds.firstIndex(where: { seconds <= $0 }) { entry.buckets[bucket] += 1 }
            entry.seconds += seconds
            entry.count += 1
            values[series] = entry
        }
    }

    var snapshot: [Series: Values] { values.withLock { $0 } }
}

/// Requests that got no seat, by flow.
final class FlowRejections: Sendable {
    struct Series: Hashable, Sendable {
        var flow: String
        var level: String
        var reason: PriorityLevel.Rejection

        init(_ entry: FlowTable.Entry, _ reason: PriorityLevel.Rejection) {
            (flow, level, self.reason) = (entry.flow.name, entry.level.name, reason)
        }

        fileprivate var order: (String, String, String) { (level, flow, reason.rawValue) }
    }

    private let counts = Mutex<[Series: Int]>([:])

    func record(_ series: Series) { counts.withLock { $0[series, default: 0] += 1 } }

    /// Sorted by their names.
    var all: [(series: Series, count: Int)] {
        counts.withLock { $0 }.sorted { $0.key.order < $1.key.order }.map { ($0.key, $0.value) }
    }
}
