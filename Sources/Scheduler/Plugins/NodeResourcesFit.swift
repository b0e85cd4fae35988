/// A node must have what the pod asks for; of those that do, the emptier is the better.
struct NodeResourcesFit: FilterPlugin, ScorePlugin {
    static let name = "NodeResourcesFit"
    static let weight = 1
    static let rescueChanges: ClusterChanges = [.nodeAdded, .nodeChanged, .podLeft]

    func filter(_ pod: PodInfo, _ node: NodeInfo) -> FilterVerdict {
        let (wanted, taken, has) = (pod.requests, node.requested, node.allocatable)
        var reasons: [String] = []
        if taken.pods + 1 > has.pods { reasons.append("Too many pods") }
        if wanted.milliCPU > 0, wanted.milliCPU > has.milliCPU - taken.milliCPU { reasons.append("Insufficient cpu") }
        if wanted.memory > 0, wanted.memory > has.memory - taken.memory { reasons.append("Insufficient memory") }
        if wanted.ephemeralStorage > 0, wanted.ephemeralStorage > has.ephemeralStorage - taken.ephemeralStorage {
            reasons.append("Insufficient ephemeral-storage")
        }
        for (name, amount) in wanted.others where amount > 0 && amount > (has.others[name] ?? 0) - (taken.others[name] ?? 0) {
            reasons.append("Insufficient \(name)")
        }
        return reasons.isEmpty ? .fits : .unschedulable(reasons)
    }

    /// The mean of the shares of CPU and memory that stay free. A pod that asks for nothing counts as a small one, so that
    /// such pods spread too.
    func score(_ pod: PodInfo, _ node: NodeInfo) -> Int {
        let cpu = Self.freeShare(node.requested.milliCPU + max(pod.requests.milliCPU, Self.smallPodMilliCPU), node.allocatable.milliCPU)
        let memory = Self.freeShare(node.requested.memory + max(pod.requests.memory, Self.smallPodMemory), node.allocatable.memory)
        // Pods without requests leave no trace in the amounts; their number does.
        let pods = Self.freeShare(node.requested.pods + 1, node.allocatable.pods)
        return (cpu + memory + pods) / 3
    }

    static let smallPodMilliCPU: Int64 = 100
    static let smallPodMemory: Int64 = 200 * 1024 * 1024

    private static func freeShare(_ taken: Int64, _ has: Int64) -> Int {
        guard has > 0, taken <= has else { return 0 }
        return Int((has - taken) * Int64(Score.maximum) / has)
    }
}

/// Prefers nodes where CPU and memory run out together.
struct BalancedAllocation: ScorePlugin {
    static let name = "NodeResourcesBalancedAllocation"
    static let weight = 1

    func score(_ pod: PodInfo, _ node: NodeInfo) -> Int {
        guard node.allocatable.milliCPU > 0, node.allocatable.memory > 0 else { return 0 }
        let cpu = Double(node.requested.milliCPU + pod.requests.milliCPU) / Double(node.allocatable.milliCPU)
        let memory = Double(node.requested.memory + pod.requests.memory) / Double(node.allocatable.memory)
        let deviation = abs(min(cpu, 1) - min(memory, 1)) / 2
        return Int((1 - deviation) * Double(Score.maximum))
    }
}
