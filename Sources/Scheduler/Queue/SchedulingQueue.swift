import Client
import Resources

/// Pods that wait for a node: those to be tried next in order of priority and age, those that fitted nowhere and wait for the
/// cluster to change, and those that wait out their back-off. A value; time is handed in.
struct SchedulingQueue: Sendable {
    /// The pause before a pod that fitted nowhere is tried again, doubled each time.
    static let backoff = Backoff(first: .seconds(1), limit: .seconds(10))
    /// A pod that waits this long is tried again even if nothing happened that could help it.
    static let longestWait: Duration = .seconds(300)

    private struct Entry {
        var pod: PodInfo
        var attempts = 0
        var place: Place
    }

    private enum Place {
        case active
        case backingOff(until: Duration)
        case unschedulable(since: Duration, rescue: Set<ClusterChange>)
        /// Being placed right now; a change in the meantime counts afterwards.
        case inFlight(changes: Set<ClusterChange>)
        case gated
    }

    private var entries: [String: Entry] = [:]
    private var active = Heap()
    /// Pods whose place depends on where others are, by uid.
    private var choosy: Set<String> = []

    var count: Int { entries.count }

    /// A pod that has no node yet, new or changed.
    mutating func add(_ pod: PodInfo) {
        var entry = entries[pod.uid] ?? Entry(pod: pod, place: .gated)
        entry.pod = pod
        if pod.affinities != nil || !pod.spreadConstraints.isEmpty { choosy.insert(pod.uid) }
        switch entry.place {
        case .inFlight, .active, .backingOff: break
        case .gated, .unschedulable:
            if pod.gates.isEmpty {
                entry.place = .active
                active.push(pod)
            } else {
                entry.place = .gated
            }
        }
        entries[pod.uid] = entry
    }

    /// A pod that is gone or has a node.
    mutating func remove(uid: String) {
        entries[uid] = nil
        choosy.remove(uid)
    }

    /// The next pod to place; it stays known, in flight, until `failed` or `remove` is called.
    mutating func pop() -> PodInfo? {
        while let uid = active.pop() {
            guard var entry = entries[uid], case .active = entry.place else { continue }
            entry.place = .inFlight(changes: [])
            entry.attempts += 1
            entries[uid] = entry
            return entry.pod
        }
        return nil
    }

    /// A pod in flight that fitted nowhere, or whose binding failed (`rescue` nil: try again after the back-off).
    mutating func failed(uid: String, rescue: Set<ClusterChange>?, now: Duration) {
        guard var entry = entries[uid], case .inFlight(let changes) = entry.place else { return }
        if let rescue, changes.isDisjoint(with: rescue) {
            entry.place = .unschedulable(since: now, rescue: rescue)
        } else {
            entry.place = .backingOff(until: now + Self.backoff.delay(failures: entry.attempts))
        }
        entries[uid] = entry
    }

    /// Pods that a change may help move on.
    mutating func note(_ change: ClusterChange, now: Duration) {
        // Pods are placed all the time: only those look up that it may concern.
        let concerned = change == .podPlaced ? entries.filter { choosy.contains($0.key) } : entries
        for (uid, entry) in concerned {
            switch entry.place {
            case .unschedulable(let since, let rescue) where rescue.contains(change):
                let ready = since + Self.backoff.delay(failures: entry.attempts)
                move(uid, to: ready > now ? .backingOff(until: ready) : .active)
            case .inFlight(var changes):
                changes.insert(change)
                entries[uid]?.place = .inFlight(changes: changes)
            default: break
            }
        }
    }

    /// Lets pods go on whose wait is over; the time of the next such moment, nil when nothing waits.
    mutating func wake(now: Duration) -> Duration? {
        var next: Duration?
        for (uid, entry) in entries {
            let due: Duration
            switch entry.place {
            case .backingOff(let until): due = until
            case .unschedulable(let since, _): due = since + Self.longestWait
            default: continue
            }
            if due <= now { move(uid, to: .active) } else { next = min(next ?? due, due) }
        }
        return next
    }

    private mutating func move(_ uid: String, to place: Place) {
        entries[uid]?.place = place
        if case .active = place, let pod = entries[uid]?.pod { active.push(pod) }
    }
}

/// A binary heap of pods: the highest priority first, then the one that came first.
private struct Heap: Sendable {
    private struct Item {
        let priority: Int
        let order: UInt64
        let uid: String
        func comes(before other: Item) -> Bool { (other.priority, order) < (priority, other.order) }
    }
    private var items: [Item] = []
    private var pushed: UInt64 = 0

    mutating func push(_ pod: PodInfo) {
        pushed += 1
        items.append(Item(priority: pod.priority, order: pushed, uid: pod.uid))
        var child = items.count - 1
        while child > 0, items[child].comes(before: items[(child - 1) / 2]) {
            items.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func pop() -> String? {
        guard let first = items.first else { return nil }
        let last = items.removeLast()
        guard !items.isEmpty else { return first.uid }
        items[0] = last
        var parent = 0
        while true {
            var best = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < items.count && items[child].comes(before: items[best]) {
                best = child
            }
            if best == parent { return first.uid }
            items.swapAt(parent, best)
            parent = best
        }
    }
}
