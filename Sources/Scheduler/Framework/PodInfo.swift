import Document
import Resources

/// What the scheduler has to know of a pod, read once from its document.
package struct PodInfo: Sendable {
    package let key: ObjectKey
    package let uid: String
    package let labels: [String: String]
    /// Counts the changes of its spec; 0 for one that nobody counts.
    let generation: Int
    package let created: Timestamp?
    package let nodeName: String
    package let demand: PodDemand
    package let affinities: PodAffinities?
    package let spreadConstraints: [SpreadConstraint]
    package let nominatedNode: String
    package let claims: [PodClaim]
    /// The pod has ended or is about to: it takes no room on its node for long.
    package let isFinished: Bool
    package let isTerminating: Bool

    package var priority: Int { demand.priority }
    package var schedulerName: String { demand.schedulerName }
    /// Names of the gates that hold the pod back (KEP-3521).
    package var gates: [String] { demand.gates }
    package var requests: ResourceAmounts { demand.requests }
    package var hostPorts: [HostPort] { demand.hostPorts }
    package var nodeSelector: [String: String] { demand.nodeSelector }
    package var requiredTerms: [NodeSelectorTerm]? { demand.requiredTerms }
    package var preferredTerms: [PreferredSchedulingTerm] { demand.preferredTerms }
    package var tolerations: [Toleration] { demand.tolerations }
    /// False for pods that wait rather than have others leave.
    package var preempts: Bool { demand.preempts }
    package var images: [String] { demand.images }

    package init(_ pod: Pod) { self.init(pod, demand: PodDemand(pod.spec)) }

    /// - Parameter demand: that of the pod's spec.
    init(_ pod: Pod, demand: PodDemand) {
        self.demand = demand
        let spec = pod.spec
        key = pod.key
        uid = pod.uid
        labels = pod.metadata.labels
        generation = pod.metadata.generation
        created = pod.metadata.creationTimestamp
        nodeName = spec.nodeName
        affinities = PodAffinities(pod)
        spreadConstraints = spec.topologySpreadConstraints.map { SpreadConstraint($0, of: pod) }
        nominatedNode = pod.status.nominatedNodeName
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
