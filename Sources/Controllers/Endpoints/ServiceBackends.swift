internal import Document
internal import Resources

/// The pods behind a service, each with the ports it serves the service on: what both kinds of endpoints are made of.
struct ServiceBackends: Sendable {
    struct Backend: Sendable {
        let pod: Pod
        let ports: [EndpointPort]
        /// The service's own name for the pod in DNS, for pods whose subdomain is the service.
        let hostname: String?
        let isReady: Bool
        let isTerminating: Bool
        var address: String { pod.status.podIP }
    }

    let service: Service
    /// By address, so that what is written does not depend on the order in which pods were found.
    let backends: [Backend]
    /// Addresses are published whether or not their pods are ready.
    let publishesUnready: Bool

    static let tolerateUnreadyAnnotation = "service.alpha.kubernetes.io/tolerate-unready-endpoints"

    /// - Parameter pods: the pods that the service selects.
    init(service: Service, pods: [Pod]) {
        self.service = service
        publishesUnready = service.json["spec", "publishNotReadyAddresses"].bool ?? false || service.annotations[Self.tolerateUnreadyAnnotation] == "true"
        backends = pods.filter { !$0.status.podIP.isEmpty && !$0.isFinished }.map { pod in
            Backend(
                pod: pod, ports: Self.ports(of: service, on: pod),
                hostname: !pod.spec.hostname.isEmpty && pod.spec.subdomain == service.name ? pod.spec.hostname : nil, isReady: pod.isReady,
                isTerminating: pod.isBeingDeleted)
        }.sorted { ($0.address, $0.pod.uid) < ($1.address, $1.pod.uid) }
    }

    /// A target port by number is that number on every pod; one by name is looked up among the pod's container ports, and a pod
    /// without it serves the others.
    private static func ports(of service: Service, on pod: Pod) -> [EndpointPort] {
        (service.json["spec", "ports"].array ?? []).compactMap { port in
            let proto = port["protocol"].string ?? "TCP"
            let number: Int
            switch port["targetPort"] {
            case .string(let name):
                let containers = pod.spec.containers + pod.spec.initContainers.filter { $0.restartPolicy == "Always" }
                let match = containers.lazy.flatMap(\.ports).first { $0.name == name && ($0.protocol.isEmpty ? "TCP" : $0.protocol) == proto }
                guard let match else { return nil }
                number = match.containerPort
            case .int(let value) where value > 0: number = Int(value)
            default: number = port["port"].int ?? 0
            }
            return EndpointPort(["name": port["name"], "port": .int(Int64(number)), "protocol": .string(proto), "appProtocol": port["appProtocol"]])
        }
    }

    static func reference(_ pod: Pod) -> JSON {
        ["kind": "Pod", "namespace": .string(pod.namespace), "name": .string(pod.name), "uid": .string(pod.uid)]
    }
}
