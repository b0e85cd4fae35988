import ArgumentParser
import Cluster
import Kubectl

struct ContainerExec: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exec", abstract: "Run a further program in a running container.",
        discussion: "Exits with the program's own code; 126 when it cannot be executed, 127 when there is no such program.")
    @OptionGroup var cluster: ContainerClusterOptions
    @Flag(name: .shortAndLong, help: "Pass standard input on.") var interactive = false
    @Flag(name: .shortAndLong, help: "Give it a terminal.") var tty = false
    @Argument(help: "The container's name or id.") var container: String
    @Argument(parsing: .captureForPassthrough, help: "The command.") var command: [String] = []

    private var words: [String] { command.first == "--" ? Array(command.dropFirst()) : command }

    func validate() throws { if words.isEmpty { throw ValidationError("name a command to run") } }

    func run() async throws {
        try await reportingErrors {
            if tty, interactive, !RuntimeSession.inputIsTerminal { throw ClusterError("the input device is not a TTY") }
            let end = try await cluster.store { store in
                let url = try await store.execURL(store.find(container), command: words, takesInput: interactive, isTerminal: tty)
                return try await RuntimeSession(url: url, takesInput: interactive, isTerminal: tty).run()
            }
            switch end {
            case .ended(0), .detached: return
            case .ended(let code): throw ExitCode(code)
            case .failed(let reason):
                printError("error: \(reason)")
                let code = StartFailure.code(reason)
                throw ExitCode(code == StartFailure.own ? 1 : code)
            }
        }
    }
}

struct ContainerAttach: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attach", abstract: "Join the streams of a running container.",
        discussion: "Exits with the container's code. Of one with a terminal, ctrl-p ctrl-q takes leave without ending it.")
    @OptionGroup var cluster: ContainerClusterOptions
    @Argument(help: "The container's name or id.") var container: String

    func run() async throws {
        try await reportingErrors {
            let code = try await cluster.store { store in
                let found = try await store.find(container)
                guard found.isRunning else { throw ClusterError("You cannot attach to a stopped container, start it first") }
                return try await ContainerForeground(store: store, container: found, isNew: false).run()
            }
            if code != 0 { throw ExitCode(code) }
        }
    }
}
