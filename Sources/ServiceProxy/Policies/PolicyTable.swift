package import Resources

/// The packet filter's table for network policies on one node, as text. Pure.
///
/// Policies are for the node's own pods; what they allow is looked up for pods everywhere. A packet that begins a connection passes
/// 1. the chain of the pod it comes from, when some policy is about what leaves that pod: a rule that fits leads on, none drops it;
/// 2. the chain of the pod it goes to, in the same way.
/// Addresses are those behind services, because the proxy has changed the destination before. Traffic between a pod and its own
/// node does not pass here: a node always reaches its pods, and they reach it.
package struct PolicyTable {
    package let table: String
    private let policies: [(key: ObjectKey, facts: PolicyFacts)]
    private let pods: [(key: ObjectKey, pod: PolicyPod)]
    var namespaces: [String: [String: String]]

    enum Direction: String, CaseIterable {
        case ingress, egress

        /// The packet's field with the other side's address.
        var peerField: String { self == .ingress ? "ip saddr" : "ip daddr" }
        /// Incoming traffic that is allowed is let through; outgoing has the other pod's policies before it.
        var verdict: String { self == .ingress ? "accept" : "goto enter" }
        func rules(_ facts: PolicyFacts) -> [PolicyFacts.Rule]? { self == .ingress ? facts.ingress : facts.egress }
    }

    package init(
        cluster: String, policies: [ObjectKey: PolicyFacts], pods: [ObjectKey: PolicyPod], namespaces: [String: [String: String]]
    ) {
        table = Self.tableName(cluster: cluster)
        self.policies = policies.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        self.pods = pods.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        self.namespaces = namespaces
    }

    package static func tableName(cluster: String) -> String {
        cluster == "coxswain" ? "coxswain-policy" : "coxswain-policy-\(cluster)"
    }

    /// Replaces the table as one transaction; nil when no policy is about a pod of this node.
    package var text: String? {
        var chains: [String] = []
        var maps: [String] = []
        var isNeeded = false
        for direction in Direction.allCases {
            let (elements, direct) = self.chains(direction)
            isNeeded = isNeeded || !elements.isEmpty
            chains += direct
            let content = elements.isEmpty ? "" : " elements = { \(elements.joined(separator: ", ")) };"
            maps.append("    map \(direction.rawValue)-pods { type ipv4_addr : verdict;\(content) }")
        }
        guard isNeeded else { return nil }
        return """
            add table ip \(table)
            delete table ip \(table)
            table ip \(table) {
            \(chains.joined(separator: "\n"))
            \(maps.joined(separator: "\n"))
                chain enter {
                    ip daddr vmap @ingress-pods
                    accept
                }
                chain forward {
                    type filter hook forward priority filter - 5; policy accept;
                    ct state established,related accept
                    ip saddr vmap @egress-pods
                    goto enter
                }
            }

            """
    }

    /// Which local pods are led to which chain, and the chains. Pods under the same policies share one.
    private func chains(_ direction: Direction) -> (elements: [String], chains: [String]) {
        var groups: [[Int]: [PolicyPod]] = [:]
        for (key, pod) in pods where pod.isLocal {
            let about = policies.indices.filter { index in
                policies[index].key.namespace == key.namespace && direction.rules(policies[index].facts) != nil
                    && policies[index].facts.pods.matches(pod.labels)
            }
            if !about.isEmpty { groups[about, default: []].append(pod) }
        }
        var chains: [String] = []
        for index in Set(groups.keys.joined()).sorted() { chains.append(chain(of: index, direction)) }
        var elements: [String] = []
        for (number, group) in groups.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }).enumerated() {
            let name = "\(direction.rawValue)-group-\(number)"
            var lines = ["    chain \(name) {"]
            // A pod always reaches itself, also through a service.
            lines += group.value.map { "        ip saddr \($0.address) ip daddr \($0.address) accept" }
            lines += group.key.map { "        jump \(Self.chainName($0, direction)) comment \"\(policies[$0].key)\"" }
            lines += ["        drop", "    }"]
            chains.append(lines.joined(separator: "\n"))
            elements += group.value.map { "\($0.address) : goto \(name)" }
        }
        return (elements.sorted(), chains)
    }

    private static func chainName(_ index: Int, _ direction: Direction) -> String { "\(direction.rawValue)-policy-\(index)" }

    private func chain(of index: Int, _ direction: Direction) -> String {
        let (key, facts) = policies[index]
        var lines = ["    chain \(Self.chainName(index, direction)) {"]
        for rule in direction.rules(facts) ?? [] {
            lines += self.rules(rule, direction, policy: key, facts).map { "        \($0)\(direction.verdict)" }
        }
        lines.append("    }")
        return lines.joined(separator: "\n")
    }

    /// Conditions, each ending in a space unless it is empty, of which any allows.
    private func rules(_ rule: PolicyFacts.Rule, _ direction: Direction, policy: ObjectKey, _ facts: PolicyFacts) -> [String] {
        let peers = rule.peers.map { self.peers($0, direction, namespace: policy.namespace) } ?? [""]
        guard let wanted = rule.ports else { return peers }
        // A name is the destination's: of the policy's own pods for what comes in, of the peers for what goes out.
        let destinations =
            direction == .ingress
            ? pods.filter { $0.key.namespace == policy.namespace && facts.pods.matches($0.pod.labels) }.map(\.pod)
            : pods.filter { entry in rule.peers?.contains { self.matches(entry.key, entry.pod, $0, policy.namespace) } ?? true }.map(\.pod)
        let ports = self.ports(wanted, destinations)
        return peers.flatMap { peer in ports.map { peer + $0 } }
    }

    private func matches(_ key: ObjectKey, _ pod: PolicyPod, _ peer: PolicyFacts.Peer, _ namespace: String) -> Bool {
        switch peer {
        case .pods(let selector, let namespaces):
            guard selector.matches(pod.labels) else { return false }
            guard let namespaces else { return key.namespace == namespace }
            return self.namespaces[key.namespace].map { namespaces.matches($0) } ?? false
        case .block: return false
        }
    }

    private func peers(_ peers: [PolicyFacts.Peer], _ direction: Direction, namespace: String) -> [String] {
        let selected = pods.filter { entry in peers.contains { matches(entry.key, entry.pod, $0, namespace) } }.map(\.pod)
        let addresses = selected.filter { !$0.isBuiltIn }.map(\.address)
        var conditions: [String] = []
        if !addresses.isEmpty { conditions.append("\(direction.peerField) \(Self.set(Set(addresses).sorted().map(\.description))) ") }
        if direction == .egress {
            let places = selected.filter(\.isBuiltIn).flatMap { part in
                part.ports.map { "\(part.address) . \($0.transport.rawValue) . \($0.port)" }
            }
            // Without naming a protocol, which the ports that follow may do.
            if !places.isEmpty { conditions.append("ip daddr . meta l4proto . th dport \(Self.set(places.sorted())) ") }
        }
        for case .block(let range, let except) in peers {
            let holes = CIDR.outermost(except.filter { range.contains($0.base) && $0.prefix > range.prefix })
            var condition = range.prefix == 0 ? "" : "\(direction.peerField) \(range) "
            if !holes.isEmpty { condition += "\(direction.peerField) != \(Self.set(holes.map(\.description))) " }
            conditions.append(condition)
        }
        return conditions
    }

    private func ports(_ ports: [PolicyFacts.Port], _ destinations: [PolicyPod]) -> [String] {
        var conditions: [String] = []
        for transport in [TransportProtocol.tcp, .udp, .sctp] {
            let wanted = ports.filter { $0.transport == transport }
            if wanted.contains(where: { $0.number == .any }) {
                conditions.append("meta l4proto \(transport.rawValue) ")
                continue
            }
            let numbers = Self.merged(wanted.compactMap(\.number.range))
            if !numbers.isEmpty { conditions.append("\(transport.rawValue) dport \(Self.set(numbers)) ") }
            let names = Set(wanted.compactMap(\.number.name))
            let named = Set(
                destinations.flatMap { pod in
                    pod.ports.filter { $0.transport == transport && names.contains($0.name) }.map { "\(pod.address) . \($0.port)" }
                })
            if !named.isEmpty { conditions.append("ip daddr . \(transport.rawValue) dport \(Self.set(named.sorted())) ") }
        }
        return conditions
    }

    private static func set(_ elements: [String]) -> String { "{ \(elements.joined(separator: ", ")) }" }

    /// Ranges without overlaps, which the kernel refuses.
    private static func merged(_ ranges: [ClosedRange<UInt16>]) -> [String] {
        var merged: [ClosedRange<UInt16>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
    }
}
