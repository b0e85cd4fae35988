package import Resources

/// The part of an EndpointSlice that rules depend on, taken out once when it arrives.
package struct EndpointFacts: Hashable, Sendable {
    package struct Address: Hashable, Sendable {
        package var address: IPv4Address
        package var readiness: EndpointConditions.Usability
        package var isLocal: Bool
        package var hints: EndpointHints?
    }

    package struct Port: Hashable, Sendable {
        package var name: String
        package var transport: TransportProtocol
        package var port: UInt16
    }

    package var addresses: [Address] = []
    package var ports: [Port] = []

    /// nil for slices of other address families and of headless services, which no packet rule concerns.
    package init?(_ slice: EndpointSlice, nodeName: String) {
        guard slice.addressType == "IPv4", slice.labels["service.kubernetes.io/headless"] == nil else { return nil }
        addresses = slice.endpoints.flatMap { endpoint in
            // All addresses of an endpoint are the same backend; only the first is used (EndpointSlice API).
            endpoint.addresses.prefix(1).compactMap(IPv4Address.init).map {
                Address(
                    address: $0, readiness: endpoint.conditions.usability, isLocal: endpoint.nodeName == nodeName,
                    hints: EndpointHints(endpoint.hints))
            }
        }
        ports = slice.ports.compactMap { port in
            guard let transport = TransportProtocol(api: port.protocol), let number = port.port.flatMap(UInt16.init(exactly:)), number > 0
            else { return nil }
            return Port(name: port.name, transport: transport, port: number)
        }
    }
}

/// The backends of one service port, by where they are.
struct PortBackends {
    var everywhere: [Backend]
    var local: [Backend]

    /// Ready backends; when there is none, those that end but still serve. Both choices are made for all and for the local ones
    /// separately, as a node may have only ending pods while others have ready ones. Of all the ready ones those are taken that are meant
    /// for clients at `place`.
    init(_ slices: some Sequence<EndpointFacts>, port name: String, _ transport: TransportProtocol, at place: Topology) {
        var ready: [(address: EndpointFacts.Address, backend: Backend)] = []
        var ending: Set<Backend> = []
        var localReady: Set<Backend> = []
        var localEnding: Set<Backend> = []
        for slice in slices {
            for port in slice.ports where port.name == name && port.transport == transport {
                for endpoint in slice.addresses {
                    let backend = Backend(address: endpoint.address, port: port.port)
                    switch endpoint.readiness {
                    case .ready:
                        ready.append((endpoint, backend))
                        if endpoint.isLocal { localReady.insert(backend) }
                    case .servingWhileTerminating:
                        ending.insert(backend)
                        if endpoint.isLocal { localEnding.insert(backend) }
                    case .unusable:
                        break
                    }
                }
            }
        }
        let preferred = ready.contains { $0.address.hints != nil } ? Set(place.preferred(ready.map(\.address))) : nil
        let chosen = preferred.map { preferred in ready.filter { preferred.contains($0.address) } } ?? ready
        everywhere = (chosen.isEmpty ? ending : Set(chosen.map(\.backend))).sorted()
        local = (localReady.isEmpty ? localEnding : localReady).sorted()
    }
}
