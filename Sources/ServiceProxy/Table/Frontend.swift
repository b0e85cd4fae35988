package import Resources

/// A transport a service can use.
package enum TransportProtocol: String, Hashable, Sendable, Comparable {
    case tcp
    case udp
    case sctp

    /// From the API's spelling ("TCP"; absent means TCP); nil for anything else.
    package init?(api text: String) {
        switch text {
        case "", "TCP": self = .tcp
        case "UDP": self = .udp
        case "SCTP": self = .sctp
        default: return nil
        }
    }

    package static func < (left: TransportProtocol, right: TransportProtocol) -> Bool { left.rawValue < right.rawValue }
}

/// Where a connection may end: a pod's (or any other) address and port.
package struct Backend: Hashable, Sendable, Comparable, CustomStringConvertible {
    package var address: IPv4Address
    package var port: UInt16

    package init(address: IPv4Address, port: UInt16) {
        self.address = address
        self.port = port
    }

    package static func < (left: Backend, right: Backend) -> Bool { (left.address, left.port) < (right.address, right.port) }
    package var description: String { "\(address) . \(port)" }
}

/// What a client dials: one protocol and port, at one address or at any address of the node, seen by everyone or only from outside.
package struct FrontendKey: Hashable, Sendable, Comparable, CustomStringConvertible {
    package var family: RuleFamily
    /// nil in the node port families: whatever addresses the node has at the moment.
    package var address: IPv4Address?
    package var transport: TransportProtocol
    package var port: UInt16

    package init(_ family: RuleFamily, address: IPv4Address? = nil, _ transport: TransportProtocol, _ port: UInt16) {
        self.family = family
        self.address = address
        self.transport = transport
        self.port = port
    }

    /// The key as it stands in the family's maps.
    package var description: String {
        if let address { return "\(address) . \(transport.rawValue) . \(port)" }
        return "\(transport.rawValue) . \(port)"
    }

    package static func < (left: FrontendKey, right: FrontendKey) -> Bool {
        (left.family.rawValue, left.address?.bits ?? 0, left.transport, left.port)
            < (right.family.rawValue, right.address?.bits ?? 0, right.transport, right.port)
    }
}

/// What happens to a new connection.
package enum FrontendAction: Hashable, Sendable {
    /// To one of these at random. With `affinitySeconds` a client address keeps its backend until it was away that long.
    case forward([Backend], affinitySeconds: Int?)
    /// Nobody serves: an ICMP error at once, so that the client need not wait.
    case refuse
    /// Nobody serves on this node though others do (traffic policy Local): silence, as upstream does, because a load balancer's
    /// health check keeps such traffic away.
    case drop
}

/// One entrance of a service and what is behind it.
package struct Frontend: Hashable, Sendable {
    package var key: FrontendKey
    package var action: FrontendAction
    /// Only clients from these blocks may enter; nil: everyone. Only for keys with an address.
    package var allowedSources: [CIDR]?

    package init(_ key: FrontendKey, _ action: FrontendAction, allowedSources: [CIDR]? = nil) {
        self.key = key
        self.action = action
        self.allowedSources = allowedSources
    }
}

/// Everything one service asks of the packet filter.
package struct ServiceRuleSet: Hashable, Sendable {
    package var frontends: [Frontend] = []
    /// Backends on this node: a connection from one of them that lands on itself must change its source address.
    package var localBackends: Set<IPv4Address> = []

    package init(frontends: [Frontend] = [], localBackends: Set<IPv4Address> = []) {
        self.frontends = frontends
        self.localBackends = localBackends
    }
}
