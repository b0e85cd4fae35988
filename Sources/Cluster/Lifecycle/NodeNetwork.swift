import CommandRunner
import Resources

/// The bridge that joins a cluster's nodes on this machine and carries the node's own address.
package struct NodeNetwork: Sendable {
    private let bridge: String
    private let range: String
    private let address: String
    private let runner: any CommandRunning

    package init(configuration: ClusterConfiguration, runner: any CommandRunning = CommandRunner()) {
        bridge = configuration.paths.nodeBridge
        range = configuration.nodeRange
        address = configuration.nodeAddress
        self.runner = runner
    }

    /// A node address outside the cluster's own range is the machine's business.
    private var prefixLength: Int? {
        guard let range = CIDR(range), let address = IPv4Address(address), range.contains(address) else { return nil }
        return range.prefix
    }

    package func up() async throws {
        guard let prefixLength else { return }
        if try await !runner.run(Command("ip", ["link", "show", bridge]), timeout: .seconds(10)).succeeded {
            try await runner.check("ip", ["link", "add", bridge, "type", "bridge"])
        }
        try await runner.check("ip", ["address", "replace", "\(address)/\(prefixLength)", "dev", bridge])
        try await runner.check("ip", ["link", "set", bridge, "up"])
    }

    /// A further address of this machine on the bridge. Without a bridge the machine has it already, or nobody.
    package func add(_ further: String) async throws {
        guard prefixLength != nil, further != address else { return }
        try await runner.check("ip", ["address", "replace", "\(further)/32", "dev", bridge])
    }

    package func remove() async throws {
        _ = try await runner.run(Command("ip", ["link", "delete", bridge]), timeout: .seconds(10))
    }
}
