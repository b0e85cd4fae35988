import Client
import Resources

/// Pods that wait for a node: those to be tried next in order of priority and age, those that fitted nowhere and wait for the
/// cluster to change, and those that wait out their back-off. A value; time is handed in.
///
/// Thousands of pods may wait while others come and go, so nothing here that is done for one pod looks at all of them.
struct SchedulingQueue: Sendable {
    /// The pause before a pod that fitted nowhere is tried again, doubled each time.
    static let backoff = Backoff(first: .seconds(1), limit: .seconds(10))
    /// A pod that waits this long is tried again even if nothing happened that could help it.
    static let longestWait: Duration = .seconds(300)

    private struct Wait {
        var attempts = 0
        var place = Place.gated
        /// Tells the moment this wait ends from those of the waits before it.
        var ticket: UInt64 = 0
        /// The change with which it got its labels.
        var relabelled: UInt64 = 0
    }

    private enum Place {
        case active
        case backingOff
        case unschedulable(since: Duration, rescue: ClusterChanges)
        /// Being placed right now, since so many changes; one in the meantime counts afterwards.
        case inFlight(changes: UInt64)
        case gated
    }

    private var pods: [String: PodInfo] = [:]
    private var waits: [String: Wait] = [:]
    private var active = BinaryHeap<Turn>()
    /// When waits end. What has ended otherwise is left in until its time comes.
    private var ends = BinaryHeap<End>()
    /// Pods that fitted nowhere, by all the changes that may help them.
    private var helped: [ClusterChanges: Set<String>] = [:]
    /// Pods whose place depends on where others are, by uid.
    private var choosy: Set<String> = []
    /// How many changes there were, and which of them was the last of its sort.
    private var changes: UInt64 = 0
    private var lastChange: [ClusterChanges: UInt64] = [:]
    private var turns: UInt64 = 0
    private var tickets: UInt64 = 0

    var count: Int { pods.count }

    /// How often a pod was taken off to be placed.
    func attempts(uid: String) -> Int { waits[uid]?.attempts ?? 0 }

    /// A pod that has no node yet, new or changed. What is reported about it is no reason to try it again.
    /// - Returns: whether there may be something to place.
    @discardableResult mutating func add(_ pod: PodInfo) -> Bool {
        let old = pods.updateValue(pod, forKey: pod.uid)
        if let old, pod.generation > 0, pod.generation == old.generation, pod.nominatedNode == old.nominatedNode {
            return pod.labels != old.labels && relabelled(pod.uid)
        }
        if pod.affinities != nil || !pod.spreadConstraints.isEmpty { choosy.insert(pod.uid) } else { choosy.remove(pod.uid) }
        switch waits[pod.uid, default: Wait()].place {
        case .inFlight, .active, .backingOff: break
        case .gated, .unschedulable: move(pod.uid, to: pod.gates.isEmpty ? .active : .gated)
        }
        return true
    }

    /// New labels help a pod that was refused for those it had.
    private mutating func relabelled(_ uid: String) -> Bool {
        changes += 1
        waits[uid]?.relabelled = changes
        guard case .unschedulable(_, let rescue)? = waits[uid]?.place, rescue.contains(.podRelabelled) else { return false }
        move(uid, to: .active)
        return true
    }

    /// A pod that is gone or has a node.
    mutating func remove(uid: String) {
        guard pods.removeValue(forKey: uid) != nil else { return }
        move(uid, to: .gated)
        waits[uid] = nil
        choosy.remove(uid)
    }

    /// The next pod to place; it stays known, in flight, until `failed` or `remove` is called.
    mutating func pop() -> PodInfo? {
        while let uid = active.pop()?.uid {
            guard var wait = waits[uid], case .active = wait.place else { continue }
            wait.place = .inFlight(changes: changes)
            wait.attempts += 1
            waits[uid] = wait
            return pods[uid]
        }
        return nil
    }

    /// A pod in flight that fitted nowhere, or whose binding failed (`rescue` nil: try again after the back-off).
    mutating func failed(uid: String, rescue: ClusterChanges?, now: Duration) {
        guard let wait = waits[uid], case .inFlight(let before) = wait.place else { return }
        let isRelabelled = wait.relabelled > before && rescue?.contains(.podRelabelled) ?? false
        if let rescue, !isRelabelled, !hasCome(rescue, since: before, uid) {
            move(uid, to: .unschedulable(since: now, rescue: rescue), until: now + Self.longestWait)
        } else {
            move(uid, to: .backingOff, until: now + Self.backoff.delay(failures: wait.attempts))
        }
    }

    /// Whether one of the changes that a pod waits for came while it was being placed.
    private func hasCome(_ rescue: ClusterChanges, since before: UInt64, _ uid: String) -> Bool {
        lastChange.contains { change, number in number > before && rescue.contains(change) && concerns(change, uid) }
    }

    /// Pods that a change may help move on.
    /// - Parameter change: a single one.
    mutating func note(_ change: ClusterChanges, now: Duration) {
        changes += 1
        lastChange[change] = changes
        guard change != .podPlaced || !choosy.isEmpty else { return }
        for (rescue, waiting) in helped where rescue.contains(change) {
            for uid in waiting where concerns(change, uid) {
                guard let wait = waits[uid], case .unschedulable(let since, _) = wait.place else { continue }
                let ready = since + Self.backoff.delay(failures: wait.attempts)
                if ready > now { move(uid, to: .backingOff, until: ready) } else { move(uid, to: .active) }
            }
        }
    }

    /// Pods are placed all the time: only those look up that it may concern.
    private func concerns(_ change: ClusterChanges, _ uid: String) -> Bool { change != .podPlaced || choosy.contains(uid) }

    /// Lets pods go on whose wait is over; the time of the next such moment, nil when nothing waits.
    mutating func wake(now: Duration) -> Duration? {
        while let next = ends.first {
            let isCurrent = waits[next.uid]?.ticket == next.ticket
            if isCurrent, next.time > now { return next.time }
            _ = ends.pop()
            if isCurrent { move(next.uid, to: .active) }
        }
        return nil
    }

    private mutating func move(_ uid: String, to place: Place, until end: Duration? = nil) {
        var wait = waits[uid, default: Wait()]
        if case .unschedulable(_, let rescue) = wait.place { helped[rescue]?.remove(uid) }
        tickets += 1
        wait.place = place
        wait.ticket = tickets
        waits[uid] = wait
        switch place {
        case .active:
            turns += 1
            if let pod = pods[uid] { active.push(Turn(priority: pod.priority, order: turns, uid: uid)) }
        case .unschedulable(_, let rescue): helped[rescue, default: []].insert(uid)
        case .backingOff, .inFlight, .gated: break
        }
        guard let end else { return }
        ends.push(End(time: end, uid: uid, ticket: tickets))
        // Waits that ended otherwise must not outnumber the others by far.
        if ends.count > 2 * waits.count + 64 { ends.removeAll { waits[$0.uid]?.ticket != $0.ticket } }
    }
}

/// A pod's turn: the highest priority first, then the one that came first.
private struct Turn: Comparable, Sendable {
    let priority: Int
    let order: UInt64
    let uid: String
    static func < (a: Turn, b: Turn) -> Bool { (b.priority, a.order) < (a.priority, b.order) }
}

/// The moment a wait ends.
private struct End: Comparable, Sendable {
    let time: Duration
    let uid: String
    let ticket: UInt64
    static func < (a: End, b: End) -> Bool { (a.time, a.ticket) < (b.time, b.ticket) }
}
