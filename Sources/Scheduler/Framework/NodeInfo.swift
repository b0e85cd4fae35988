import Resources

/// A node and what is taken of it. Part of an immutable snapshot while a pod is being placed.
package struct NodeInfo: Sendable {
    package let name: String
    package private(set) var labels: [String: String] = [:]
    package private(set) var taints: [Taint] = []
    package private(set) var isUnschedulable = false
    package private(set) var allocatable = ResourceAmounts()
    /// Sizes in bytes of the images the node has, by every name they have.
    package private(set) var imageSizes: [String: Int] = [:]
    package private(set) var requested = ResourceAmounts()
    package private(set) var hostPorts: [HostPort] = []
    package private(set) var pods: [String: PodInfo] = [:]
    /// Pods that have been promised room here and wait until others have left, by uid.
    private var nominated: [String: PodInfo] = [:]
    /// Those of its pods that have rules about others.
    package private(set) var podsWithAffinity: [PodInfo] = []
    /// False for a node that is known only because a pod names it.
    package private(set) var isRegistered = false

    init(name: String) { self.name = name }

    package init(_ node: Node, pods: [PodInfo] = []) {
        self.init(name: node.name)
        update(node)
        for pod in pods { add(pod) }
    }

    /// True when something changed that decides which pods fit here.
    @discardableResult
    mutating func update(_ node: Node) -> Bool {
        let before = (isRegistered, labels, taints, isUnschedulable, allocatable)
        labels = node.metadata.labels
        taints = node.spec.taints
        isUnschedulable = node.spec.unschedulable
        allocatable = ResourceAmounts(node.status.allocatable)
        imageSizes = [:]
        for image in node.status.images { for name in image.names { imageSizes[name] = image.sizeBytes } }
        isRegistered = true
        return before != (isRegistered, labels, taints, isUnschedulable, allocatable)
    }

    mutating func unregister() { isRegistered = false }

    mutating func add(_ pod: PodInfo) {
        guard pods.updateValue(pod, forKey: pod.uid) == nil else { return }
        requested.add(pod.requests)
        hostPorts += pod.hostPorts
        if pod.affinities != nil { podsWithAffinity.append(pod) }
    }

    mutating func nominate(_ pod: PodInfo) { nominated[pod.uid] = pod }
    mutating func withdraw(uid: String) { nominated[uid] = nil }
    var isPromised: Bool { !nominated.isEmpty }

    /// As it would be with the pods on it that have been promised room and are at least as important as `pod`; nil when there are none.
    func withNominated(before pod: PodInfo) -> NodeInfo? {
        let others = nominated.values.filter { $0.uid != pod.uid && $0.priority >= pod.priority }
        guard !others.isEmpty else { return nil }
        var node = self
        for other in others { node.add(other) }
        return node
    }

    mutating func remove(uid: String) {
        guard let pod = pods.removeValue(forKey: uid) else { return }
        requested.subtract(pod.requests)
        if pod.affinities != nil { podsWithAffinity.removeAll { $0.uid == uid } }
        for port in pod.hostPorts { if let index = hostPorts.firstIndex(of: port) { hostPorts.remove(at: index) } }
    }
}
