extension PluginSet {
    /// Places a pod on one of the nodes, deciding by values alone.
    /// - Parameter start: where the walk over the nodes begins; ties go to the node met first, so advancing it spreads them.
    package func place(_ pod: PodInfo, on nodes: [NodeInfo], from start: Int = 0, facts: ClusterFacts = ClusterFacts()) -> Placement {
        preparing.isEmpty ? choose(pod, nodes, start) : prepared(for: pod, nodes, facts).choose(pod, nodes, start)
    }

    private func choose(_ pod: PodInfo, _ nodes: [NodeInfo], _ start: Int) -> Placement {
        var feasible: [Int] = []
        var refusal = Refusal(nodeCount: nodes.count, reasons: [:], rescueChanges: [.nodeAdded])
        for filter in podFilters {
            guard let reason = filter.refusal(of: pod) else { continue }
            refusal.common = reason
            refusal.rescueChanges.formUnion(type(of: filter).rescueChanges)
            return .none(refusal)
        }
        for step in nodes.indices {
            let index = (start + step) % nodes.count
            // Room is kept for more important pods that have been promised it.
            let promised = nodes[index].withNominated(before: pod)
            let refused = firstRefusal(pod, nodes[index]) ?? promised.flatMap { firstRefusal(pod, $0) }
            if let (plugin, verdict) = refused {
                if case .unschedulable = verdict { refusal.isResolvable = true }
                for reason in verdict.reasons { refusal.reasons[reason, default: 0] += 1 }
                refusal.rescueChanges.formUnion(type(of: plugin).rescueChanges)
            } else {
                feasible.append(index)
            }
        }
        guard let first = feasible.first else { return .none(refusal) }
        return .node(nodes[feasible.count == 1 ? first : best(of: feasible, pod, nodes)].name)
    }

    func firstRefusal(_ pod: PodInfo, _ node: NodeInfo) -> (any FilterPlugin, FilterVerdict)? {
        for filter in filters {
            let verdict = filter.filter(pod, node)
            if verdict != .fits { return (filter, verdict) }
        }
        return nil
    }

    private func best(of feasible: [Int], _ pod: PodInfo, _ nodes: [NodeInfo]) -> Int {
        var totals = [Int](repeating: 0, count: feasible.count)
        for plugin in scores {
            var scores = feasible.map { plugin.score(pod, nodes[$0]) }
            plugin.normalize(&scores)
            for index in totals.indices { totals[index] += scores[index] * type(of: plugin).weight }
        }
        var best = 0
        for index in totals.indices where totals[index] > totals[best] { best = index }
        return feasible[best]
    }
}
