import Resources

/// `nodeSelector` and node affinity: required terms rule nodes out, preferred ones add their weight.
struct NodeAffinityPlugin: FilterPlugin, ScorePlugin {
    static let name = "NodeAffinity"
    static let weight = 2
    static let rescueChanges: Set<ClusterChange> = [.nodeAdded, .nodeChanged]

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
    /// Whether every requirement holds; a term without any matches nothing.
    func matches(_ node: NodeInfo) -> Bool {
        let (expressions, fields) = (matchExpressions, matchFields)
        guard !expressions.isEmpty || !fields.isEmpty else { return false }
        return expressions.allSatisfy { $0.matches(node.labels[$0.key]) }
            && fields.allSatisfy { $0.key == "metadata.name" && $0.matches(node.name) }
    }
}

extension NodeSelectorRequirement {
    func matches(_ value: String?) -> Bool {
        switch `operator` {
        case "In": return value.map(values.contains) ?? false
        case "NotIn": return !(value.map(values.contains) ?? false)
        case "Exists": return value != nil
        case "DoesNotExist": return value == nil
        case "Gt", "Lt":
            guard let number = value.flatMap({ Int64($0) }), let bound = values.first.flatMap({ Int64($0) }) else { return false }
            return `operator` == "Gt" ? number > bound : number < bound
        default: return false
        }
    }
}
