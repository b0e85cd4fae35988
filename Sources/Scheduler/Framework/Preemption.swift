import Resources

/// Whether a pod that fits nowhere would fit if less important ones left: decided from values alone.
package enum Preemption: Sendable {
    case victims(node: String, pods: [PodInfo])
    /// Why it does not help, each reason with the number of nodes that gave it.
    case none(reasons: [String: Int], nodeCount: Int)

    private static let notHelpful = "Preemption is not helpful for scheduling"
    private static let noVictims = "No preemption victims found for incoming pod"

    /// Nothing that leaves any of the nodes would change the answer.
    static func unhelpful(on nodeCount: Int) -> Preemption { .none(reasons: [notHelpful: nodeCount], nodeCount: nodeCount) }

    /// The text that follows why the pod fits nowhere, worded as upstream words it.
    package var message: String {
        switch self {
        case .victims: return ""
        case .none(let reasons, let nodeCount):
            let counted = reasons.map { "\($0.value) \($0.key)" }.sorted().joined(separator: ", ")
            return " preemption: 0/\(nodeCount) nodes are available: \(counted)."
        }
    }

    private struct Candidate {
        let node: String
        let victims: [PodInfo]
        /// Victims that a budget would rather keep.
        let violations: Int

        /// What is lost: budgets first, then the most important victim, then how much in all, then how many.
        var cost: (Int, Int, Int, Int) {
            (violations, victims.map(\.priority).max() ?? .min, victims.reduce(0) { $0 + $1.priority + 1 << 31 }, victims.count)
        }
        /// Of equals the victims that have run the shortest go.
        private var started: Timestamp { victims.compactMap(\.created).min() ?? .zero }

        func isBetter(than other: Candidate) -> Bool { cost == other.cost ? started > other.started : cost < other.cost }
    }

    static func plan(_ pod: PodInfo, _ nodes: [NodeInfo], _ plugins: PluginSet, _ facts: ClusterFacts) -> Preemption {
        var reasons: [String: Int] = [:]
        let budgets = facts.budgets()
        var best: Candidate?
        for index in nodes.indices {
            guard case .unschedulable? = plugins.verdict(pod, nodes, index, facts) else {
                reasons[notHelpful, default: 0] += 1
                continue
            }
            guard let found = candidate(pod, nodes, index, plugins, facts, budgets) else {
                reasons[noVictims, default: 0] += 1
                continue
            }
            if let known = best, !found.isBetter(than: known) { continue }
            best = found
        }
        return best.map { .victims(node: $0.node, pods: $0.victims) } ?? .none(reasons: reasons, nodeCount: nodes.count)
    }

    /// The fewest and least important pods whose leaving makes room.
    private static func candidate(
        _ pod: PodInfo, _ nodes: [NodeInfo], _ index: Int, _ plugins: PluginSet, _ facts: ClusterFacts, _ budgets: [DisruptionBudget]
    ) -> Candidate? {
        var nodes = nodes
        let lesser = nodes[index].pods.values.filter { $0.priority < pod.priority }
        guard !lesser.isEmpty else { return nil }
        for other in lesser { nodes[index].remove(uid: other.uid) }
        guard plugins.verdict(pod, nodes, index, facts) == nil else { return nil }
        // Those that a budget protects are let stay first, then the most important, and of equals those that have run longest.
        let ordered = lesser.sorted { ($1.priority, $0.created ?? .zero, $0.uid) < ($0.priority, $1.created ?? .zero, $1.uid) }
        let (protected, others) = DisruptionBudget.divide(ordered, budgets)
        var victims: [PodInfo] = []
        var violations = 0
        for (place, other) in (protected + others).enumerated() {
            nodes[index].add(other)
            guard plugins.verdict(pod, nodes, index, facts) != nil else { continue }
            nodes[index].remove(uid: other.uid)
            victims.append(other)
            if place < protected.count { violations += 1 }
        }
        return victims.isEmpty ? nil : Candidate(node: nodes[index].name, victims: victims, violations: violations)
    }
}
