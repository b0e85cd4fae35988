import CommandRunner
import FoundationEssentials
import Resources
import ServiceProxy

/// The network namespace of a further node, and the pair of devices by which it hangs on the bridge of the cluster's nodes.
struct NodeLink: Sendable, Equatable {
    static let commandTimeout: Duration = .seconds(10)
    /// The node's end of the link.
    static let innerDevice = "eth0"

    /// A path on which the namespace is mounted.
    let namespace: String
    /// The end on the bridge.
    let device: String
    let bridge: String
    let address: IPv4Address
    let prefixLength: Int
    /// The server's address: the way out.
    let gateway: String

    /// Whether the namespace stands, as the table of mounts tells.
    func isMounted(_ mounts: String) -> Bool { MountTable.mounts(under: [namespace], in: mounts).contains(namespace) }

    /// What makes the pair, when it is not there.
    var makingPair: [String] {
        ["link", "add", device, "type", "veth", "peer", "name", Self.innerDevice, "netns", namespace]
    }

    /// What brings the node's end up; each may be repeated.
    var innerSteps: [[String]] {
        [
            ["link", "set", "lo", "up"],
            ["address", "replace", "\(address)/\(prefixLength)", "dev", Self.innerDevice],
            ["link", "set", Self.innerDevice, "up"],
            ["route", "replace", "default", "via", gateway],
        ]
    }

    /// Makes what is missing of it. The bridge is there.
    func up(_ runner: any CommandRunning = CommandRunner()) async throws {
        if !isMounted(AtomicFile.read("/proc/self/mounts") ?? "") {
            // A device left from a namespace that a crash or a reboot took away is of no use to the next.
            _ = try await runner.run(Command("ip", ["link", "delete", device]), timeout: Self.commandTimeout)
            try AtomicFile.write("", to: namespace)
            try await runner.check("unshare", ["--net=\(namespace)", "true"], timeout: Self.commandTimeout)
        }
        if try await !runner.run(Command("ip", ["link", "show", device]), timeout: Self.commandTimeout).succeeded {
            try await runner.check("ip", makingPair, timeout: Self.commandTimeout)
        }
        try await runner.check("ip", ["link", "set", device, "master", bridge, "up"], timeout: Self.commandTimeout)
        let inside = NetworkNamespace(path: namespace)
        for step in innerSteps {
            let command = inside.command("ip", step)
            try await runner.check(command.executable, command.arguments, timeout: Self.commandTimeout)
        }
    }
}
