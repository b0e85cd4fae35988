package import DNSWire
package import Resources

/// A port as SRV records name it.
package struct ZonePort: Hashable, Sendable {
    package var name: String
    /// `tcp`, `udp` or `sctp`.
    package var transport: String
    package var port: UInt16

    /// nil for unnamed ports, which have no SRV record, and for unusable numbers.
    init?(name: String, transport: String, port: Int?) {
        guard !name.isEmpty, let port = port.flatMap(UInt16.init(exactly:)) else { return nil }
        self.name = name
        self.transport = transport.isEmpty ? "tcp" : transport.lowercased()
        self.port = port
    }
}

/// The part of a Service the zone depends on.
package struct ServiceZoneFacts: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case address(IPv4Address)
        case headless
        case external(DNSName)
    }

    package var kind: Kind
    package var ports: [ZonePort]

    /// nil while a service has no address yet, or none of this family, or an external name that is none.
    package init?(_ service: Service) {
        let spec = service.spec
        if spec.type == "ExternalName" {
            guard let target = try? DNSName(spec.externalName), !target.wire.isEmpty else { return nil }
            kind = .external(target)
        } else if service.isHeadless {
            kind = .headless
        } else {
            guard let address = IPv4Address(spec.clusterIP) else { return nil }
            kind = .address(address)
        }
        ports = spec.ports.compactMap { ZonePort(name: $0.name, transport: $0.protocol, port: $0.port) }
    }
}

/// The part of an EndpointSlice the zone depends on: endpoints that are ready (or published regardless, which the endpoint
/// controller writes as ready).
package struct SliceZoneFacts: Hashable, Sendable {
    package struct Member: Hashable, Sendable {
        package var address: IPv4Address
        /// The pod's hostname, or a name made of its address.
        package var label: String
    }

    package var members: [Member]
    package var ports: [ZonePort]

    package init?(_ slice: EndpointSlice) {
        guard slice.addressType == "IPv4" else { return nil }
        members = slice.endpoints.flatMap { endpoint -> [Member] in
            guard endpoint.conditions.ready ?? true else { return [] }
            return endpoint.addresses.compactMap { IPv4Address($0) }.map { address in
                let hostname = endpoint.hostname ?? ""
                return Member(address: address, label: hostname.isEmpty ? address.dashed : hostname.lowercased())
            }
        }
        ports = slice.ports.compactMap { ZonePort(name: $0.name, transport: $0.protocol, port: $0.port) }
    }
}

extension IPv4Address {
    /// `10-244-0-5`, the label form of an address.
    var dashed: String { octets.map(String.init).joined(separator: "-") }

    init?(dashed text: String) {
        guard text.utf8.count(where: { $0 == UInt8(ascii: "-") }) == 3, !text.contains(".") else { return nil }
        self.init(text.replacing("-", with: "."))
    }
}
