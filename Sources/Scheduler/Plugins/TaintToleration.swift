import Resources

/// Taints keep pods away that do not tolerate them; those of effect PreferNoSchedule only count against the node.
struct TaintToleration: FilterPlugin, ScorePlugin {
    static let name = "TaintToleration"
    static let weight = 3
    static let rescueChanges: ClusterChanges = [.nodeAdded, .nodeChanged]

    func filter(_ pod: PodInfo, _ node: NodeInfo) -> FilterVerdict {
        for taint in node.taints where taint.effect == "NoSchedule" || taint.effect == "NoExecute" {
            if !pod.tolerations.contains(where: { $0.tolerates(taint) }) { return .unresolvable("node(s) had untolerated taint(s)") }
        }
        return .fits
    }

    func score(_ pod: PodInfo, _ node: NodeInfo) -> Int {
        node.taints.count { taint in taint.effect == "PreferNoSchedule" && !pod.tolerations.contains { $0.tolerates(taint) } }
    }

    func normalize(_ scores: inout [Int]) { Score.stretch(&scores, reversed: true) }
}
