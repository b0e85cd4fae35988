import CommandRunner
import Glibc
import Netfilter
import Resources
import Testing

@testable import ServiceProxy

/// A small world in network namespaces: a node with a bridge, two pods on it, and a client outside, joined to the node.
///
///     client 192.0.2.2 ── 192.0.2.1 node 10.244.0.1 ── pod a 10.244.0.2
///                                          (cox0)   └─ pod b 10.244.0.3
struct ScratchNetwork {
    let prefix: String
    let commands = CommandRunner()

    static let nodeAddress = IPv4Address(192, 0, 2, 1)
    static let pods = ["a": "10.244.0.2", "b": "10.244.0.3"]

    var node: String { "\(prefix)-node" }
    var client: String { "\(prefix)-client" }
    func pod(_ name: String) -> String { "\(prefix)-pod-\(name)" }
    func path(_ namespace: String) -> String { "/run/netns/\(namespace)" }
    private var all: [String] { [node, client] + Self.pods.keys.sorted().map(pod) }

    /// Builds the world, runs `body`, and takes everything down whatever happened.
    static func with(_ body: (ScratchNetwork) async throws -> Void) async throws {
        let network = ScratchNetwork(prefix: "cox-test-\(getpid())-\(UInt16.random(in: 0...UInt16.max))")
        do {
            try await network.build()
            try await body(network)
        } catch {
            await network.remove()
            throw error
        }
        await network.remove()
    }

    private func build() async throws {
        for namespace in all {
            try await commands.check("ip", ["netns", "add", namespace])
            try await commands.check("ip", ["-n", namespace, "link", "set", "lo", "up"])
        }
        try await join(node, "up0", "192.0.2.1/24", client, "eth0", "192.0.2.2/24")
        try await run(client, "route add default via 192.0.2.1")
        let cni = CNIConfiguration(
            cluster: "coxswain", podCIDR: CIDR(IPv4Address(10, 244, 0, 0), prefix: 24), ipamDirectory: "/nonexistent")
        let namespace = NetworkNamespace(path: path(node))
        try await cni.makeBridge(in: namespace, commands: commands)
        try await cni.makeBridge(in: namespace, commands: commands)
        for (name, address) in Self.pods {
            try await join(node, "veth-\(name)", nil, pod(name), "eth0", "\(address)/24")
            try await run(node, "link set veth-\(name) master \(cni.bridge)")
            try await commands.check(
                "ip", ["netns", "exec", node, "ip", "link", "set", "veth-\(name)", "type", "bridge_slave", "hairpin", "on"])
            try await run(pod(name), "route add default via 10.244.0.1")
        }
    }

    private func join(
        _ left: String, _ leftName: String, _ leftAddress: String?, _ right: String, _ rightName: String, _ rightAddress: String
    ) async throws {
        try await run(left, "link add \(leftName) type veth peer name \(rightName) netns \(right)")
        for (namespace, name, address) in [(left, leftName, leftAddress), (right, rightName, rightAddress)] {
            if let address { try await run(namespace, "address add \(address) dev \(name)") }
            try await run(namespace, "link set \(name) up")
        }
    }

    private func run(_ namespace: String, _ arguments: String) async throws {
        try await commands.check("ip", ["-n", namespace] + arguments.split(separator: " ").map(String.init))
    }

    private func remove() async {
        for namespace in all { _ = try? await commands.run(Command("ip", ["netns", "delete", namespace]), timeout: .seconds(10)) }
    }
}
