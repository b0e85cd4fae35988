import ArgumentParser
import Cluster
import FoundationEssentials

/// Which cluster a command speaks of.
struct ClusterOptions: ParsableArguments {
    @Option(help: "The cluster's name; others can run beside it.") var name = ClusterConfiguration.defaultName
    @Option(help: "Where the cluster keeps its data (default: /var/lib/coxswain, with the name when it has one).") var dataDir: String?

    /// Runs `body` while no other command changes the cluster.
    func alone(_ body: () async throws -> Void) async throws {
        var wanted = ClusterConfiguration(name: name, nodeName: "")
        if let dataDir { wanted.dataDirectory = dataDir }
        let configuration = wanted
        let lock = try CommandLock.take(configuration) { printError("waiting for another command that works on the cluster \(name) …") }
        defer { lock.release(forgetting: !FileManager.default.fileExists(atPath: configuration.paths.configuration)) }
        try await body()
    }

    /// The cluster as it was started, or an error that says there is none.
    func existing() throws -> ClusterConfiguration {
        guard let configuration = try ClusterConfiguration.saved(name: name, dataDirectory: dataDir) else {
            throw ClusterError(
                "there is no cluster called \(name) here; start one with: coxswain up\(name == ClusterConfiguration.defaultName ? "" : " --name \(name)")"
            )
        }
        return configuration
    }
}
