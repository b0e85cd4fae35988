internal import Document
internal import Resources

/// The pods behind a service, each with the ports it serves the service on: what both kinds of endpoints are made of.
struct ServiceBackends: Sendable {
    struct Backend: Sendable {
        let pod: PodSummary
        let ports: [EndpointPort]
        /// The pod's own name below the service's in DNS, for pods whose subdomain is the service.
        let hostname: String?
        var address: String { pod.address }

        /// How endpoints of both kinds point at the pod.
        var reference: JSON {
            ["kind": "Pod", "namespace": .string(pod.key.namespace), "name": .string(pod.key.name), "uid": .string(pod.uid)]
        }
        var nodeName: JSON { pod.nodeName.isEmpty ? .null : .string(pod.nodeName) }
    }

    let service: Service
    /// By address, so that what is written does not depend on the order in which pods were found.
    let backends: [Backend]
    /// Addresses are published whether or not their pods are ready.
    let publishesUnready: Bool

    static let tolerateUnreadyAnnotation = "service.alpha.kubernetes.io/tolerate-unready-endpoints"

    /// - Parameter pods: the pods that the service selects.
    init(service: Service, pods: [PodSummary]) {
        self.service = service
        publishesUnready =
            service.json["spec", "publishNotReadyAddresses"].bool ?? false || service.annotations[Self.tolerateUnreadyAnnotation] == "true"
        let ports = service.json["spec", "ports"].array ?? []
        // Pods of one template have the same ports: they are worked out once.
        var known: [[PodSummary.NamedPort]: [EndpointPort]] = [:]
        backends = pods.filter { !$0.address.isEmpty && !$0.isFinished }.sorted { ($0.address, $0.uid) < ($1.address, $1.uid) }.map { pod in
            let served = known[pod.namedPorts] ?? ports.compactMap { Self.port($0, on: pod) }
            known[pod.namedPorts] = served
            return Backend(
                pod: pod, ports: served, hostname: !pod.hostname.isEmpty && pod.subdomain == service.name ? pod.hostname : nil)
        }
    }

    /// Whether a service has nothing to be reached at.
    static func isHeadless(_ service: Service) -> Bool { ["None", ""].contains(service.json["spec", "clusterIP"].string ?? "") }

    /// A target port by number is that number on every pod; one by name is looked up among the pod's container ports, and a pod
    /// without it serves the others.
    private static func port(_ port: JSON, on pod: PodSummary) -> EndpointPort? {
        let proto = port["protocol"].string ?? "TCP"
        let number: Int
        switch port["targetPort"] {
        case .string(let name) where !name.isEmpty:
            guard let match = pod.namedPorts.first(where: { $0.name == name && $0.proto == proto }) else { return nil }
            number = match.number
        case .int(let value) where value > 0: number = Int(value)
        default: number = port["port"].int ?? 0
        }
        return EndpointPort([
            "name": port["name"], "port": .int(Int64(number)), "protocol": .string(proto), "appProtocol": port["appProtocol"],
        ])
    }
}
