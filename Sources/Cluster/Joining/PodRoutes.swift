import Client
import CommandRunner
import Logging
import Resources
import ServiceLifecycle

/// Routes to the pods of other nodes, each by way of its node. Nodes must share a link; where they do not, the kernel refuses the
/// route and the log says so.
struct PodRoutes: ServiceLifecycle.Service {
    /// Marks our routes in the routing table, so that nobody else's is touched (the field `proto`, numbers of which are free to use).
    static let mark = "201"
    static let commandTimeout: Duration = .seconds(10)

    private let range: CIDR
    private let nodeName: String
    private let nodes: Informer<Node>
    private let commands: any CommandRunning
    private let logger: Logger

    /// - Parameter range: that of all pods.
    init(range: CIDR, nodeName: String, nodes: Informer<Node>, commands: any CommandRunning = CommandRunner(), logger: Logger) {
        (self.range, self.nodeName, self.nodes, self.commands, self.logger) = (range, nodeName, nodes, commands, logger)
    }

    /// Pod ranges with the address of the node that has them.
    static func wanted(_ nodes: [Node], from own: String) -> [CIDR: IPv4Address] {
        var routes: [CIDR: IPv4Address] = [:]
        for node in nodes where node.name != own && !node.isBeingDeleted {
            guard let range = CIDR(node.spec.podCIDR), let address = node.address("InternalIP").flatMap({ IPv4Address($0) }) else {
                continue
            }
            routes[range] = address
        }
        return routes
    }

    /// Reads lines of `ip route show` such as `10.244.1.0/24 via 10.0.0.2 dev eth0 proto 201`.
    static func present(_ text: String) -> [CIDR: IPv4Address] {
        var routes: [CIDR: IPv4Address] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            guard let range = words.first.flatMap({ CIDR($0) }), let via = words.firstIndex(of: "via"), words.indices.contains(via + 1),
                let address = IPv4Address(words[via + 1])
            else { continue }
            routes[range] = address
        }
        return routes
    }

    /// Arguments of `ip` that lead from one table to the other, additions first.
    static func changes(from present: [CIDR: IPv4Address], to wanted: [CIDR: IPv4Address]) -> [[String]] {
        let added = wanted.filter { present[$0.key] != $0.value }.map {
            ["route", "replace", "\($0.key)", "via", "\($0.value)", "proto", mark]
        }
        let removed = present.filter { wanted[$0.key] == nil }.map { ["route", "del", "\($0.key)", "via", "\($0.value)", "proto", mark] }
        return added.sorted { $0[2] < $1[2] } + removed.sorted { $0[2] < $1[2] }
    }

    func run() async throws {
        let (changes, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        nodes.onChange { _ in continuation.yield() }
        try await cancelWhenGracefulShutdown {
            try await nodes.waitUntilSynced()
            continuation.yield()
            var last: [CIDR: IPv4Address]?
            for await _ in changes {
                let wanted = Self.wanted(nodes.list(), from: nodeName)
                guard wanted != last else { continue }
                last = await apply(wanted) ? wanted : nil
            }
        }
    }

    /// False when something could not be set.
    private func apply(_ wanted: [CIDR: IPv4Address]) async -> Bool {
        do {
            let table = try await commands.check(
                "ip", ["-4", "route", "show", "root", "\(range)", "proto", Self.mark], timeout: Self.commandTimeout)
            var isComplete = true
            for arguments in Self.changes(from: Self.present(table.standardOutput), to: wanted) {
                let output = try await commands.run(Command("ip", arguments), timeout: Self.commandTimeout)
                if output.succeeded { continue }
                isComplete = false
                logger.error(
                    "a route to another node's pods could not be changed; do the nodes share a link?",
                    metadata: ["route": "\(arguments.dropFirst().joined(separator: " "))", "error": "\(output.standardError)"])
            }
            return isComplete
        } catch {
            logger.error("the routes to other nodes' pods could not be read", metadata: ["error": "\(error)"])
            return false
        }
    }
}
