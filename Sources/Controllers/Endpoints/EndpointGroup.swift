internal import Document
internal import Resources

/// Endpoints that share their ports, as EndpointSlices hold them.
struct EndpointGroup: Sendable {
    var ports: [EndpointPort]
    var endpoints: [JSON]

    /// The groups of a service with a selector. A service without any pod has one empty slice, which says that it was looked at.
    static func groups(_ backends: ServiceBackends) -> [EndpointGroup] {
        var groups: [EndpointGroup] = []
        for backend in backends.backends {
            let ports = backend.ports.map(\.complete)
            let index = groups.firstIndex { $0.ports == ports } ?? groups.count
            if index == groups.count { groups.append(EndpointGroup(ports: ports, endpoints: [])) }
            let (serving, terminating) = (backend.pod.isReady, backend.pod.isBeingDeleted)
            groups[index].endpoints.append([
                "addresses": [.string(backend.address)],
                "conditions": [
                    "ready": .bool(backends.publishesUnready || serving && !terminating), "serving": .bool(serving),
                    "terminating": .bool(terminating),
                ],
                "hostname": JSON(backend.hostname), "targetRef": backend.reference, "nodeName": backend.nodeName,
            ])
        }
        return groups.isEmpty ? [EndpointGroup(ports: [], endpoints: [])] : groups
    }

    /// The groups of Endpoints that somebody wrote by hand.
    static func groups(mirroring endpoints: Endpoints) -> [EndpointGroup] {
        endpoints.subsets.map { subset in
            let endpoint = { (address: EndpointAddress, ready: Bool) -> JSON in
                [
                    "addresses": [.string(address.ip)], "conditions": ["ready": .bool(ready)],
                    "hostname": address.hostname.isEmpty ? .null : .string(address.hostname), "nodeName": JSON(address.nodeName),
                    "targetRef": address.json["targetRef"],
                ]
            }
            // Slices hold addresses of one family; the cluster's is IPv4.
            let isIPv4 = { (address: EndpointAddress) in IPv4Address(address.ip) != nil }
            return EndpointGroup(
                ports: subset.ports.map(\.complete),
                endpoints: subset.addresses.filter(isIPv4).map { endpoint($0, true) }
                    + subset.notReadyAddresses.filter(isIPv4).map { endpoint($0, false) })
        }
    }

    /// What makes two endpoints the same one in another state.
    static func identity(_ endpoint: JSON) -> String {
        (endpoint["addresses"].strings.first ?? "") + "|" + (endpoint["targetRef", "uid"].string ?? "")
    }
}

extension EndpointPort {
    /// As slices hold it: with the name and protocol that absent ones stand for.
    var complete: EndpointPort {
        EndpointPort([
            "name": .string(name), "port": json["port"], "protocol": .string(self.protocol.isEmpty ? "TCP" : self.protocol),
            "appProtocol": json["appProtocol"],
        ])
    }
}
