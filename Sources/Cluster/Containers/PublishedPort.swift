import CRI
import Document

/// A port of a container that is reached at a port of this machine, as `-p` names it: `[[ADDRESS:]HOST:]CONTAINER[/PROTOCOL]`.
package struct PublishedPort: Sendable, Hashable {
    /// Who names no address publishes to this machine alone.
    static let loopback = "127.0.0.1"

    package var address: String
    /// Nil until a free one is chosen.
    package var hostPort: Int?
    package var containerPort: Int
    /// `tcp`, `udp` or `sctp`.
    package var transport: String

    package init(address: String = loopback, hostPort: Int?, containerPort: Int, transport: String = "tcp") {
        (self.address, self.hostPort, self.containerPort, self.transport) = (address, hostPort, containerPort, transport)
    }

    /// - Throws: `ClusterError` when the text names no port.
    package init(_ text: String) throws {
        let halves = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let transport = halves.count == 2 ? halves[1].lowercased() : "tcp"
        guard ["tcp", "udp", "sctp"].contains(transport) else { throw ClusterError("invalid proto: \(transport)") }
        let parts = halves[0].split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard (1...3).contains(parts.count), let last = parts.last else { throw ClusterError("invalid port specification: \"\(text)\"") }
        guard let container = Self.port(last) else { throw ClusterError("invalid containerPort: \(last)") }
        var host: Int?
        if parts.count > 1, !parts[parts.count - 2].isEmpty {
            guard let number = Self.port(parts[parts.count - 2]) else { throw ClusterError("invalid hostPort: \(parts[parts.count - 2])") }
            host = number
        }
        var address = Self.loopback
        if parts.count == 3, !parts[0].isEmpty {
            guard Self.isAddress(parts[0]) else { throw ClusterError("invalid IP address: \(parts[0])") }
            address = parts[0]
        }
        self.init(address: address, hostPort: host, containerPort: container, transport: transport)
    }

    private static func port(_ text: String) -> Int? { Int(text).flatMap { (1...65535).contains($0) ? $0 : nil } }

    private static func isAddress(_ text: String) -> Bool {
        let octets = text.split(separator: ".", omittingEmptySubsequences: false)
        return octets.count == 4 && octets.allSatisfy { UInt8($0) != nil }
    }

    /// Whether both want the same of this machine.
    func collides(with other: PublishedPort) -> Bool {
        hostPort != nil && hostPort == other.hostPort && transport == other.transport
            && (address == other.address || address == "0.0.0.0" || other.address == "0.0.0.0")
    }

    /// As lists show it: `127.0.0.1:8080->80/tcp`.
    package var text: String { "\(address):\(hostPort ?? 0)->\(containerPort)/\(transport)" }

    var mapping: SandboxPortMapping {
        var mapping = SandboxPortMapping()
        mapping.transport = TransportProtocol(rawValue: transport.uppercased()) ?? .tcp
        mapping.containerPort = Int32(clamping: containerPort)
        mapping.hostPort = Int32(clamping: hostPort ?? 0)
        mapping.hostIP = address == "0.0.0.0" ? "" : address
        return mapping
    }

    var json: JSON {
        [
            "address": .string(address), "hostPort": JSON(hostPort ?? 0), "containerPort": JSON(containerPort),
            "transport": .string(transport),
        ]
    }

    init?(json: JSON) {
        guard let container = json["containerPort"].int, let transport = json["transport"].string else { return nil }
        self.init(
            address: json["address"].string ?? Self.loopback, hostPort: json["hostPort"].int, containerPort: container, transport: transport
        )
    }
}
