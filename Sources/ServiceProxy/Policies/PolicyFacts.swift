internal import Document
package import Resources

/// The part of a NetworkPolicy that rules depend on, taken out once when it arrives.
package struct PolicyFacts: Hashable, Sendable {
    package struct Port: Hashable, Sendable {
        package enum Number: Hashable, Sendable {
            case any
            case range(ClosedRange<UInt16>)
            /// As the destination's pod calls it.
            case named(String)

            var range: ClosedRange<UInt16>? { if case .range(let range) = self { range } else { nil } }
            var name: String? { if case .named(let name) = self { name } else { nil } }
        }

        package var transport: TransportProtocol
        package var number: Number
    }

    package enum Peer: Hashable, Sendable {
        /// Pods of the namespaces that `namespaces` selects; nil: of the policy's own.
        case pods(LabelSelector, namespaces: LabelSelector?)
        case block(CIDR, except: [CIDR])
    }

    package struct Rule: Hashable, Sendable {
        /// nil: everyone.
        package var peers: [Peer]?
        /// nil: every port and protocol.
        package var ports: [Port]?
    }

    package var pods: LabelSelector
    /// nil: incoming traffic is none of its business. Empty: nothing may come in.
    package var ingress: [Rule]?
    package var egress: [Rule]?

    package init(_ policy: NetworkPolicy) {
        let spec = policy.spec
        pods = Self.selector(spec.podSelector)
        // Absent types mean incoming traffic, and outgoing when there are rules for it (the API's default).
        let types = spec.policyTypes.isEmpty ? (spec.egress.isEmpty ? ["Ingress"] : ["Ingress", "Egress"]) : spec.policyTypes
        ingress = types.contains("Ingress") ? spec.ingress.map { Self.rule($0, $0.from) } : nil
        egress = types.contains("Egress") ? spec.egress.map { Self.rule($0, $0.to) } : nil
    }

    private static func selector(_ json: JSON) -> LabelSelector { (try? LabelSelector(json: json)) ?? .nothing }

    private static func rule(_ rule: NetworkPolicyRule, _ peers: [NetworkPolicyPeer]) -> Rule {
        Rule(peers: peers.isEmpty ? nil : peers.compactMap(peer), ports: rule.ports.isEmpty ? nil : rule.ports.compactMap(port))
    }

    /// nil for blocks of other address families, which hold none of this cluster's addresses.
    private static func peer(_ peer: NetworkPolicyPeer) -> Peer? {
        if let block = peer.ipBlock {
            guard let range = CIDR(block.cidr) else { return nil }
            return .block(range, except: block.except.compactMap { CIDR($0) })
        }
        return .pods(peer.podSelector.map(selector) ?? .everything, namespaces: peer.namespaceSelector.map(selector))
    }

    private static func port(_ port: NetworkPolicyPort) -> Port? {
        guard let transport = TransportProtocol(api: port.protocol) else { return nil }
        switch port.port {
        case nil: return Port(transport: transport, number: .any)
        case .string(let name): return Port(transport: transport, number: .named(name))
        case .int(let first):
            guard let first = UInt16(exactly: first), let last = UInt16(exactly: port.endPort ?? Int(first)), first <= last else {
                return nil
            }
            return Port(transport: transport, number: .range(first...last))
        }
    }
}

/// The part of a Pod that policies depend on.
package struct PolicyPod: Hashable, Sendable {
    package struct NamedPort: Hashable, Sendable {
        package var name: String
        package var transport: TransportProtocol
        package var port: UInt16
    }

    package var address: IPv4Address
    package var labels: [String: String]
    package var ports: [NamedPort]
    package var isLocal: Bool
    /// A part of the cluster that answers at its node's address, such as the DNS server: what leaves pods may be allowed to reach it, at the
    /// ports it declares and at no others of the node.
    package var isBuiltIn: Bool

    /// nil for pods without an address of their own: not yet, no more, or because they have the node's and are no part of the cluster that
    /// declares ports.
    package init?(_ pod: Pod, nodeName: String) {
        isBuiltIn = pod.isBuiltIn
        guard isBuiltIn || !pod.spec.hostNetwork, ![Pod.Phase.succeeded, Pod.Phase.failed].contains(pod.status.phase),
            let address = IPv4Address(pod.status.podIP)
        else { return nil }
        self.address = address
        labels = pod.labels
        isLocal = pod.spec.nodeName == nodeName && !isBuiltIn
        ports = pod.spec.containers.flatMap(\.ports).compactMap { port in
            guard !port.name.isEmpty, let transport = TransportProtocol(api: port.protocol),
                let number = UInt16(exactly: port.containerPort)
            else { return nil }
            return NamedPort(name: port.name, transport: transport, port: number)
        }
        if isBuiltIn, ports.isEmpty { return nil }
    }
}
