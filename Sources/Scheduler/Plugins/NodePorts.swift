/// Two pods cannot hold the same port of a node.
struct NodePorts: FilterPlugin {
    static let name = "NodePorts"
    static let rescueChanges: ClusterChanges = [.nodeAdded, .podLeft]

    func filter(_ pod: PodInfo, _ node: NodeInfo) -> FilterVerdict {
        for wanted in pod.hostPorts where node.hostPorts.contains(where: wanted.conflicts) {
            return .unschedulable(["node(s) didn't have free ports for the requested pod ports"])
        }
        return .fits
    }
}
