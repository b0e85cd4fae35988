package import CommandRunner
internal import Document
package import Resources

/// The pod network of one node: a bridge with addresses from the node's range (CNI specification 1.0, plugins bridge, host-local,
/// portmap and loopback).
package struct CNIConfiguration: Hashable, Sendable {
    package let cluster: String
    /// The node's part of the pod range.
    package let podCIDR: CIDR
    /// Where host-local keeps which address is taken; one folder a node, for several nodes on a machine share the file system.
    package let ipamDirectory: String
    /// Octets of the largest packet; nil: what the plugin finds.
    package let mtu: Int?

    package init(cluster: String, podCIDR: CIDR, ipamDirectory: String, mtu: Int? = nil) {
        self.cluster = cluster
        self.podCIDR = podCIDR
        self.ipamDirectory = ipamDirectory
        self.mtu = mtu
    }

    /// An interface name of at most 15 characters, its own for each cluster.
    package var bridge: String {
        if cluster == "coxswain" { return "cox0" }
        let digits = String(StableHash.bits32(cluster.utf8), radix: 16)
        return "cox-" + String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// The bridge's own address, the gateway of the pods.
    package var gateway: IPv4Address? { podCIDR.address(at: 1) }

    /// The network's name; host-local makes a folder of this name in its directory.
    package var networkName: String { Self.networkName(cluster: cluster) }

    package static func networkName(cluster: String) -> String { "\(cluster)-pods" }

    package static let fileName = "10-coxswain.conflist"

    /// The content of the `.conflist` file.
    package var conflist: String {
        var bridgePlugin: JSON = [
            "type": "bridge",
            "bridge": .string(bridge),
            "isGateway": true,
            // The proxy's table does this, and knows which traffic to leave alone.
            "ipMasq": false,
            // A pod that reaches itself through a service comes back by the port it came from.
            "hairpinMode": true,
            "ipam": [
                "type": "host-local",
                "ranges": [[["subnet": .string(podCIDR.description)]]],
                "routes": [["dst": "0.0.0.0/0"]],
                "dataDir": .string(ipamDirectory),
            ],
        ]
        if let mtu { bridgePlugin["mtu"] = .int(Int64(mtu)) }
        let list: JSON = [
            "cniVersion": "1.0.0",
            "name": .string(networkName),
            "plugins": [bridgePlugin, ["type": "portmap", "capabilities": ["portMappings": true], "snat": true]],
        ]
        return list.prettyText + "\n"
    }

    /// What the network leaves behind and `delete` removes.
    package struct Leftovers: Hashable, Sendable {
        package var interfaces: [String]
        package var directories: [String]
    }

    package var leftovers: Leftovers { Leftovers(interfaces: [bridge], directories: ["\(ipamDirectory)/\(networkName)"]) }

    /// Makes the bridge with its gateway address before the first pod does, so that node services (DNS) can listen on it; the plugin
    /// takes a bridge that is already there. Idempotent.
    package func makeBridge(in namespace: NetworkNamespace, commands: any CommandRunning) async throws {
        guard let gateway else { return }
        let timeout: Duration = .seconds(10)
        let there = try await commands.run(namespace.command("ip", ["link", "show", "dev", bridge]), timeout: timeout)
        var steps = [["address", "replace", "\(gateway)/\(podCIDR.prefix)", "dev", bridge], ["link", "set", "dev", bridge, "up"]]
        if !there.succeeded { steps.insert(["link", "add", "name", bridge, "type", "bridge"], at: 0) }
        for arguments in steps {
            let command = namespace.command("ip", arguments)
            let output = try await commands.run(command, timeout: timeout)
            guard output.succeeded else { throw CommandError.failed(command, output) }
        }
    }

    /// Removes the bridge; quiet when there is none. The folders are the caller's.
    package func removeBridge(in namespace: NetworkNamespace, commands: any CommandRunning) async throws {
        let command = namespace.command("ip", ["link", "delete", "dev", bridge])
        let output = try await commands.run(command, timeout: .seconds(10))
        guard output.succeeded || output.standardError.contains("Cannot find device") else { throw CommandError.failed(command, output) }
    }
}
