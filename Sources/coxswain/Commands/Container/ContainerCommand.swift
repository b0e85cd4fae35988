import ArgumentParser
import Cluster
import Document
import FoundationEssentials

struct ContainerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "container", abstract: "Run containers beside the cluster, without a pod.",
        subcommands: [
            ContainerRun.self, ContainerList.self, ContainerLogs.self, ContainerExec.self, ContainerAttach.self, ContainerInspect.self,
            ContainerStop.self, ContainerStart.self, ContainerRestart.self, ContainerRemove.self,
        ])
}

struct ContainerList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ps", abstract: "List containers.", aliases: ["ls", "list"])
    @OptionGroup var cluster: ContainerClusterOptions
    @Flag(name: .shortAndLong, help: "Also those that have ended.") var all = false
    @Flag(name: .shortAndLong, help: "Only their ids.") var quiet = false
    @Flag(help: "Show all of ids and commands.") var noTrunc = false

    func run() async throws {
        try await reportingErrors {
            let containers = try await cluster.store { try await $0.list(includesEnded: all) }
            if quiet {
                for container in containers { print(noTrunc ? container.id : container.shortID) }
            } else {
                print(ContainerTable(isTruncated: !noTrunc).text(containers), terminator: "")
            }
        }
    }
}

struct ContainerLogs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "logs", abstract: "Show what a container has written.")
    @OptionGroup var cluster: ContainerClusterOptions
    @Flag(name: .shortAndLong, help: "Go on until it ends.") var follow = false
    @Flag(name: .shortAndLong, help: "Begin each line with its time.") var timestamps = false
    @Option(name: [.customShort("n"), .long], help: "Only so many of the last lines, or `all`.") var tail = "all"
    @Argument(help: "Its name, or the beginning of its id.") var container: String

    func validate() throws {
        if tail != "all", Int(tail).map({ $0 < 0 }) ?? true { throw ValidationError("--tail \(tail): neither `all` nor a number of lines") }
    }

    func run() async throws {
        try await reportingErrors {
            try await cluster.store { store in
                try await store.readLog(store.find(container), tail: Int(tail), follows: follow, showsTimes: timestamps) { isError, bytes in
                    writeAll(bytes, to: isError ? 2 : 1)
                }
            }
        }
    }
}

struct ContainerInspect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "inspect", abstract: "Show everything about containers as JSON.")
    @OptionGroup var cluster: ContainerClusterOptions
    @Argument(help: "Their names or ids.") var containers: [String]

    func run() async throws {
        try await reportingErrors {
            try await cluster.store { store in
                var found: [JSON] = []
                var failure: ExitCode?
                do {
                    try await eachContainer(containers) { found.append(try await store.find($0).inspection(volumes: store.volumes)) }
                } catch let code as ExitCode {
                    failure = code
                }
                print(JSON.array(found).prettyText)
                if let failure { throw failure }
            }
        }
    }
}

struct ContainerStop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "stop", abstract: "End containers; their names stay taken.")
    @OptionGroup var cluster: ContainerClusterOptions
    @Option(name: [.customShort("t"), .long], help: "Seconds they have to end by themselves.") var time = ContainerStore.defaultGrace
    @Argument(help: "Their names or ids.") var containers: [String]

    func validate() throws { if time < 0 { throw ValidationError("--time \(time): not below 0") } }

    func run() async throws {
        try await reportingErrors {
            try await cluster.store { store in
                try await eachContainer(containers) { reference in
                    try await store.stop(store.find(reference), grace: .seconds(time))
                    print(reference)
                }
            }
        }
    }
}

struct ContainerRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "rm", abstract: "Remove containers with their logs.")
    @OptionGroup var cluster: ContainerClusterOptions
    @Flag(name: .shortAndLong, help: "Kill those that run.") var force = false
    @Argument(help: "Their names or ids.") var containers: [String]

    func run() async throws {
        try await reportingErrors {
            try await cluster.store { store in
                try await eachContainer(containers) { reference in
                    try await store.remove(store.find(reference), isForced: force)
                    print(reference)
                }
            }
        }
    }
}
