internal import Resources

/// What it takes to have as many pods as wished: decided from values alone.
package struct ReplicaPlan: Sendable {
    /// Pods created or deleted in one go; the rest follows when these have shown up.
    package static let burst = 500

    package var create = 0
    package var delete: [PodSummary] = []

    /// - Parameters:
    ///   - pods: the owner's active pods, with those it is about to adopt.
    ///   - kin: active pods of the deployment's other ReplicaSets: where many of a kind share a node, one of those goes first.
    package init(replicas: Int, pods: [PodSummary], kin: [PodSummary] = []) {
        if pods.count < replicas {
            create = min(replicas - pods.count, Self.burst)
        } else if pods.count > replicas {
            var perNode: [String: Int] = [:]
            for pod in pods + kin where !pod.nodeName.isEmpty { perNode[pod.nodeName, default: 0] += 1 }
            let ranked = pods.sorted { Self.goesBefore($0, $1, perNode) }
            delete = Array(ranked.prefix(min(pods.count - replicas, Self.burst)))
        }
    }

    /// Upstream's order: what does the least harm goes first.
    private static func goesBefore(_ a: PodSummary, _ b: PodSummary, _ perNode: [String: Int]) -> Bool {
        if a.nodeName.isEmpty != b.nodeName.isEmpty { return a.nodeName.isEmpty }
        if a.phase != b.phase { return a.phase.rawValue < b.phase.rawValue }
        if a.isReady != b.isReady { return !a.isReady }
        if a.deletionCost != b.deletionCost { return a.deletionCost < b.deletionCost }
        let (crowdA, crowdB) = (perNode[a.nodeName] ?? 0, perNode[b.nodeName] ?? 0)
        if crowdA != crowdB { return crowdA > crowdB }
        if a.isReady, a.readySince != b.readySince { return (a.readySince ?? .max) > (b.readySince ?? .max) }
        if a.restarts != b.restarts { return a.restarts > b.restarts }
        let (createdA, createdB) = (a.created ?? .max, b.created ?? .max)
        return createdA != createdB ? createdA > createdB : a.key.name > b.key.name
    }
}
