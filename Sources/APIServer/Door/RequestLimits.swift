internal import Resources
internal import Synchronization

/// How many requests may be under way at a time. Watches, streams and administrators do not count.
package final class RequestLimits: Sendable {
    /// Upstream's `--max-requests-inflight` and `--max-mutating-requests-inflight`.
    package struct Bounds: Sendable {
        package var reading = 400
        package var mutating = 200
        package init() {}
    }

    package enum Class: Sendable { case reading, mutating, unlimited }

    private let bounds: Bounds
    private let reading = Atomic<Int>(0)
    private let mutating = Atomic<Int>(0)

    package init(_ bounds: Bounds = Bounds()) { self.bounds = bounds }

    package var inFlight: (reading: Int, mutating: Int) {
        (reading.load(ordering: .relaxed), mutating.load(ordering: .relaxed))
    }

    func classify(_ call: Call) -> Class {
        guard call.info.isResourceRequest, call.exchange != nil else { return .unlimited }
        if call.user.groups.contains(UserInfo.Group.masters) { return .unlimited }
        switch call.info.verb {
        case "get", "list": return .reading
        case "watch", "proxy": return .unlimited
        default: return call.info.subresource == "proxy" ? .unlimited : .mutating
        }
    }

    /// - Throws: 429 when too many are under way.
    func enter(_ kind: Class) throws(APIError) {
        let isFull =
            switch kind {
            case .reading: reading.wrappingAdd(1, ordering: .relaxed).newValue > bounds.reading
            case .mutating: mutating.wrappingAdd(1, ordering: .relaxed).newValue > bounds.mutating
            case .unlimited: false
            }
        guard isFull else { return }
        leave(kind)
        throw .tooManyRequests("Too many requests, please try again later.", retryAfterSeconds: 1)
    }

    func leave(_ kind: Class) {
        switch kind {
        case .reading: reading.wrappingSubtract(1, ordering: .relaxed)
        case .mutating: mutating.wrappingSubtract(1, ordering: .relaxed)
        case .unlimited: break
        }
    }
}
