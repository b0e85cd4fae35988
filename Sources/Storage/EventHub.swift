import Synchronization

/// A running subscription. It ends when it is cancelled, or with the store.
package final class Subscription: Sendable {
    private let active = Atomic(true)

    package init() {}
    package var isActive: Bool { active.load(ordering: .acquiring) }

    /// No delivery starts after this returns; one that is under way may still finish.
    package func cancel() { active.store(false, ordering: .releasing) }
}

/// The history of one store and those who follow it: publishes batches in order and lets subscribers in without a gap.
final class EventHub: Sendable {
    private struct Subscriber {
        var prefix: String
        var subscription: Subscription
        var onEvents: @Sendable ([StorageEvent]) -> Void
        var onEnd: @Sendable (StorageError) -> Void
    }

    /// Held while events are delivered: a subscriber joins between two batches, never within one.
    private let subscribers = Mutex<[Subscriber]?>([])
    /// Taken inside `subscribers`, never around it, and only for moments.
    private let history: Mutex<RecentHistory>

    init(revision: UInt64, limits: StorageLimits) {
        history = Mutex(RecentHistory(revision: revision, limits: limits))
    }

    func withHistory<T: Sendable, E: Error>(_ body: (inout RecentHistory) throws(E) -> T) throws(E) -> T {
        try history.withLock { history throws(E) in try body(&history) }
    }

    var published: UInt64 { history.withLock { $0.published } }
    var compacted: UInt64 { history.withLock { $0.compacted } }

    /// Delivers a committed batch that was staged before, then publishes it.
    /// - Parameter revision: that of the last event, or a later one up to which there is nothing more.
    func publish(_ batch: [StorageEvent], through revision: UInt64? = nil) {
        guard let revision = revision ?? batch.last?.revision else { return }
        subscribers.withLock { list in
            var hasLeft = false
            for subscriber in list ?? [] {
                guard subscriber.subscription.isActive else {
                    hasLeft = true
                    continue
                }
                let wanted = batch.filter { KeyOrder.hasPrefix($0.key, subscriber.prefix) }
                if !wanted.isEmpty { subscriber.onEvents(wanted) }
            }
            if hasLeft { list?.removeAll { !$0.subscription.isActive } }
            history.withLock { $0.publish(through: revision) }
        }
    }

    func subscribe(
        prefix: String, after revision: UInt64, onEnd: @escaping @Sendable (StorageError) -> Void,
        _ onEvents: @escaping @Sendable ([StorageEvent]) -> Void
    ) throws(StorageError) -> Subscription {
        try subscribers.withLock { list throws(StorageError) in
            guard list != nil else { throw .closed }
            let missed = try history.withLock { history throws(StorageError) in try history.events(after: revision, prefix: prefix) }
            let subscription = Subscription()
            if !missed.isEmpty { onEvents(missed) }
            list?.append(Subscriber(prefix: prefix, subscription: subscription, onEvents: onEvents, onEnd: onEnd))
            return subscription
        }
    }

    /// Ends all subscriptions; with `closed`, for good.
    func end(with reason: StorageError) {
        let ended = subscribers.withLock { list in
            defer { list = reason == .closed ? nil : [] }
            return list ?? []
        }
        for subscriber in ended where subscriber.subscription.isActive {
            subscriber.subscription.cancel()
            subscriber.onEnd(reason)
        }
    }

    /// The store on disk is at another revision than memory thought: all subscribers have to list again.
    func restart(at revision: UInt64, limits: StorageLimits) {
        history.withLock { $0 = RecentHistory(revision: revision, limits: limits) }
        end(with: .compacted(oldest: revision))
    }
}
