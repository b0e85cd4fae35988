package import Resources

/// Where load balancer addresses come from.
package enum LoadBalancerPool: Hashable, Sendable {
    /// Addresses set aside for this; each service gets one of its own.
    case range([CIDR])
    /// The nodes' own addresses, shared by services on different ports. `reserved` are ports the nodes need themselves.
    case nodes(reserved: Set<UInt16>)
}

/// What the plan has to know of a service of type LoadBalancer.
package struct LoadBalancerRequest: Hashable, Sendable {
    package struct Port: Hashable, Sendable {
        package var transport: String
        package var number: UInt16
    }

    package var key: ObjectKey
    package var ports: [Port]
    /// `spec.loadBalancerIP`, when it names an address.
    package var wanted: IPv4Address?
    package var current: [IPv4Address]
    /// Seconds since 1970.
    package var created: Int64

    /// nil for services of other types or for another implementation.
    package init?(_ service: Resources.Service) {
        let spec = service.spec
        guard spec.type == "LoadBalancer", spec.loadBalancerClass == nil, !service.isBeingDeleted else { return nil }
        key = service.key
        ports = spec.ports.compactMap { port in
            UInt16(exactly: port.port).map { Port(transport: port.protocol.isEmpty ? "TCP" : port.protocol, number: $0) }
        }
        wanted = IPv4Address(spec.loadBalancerIP)
        current = service.status.loadBalancer.ingress.compactMap { IPv4Address($0.ip) }
        created = service.metadata.creationTimestamp?.seconds ?? 0
    }
}

/// What a service gets.
package enum LoadBalancerOutcome: Hashable, Sendable {
    case addresses([IPv4Address])
    /// Nothing for now, with an event's reason and message.
    case pending(reason: String, message: String)
}

/// Gives load balancer services their addresses. Pure: all services at once, so that the outcome does not depend on who came when.
/// Whoever has an address keeps it while it is right; among the others the older comes first.
package enum LoadBalancerPlan {
    package static func outcomes(
        _ requests: [LoadBalancerRequest], pool: LoadBalancerPool, nodeAddresses: [IPv4Address]
    ) -> [ObjectKey: LoadBalancerOutcome] {
        let ordered = requests.sorted { left, right in
            (left.current.isEmpty ? 1 : 0, left.created, left.key) < (right.current.isEmpty ? 1 : 0, right.created, right.key)
        }
        return switch pool {
        case .range(let blocks): ownAddresses(ordered, blocks)
        case .nodes(let reserved): sharedAddresses(ordered, reserved, nodeAddresses.sorted())
        }
    }

    private static func ownAddresses(_ requests: [LoadBalancerRequest], _ blocks: [CIDR]) -> [ObjectKey: LoadBalancerOutcome] {
        var holders: [IPv4Address: ObjectKey] = [:]
        var outcomes: [ObjectKey: LoadBalancerOutcome] = [:]
        let isOurs = { (address: IPv4Address) in blocks.contains { $0.contains(address) } }
        // Those that have what they ask for come first, so that nobody is given an address in use.
        for request in requests {
            guard let current = request.current.first, isOurs(current), holders[current] == nil,
                request.wanted.map({ $0 == current }) ?? true
            else { continue }
            holders[current] = request.key
            outcomes[request.key] = .addresses([current])
        }
        var candidates = blocks.lazy.flatMap(\.addresses).makeIterator()
        for request in requests where outcomes[request.key] == nil {
            outcomes[request.key] = ownAddress(request, &holders, isOurs, &candidates)
        }
        return outcomes
    }

    private static func ownAddress(
        _ request: LoadBalancerRequest, _ holders: inout [IPv4Address: ObjectKey], _ isOurs: (IPv4Address) -> Bool,
        _ candidates: inout some IteratorProtocol<IPv4Address>
    ) -> LoadBalancerOutcome {
        if let wanted = request.wanted {
            guard isOurs(wanted) else {
                return .pending(reason: "AddressNotAvailable", message: "The address \(wanted) is outside the load balancer range")
            }
            if let holder = holders[wanted] {
                return .pending(reason: "AddressNotAvailable", message: "The address \(wanted) belongs to service \(holder)")
            }
            holders[wanted] = request.key
            return .addresses([wanted])
        }
        while let address = candidates.next() {
            if holders[address] != nil { continue }
            holders[address] = request.key
            return .addresses([address])
        }
        return .pending(reason: "AddressesExhausted", message: "Every address of the load balancer range is in use")
    }

    private static func sharedAddresses(
        _ requests: [LoadBalancerRequest], _ reserved: Set<UInt16>, _ nodes: [IPv4Address]
    ) -> [ObjectKey: LoadBalancerOutcome] {
        var holders: [LoadBalancerRequest.Port: ObjectKey] = [:]
        var outcomes: [ObjectKey: LoadBalancerOutcome] = [:]
        for request in requests {
            if nodes.isEmpty {
                outcomes[request.key] = .pending(reason: "AddressesExhausted", message: "No node has an address yet")
            } else if let port = request.ports.first(where: { $0.transport == "TCP" && reserved.contains($0.number) }) {
                outcomes[request.key] = .pending(
                    reason: "PortConflict", message: "Port \(port.number)/\(port.transport) is used by the node itself")
            } else if let (port, holder) = request.ports.lazy.compactMap({ port in holders[port].map { (port, $0) } }).first {
                outcomes[request.key] = .pending(
                    reason: "PortConflict",
                    message: "Port \(port.number)/\(port.transport) of the node's address belongs to service \(holder)")
            } else if let wanted = request.wanted, !nodes.contains(wanted) {
                outcomes[request.key] = .pending(reason: "AddressNotAvailable", message: "The address \(wanted) is not a node's")
            } else {
                for port in request.ports { holders[port] = request.key }
                outcomes[request.key] = .addresses(request.wanted.map { [$0] } ?? nodes)
            }
        }
        return outcomes
    }
}
