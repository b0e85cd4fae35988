import ArgumentParser
import Cluster

/// Which cluster's runtime a command means. `--name` is the container's here.
struct ContainerClusterOptions: ParsableArguments {
    @Option(name: .customLong("cluster"), help: "The cluster whose runtime is used.") var name = ClusterConfiguration.defaultName
    @Option(help: "Where that cluster keeps its data.") var dataDir: String?

    func store<Result: Sendable>(_ body: (ContainerStore) async throws -> Result) async throws -> Result {
        var cluster = ClusterOptions()
        (cluster.name, cluster.dataDir) = (name, dataDir)
        return try await ContainerStore.with(cluster.existing(), logger: quietLogger(), body)
    }
}

/// Does the same with each of several containers; tells what went wrong with any, and fails when something did.
func eachContainer(_ references: [String], _ body: (String) async throws -> Void) async throws {
    var hasFailed = false
    for reference in references {
        do {
            try await body(reference)
        } catch {
            printError("error: \(error)")
            hasFailed = true
        }
    }
    if hasFailed { throw ExitCode.failure }
}
