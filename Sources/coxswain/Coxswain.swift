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
        subcommands: [
            Up.self, Down.self, Delete.self, Status.self, ServerCommand.self, AgentCommand.self, TokenCommand.self, ImageCommand.self,
            Backup.self, Restore.self,
        ])
}
