import Resources

/// All nodes and the pods on them, as far as the scheduler has heard, with the pods it has placed but not yet seen bound.
/// A value: copying it is taking a snapshot.
struct ClusterState: Sendable {
    private(set) var nodes: [NodeInfo] = []
    private var positions: [String: Int] = [:]
    /// Which node each known pod is on, by uid.
    private var nodeOfPod: [String: String] = [:]
    /// Which node each pod has been promised room on, by uid.
    private var promises: [String: String] = [:]

    /// Nodes that pods can be placed on.
    var registered: [NodeInfo] { unregistered == 0 ? nodes : nodes.filter(\.isRegistered) }
    /// How many are known only because pods name them.
    private var unregistered = 0

    /// True when something changed that decides which pods fit on the node.
    @discardableResult
    mutating func update(_ node: Node) -> Bool {
        let index = position(node.name)
        let wasRegistered = nodes[index].isRegistered
        defer { if !wasRegistered { unregistered -= 1 } }
        return nodes[index].update(node)
    }

    mutating func removeNode(_ name: String) {
        guard let index = positions[name] else { return }
        // Its pods may outlive it in the API for a while; the entry goes with the last of them.
        if nodes[index].isRegistered { unregistered += 1 }
        nodes[index].unregister()
        dropIfEmpty(index)
    }

    /// Keeps room on a node for a pod that waits until others have left it.
    mutating func promise(_ pod: PodInfo, on node: String) {
        withdraw(uid: pod.uid)
        guard let index = positions[node] else { return }
        promises[pod.uid] = node
        nodes[index].nominate(pod)
    }

    mutating func withdraw(uid: String) {
        guard let node = promises.removeValue(forKey: uid), let index = positions[node] else { return }
        nodes[index].withdraw(uid: uid)
    }

    mutating func place(_ pod: PodInfo, on node: String) {
        withdraw(uid: pod.uid)
        if nodeOfPod[pod.uid] == node { return }
        removePod(uid: pod.uid)
        nodeOfPod[pod.uid] = node
        nodes[position(node)].add(pod)
    }

    /// True when the pod was on a node.
    @discardableResult
    mutating func removePod(uid: String) -> Bool {
        guard let node = nodeOfPod.removeValue(forKey: uid), let index = positions[node] else { return false }
        nodes[index].remove(uid: uid)
        dropIfEmpty(index)
        return true
    }

    private mutating func position(_ name: String) -> Int {
        if let index = positions[name] { return index }
        nodes.append(NodeInfo(name: name))
        unregistered += 1
        positions[name] = nodes.count - 1
        return nodes.count - 1
    }

    private mutating func dropIfEmpty(_ index: Int) {
        guard !nodes[index].isRegistered, nodes[index].pods.isEmpty else { return }
        positions[nodes[index].name] = nil
        unregistered -= 1
        let last = nodes.removeLast()
        if index < nodes.count {
            nodes[index] = last
            positions[last.name] = index
        }
    }
}
