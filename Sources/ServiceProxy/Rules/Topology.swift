internal import Document

/// Where a node is, as far as it matters to which endpoints its clients are sent.
package struct Topology: Hashable, Sendable {
    package var nodeName: String
    /// Nil for a node that says nothing of its zone.
    package var zone: String?

    package init(nodeName: String = "", zone: String? = nil) {
        self.nodeName = nodeName
        self.zone = zone
    }

    /// Of the ready endpoints of a port those that a client here is sent to: by upstream's rules, hints count only when every endpoint has
    /// one and some are for here, those for nodes before those for zones (KEP-2433, KEP-3015).
    func preferred(_ ready: [EndpointFacts.Address]) -> [EndpointFacts.Address] {
        guard let first = ready.first, first.hints != nil else { return ready }
        let node = ready.filter { $0.hints?.nodes.contains(nodeName) ?? false }
        if !node.isEmpty, ready.allSatisfy({ $0.hints?.nodes.isEmpty == false }) { return node }
        guard let zone else { return ready }
        let near = ready.filter { $0.hints?.zones.contains(zone) ?? false }
        return !near.isEmpty && ready.allSatisfy { $0.hints?.zones.isEmpty == false } ? near : ready
    }
}

/// For whose clients an endpoint is meant, as the controller has written it.
package struct EndpointHints: Hashable, Sendable {
    package var nodes: [String]
    package var zones: [String]

    package init(nodes: [String] = [], zones: [String] = []) {
        self.nodes = nodes
        self.zones = zones
    }

    /// Nil for an endpoint without any.
    init?(_ hints: JSON?) {
        func names(_ key: String) -> [String] { (hints?[key].array ?? []).compactMap { $0["name"].string } }
        self.init(nodes: names("forNodes"), zones: names("forZones"))
        if nodes.isEmpty, zones.isEmpty { return nil }
    }
}
