extension ClusterStatus {
    /// The status for people: a line for each thing, its name in a column of its own.
    package var text: String {
        switch state {
        case .down:
            "The cluster \(name) is down; `coxswain up` starts it.\n"
                + furtherNodes.compactMap { node in
                    node.process.map { "Its node \(node.name) runs without it (process \($0.pid)); `coxswain down` ends it.\n" }
                }.joined()
        case .agentDown(let server): "The node \(name) of \(server) is down; `coxswain agent` starts it again.\n"
        case .agent(let pid, let process, let server):
            Self.lines([
                ("node of", server), ("state", "up"), ("process", Self.describe(pid, process)),
            ])
        case .up(let pid, let process, let answer, let registryAnswers):
            Self.lines(
                [
                    ("cluster", name), ("state", hasFailed ? "failing" : "up"), ("process", Self.describe(pid, process)),
                    ("API server", apiServerURL + (serverFails ? " does not answer" : "")),
                ] + Self.rows(answer) + furtherNodes.map(Self.row) + [("registry", registry + (registryAnswers ? "" : " does not answer"))])
        }
    }

    private static func row(_ node: Agent) -> (String, String) {
        guard let process = node.process else { return ("agent", "\(node.name) does not run; `coxswain up` starts it") }
        return ("agent", "\(node.name): process \(describe(process.pid, process.facts))")
    }

    private static func rows(_ answer: Answer) -> [(String, String)] {
        switch answer {
        case .failed(let reason): return [("", reason)]
        case .cluster(let cluster):
            let nodes = cluster.nodes.map { node in
                let state = node.isReady ? "Ready" : "NotReady"
                let rest = [node.address, node.version, node.message].filter { !$0.isEmpty }.joined(separator: "  ")
                return ("node", "\(node.name)  \(state)" + (rest.isEmpty ? "" : "  " + rest))
            }
            let total = cluster.pods.values.reduce(0, +)
            let phases = cluster.pods.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.value) \($0.key)" }
            let pods = total == 0 ? "none" : "\(total): " + phases.joined(separator: ", ")
            return (nodes.isEmpty ? [("node", "none has joined yet")] : nodes) + [("pods", pods)]
        }
    }

    private static func describe(_ pid: Int32, _ process: ProcessFacts) -> String {
        let tenths = process.residentBytes * 10 / (1024 * 1024)
        return "\(pid), up for \(TokenLifetime.text(seconds: process.uptimeSeconds)), \(tenths / 10).\(tenths % 10) MiB resident"
    }

    private static func lines(_ rows: [(String, String)]) -> String {
        let width = 12
        return rows.map { $0.0 + String(repeating: " ", count: max(1, width - $0.0.count)) + $0.1 + "\n" }.joined()
    }
}
