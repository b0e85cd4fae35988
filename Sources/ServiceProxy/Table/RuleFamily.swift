internal import Resources

/// The four ways a packet is looked up. Each family has the same four maps and the same shape of chains; only the key differs, and
/// whether the client's address must survive.
package enum RuleFamily: Int, CaseIterable, Sendable {
    /// Cluster, load balancer and external addresses, for everyone.
    case services
    /// Node ports, for everyone.
    case nodePorts
    /// Addresses of services with external traffic policy Local, for clients outside the cluster: local backends, source kept.
    case outsideServices
    /// Node ports of such services, for clients outside the cluster.
    case outsideNodePorts

    /// The map from what is dialled to a verdict.
    var dispatchMap: String {
        switch self {
        case .services: "services"
        case .nodePorts: "node-ports"
        case .outsideServices: "outside-services"
        case .outsideNodePorts: "outside-node-ports"
        }
    }

    /// The map from what is dialled and a mark (a drawn number or a slot) to a backend.
    var backendMap: String { dispatchMap + "-backends" }
    /// The map from what is dialled and a drawn number to a backend's slot, for services with affinity.
    var slotMap: String { dispatchMap + "-slots" }
    /// The map that learns which client has which slot.
    var affinityMap: String { dispatchMap + "-affinity" }

    var isNodePort: Bool { self == .nodePorts || self == .outsideNodePorts }
    var keepsSource: Bool { self == .outsideServices || self == .outsideNodePorts }

    /// The packet fields that make the key.
    var keyExpression: String { isNodePort ? "meta l4proto . th dport" : "ip daddr . meta l4proto . th dport" }
    var keyType: String { isNodePort ? "inet_proto . inet_service" : "ipv4_addr . inet_proto . inet_service" }
}

/// Packet marks of one cluster. A mark lives only from the choice of a backend to the end of the packet's way through this machine:
/// it carries the drawn number, and tells the later hooks what was decided.
///
/// The upper byte is the cluster's, so that the tables of two clusters on one machine do not take each other's packets for their own;
/// its two lowest bits say what was decided.
package struct PacketMarks: Hashable, Sendable {
    private let base: UInt32

    package init(cluster: String) {
        base = 0x4000_0000 | (StableHash.bits32(cluster.utf8) >> 16 & 0xF) << 26
    }

    /// Selects the cluster's byte with all its decisions.
    static let clusterMask: UInt32 = 0xFC00_0000
    static let decisionMask: UInt32 = 0xFF00_0000

    /// Sent to a backend; the source address may be replaced.
    var balanced: UInt32 { base }
    /// Sent to a backend; the source address must stay.
    var sourceKept: UInt32 { base | 0x0100_0000 }
    /// To be refused.
    var refused: UInt32 { base | 0x0200_0000 }

    func start(of family: RuleFamily) -> UInt32 { family.keepsSource ? sourceKept : balanced }
}

extension UInt32 {
    /// Eight hexadecimal digits with prefix, as marks are written.
    package var markText: String {
        let digits = String(self, radix: 16)
        return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
    }
}
