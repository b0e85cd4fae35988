/// A pod that names its node goes there or nowhere.
struct NodeName: FilterPlugin {
    static let name = "NodeName"
    static let rescueChanges: ClusterChanges = [.nodeAdded]

    func filter(_ pod: PodInfo, _ node: NodeInfo) -> FilterVerdict {
        pod.nodeName.isEmpty || pod.nodeName == node.name ? .fits : .unresolvable("node(s) didn't match the requested node name")
    }
}
