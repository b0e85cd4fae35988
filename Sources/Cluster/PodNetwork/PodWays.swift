import Resources

/// The ways from a node to the pods of the others: by way of the other node where both are on a link, through a tunnel where not.
struct PodWays: Sendable, Equatable {
    enum Way: Sendable, Equatable {
        case direct(IPv4Address)
        case tunnel(IPv4Address)
    }

    /// What the routing table says.
    struct Route: Sendable, Equatable {
        var via: IPv4Address
        var isTunnel: Bool
    }

    /// By pod range.
    var ways: [CIDR: Way] = [:]
    /// Address and pods of the node itself, which its end of the tunnel needs; nil while they are not known.
    var own: (address: IPv4Address, range: CIDR)?

    var needsTunnel: Bool { ways.values.contains { if case .tunnel = $0 { true } else { false } } }

    static func == (a: PodWays, b: PodWays) -> Bool { a.ways == b.ways && a.own?.address == b.own?.address && a.own?.range == b.own?.range }

    init(_ nodes: [Node], from own: String) {
        let itself = nodes.first { $0.name == own }
        if let itself, let place = Self.place(itself) { self.own = (place.address, place.range) }
        for node in nodes where node.name != own && !node.isBeingDeleted {
            guard let place = Self.place(node) else { continue }
            let isNear = itself.map { NodeNetworkPrefix.share($0, node) } ?? true
            ways[place.range] = isNear ? .direct(place.address) : .tunnel(place.address)
        }
    }

    private static func place(_ node: Node) -> (address: IPv4Address, range: CIDR)? {
        guard let range = CIDR(node.spec.podCIDR), let address = node.address("InternalIP").flatMap({ IPv4Address($0) }) else { return nil }
        return (address, range)
    }

    /// Reads lines of `ip route show` such as `10.244.1.0/24 via 10.0.0.2 dev eth0 proto 201`.
    static func present(_ text: String, tunnel: String) -> [CIDR: Route] {
        var routes: [CIDR: Route] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            guard let range = words.first.flatMap({ CIDR($0) }), let via = words.firstIndex(of: "via"), words.indices.contains(via + 1),
                let address = IPv4Address(words[via + 1])
            else { continue }
            let device = words.firstIndex(of: "dev").flatMap { words.indices.contains($0 + 1) ? words[$0 + 1] : nil }
            routes[range] = Route(via: address, isTunnel: device == tunnel)
        }
        return routes
    }

    /// Commands that lead from the table to these ways, additions first. Ways through the tunnel are always set anew: what they
    /// consist of beside the route is not in the table.
    func commands(from present: [CIDR: Route], tunnel: VXLANDevice) -> [[String]] {
        var commands: [[String]] = []
        for (range, way) in ways.sorted(by: { $0.key.base < $1.key.base }) {
            switch way {
            case .direct(let address):
                if present[range] == Route(via: address, isTunnel: false) { continue }
                commands.append(["ip", "route", "replace", "\(range)", "via", "\(address)", "proto", RouteMark.number])
            case .tunnel(let address): commands += tunnel.leading(to: range, on: address)
            }
        }
        for (range, route) in present.sorted(by: { $0.key.base < $1.key.base }) where ways[range] == nil {
            commands.append(["ip", "route", "del", "\(range)", "via", "\(route.via)", "proto", RouteMark.number])
        }
        return commands
    }
}
