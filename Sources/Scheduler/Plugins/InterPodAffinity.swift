/// Pods are drawn to others, or kept away from them, by the labels of those that run in the same domain.
struct InterPodAffinity: PreparingPlugin {
    /// What a pod that others require nearby counts for those that match its rules.
    static let requiredWeight = 1

    func prepare(_ pod: PodInfo, _ nodes: [NodeInfo], _ facts: ClusterFacts) -> PreparedPlugin? {
        let hasOwn = pod.affinities != nil
        guard hasOwn || nodes.contains(where: { !$0.podsWithAffinity.isEmpty }) else { return nil }
        var filter = Filter(affinities: pod.affinities, matchesItself: false)
        if let required = pod.affinities?.required { filter.matchesItself = required.allSatisfy { $0.matches(pod, facts) } }
        var score = Preference()
        for node in nodes {
            for other in hasOwn ? Array(node.pods.values) : node.podsWithAffinity {
                filter.count(other, on: node, pod, facts)
                score.count(other, on: node, pod, facts)
            }
        }
        return PreparedPlugin(filter: filter, score: score.totals.isEmpty ? nil : score)
    }

    struct Filter: FilterPlugin {
        static let name = "InterPodAffinity"
        static let rescueChanges: ClusterChanges = [.nodeAdded, .nodeChanged, .podLeft, .podPlaced, .podRelabelled]

        let affinities: PodAffinities?
        /// The first of a group that wishes to be together has nobody to be with.
        var matchesItself: Bool
        private var affine: [TopologyValue: Int] = [:]
        private var anti: Set<TopologyValue> = []
        private var avoided: Set<TopologyValue> = []

        init(affinities: PodAffinities?, matchesItself: Bool) {
            self.affinities = affinities
            self.matchesItself = matchesItself
        }

        mutating func count(_ other: PodInfo, on node: NodeInfo, _ pod: PodInfo, _ facts: ClusterFacts) {
            for term in other.affinities?.requiredAnti ?? [] where term.matches(pod, facts) {
                if let value = node.domain(term.topologyKey) { avoided.insert(value) }
            }
            guard let affinities else { return }
            for term in affinities.requiredAnti where term.matches(other, facts) {
                if let value = node.domain(term.topologyKey) { anti.insert(value) }
            }
            guard !affinities.required.isEmpty, affinities.required.allSatisfy({ $0.matches(other, facts) }) else { return }
            for term in affinities.required { if let value = node.domain(term.topologyKey) { affine[value, default: 0] += 1 } }
        }

        func filter(_ pod: PodInfo, _ node: NodeInfo) -> FilterVerdict {
            if let required = affinities?.required, !required.isEmpty {
                let values = required.map { node.domain($0.topologyKey) }
                let hasCompany = values.allSatisfy { value in value.map { affine[$0] != nil } ?? false }
                let isFirst = affine.isEmpty && matchesItself && !values.contains(nil)
                if !hasCompany, !isFirst { return .unresolvable("node(s) didn't match pod affinity rules") }
            }
            for term in affinities?.requiredAnti ?? [] {
                if let value = node.domain(term.topologyKey), anti.contains(value) {
                    return .unschedulable(["node(s) didn't match pod anti-affinity rules"])
                }
            }
            if avoided.contains(where: { node.labels[$0.key] == $0.value }) {
                return .unschedulable(["node(s) didn't satisfy existing pods anti-affinity rules"])
            }
            return .fits
        }
    }

    struct Preference: ScorePlugin {
        static let name = "InterPodAffinity"
        static let weight = 2

        private(set) var totals: [TopologyValue: Int] = [:]

        mutating func count(_ other: PodInfo, on node: NodeInfo, _ pod: PodInfo, _ facts: ClusterFacts) {
            func add(_ term: AffinityTerm, _ weight: Int) {
                if let value = node.domain(term.topologyKey) { totals[value, default: 0] += weight }
            }
            for rule in pod.affinities?.preferred ?? [] where rule.term.matches(other, facts) { add(rule.term, rule.weight) }
            for rule in pod.affinities?.preferredAnti ?? [] where rule.term.matches(other, facts) { add(rule.term, -rule.weight) }
            for rule in other.affinities?.preferred ?? [] where rule.term.matches(pod, facts) { add(rule.term, rule.weight) }
            for rule in other.affinities?.preferredAnti ?? [] where rule.term.matches(pod, facts) { add(rule.term, -rule.weight) }
            for term in other.affinities?.required ?? [] where term.matches(pod, facts) { add(term, InterPodAffinity.requiredWeight) }
        }

        func score(_ pod: PodInfo, _ node: NodeInfo) -> Int {
            totals.reduce(0) { node.labels[$1.key.key] == $1.key.value ? $0 + $1.value : $0 }
        }

        func normalize(_ scores: inout [Int]) {
            guard let lowest = scores.min(), let highest = scores.max() else { return }
            for index in scores.indices {
                scores[index] = highest == lowest ? 0 : (scores[index] - lowest) * Score.maximum / (highest - lowest)
            }
        }
    }
}

extension NodeInfo {
    /// The domain of a label that the node is in; nil without the label.
    func domain(_ key: String) -> TopologyValue? { labels[key].map { TopologyValue(key: key, value: $0) } }
}
