/// Pods that fitted nowhere and whose users have yet to be told, each with its last refusal, in the order in which they were first refused.
struct RefusalBacklog: Sendable {
    struct Refusal: Sendable {
        let pod: PodInfo
        let message: String
        /// Nobody has been told of this pod by this scheduler before.
        let isFirst: Bool
    }

    private var waiting: [String: Refusal] = [:]
    /// By uid; those that have left `waiting` are passed over.
    private var order: [String] = []

    var isEmpty: Bool { waiting.isEmpty }

    mutating func add(_ pod: PodInfo, _ message: String, isFirst: Bool = false) {
        let refusal = Refusal(pod: pod, message: message, isFirst: waiting[pod.uid]?.isFirst ?? isFirst)
        if waiting.updateValue(refusal, forKey: pod.uid) == nil { order.append(pod.uid) }
    }

    /// The pod has a node, or is gone.
    mutating func remove(uid: String) { waiting[uid] = nil }

    /// The next to tell, at most `limit`.
    mutating func take(_ limit: Int) -> [Refusal] {
        var taken: [Refusal] = []
        var passed = 0
        for uid in order {
            if taken.count == limit { break }
            passed += 1
            if let refusal = waiting.removeValue(forKey: uid) { taken.append(refusal) }
        }
        order.removeFirst(passed)
        return taken
    }
}
