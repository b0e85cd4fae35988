internal import Document
internal import Resources

/// Endpoints that share their ports, as EndpointSlices hold them.
struct EndpointGroup: Sendable {
    var ports: [EndpointPort]
    var endpoints: [JSON]

    /// The groups of a service with a selector. A service without any pod has one empty slice, which says that it was looked at.
    /// - Parameter zoneOfNode: the zone of a node, by its name; nil for one that says nothing of it.
    static func groups(_ backends: ServiceBackends, zone zoneOfNode: (String) -> String? = { _ in nil }) -> [EndpointGroup] {
        let distribution = TrafficDistribution(backends.service)
        var groups: [EndpointGroup] = []
        for backend in backends.backends {
            let ports = backend.ports.map(\.complete)
            let index = groups.firstIndex { $0.ports == ports } ?? groups.count
            if index == groups.count { groups.append(EndpointGroup(ports: ports, endpoints: [])) }
            let (serving, terminating) = (backend.pod.isReady, backend.pod.isBeingDeleted)
            let isReady = backends.publishesUnready || serving && !terminating
            let zone = zoneOfNode(backend.pod.nodeName)
            let hints: JSON = isReady ? distribution?.hints(node: backend.pod.nodeName, zone: zone) ?? .null : .null
            groups[index].endpoints.append([
                "addresses": [.string(backend.address)],
                "conditions": [
                    "ready": .bool(isReady), "serving": .bool(serving),
                    "terminating": .bool(terminating),
                ],
                "hostname": JSON(backend.hostname), "targetRef": backend.reference, "nodeName": backend.nodeName, "zone": JSON(zone),
                "hints": hints,
            ])
        }
        return groups.isEmpty ? [EndpointGroup(ports: [], endpoints: [])] : groups
    }

    /// Addresses of one subset that are mirrored; the rest is left out.
    static let mirrorLimit = 1000

    /// The groups of Endpoints that somebody wrote by hand; subsets with the same ports are one.
    static func groups(mirroring endpoints: Endpoints) -> [EndpointGroup] {
        var groups: [EndpointGroup] = []
        for subset in endpoints.subsets {
            let ports = subset.ports.map(\.complete)
            let index = groups.firstIndex { $0.ports == ports } ?? groups.count
            if index == groups.count { groups.append(EndpointGroup(ports: ports, endpoints: [])) }
            let addresses = subset.addresses.map { ($0, true) } + subset.notReadyAddresses.map { ($0, false) }
            // Slices hold addresses of one family; the cluster's is IPv4.
            for (address, ready) in addresses where IPv4Address(address.ip) != nil && groups[index].endpoints.count < mirrorLimit {
                groups[index].endpoints.append([
                    "addresses": [.string(address.ip)], "conditions": ["ready": .bool(ready)],
                    "hostname": address.hostname.isEmpty ? .null : .string(address.hostname), "nodeName": JSON(address.nodeName),
                    "targetRef": address.json["targetRef"],
                ])
            }
        }
        return groups
    }

    /// How many addresses of hand-made Endpoints the groups leave out.
    static func skipped(mirroring endpoints: Endpoints, _ groups: [EndpointGroup]) -> Int {
        endpoints.subsets.reduce(0) { $0 + $1.addresses.count + $1.notReadyAddresses.count } - groups.reduce(0) { $0 + $1.endpoints.count }
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
