import Document
import Resources

/// What the scheduler has to know of a pod, read once from its document.
package struct PodInfo: Sendable {
    package let key: ObjectKey
    package let uid: String
    package let labels: [String: String]
    package let priority: Int
    package let created: Timestamp?
    package let nodeName: String
    package let schedulerName: String
    /// Names of the gates that hold the pod back (KEP-3521).
    package let gates: [String]
    package let requests: ResourceAmounts
    package let hostPorts: [HostPort]
    package let nodeSelector: [String: String]
    package let requiredTerms: [NodeSelectorTerm]?
    package let preferredTerms: [PreferredSchedulingTerm]
    package let tolerations: [Toleration]
    package let affinities: PodAffinities?
    package let spreadConstraints: [SpreadConstraint]
    /// False for pods that wait rather than have others leave.
    package let preempts: Bool
    package let nominatedNode: String
    package let images: [String]
    package let claims: [PodClaim]
    /// The pod has ended or is about to: it takes no room on its node for long.
    package let isFinished: Bool
    package let isTerminating: Bool

    package init(_ pod: Pod) {
        let spec = pod.spec
        key = pod.key
        uid = pod.uid
        labels = pod.metadata.labels
        priority = spec.priority ?? 0
        created = pod.metadata.creationTimestamp
        nodeName = spec.nodeName
        schedulerName = spec.json["schedulerName"].string ?? "default-scheduler"
        gates = spec.schedulingGates.map(\.name)
        requests = ResourceAmounts(podSpec: spec)
        hostPorts = spec.containers.flatMap { container in
            container.ports.compactMap { port in
                port.hostPort.flatMap {
                    $0 > 0 ? HostPort(port: $0, proto: port.protocol.isEmpty ? "TCP" : port.protocol, address: port.hostIP) : nil
                }
            }
        }
        nodeSelector = spec.nodeSelector
        requiredTerms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms
        preferredTerms = spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []
        tolerations = spec.tolerations
        affinities = PodAffinities(pod)
        spreadConstraints = spec.topologySpreadConstraints.map { SpreadConstraint($0, of: pod) }
        preempts = spec.preemptionPolicy != "Never"
        nominatedNode = pod.status.nominatedNodeName
        images = spec.containers.map(\.image)
        claims = pod.claims
        isFinished = pod.status.phase == "Succeeded" || pod.status.phase == "Failed"
        isTerminating = pod.metadata.deletionTimestamp != nil
    }
}

/// A port of the node itself that a container wants.
package struct HostPort: Sendable, Hashable {
    package var port: Int
    package var proto: String
    /// Empty or 0.0.0.0: every address of the node.
    package var address: String

    package init(port: Int, proto: String, address: String) {
        self.port = port
        self.proto = proto
        self.address = address == "0.0.0.0" ? "" : address
    }

    package func conflicts(with other: HostPort) -> Bool {
        port == other.port && proto == other.proto && (address.isEmpty || other.address.isEmpty || address == other.address)
    }
}
