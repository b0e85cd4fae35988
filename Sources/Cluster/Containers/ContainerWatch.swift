import CRI
import CommandRunner
import Kubelet
import UnixSignals

extension ContainerStore {
    /// How long the runtime may take to note an end that it has told of.
    static let noteTimeout: Duration = .seconds(10)

    /// Yields whenever the container may have ended, and has come to rest by then: what it wrote is in its log. Ends with the task that reads.
    func ends(of id: String) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let (runtime, events) = (runtime, runtime.events())
        let task = Task {
            for await event in events where event.id == id || event.kind == .resynchronize {
                if case .exited = event.kind { await Self.settle(id, runtime) }
                continuation.yield()
            }
            continuation.finish()
        }
        continuation.onTermination = { _ in task.cancel() }
        return stream
    }

    static func settle(_ id: String, _ runtime: any ContainerRuntime) async {
        let deadline = ContinuousClock.now + noteTimeout
        while ContinuousClock.now < deadline, (try? await runtime.containerStatus(id).state) == .running {
            try? await Task.sleep(for: .milliseconds(10))
        }
    }

    private func isRunning(_ container: PlainContainer) async -> Bool {
        (try? await runtime.containerStatus(container.runtimeID).state) == .running
    }

    /// Waits until it has ended; its exit code. One that was removed the moment it ended tells none: 0.
    package func wait(for container: PlainContainer) async throws -> Int32 {
        for await _ in ends(of: container.runtimeID) {
            do {
                let status = try await runtime.containerStatus(container.runtimeID)
                if status.state == .exited { return status.exitCode }
            } catch let error as RuntimeError where error.code == .notFound {
                return 0
            }
        }
        throw CancellationError()
    }

    func logPath(_ container: PlainContainer) -> String {
        container.status.logPath.isEmpty
            ? "\(configuration.paths.containerLogs)/\(container.id)/\(ContainerBlueprint.logFile)" : container.status.logPath
    }

    /// Reads its log: what was moved aside when it grew too long, then what is written now.
    /// - Parameter write: takes bytes of the error stream (true) or of the output.
    package func readLog(
        _ container: PlainContainer, tail: Int? = nil, follows: Bool = false, showsTimes: Bool = false,
        write: (_ isError: Bool, _ bytes: [UInt8]) throws -> Void
    ) async throws {
        let path = logPath(container)
        if tail == nil {
            for former in LogRotation.rotated(path) {
                try await LogFollower(path: former, showsTimes: showsTimes).read(
                    ends: AsyncStream { $0.finish() }, isRunning: { false }, write: write)
            }
        }
        let follower = LogFollower(path: path, tail: tail, follows: follows, showsTimes: showsTimes)
        let ends = follows ? ends(of: container.runtimeID) : AsyncStream { $0.finish() }
        try await follower.read(ends: ends, isRunning: { await isRunning(container) }, write: write)
    }

    /// Where the runtime serves the streams of the container's process.
    package func attachURL(_ container: PlainContainer, takesInput: Bool, takesOutput: Bool) async throws -> String {
        let isTerminal = container.request.hasTerminal
        return try await runtime.attachURL(
            container.runtimeID,
            streams: StreamOptions(stdin: takesInput, stdout: takesOutput, stderr: takesOutput && !isTerminal, tty: isTerminal))
    }

    /// Where the runtime serves the streams of a further process in the container.
    package func execURL(_ container: PlainContainer, command: [String], takesInput: Bool, isTerminal: Bool) async throws -> String {
        guard container.isRunning else { throw ClusterError("container \(container.id) is not running") }
        return try await runtime.execURL(
            container.runtimeID, command: command, streams: StreamOptions(stdin: takesInput, stderr: !isTerminal, tty: isTerminal))
    }

    /// Sends a signal, named as `SIGINT`, to the container's first process. A container that has ended hears nothing.
    package func signal(_ container: PlainContainer, _ name: String) async throws {
        _ = try await CommandRunner().run(
            Command(
                "ctr",
                [
                    "--address", configuration.paths.containerdSocket, "--namespace", "k8s.io", "tasks", "kill", "--signal", name,
                    container.runtimeID,
                ]), timeout: .seconds(10))
    }
}

/// The exit code a shell gives for a program that could not be started.
package enum StartFailure {
    package static let notFound: Int32 = 127
    package static let notExecutable: Int32 = 126
    /// The command itself failed before there was a program to start.
    package static let own: Int32 = 125

    /// - Parameter text: the runtime's words.
    package static func code(_ text: String) -> Int32 {
        if text.contains("permission denied") || text.contains("is a directory") || text.contains("exec format error") {
            return notExecutable
        }
        if text.contains("executable file not found") || text.contains("no such file or directory") { return notFound }
        return own
    }
}

extension ContainerStore {
    /// Signals that a foreground command passes on, with their names.
    private static let passed: [(signal: UnixSignal, name: String)] = [
        (.sigint, "SIGINT"), (.sigterm, "SIGTERM"), (.sighup, "SIGHUP"), (.sigquit, "SIGQUIT"), (.sigusr1, "SIGUSR1"),
        (.sigusr2, "SIGUSR2"),
    ]
    /// A program that does not hear: so many interrupts end the command alone.
    private static let patience = 3

    /// Passes signals meant for this command on to the container until the task is cancelled; returns when the user has lost patience.
    package func passSignals(to container: PlainContainer) async {
        var endings = 0
        for await signal in await UnixSignalsSequence(trapping: Self.passed.map(\.signal)) {
            guard let name = Self.passed.first(where: { $0.signal == signal })?.name else { continue }
            if signal == .sigint || signal == .sigterm { endings += 1 }
            if endings >= Self.patience { return }
            try? await self.signal(container, name)
        }
    }
}
