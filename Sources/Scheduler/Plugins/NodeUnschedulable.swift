import Resources

/// A cordoned node takes only pods that tolerate `node.kubernetes.io/unschedulable`, as those of DaemonSets do.
struct NodeUnschedulable: FilterPlugin {
    static let name = "NodeUnschedulable"
    static let rescueChanges: Set<ClusterChange> = [.nodeAdded, .nodeChanged]

    func filter(_ pod: PodInfo, _ node: NodeInfo) -> FilterVerdict {
        guard node.isUnschedulable else { return .fits }
        let taint = Taint(key: "node.kubernetes.io/unschedulable", effect: "NoSchedule")
        return pod.tolerations.contains { $0.tolerates(taint) } ? .fits : .unresolvable("node(s) were unschedulable")
    }
}
