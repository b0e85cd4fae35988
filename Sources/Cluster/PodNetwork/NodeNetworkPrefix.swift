import CommandRunner
import Resources

/// The network a node's address lies in, told in an annotation of its Node object: two nodes share a link when theirs is the same.
enum NodeNetworkPrefix {
    static let annotation = "coxswain.io/node-network"

    /// `10.0.0.5/24` for the address `10.0.0.5`; nil when no device of this machine has the address.
    static func find(_ address: String, _ runner: any CommandRunning = CommandRunner()) async -> String? {
        let output = try? await runner.run(Command("ip", ["-4", "-o", "address", "show"]), timeout: .seconds(10))
        return output.flatMap { read($0.standardOutput, address) }
    }

    /// Reads lines such as `2: eth0    inet 10.0.0.5/24 brd 10.0.0.255 scope global eth0`.
    static func read(_ text: String, _ address: String) -> String? {
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard let index = words.firstIndex(of: "inet"), words.indices.contains(index + 1) else { continue }
            if words[index + 1].hasPrefix(address + "/") { return String(words[index + 1]) }
        }
        return nil
    }

    /// False only when both nodes tell their networks and those differ.
    static func share(_ a: Node, _ b: Node) -> Bool {
        guard let first = a.annotations[annotation].flatMap(network), let second = b.annotations[annotation].flatMap(network) else {
            return true
        }
        return first == second
    }

    private static func network(_ text: String) -> CIDR? {
        let parts = text.split(separator: "/")
        guard parts.count == 2, let address = IPv4Address(parts[0]), let prefix = Int(parts[1]), (0...32).contains(prefix) else {
            return nil
        }
        return CIDR(address, prefix: prefix)
    }
}
