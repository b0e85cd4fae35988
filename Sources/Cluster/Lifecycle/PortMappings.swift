import CommandRunner
import ServiceProxy

/// What CNI's portmap plugin leaves in the packet filter of a machine: a chain for each pod or container with published ports, which is
/// left when nobody could tell the plugin of its end, and three that all of them share, which it never takes away.
struct PortMappings: Sendable {
    static let timeout: Duration = .seconds(20)
    /// The plugin's rules for IPv4 and IPv6 are made with these.
    static let programs = ["iptables", "ip6tables"]
    private static let shared = ["CNI-HOSTPORT-DNAT", "CNI-HOSTPORT-SETMARK", "CNI-HOSTPORT-MASQ"]

    let cluster: String
    let runner: any CommandRunning

    /// Takes away what is this cluster's, and the shared chains when nobody uses them any more.
    func remove() async {
        for program in Self.programs {
            guard let rules = await rules(program) else { continue }
            // A transaction each: one that meets what another program changed meanwhile does nothing, and is seen by `left`.
            for change in Self.removal(of: cluster, from: rules) {
                let command = Command(program + "-restore", ["--noflush", "--wait", "5"], input: change)
                _ = try? await runner.run(command, timeout: Self.timeout)
            }
        }
    }

    /// What is still there of this cluster, in words.
    func left() async -> [String] {
        var left: [String] = []
        for program in Self.programs {
            guard let rules = await rules(program) else { continue }
            left += Self.chains(of: cluster, in: Self.lines(rules)).map { "packet filter chain \($0.chain) (\(program))" }
        }
        return left
    }

    /// Nil where the program, and so the plugin's rules, are not there.
    private func rules(_ program: String) async -> String? {
        let output = try? await runner.run(Command(program, ["--wait", "5", "-t", "nat", "-S"]), timeout: Self.timeout)
        return output.flatMap { $0.succeeded ? $0.standardOutput : nil }
    }

    private static func lines(_ rules: String) -> [String] { rules.split(separator: "\n").map(String.init) }

    /// The chains of a cluster's pods, each with the rule that leads to it. The plugin writes the network's name into the rule's comment,
    /// in quotation marks of its own.
    private static func chains(of cluster: String, in lines: [String]) -> [(rule: String, chain: String)] {
        let mark = "name: \\\"\(CNIConfiguration.networkName(cluster: cluster))\\\" "
        return lines.compactMap { line in
            guard line.hasPrefix("-A \(shared[0]) "), line.contains(mark), let chain = line.split(separator: " ").last,
                chain.hasPrefix("CNI-DN-")
            else { return nil }
            return (line, String(chain))
        }
    }

    /// What `iptables-restore` is told: to take away rules, and then the chains, which the kernel keeps while a rule leads to them.
    /// - Parameter rules: as `iptables -t nat -S` prints them.
    static func removal(of cluster: String, from rules: String) -> [String] {
        let lines = Self.lines(rules)
        let own = Self.chains(of: cluster, in: lines)
        func dropped(_ rule: String) -> String { "-D" + rule.dropFirst(2) }
        var steps = own.map { dropped($0.rule) }
        var chains = Set(own.map(\.chain)).sorted()
        steps += chains.map { "-F \($0)" }
        let isUsed = lines.contains { line in
            line.hasPrefix("-A \(shared[0]) ") && !chains.contains { line.hasSuffix(" " + $0) }
        }
        if !isUsed {
            let present = shared.filter { lines.contains("-N \($0)") }
            let jumps = lines.filter { line in
                line.hasPrefix("-A ") && !line.hasPrefix("-A CNI-") && present.contains { line.hasSuffix("-j \($0)") }
            }
            // The first is empty by now, or somebody has begun to use it.
            steps += jumps.map(dropped) + present.dropFirst().map { "-F \($0)" }
            chains += present
        }
        return [steps, chains.map { "-X \($0)" }].filter { !$0.isEmpty }.map { "*nat\n" + $0.joined(separator: "\n") + "\nCOMMIT\n" }
    }
}
