internal import Synchronization

/// How much is served at a time (upstream's `--max-requests-inflight` and `--max-mutating-requests-inflight`). Flow control shares
/// the sum among the priority levels.
package struct RequestLimits: Sendable {
    package var reading = 400
    package var mutating = 200
    package init() {}

    /// Seats of the whole server.
    var seats: Int { reading + mutating }
}

/// Counts the requests under way, for the metrics. Watches, streams and requests from inside the process do not count.
final class RequestsInFlight: Sendable {
    private let reading = Atomic<Int>(0)
    private let mutating = Atomic<Int>(0)

    var counts: (reading: Int, mutating: Int) { (reading.load(ordering: .relaxed), mutating.load(ordering: .relaxed)) }

    func enter(_ info: RequestInfo) {
        if Self.isReading(info) {
            reading.wrappingAdd(1, ordering: .relaxed)
        } else {
            mutating.wrappingAdd(1, ordering: .relaxed)
        }
    }

    func leave(_ info: RequestInfo) {
        if Self.isReading(info) {
            reading.wrappingSubtract(1, ordering: .relaxed)
        } else {
            mutating.wrappingSubtract(1, ordering: .relaxed)
        }
    }

    private static func isReading(_ info: RequestInfo) -> Bool {
        info.verb == "get" || info.verb == "list" || info.verb == "watch"
    }
}
