import Document
import Resources

/// What a pod's spec asks for, whichever pod it is: pods of one template share it.
package final class PodDemand: Sendable {
    let priority: Int
    let schedulerName: String
    let gates: [String]
    let requests: ResourceAmounts
    let hostPorts: [HostPort]
    let nodeSelector: [String: String]
    let requiredTerms: [NodeSelectorTerm]?
    let preferredTerms: [PreferredSchedulingTerm]
    let tolerations: [Toleration]
    /// Whether it may go to nodes that are cordoned.
    let toleratesUnschedulable: Bool
    let preempts: Bool
    let images: [String]

    private static let unschedulable = Taint(key: "node.kubernetes.io/unschedulable", effect: "NoSchedule")

    init(_ spec: PodSpec) {
        priority = spec.priority ?? 0
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
        toleratesUnschedulable = tolerations.contains { $0.tolerates(Self.unschedulable) }
        preempts = spec.preemptionPolicy != "Never"
        images = spec.containers.map(\.image)
    }
}
