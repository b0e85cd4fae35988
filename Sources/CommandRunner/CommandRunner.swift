import Subprocess
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// What to run: an executable by name (looked up in PATH) or by absolute path, and its arguments.
package struct Command: Sendable, CustomStringConvertible {
    package var executable: String
    package var arguments: [String]
    /// Added to the environment this process has.
    package var environment: [String: String]
    package var workingDirectory: String?
    /// What the command reads on its standard input.
    package var input: String

    package init(
        _ executable: String, _ arguments: [String] = [], environment: [String: String] = [:], workingDirectory: String? = nil,
        input: String = ""
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.input = input
    }

    package var description: String { ([executable] + arguments).joined(separator: " ") }

    var configuration: Configuration {
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(5))]
        return Configuration(
            executable: executable.hasPrefix("/") ? .path(.init(executable)) : .name(executable), arguments: .init(arguments),
            environment: .inherit.updating(Dictionary(uniqueKeysWithValues: environment.map { (.init(stringLiteral: $0.key), $0.value) })),
            workingDirectory: workingDirectory.map { .init($0) }, platformOptions: options)
    }
}

package struct CommandOutput: Sendable {
    /// The exit code; 128 plus the signal's number when a signal ended the command, as shells count.
    package var status: Int32
    package var standardOutput: String
    package var standardError: String

    package init(status: Int32, standardOutput: String = "", standardError: String = "") {
        self.status = status
        self.standardOutput = standardOutput
        self.standardError = standardError
    }

    package var succeeded: Bool { status == 0 }
}

package enum CommandError: Error, Sendable, CustomStringConvertible {
    case notFound(String)
    case timedOut(Command, after: Duration)
    case failed(Command, CommandOutput)
    case cannotStart(Command, String)

    package var description: String {
        switch self {
        case .notFound(let name): "\(name): command not found"
        case .timedOut(let command, let limit): "\(command): no end after \(limit)"
        case .failed(let command, let output):
            "\(command): exit status \(output.status): \(output.standardError.isEmpty ? output.standardOutput : output.standardError)"
        case .cannotStart(let command, let reason): "\(command): \(reason)"
        }
    }
}

/// Runs commands to their end. A scripted fake stands in for it in tests.
package protocol CommandRunning: Sendable {
    /// Runs a command and returns how it ended, whatever its status.
    func run(_ command: Command, timeout: Duration) async throws -> CommandOutput
}

extension CommandRunning {
    /// Runs a command that has to succeed.
    @discardableResult
    package func check(_ executable: String, _ arguments: [String] = [], input: String = "", timeout: Duration = .seconds(60)) async throws
        -> CommandOutput
    {
        let command = Command(executable, arguments, input: input)
        let output = try await run(command, timeout: timeout)
        guard output.succeeded else { throw CommandError.failed(command, output) }
        return output
    }
}

package struct CommandRunner: CommandRunning {
    /// What is kept of each output stream, in bytes; a command that prints more fails.
    package static let maximumOutput = 16 * 1024 * 1024

    package init() {}

    package func run(_ command: Command, timeout: Duration = .seconds(60)) async throws -> CommandOutput {
        try await withThrowingTaskGroup(of: CommandOutput?.self) { group in
            group.addTask { try await Self.execute(command) }
            group.addTask {
                try await Task.sleep(for: timeout)
                return nil
            }
            defer { group.cancelAll() }  // ends the command (SIGTERM, then SIGKILL) when the time is up
            guard let output = try await group.next() ?? nil else { throw CommandError.timedOut(command, after: timeout) }
            return output
        }
    }

    private static func execute(_ command: Command) async throws -> CommandOutput {
        do {
            let result = try await Subprocess.run(
                command.configuration, input: .string(command.input), output: .string(limit: maximumOutput),
                error: .string(limit: maximumOutput))
            return CommandOutput(
                status: result.terminationStatus.shellCode, standardOutput: result.standardOutput, standardError: result.standardError)
        } catch let error as SubprocessError where error.code == .executableNotFound {
            throw CommandError.notFound(command.executable)
        } catch let error as SubprocessError {
            throw CommandError.cannotStart(command, "\(error)")
        }
    }

    package static func run(_ executable: String, _ arguments: [String] = [], timeout: Duration = .seconds(60)) async throws
        -> CommandOutput
    {
        try await CommandRunner().run(Command(executable, arguments), timeout: timeout)
    }
}

extension TerminationStatus {
    /// The exit code, or 128 plus the number of the signal that ended the process.
    var shellCode: Int32 {
        switch self {
        case .exited(let code): code
        case .signaled(let signal): 128 + Int32(signal)
        }
    }
}
