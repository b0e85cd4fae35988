package import CommandRunner
package import Resources

/// Keeps pod and service addresses on this machine: whatever else fails, a packet to one of them must never leave by the uplink.
///
/// Each range gets an `unreachable` route of low preference; the routes of real pods are more specific and win. Service addresses
/// need one thing more: a local process that dials one is routed before the packet filter can change the destination, and would
/// fail at once. A preferred route to `lo` lets it pass to the filter; what the filter does not know goes nowhere from there,
/// because a packet looped back without a local address is discarded.
///
/// The metric marks the routes of one cluster, so that removing them touches no one else's.
package struct RouteGuard: Sendable {
    package let podRange: CIDR
    package let serviceRange: CIDR
    /// The node's address: the source of local connections to services.
    package let nodeAddress: IPv4Address?
    private let metric: UInt32
    private let namespace: NetworkNamespace
    private let commands: any CommandRunning

    private static let commandTimeout: Duration = .seconds(10)

    package init(
        cluster: String, podRange: CIDR, serviceRange: CIDR, nodeAddress: IPv4Address?, namespace: NetworkNamespace = .own,
        commands: any CommandRunning
    ) {
        self.podRange = podRange
        self.serviceRange = serviceRange
        self.nodeAddress = nodeAddress
        self.namespace = namespace
        self.commands = commands
        metric = 0x4000_0000 | StableHash.bits32(cluster.utf8) & 0x00FF_FFFE
    }

    /// Arguments of `ip` that put the routes up; `replace` makes them idempotent. Guards come first.
    package var installArguments: [[String]] {
        let source = nodeAddress.map { ["src", "\($0)"] } ?? []
        return [
            ["route", "replace", "unreachable", "\(podRange)", "metric", "\(metric + 1)"],
            ["route", "replace", "unreachable", "\(serviceRange)", "metric", "\(metric + 1)"],
            ["route", "replace", "\(serviceRange)", "dev", "lo"] + source + ["metric", "\(metric)"],
        ]
    }

    /// Arguments of `ip` that take the routes away, in the opposite order.
    package var removeArguments: [[String]] {
        [
            ["route", "del", "\(serviceRange)", "dev", "lo", "metric", "\(metric)"],
            ["route", "del", "unreachable", "\(serviceRange)", "metric", "\(metric + 1)"],
            ["route", "del", "unreachable", "\(podRange)", "metric", "\(metric + 1)"],
        ]
    }

    package func install() async throws {
        for arguments in installArguments {
            let command = namespace.command("ip", arguments)
            let output = try await commands.run(command, timeout: Self.commandTimeout)
            guard output.succeeded else { throw CommandError.failed(command, output) }
        }
    }

    /// Missing routes are fine: removing twice is quiet.
    package func remove() async throws {
        for arguments in removeArguments {
            let command = namespace.command("ip", arguments)
            let output = try await commands.run(command, timeout: Self.commandTimeout)
            guard output.succeeded || output.standardError.contains("No such process") else { throw CommandError.failed(command, output) }
        }
    }
}
