/// Every plugin the scheduler runs, in order; filters stop at the first refusal of a node.
package struct PluginSet: Sendable {
    package var podFilters: [any PodFilterPlugin] = []
    package var filters: [any FilterPlugin]
    package var scores: [any ScorePlugin]
    /// Those that look at the pods of all nodes before they judge one.
    package var preparing: [any PreparingPlugin] = []

    /// With what the preparing ones have to say about a pod.
    func prepared(for pod: PodInfo, _ nodes: [NodeInfo], _ facts: ClusterFacts) -> PluginSet {
        var set = self
        set.preparing = []
        for plugin in preparing {
            guard let prepared = plugin.prepare(pod, nodes, facts) else { continue }
            if let filter = prepared.filter { set.filters.append(filter) }
            if let score = prepared.score { set.scores.append(score) }
        }
        return set
    }

    /// Why a node does not take a pod; nil when it does.
    func verdict(_ pod: PodInfo, _ nodes: [NodeInfo], _ index: Int, _ facts: ClusterFacts) -> FilterVerdict? {
        let set = prepared(for: pod, nodes, facts)
        return set.firstRefusal(pod, nodes[index])?.1
    }
}
