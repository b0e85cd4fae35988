import ArgumentParser
import Cluster
import Kubectl

#if canImport(Glibc)
    import Glibc
#endif

/// The binary is kubectl when it is called by that name, or with that word: its command line is then kubectl's own. By the name of docker
/// it knows docker's words for containers and images.
@main
enum Main {
    static func main() async {
        let words = CommandLine.arguments
        let name = words.first?.split(separator: "/").last.map(String.init) ?? ""
        if name == "kubectl" { exit(await KubectlProgram.run(Array(words.dropFirst()), version: ClusterVersion.text)) }
        if words.dropFirst().first == "kubectl" { exit(await KubectlProgram.run(Array(words.dropFirst(2)), version: ClusterVersion.text)) }
        if name == "docker" { return await Coxswain.main(DockerWords.translated(Array(words.dropFirst()))) }
        if words.dropFirst().first == "docker" { return await Coxswain.main(DockerWords.translated(Array(words.dropFirst(2)))) }
        await Coxswain.main()
    }
}

struct Coxswain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coxswain", abstract: "Kubernetes in one small binary.",
        discussion: """
            Start a cluster with `coxswain up`, then use any kubectl, or the one built in: `coxswain kubectl`.
            """,
        version: ClusterVersion.text,
        subcommands: [
            Up.self, Down.self, Delete.self, Status.self, Why.self, DoctorCommand.self, DashboardCommand.self, ServiceCommand.self,
            ServerCommand.self, AgentCommand.self, TokenCommand.self, ImageCommand.self, ContainerCommand.self,
            Backup.self, Restore.self, SecretsCommand.self, ProbeCommand.self,
        ])
}
