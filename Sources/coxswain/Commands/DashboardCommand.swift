import ArgumentParser
import Client
import Cluster
import Dashboard
import Diagnosis
import FoundationEssentials
import Kubectl
import Logging

struct DashboardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dashboard", abstract: "Show the cluster in a browser, with your kubeconfig's rights.",
        discussion: """
            Serves the dashboard on this machine alone, until interrupted, and opens it by a link that works once. Without --name it shows \
            the cluster of the kubeconfig's current context, as kubectl does.
            """)

    @Option(help: "The port on 127.0.0.1; 0 lets the system choose (default: \(LocalDashboard.defaultPort), or any when it is taken).")
    var port: Int?
    @Flag(help: "Print the link alone, and open no browser.") var url = false
    @Flag(help: "Open no browser.") var noBrowser = false
    @Option(help: "The kubeconfig file (default: as for kubectl).") var kubeconfig: String?
    @Option(help: "The context of the kubeconfig.") var context: String?
    @Option(help: "A cluster of this machine by its name, as its administrator.") var name: String?
    @Option(help: "Where that cluster keeps its data.") var dataDir: String?

    func validate() throws {
        if let port, !(0...65_535).contains(port) { throw ValidationError("--port is a number up to 65535") }
        if name != nil || dataDir != nil, kubeconfig != nil || context != nil {
            throw ValidationError("--name and --data-dir do not go with --kubeconfig and --context")
        }
    }

    func run() async throws {
        try await reportingErrors {
            let dashboard = try make(connection())
            try await dashboard.checkServer()
            try await dashboard.run()
        }
    }

    private func connection() throws -> ClientConfiguration {
        func local(_ name: String) throws -> ClusterConfiguration? { try ClusterConfiguration.saved(name: name, dataDirectory: dataDir) }
        if name != nil || dataDir != nil {
            let name = name ?? ClusterConfiguration.defaultName
            guard let cluster = try local(name) else { throw ClusterError("there is no cluster called \(name) here") }
            return try AdministratorClient.configuration(cluster)
        }
        let found = try KubeconfigConnection.configuration(kubeconfig: kubeconfig, context: context, version: ClusterVersion.text)
        if let found { return found }
        guard let cluster = try local(ClusterConfiguration.defaultName) else {
            throw ClusterError("no kubeconfig names a cluster, and there is none here; start one with: coxswain up")
        }
        return try AdministratorClient.configuration(cluster)
    }

    private func make(_ server: ClientConfiguration) throws -> LocalDashboard {
        let logger = quietLogger()
        let speaker = LinkSpeaker(printsLinkOnly: url, opensBrowser: !url && !noBrowser)
        return try LocalDashboard(
            server, port: port,
            explain: { kind, name, namespace in
                let client = try HTTPSClient(server, logger: logger)
                do {
                    let found = try await Inquiry(client).why(kind, name, namespace: namespace)
                    try await client.shutdown()
                    return found.map(Explanation.init)
                } catch {
                    try? await client.shutdown()
                    throw error
                }
            }, logger: logger, notice: speaker.say)
    }
}

extension Explanation {
    init(_ diagnosis: Diagnosis) {
        self.init(
            subject: diagnosis.subject, reason: diagnosis.reason, evidence: diagnosis.evidence, fix: diagnosis.fix,
            isHealthy: diagnosis.isHealthy)
    }
}
