internal import Document
internal import Logging
internal import Resources

/// Removes core/v1 Events some time after they last happened, so that they do not pile up.
struct EventExpiry: Sendable {
    /// Seconds between two looks.
    static let intervalSeconds: Int64 = 300

    let store: ResourceStore
    let keptSeconds: Int
    let now: @Sendable () -> Timestamp
    let logger: Logger

    /// - Returns: how many were removed.
    @discardableResult
    func sweep() async -> Int {
        let limit = now().adding(seconds: -keptSeconds)
        var removed = 0
        for record in store.cache.snapshot().records.all where Self.isExpired(record, limit) {
            do {
                if case .written = try await store.delete(record) { removed += 1 }
            } catch {
                logger.warning("an expired event could not be removed", metadata: ["error": .string(error.message)])
                return removed
            }
        }
        return removed
    }

    /// Whether the event's last occurrence, and for want of one its creation, lies before `limit`.
    static func isExpired(_ record: ObjectRecord, _ limit: Timestamp) -> Bool {
        guard let event = try? record.document() else { return false }
        let candidates = [
            event["series"]["lastObservedTime"], event["lastTimestamp"], event["eventTime"], event["metadata"]["creationTimestamp"],
        ]
        guard let last = candidates.compactMap({ $0.string.flatMap { Timestamp($0) } }).max() else { return false }
        return last < limit
    }
}
