import ArgumentParser
import Cluster

struct ContainerStart: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Start containers that have ended once more, with what they wrote.")
    @OptionGroup var cluster: ContainerClusterOptions
    @Argument(help: "Their names or ids.") var containers: [String]

    func run() async throws {
        try await reportingErrors {
            try await cluster.store { store in
                try await eachContainer(containers) { reference in
                    try await store.startAgain(store.find(reference))
                    print(reference)
                }
            }
        }
    }
}

struct ContainerRestart: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "restart", abstract: "End containers and start them again.")
    @OptionGroup var cluster: ContainerClusterOptions
    @Option(name: [.customShort("t"), .long], help: "Seconds they have to end by themselves.") var time = ContainerStore.defaultGrace
    @Argument(help: "Their names or ids.") var containers: [String]

    func validate() throws { if time < 0 { throw ValidationError("--time \(time): not below 0") } }

    func run() async throws {
        try await reportingErrors {
            try await cluster.store { store in
                try await eachContainer(containers) { reference in
                    let container = try await store.find(reference)
                    try await store.stop(container, grace: .seconds(time))
                    try await store.startAgain(store.find(container.id))
                    print(reference)
                }
            }
        }
    }
}
