import Resources

/// Pods of a kind are spread evenly over domains: as a rule, or as far as it goes.
struct PodTopologySpread: PreparingPlugin {
    func prepare(_ pod: PodInfo, _ nodes: [NodeInfo], _ facts: ClusterFacts) -> PreparedPlugin? {
        guard !pod.spreadConstraints.isEmpty else { return nil }
        let required = pod.spreadConstraints.filter(\.isRequired)
        let preferred = pod.spreadConstraints.filter { !$0.isRequired }
        return PreparedPlugin(
            filter: required.isEmpty ? nil : Filter(tallies: Self.tallies(required, pod, nodes)),
            score: preferred.isEmpty ? nil : Preference(tallies: Self.tallies(preferred, pod, nodes)))
    }

    /// A constraint with the number of matching pods in each domain.
    struct Tally: Sendable {
        let constraint: SpreadConstraint
        var counts: [String: Int] = [:]

        /// Pods in the emptiest domain. With fewer domains than wished there is always an empty one to come.
        var minimum: Int { counts.count < constraint.minDomains ? 0 : counts.values.min() ?? 0 }
    }

    private static func tallies(_ constraints: [SpreadConstraint], _ pod: PodInfo, _ nodes: [NodeInfo]) -> [Tally] {
        var tallies = constraints.map { Tally(constraint: $0) }
        for node in nodes where constraints.allSatisfy({ node.labels[$0.topologyKey] != nil }) {
            for index in tallies.indices where isEligible(node, tallies[index].constraint, pod) {
                let constraint = tallies[index].constraint
                guard let value = node.labels[constraint.topologyKey] else { continue }
                tallies[index].counts[value, default: 0] += node.pods.values.count {
                    !$0.isTerminating && $0.key.namespace == pod.key.namespace && constraint.selector.matches($0.labels)
                }
            }
        }
        return tallies
    }

    private static func isEligible(_ node: NodeInfo, _ constraint: SpreadConstraint, _ pod: PodInfo) -> Bool {
        if constraint.honorsAffinity, NodeAffinityPlugin().filter(pod, node) != .fits { return false }
        if constraint.honorsTaints, TaintToleration().filter(pod, node) != .fits { return false }
        return true
    }

    struct Filter: FilterPlugin {
        static let name = "PodTopologySpread"
        static let rescueChanges: ClusterChanges = [.nodeAdded, .nodeChanged, .podLeft, .podPlaced, .podRelabelled]
        private static let mismatch = "node(s) didn't match pod topology spread constraints"

        let tallies: [Tally]

        func filter(_ pod: PodInfo, _ node: NodeInfo) -> FilterVerdict {
            for tally in tallies {
                guard let value = node.labels[tally.constraint.topologyKey] else {
                    return .unresolvable(Self.mismatch + " (missing required label)")
                }
                let own = tally.constraint.selector.matches(pod.labels) ? 1 : 0
                if (tally.counts[value] ?? 0) + own - tally.minimum > tally.constraint.maxSkew { return .unschedulable([Self.mismatch]) }
            }
            return .fits
        }
    }

    struct Preference: ScorePlugin {
        static let name = "PodTopologySpread"
        static let weight = 2
        /// So that small differences are not lost when scores are whole numbers.
        private static let scale = 100

        let tallies: [Tally]

        /// The fewer pods a node's domains have, the lower.
        func score(_ pod: PodInfo, _ node: NodeInfo) -> Int {
            tallies.reduce(0) { total, tally in
                guard let value = node.labels[tally.constraint.topologyKey] else { return total }
                let count = max(0, (tally.counts[value] ?? 0) - (tally.constraint.maxSkew - 1))
                // A pod more weighs less where there are many domains anyway.
                return total + count * Self.scale * (tally.counts.count + 1)
            }
        }

        func normalize(_ scores: inout [Int]) { Score.stretch(&scores, reversed: true) }
    }
}
