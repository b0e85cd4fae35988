import Resources

/// A cordoned node takes only pods that tolerate `node.kubernetes.io/unschedulable`, as those of DaemonSets do.
struct NodeUnschedulable: FilterPlugin {
    static let name = "NodeUnschedulable"
    static let rescueChanges: ClusterChanges = [.nodeAdded, .nodeChanged]

    func filter(_ pod: PodInfo, _ node: NodeInfo) -> FilterVerdict {
        !node.isUnschedulable || pod.demand.toleratesUnschedulable ? .fits : .unresolvable("node(s) were unschedulable")
    }
}
