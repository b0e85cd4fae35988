import Client
import CommandRunner
import Logging
import Resources
import ServiceLifecycle

/// Keeps this node's ways to the pods of other nodes.
struct PodRoutes: ServiceLifecycle.Service {
    static let commandTimeout: Duration = .seconds(10)
    /// After something could not be set.
    static let retryDelay: Duration = .seconds(5)

    private let range: CIDR
    private let nodeName: String
    private let nodes: Informer<Node>
    private let tunnel: VXLANDevice
    private let runner: any CommandRunning
    private let logger: Logger

    /// - Parameters:
    ///   - cluster: names the tunnel's device.
    ///   - range: that of all pods.
    init(
        cluster: String, range: CIDR, nodeName: String, nodes: Informer<Node>, runner: any CommandRunning = CommandRunner(), logger: Logger
    ) {
        (self.range, self.nodeName, self.nodes, self.runner, self.logger) = (range, nodeName, nodes, runner, logger)
        tunnel = VXLANDevice(cluster: cluster, podRange: range)
    }

    func run() async throws {
        let (changes, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        nodes.onChange { _ in continuation.yield() }
        try await cancelWhenGracefulShutdown {
            try await nodes.waitUntilSynced()
            continuation.yield()
            var last: PodWays?
            for await _ in changes {
                // Which nodes are near is not known before this one has told where it is.
                guard nodes.get(name: nodeName) != nil else { continue }
                let wanted = PodWays(nodes.list(), from: nodeName)
                guard wanted != last else { continue }
                last = await apply(wanted) ? wanted : nil
                guard last == nil else { continue }
                try await Task.sleep(for: Self.retryDelay)
                continuation.yield()
            }
        }
    }

    /// False when something could not be set.
    private func apply(_ wanted: PodWays) async -> Bool {
        do {
            if wanted.needsTunnel {
                guard let own = wanted.own else { return true }  // comes again when the node has its range
                try await makeTunnel(own.address, own.range)
            }
            let table = try await runner.check(
                "ip", ["-4", "route", "show", "root", "\(range)", "proto", RouteMark.number], timeout: Self.commandTimeout)
            var isComplete = true
            for words in wanted.commands(from: PodWays.present(table.standardOutput, tunnel: tunnel.name), tunnel: tunnel) {
                let output = try await runner.run(Command(words[0], Array(words.dropFirst())), timeout: Self.commandTimeout)
                if output.succeeded { continue }
                isComplete = false
                logger.error(
                    "a way to another node's pods could not be set; trying again",
                    metadata: ["command": "\(words.joined(separator: " "))", "error": "\(output.standardError)"])
            }
            return isComplete
        } catch {
            logger.error("the ways to other nodes' pods could not be set; trying again", metadata: ["error": "\(error)"])
            return false
        }
    }

    private func makeTunnel(_ address: IPv4Address, _ range: CIDR) async throws {
        if try await !runner.run(Command("ip", ["link", "show", tunnel.name]), timeout: Self.commandTimeout).succeeded {
            try await runner.check("ip", tunnel.making(node: address), timeout: Self.commandTimeout)
        }
        for step in tunnel.settingUp(node: address, range: range) { try await runner.check("ip", step, timeout: Self.commandTimeout) }
    }
}
