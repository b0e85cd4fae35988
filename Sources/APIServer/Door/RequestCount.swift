internal import Synchronization

/// How many requests of a sort are under way.
package final class RequestCount: Sendable {
    private let count = Atomic<Int>(0)

    package init() {}

    /// Counts one more unless there are `limit` already.
    func enter(limit: Int) -> Bool {
        if count.wrappingAdd(1, ordering: .relaxed).newValue <= limit { return true }
        leave()
        return false
    }

    func leave() { count.wrappingSubtract(1, ordering: .relaxed) }
}
