import ArgumentParser
import Cluster
import FoundationEssentials
import Logging

struct AgentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agent", abstract: "Join this machine to a cluster as a node, and run it in the foreground.",
        discussion: "The token is needed only once: afterwards the node has a certificate of its own, and renews it by itself.")

    @OptionGroup var cluster: ClusterOptions
    @Option(help: "The cluster's API server, such as https://10.0.0.1:6443 (default: the one this machine joined before).") var server:
        String?
    @Option(help: "A token made by `coxswain token create`.") var token: String?
    @Option(help: "What the authority's public key must hash to (sha256:…); without it the server is trusted on first use.") var caHash:
        String?
    @Option(help: "This node's name (default: the machine's host name).") var nodeName: String?
    @Option(help: "This node's address (default: the one it uses towards the server).") var nodeAddress: String?
    @Option(help: "The kubelet's port (default: 10250).") var kubeletPort: Int?
    @OptionGroup var eviction: EvictionOptions
    @Option(help: "How much to log: debug, info, warning or error.") var logLevel = "info"
    @Flag(help: .hidden) var background = false

    func run() async throws {
        try await reportingErrors {
            guard let level = Logger.Level(rawValue: logLevel) else { throw ValidationError("--log-level \(logLevel): not a level") }
            LoggingSystem.bootstrap(StreamLogHandler.standardError)
            var logger = Logger(label: "coxswain")
            logger.logLevel = level
            let (configuration, request) = try plan()
            let problems = Preflight().problems()
            guard problems.isEmpty else {
                throw ClusterError("this machine is not ready for a node yet:\n" + problems.map { "  \($0)" }.joined(separator: "\n"))
            }
            try await AgentServer(
                configuration: configuration, request: request, notifier: StartNotifier(background: background), logger: logger
            ).run()
        }
    }

    private func plan() throws -> (ClusterConfiguration, JoinRequest) {
        let saved = try ClusterConfiguration.saved(name: cluster.name, dataDirectory: cluster.dataDir)
        var configuration = saved ?? ClusterConfiguration(name: cluster.name, nodeName: ProcessInfo.processInfo.hostName.lowercased())
        if let dataDir = cluster.dataDir { configuration.dataDirectory = dataDir }
        guard let server = server ?? AgentRecord.load(configuration.paths)?.server else {
            throw ValidationError("--server is needed to join for the first time")
        }
        let request = JoinRequest(server: server, token: token, authorityHash: caHash)
        guard request.problems.isEmpty else { throw ClusterError(request.problems.joined(separator: "\n")) }
        if let nodeName { configuration.nodeName = nodeName }
        if let kubeletPort { configuration.kubeletPort = kubeletPort }
        try eviction.apply(to: &configuration)
        let problems = configuration.evictionProblems
        guard problems.isEmpty else { throw ClusterError(problems.joined(separator: "\n")) }
        guard let address = nodeAddress ?? LocalAddress.towards(server) else {
            throw ClusterError("this machine has no way to \(server); is the name right, and the network up?")
        }
        configuration.nodeAddress = address
        return (configuration, request)
    }
}
