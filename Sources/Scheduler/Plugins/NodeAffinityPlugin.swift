import Resources

/// `nodeSelector` and node affinity: required terms rule nodes out, preferred ones add their weight.
struct NodeAffinityPlugin: FilterPlugin, ScorePlugin {
    static let name = "NodeAffinity"
    static let weight = 2
    static let rescueChanges: ClusterChanges = [.nodeAdded, .nodeChanged]

    func filter(_ pod: PodInfo, _ node: NodeInfo) -> FilterVerdict {
        for (key, value) in pod.nodeSelector where node.labels[key] != value { return Self.mismatch }
        if let terms = pod.requiredTerms, !terms.contains(where: { $0.matches(node) }) { return Self.mismatch }
        return .fits
    }

    private static let mismatch = FilterVerdict.unresolvable("node(s) didn't match Pod's node affinity/selector")

    func score(_ pod: PodInfo, _ node: NodeInfo) -> Int {
        pod.preferredTerms.reduce(0) { $1.preference.matches(node) ? $0 + $1.weight : $0 }
    }

    func normalize(_ scores: inout [Int]) { Score.stretch(&scores) }
}

extension NodeSelectorTerm {
    func matches(_ node: NodeInfo) -> Bool { matches(nodeName: node.name, labels: node.labels) }
}
