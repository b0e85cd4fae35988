import ArgumentParser
import Cluster
import FoundationEssentials
import Kubectl

#if canImport(Glibc)
    import Glibc
#endif

struct ContainerRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a program in a new container.",
        discussion: """
            Exits with the program's own code; 125 when the container could not be made, 126 when the program cannot be executed, 127 when \
            there is no such program.
            """)

    @OptionGroup var cluster: ContainerClusterOptions
    @Flag(name: .shortAndLong, help: "Leave it running, and print its id.") var detach = false
    @Flag(name: .shortAndLong, help: "Pass standard input on.") var interactive = false
    @Flag(name: .shortAndLong, help: "Give it a terminal.") var tty = false
    @Flag(name: .customLong("rm"), help: "Remove it once it has ended.") var remove = false
    @Option(name: .customLong("name"), help: "Its name.") var containerName = ""
    @Option(
        name: .shortAndLong,
        help: "[[ADDRESS:]HOST:]CONTAINER[/PROTOCOL]: a port of this machine, of loopback alone without an address; may be given again.")
    var publish: [String] = []
    @Option(name: .shortAndLong, help: "NAME=VALUE, or NAME for the value it has here; may be given again.") var env: [String] = []
    @Option(name: .shortAndLong, help: "SOURCE:TARGET[:ro], a path of this machine or a volume's name; may be given again.")
    var volume: [String] = []
    @Option(name: .shortAndLong, help: "The directory it starts in.") var workdir = ""
    @Option(name: .shortAndLong, help: "USER[:GROUP] it runs as.") var user = ""
    @Option(help: "Its host name (default: its id).") var hostname = ""
    @Option(help: "The program, instead of the image's.") var entrypoint = ""
    @Option(name: .shortAndLong, help: "The memory it may use, such as 64m.") var memory: String?
    @Option(help: "The processors it may use, such as 1.5.") var cpus: String?
    @Flag(help: "Let it do whatever this machine's root may.") var privileged = false
    @Flag(help: "Let it write nothing but volumes.") var readOnly = false
    @Argument(help: "The image.") var image: String
    @Argument(parsing: .captureForPassthrough, help: "The command, instead of the image's.") var command: [String] = []

    func run() async throws {
        do {
            let request = try request()
            if tty, interactive, !detach, !RuntimeSession.inputIsTerminal { throw ClusterError("the input device is not a TTY") }
            let code = try await cluster.store { store in
                let container = try await store.start(request) { printError($0) }
                if detach {
                    print(container.id)
                    return Int32(0)
                }
                return try await ContainerForeground(store: store, container: container).run()
            }
            if code != 0 { throw ExitCode(code) }
        } catch let code as ExitCode {
            throw code
        } catch {
            printError("error: \(error)")
            throw ExitCode(StartFailure.code("\(error)"))
        }
    }

    private func request() throws -> ContainerRequest {
        var request = ContainerRequest(image: image)
        request.command = command.first == "--" ? Array(command.dropFirst()) : command
        request.entrypoint = entrypoint.isEmpty ? [] : [entrypoint]
        (request.name, request.hostname, request.user, request.workingDirectory) = (containerName, hostname, user, workdir)
        request.ports = try publish.map { try PublishedPort($0) }
        request.mounts = try volume.map { try ContainerMount($0) }
        let here = ProcessInfo.processInfo.environment
        request.environment = env.compactMap { entry in entry.contains("=") ? entry : here[entry].map { entry + "=" + $0 } }
        (request.isPrivileged, request.isReadOnly) = (privileged, readOnly)
        if let memory { request.memoryLimitBytes = try ContainerRequest.bytes(memory) }
        if let cpus { request.milliCPU = try ContainerRequest.milliCPU(cpus) }
        (request.takesInput, request.hasTerminal) = (interactive, tty)
        request.isRemovedAtEnd = remove
        if remove, !detach { request.holder = ProcessIdentifierFile.ownMark }
        return request
    }
}

/// A container that this command stays with until it ends or the user leaves.
struct ContainerForeground {
    let store: ContainerStore
    let container: PlainContainer
    /// Whether it was started by this command, which then shows what it wrote before anybody could join it.
    var isNew = true

    /// The code to exit with.
    func run() async throws -> Int32 {
        let signals = Task {
            await store.passSignals(to: container)
            if !Task.isCancelled { exit(130) }
        }
        defer { signals.cancel() }
        if container.request.hasTerminal {
            if try await attach(takesOutput: true) == .detached { return 0 }
        } else {
            let feeding = Task { if container.request.takesInput { await feed() } }
            defer { feeding.cancel() }
            try await store.readLog(container, tail: isNew ? nil : 0, follows: true, write: Self.show)
        }
        let code = try await store.wait(for: container)
        if container.request.isRemovedAtEnd { try await store.remove(container, isForced: true) }
        return code
    }

    /// Passes input on; what comes back is read from the log, where nothing is missed.
    private func feed() async {
        do {
            _ = try await attach(takesOutput: false)
        } catch {
            if !Task.isCancelled { printError("error: \(error)") }
        }
    }

    /// A container may have ended before anybody could join it, which is no failure.
    private func attach(takesOutput: Bool) async throws -> RuntimeSession.End {
        let takesInput = container.request.takesInput
        let session: RuntimeSession
        do {
            let url = try await store.attachURL(container, takesInput: takesInput, takesOutput: takesOutput)
            session = try RuntimeSession(
                url: url, takesInput: takesInput, takesOutput: takesOutput, isTerminal: container.request.hasTerminal, canDetach: true)
        } catch {
            guard try await !store.find(container.id).isRunning else { throw error }
            if takesOutput { try await store.readLog(container, write: Self.show) }
            return .ended(0)
        }
        return try await session.run { if isNew, takesOutput { try? await store.readLog(container, write: Self.show) } }
    }

    private static func show(isError: Bool, bytes: [UInt8]) { writeAll(bytes, to: isError ? 2 : 1) }
}
