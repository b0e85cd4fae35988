import ArgumentParser
import Cluster

@main
struct Coxswain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coxswain", abstract: "Kubernetes in one small binary.",
        discussion: """
            Start a cluster with `coxswain up`, then use any kubectl.
            """,
        version: ClusterVersion.text,
        subcommands: [Up.self, Down.self, Delete.self, ServerCommand.self, ImageCommand.self])
}

/// Which cluster a command speaks of.
struct ClusterOptions: ParsableArguments {
    @Option(help: "The cluster's name; others can run beside it.") var name = ClusterConfiguration.defaultName
    @Option(help: "Where the cluster keeps its data (default: /var/lib/coxswain, with the name when it has one).") var dataDir: String?

    /// The cluster as it was started, or an error that says there is none.
    func existing() throws -> ClusterConfiguration {
        guard let configuration = try ClusterLifecycle.saved(name: name, dataDirectory: dataDir) else {
            throw ClusterError("there is no cluster called \(name) here; start one with: coxswain up\(name == ClusterConfiguration.defaultName ? "" : " --name \(name)")")
        }
        return configuration
    }
}

/// Prints an error in one form everywhere: on stderr, with exit status 1.
func reportingErrors(_ body: () async throws -> Void) async throws {
    do {
        try await body()
    } catch let error as ExitCode {
        throw error
    } catch let error as CleanExit {
        throw error
    } catch let error as ValidationError {
        throw error
    } catch {
        printError("error: \(error)")
        throw ExitCode.failure
    }
}
