/// Pods that fitted nowhere and whose users have yet to be told, each with its last refusal, in the order in which they were first refused.
struct RefusalBacklog: Sendable {
    struct Entry: Sendable {
        let pod: PodInfo
        let refusal: Refusal
        let preemption: Preemption?
        /// Nobody has been told of this pod by this scheduler before.
        let isFirst: Bool

        var message: String { refusal.message + (preemption?.message ?? "") }
    }

    private var waiting: [String: Entry] = [:]
    /// By uid; those that have left `waiting` are passed over.
    private var order: [String] = []

    var isEmpty: Bool { waiting.isEmpty }

    mutating func add(_ pod: PodInfo, _ refusal: Refusal, _ preemption: Preemption? = nil, isFirst: Bool = false) {
        let entry = Entry(pod: pod, refusal: refusal, preemption: preemption, isFirst: waiting[pod.uid]?.isFirst ?? isFirst)
        if waiting.updateValue(entry, forKey: pod.uid) == nil { order.append(pod.uid) }
    }

    /// The pod has a node, or is gone.
    mutating func remove(uid: String) { waiting[uid] = nil }

    /// The next to tell, at most `limit`.
    mutating func take(_ limit: Int) -> [Entry] {
        var taken: [Entry] = []
        var passed = 0
        for uid in order {
            if taken.count == limit { break }
            passed += 1
            if let entry = waiting.removeValue(forKey: uid) { taken.append(entry) }
        }
        order.removeFirst(passed)
        return taken
    }
}
