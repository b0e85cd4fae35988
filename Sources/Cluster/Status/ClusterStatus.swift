import Client
import Document
import Logging
import Resources

/// What runs of a cluster and how it is, as `coxswain status` shows it.
package struct ClusterStatus: Sendable, Equatable {
    package struct NodeLine: Sendable, Equatable {
        var name: String
        var isReady: Bool
        /// Why it is not ready, in the node's own words.
        var message: String
        var address: String
        var version: String
    }

    package struct Cluster: Sendable, Equatable {
        var nodes: [NodeLine]
        /// Pods by phase.
        var pods: [String: Int]
    }

    /// What the API server answered; the words of the failure when it did not.
    package enum Answer: Sendable, Equatable {
        case cluster(Cluster)
        case failed(String)
    }

    package enum State: Sendable, Equatable {
        case down
        case up(pid: Int32, process: ProcessFacts, answer: Answer, registryAnswers: Bool)
        /// A node of a cluster served elsewhere.
        case agent(pid: Int32, process: ProcessFacts, server: String)
        case agentDown(server: String)
    }

    package var name: String
    package var apiServerURL: String
    package var registry: String
    package var state: State
    /// The agents of the further nodes on this machine.
    package var furtherNodes: [Agent] = []

    package struct Agent: Sendable, Equatable {
        var name: String
        /// Nil when it does not run.
        var process: (pid: Int32, facts: ProcessFacts)?

        package static func == (a: Agent, b: Agent) -> Bool {
            a.name == b.name && a.process?.pid == b.process?.pid && a.process?.facts == b.process?.facts
        }
    }

    package var isDown: Bool {
        switch state {
        case .down, .agentDown: true
        case .up, .agent: false
        }
    }
    /// True when the process runs but does not do its work.
    package var hasFailed: Bool {
        if case .up(_, _, .failed, _) = state { return true }
        return !isDown && furtherNodes.contains { $0.process == nil }
    }
    var serverFails: Bool { if case .up(_, _, .failed, _) = state { true } else { false } }

    /// Seconds that the API server and the registry may take to answer.
    static let patience: Duration = .seconds(10)

    package static func read(_ configuration: ClusterConfiguration, logger: Logger) async -> ClusterStatus {
        var status = ClusterStatus(
            name: configuration.name, apiServerURL: configuration.apiServerURL, registry: configuration.registry, state: .down)
        status.furtherNodes = FurtherNode.all(of: configuration).map { node in
            let pid = ClusterLifecycle(configuration: node.configuration).serverProcess
            return Agent(name: node.name, process: pid.flatMap { pid in ProcessFacts(pid: pid).map { (pid, $0) } })
        }
        let agent = AgentRecord.load(configuration.paths)
        guard let pid = ClusterLifecycle(configuration: configuration).serverProcess, let facts = ProcessFacts(pid: pid) else {
            if let agent { status.state = .agentDown(server: agent.server) }
            return status
        }
        if let agent {
            status.state = .agent(pid: pid, process: facts, server: agent.server)
            return status
        }
        async let registry = registryAnswers(configuration, logger)
        async let answer = ask(configuration, logger)
        status.state = .up(pid: pid, process: facts, answer: await answer, registryAnswers: await registry)
        return status
    }

    private static func limits() -> HTTPSClient.Limits {
        var limits = HTTPSClient.Limits()
        limits.requestTimeout = patience
        limits.connectTimeout = patience
        limits.attempts = 1
        return limits
    }

    private static func ask(_ configuration: ClusterConfiguration, _ logger: Logger) async -> Answer {
        do {
            let client = try HTTPSClient(AdministratorClient.configuration(configuration), limits: limits(), logger: logger)
            do {
                let cluster = Cluster(nodes: try await client.list(Node.self).map(NodeLine.init), pods: try await phases(client))
                try await client.shutdown()
                return .cluster(cluster)
            } catch {
                try? await client.shutdown()
                throw error
            }
        } catch let error as APIError {
            return .failed(error.message)
        } catch {
            return .failed("\(error)")
        }
    }

    private static func phases(_ client: HTTPSClient) async throws -> [String: Int] {
        var phases: [String: Int] = [:]
        for pod in try await client.list(Pod.self) where !pod.isBuiltIn {
            let phase = pod.json["status"]["phase"].string ?? "Pending"
            phases[phase, default: 0] += 1
        }
        return phases
    }

    private static func registryAnswers(_ configuration: ClusterConfiguration, _ logger: Logger) async -> Bool {
        guard
            let client = try? HTTPSClient(ClientConfiguration(server: "http://" + configuration.registry), limits: limits(), logger: logger)
        else {
            return false
        }
        let answer = try? await client.send(APIRequest(path: "/v2/"))
        try? await client.shutdown()
        return answer != nil
    }
}

extension ClusterStatus.NodeLine {
    init(_ node: Node) {
        let ready = node.status.conditions[type: "Ready"]
        self.init(
            name: node.name, isReady: node.isReady, message: node.isReady ? "" : ready?.message ?? "it has not reported yet",
            address: node.address("InternalIP") ?? "", version: node.status.nodeInfo.kubeletVersion)
    }
}
