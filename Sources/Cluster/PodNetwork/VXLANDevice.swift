import Resources

/// The tunnel to nodes on other links (RFC 7348): one device a node. Nothing is learned and nothing flooded: who is behind which
/// address follows from the Node objects.
struct VXLANDevice: Sendable, Equatable {
    /// The port Linux has always used, which firewalls of clusters know.
    static let port = 8472

    let name: String
    /// Tells clusters on the same machines apart, as their pod ranges do.
    let identifier: UInt32

    init(cluster: String, podRange: CIDR) {
        name = Self.name(cluster: cluster)
        identifier = 1 + StableHash.bits32("\(podRange)".utf8) % 0x00FF_FFFE
    }

    /// At most 15 characters, and its own for each cluster.
    static func name(cluster: String) -> String {
        let digits = String(StableHash.bits32(cluster.utf8), radix: 16)
        return "cvx-" + String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// A node's end of the tunnel has an address of the link layer that follows from the node's own, so that nobody has to tell it:
    /// locally administered, unicast.
    static func hardwareAddress(of node: IPv4Address) -> String {
        let octets: [UInt8] = [0x0E, 0xC0] + node.octets
        return octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
    }

    func making(node: IPv4Address) -> [String] {
        ["link", "add", name, "type", "vxlan", "id", "\(identifier)", "dstport", "\(Self.port)", "local", "\(node)", "nolearning"]
    }

    /// - Parameter range: the node's own pods; the address before the first of them is the tunnel's.
    func settingUp(node: IPv4Address, range: CIDR) -> [[String]] {
        [
            ["link", "set", name, "address", Self.hardwareAddress(of: node)],
            ["address", "replace", "\(range.base)/32", "dev", name],
            ["link", "set", name, "up"],
        ]
    }

    /// Commands that lead to another node's pods through the tunnel; each may be repeated.
    func leading(to range: CIDR, on node: IPv4Address) -> [[String]] {
        let hardware = Self.hardwareAddress(of: node)
        return [
            ["bridge", "fdb", "replace", hardware, "dev", name, "dst", "\(node)"],
            ["ip", "neighbour", "replace", "\(range.base)", "lladdr", hardware, "dev", name, "nud", "permanent"],
            ["ip", "route", "replace", "\(range)", "via", "\(range.base)", "dev", name, "onlink", "proto", RouteMark.number],
        ]
    }
}
