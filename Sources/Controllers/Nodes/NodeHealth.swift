internal import Document
internal import Resources

/// How long nodes may be silent.
package struct NodeTimings: Sendable, Equatable {
    /// A node that has not renewed its lease for this long is not heard of any more, in seconds.
    package var gracePeriod: Int
    /// A node that has never reported a status gets this long, in seconds.
    package var startupGracePeriod: Int

    package init(gracePeriod: Int = 50, startupGracePeriod: Int = 60) {
        self.gracePeriod = gracePeriod
        self.startupGracePeriod = startupGracePeriod
    }
}

/// What a node's silence means: decided from its conditions and when it was last heard of.
enum NodeHealth {
    static let notReadyTaint = "node.kubernetes.io/not-ready"
    static let unreachableTaint = "node.kubernetes.io/unreachable"
    static let unschedulableTaint = "node.kubernetes.io/unschedulable"
    static let outOfServiceTaint = "node.kubernetes.io/out-of-service"

    private static let conditionTaints = [
        "MemoryPressure": "node.kubernetes.io/memory-pressure", "DiskPressure": "node.kubernetes.io/disk-pressure",
        "PIDPressure": "node.kubernetes.io/pid-pressure", "NetworkUnavailable": "node.kubernetes.io/network-unavailable",
    ]

    /// The node as it should be, with conditions unknown when it has been silent too long and with the taints its conditions call for.
    /// - Parameter silentFor: seconds since the controller last saw a sign of life.
    static func judged(_ node: Node, silentFor: Int, timings: NodeTimings = NodeTimings(), now: Timestamp) -> Node {
        var judged = node
        let limit = node.status.conditions[type: "Ready"] == nil ? timings.startupGracePeriod : timings.gracePeriod
        if silentFor >= limit {
            var conditions = node.status.conditions
            for type in ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"] {
                let known = conditions[type: type]
                if known?.status == .unknown { continue }
                var unknown = Condition(
                    type: type, status: .unknown, reason: known == nil ? "NodeStatusNeverUpdated" : "NodeStatusUnknown",
                    message: known == nil ? "Kubelet never posted node status." : "Kubelet stopped posting node status.")
                unknown.lastHeartbeatTime = known?.lastHeartbeatTime ?? node.metadata.creationTimestamp
                conditions.set(unknown, now: now)
            }
            judged.status.conditions = conditions
        }
        let taints = wishedTaints(judged, now: now)
        if taints.map(\.json) != node.spec.taints.map(\.json) {
            judged.json["spec", "taints"] = taints.isEmpty ? .null : .array(taints.map(\.json))
        }
        return judged
    }

    private static func wishedTaints(_ node: Node, now: Timestamp) -> [Taint] {
        var wished: [(key: String, effect: String)] = []
        switch node.status.conditions[type: "Ready"]?.status {
        case .isTrue?: break
        case .isFalse?, nil: wished += [(notReadyTaint, "NoSchedule"), (notReadyTaint, "NoExecute")]
        case .unknown?: wished += [(unreachableTaint, "NoSchedule"), (unreachableTaint, "NoExecute")]
        }
        // A node that has just been made is not ready yet; nothing runs there that would have to leave.
        if node.status.conditions[type: "Ready"] == nil { wished.removeAll { $0.effect == "NoExecute" } }
        for (type, key) in conditionTaints.sorted(by: { $0.key < $1.key }) where node.status.conditions.isTrue(type) {
            wished.append((key, "NoSchedule"))
        }
        if node.spec.unschedulable { wished.append((unschedulableTaint, "NoSchedule")) }
        let managed = Set(conditionTaints.values).union([notReadyTaint, unreachableTaint, unschedulableTaint])
        var taints = node.spec.taints.filter { taint in
            !managed.contains(taint.key) || wished.contains { $0.key == taint.key && $0.effect == taint.effect }
        }
        for (key, effect) in wished where !taints.contains(where: { $0.key == key && $0.effect == effect }) {
            var taint = Taint(key: key, effect: effect)
            if effect == "NoExecute" { taint.timeAdded = now }
            taints.append(taint)
        }
        return taints
    }

    /// When a pod has to leave its node because of taints of effect NoExecute: at once (0), in seconds, or never (nil).
    static func secondsUntilEviction(_ pod: Pod, from node: Node, now: Timestamp) -> Int? {
        var earliest: Int?
        for taint in node.spec.taints where taint.effect == "NoExecute" {
            let tolerating = pod.spec.tolerations.filter { $0.tolerates(taint) }
            if tolerating.isEmpty { return 0 }
            guard let seconds = tolerating.compactMap({ $0.json["tolerationSeconds"].int }).min() else { continue }
            let since = taint.timeAdded.map { Int(now.seconds - $0.seconds) } ?? 0
            earliest = min(earliest ?? .max, max(0, seconds - since))
        }
        return earliest
    }
}
