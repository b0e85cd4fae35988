import ArgumentParser
import Cluster

struct ServiceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "service", abstract: "Tell where services are reached.", subcommands: [ServiceURL.self, ServiceList.self],
        defaultSubcommand: ServiceURL.self)
}

struct ServiceURL: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Tell where a service is reached: coxswain service NAME.")
    @OptionGroup var cluster: ClusterOptions
    @Option(name: .shortAndLong, help: "The service's namespace.") var namespace = "default"
    @Flag(help: "Print only URLs, one a line.") var url = false
    @Flag(help: "Print https:// instead of http://.") var https = false
    @Option(help: "Seconds to wait for a pod behind it.") var wait = 10
    @Argument(help: "The service's name.") var service: String

    func validate() throws { if wait < 0 { throw ValidationError("--wait \(wait): not below 0") } }

    func run() async throws {
        try await reportingErrors {
            let addresses = try await AdministratorClient.with(cluster.existing(), logger: quietLogger()) { client in
                try await ServiceAddresses.read(
                    service, namespace: namespace, scheme: https ? "https" : "http", wait: .seconds(wait), client: client)
            }
            print(url ? addresses.urls.map { $0 + "\n" }.joined() : addresses.text, terminator: "")
        }
    }
}

struct ServiceList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Tell where all services are reached.", aliases: ["ls"])
    @OptionGroup var cluster: ClusterOptions
    @Option(name: .shortAndLong, help: "Only those of a namespace.") var namespace: String?

    func run() async throws {
        try await reportingErrors {
            let addresses = try await AdministratorClient.with(cluster.existing(), logger: quietLogger()) { client in
                try await ServiceAddresses.list(namespace: namespace, client: client)
            }
            print(addresses.text, terminator: "")
        }
    }
}
