import Logging
import Subprocess
import SystemPackage

/// A long-running child of this process, such as containerd or the image registry: started, watched, started again when it ends,
/// and ended with this process. Its output goes to a log file.
package struct ChildProcess: Sendable {
    /// The pause before a child that has ended is started again: doubled each time, started over after a minute of good running.
    package static let restartDelays: ClosedRange<Duration> = .milliseconds(200)...(.seconds(10))
    static let goodRun: Duration = .seconds(60)

    package let name: String
    package let command: Command
    /// Appended to; created when missing.
    package let logPath: String
    private let logger: Logger

    package init(name: String, command: Command, logPath: String, logger: Logger) {
        self.name = name
        self.command = command
        self.logPath = logPath
        self.logger = logger
    }

    /// Runs until the surrounding task is cancelled, which ends the child with SIGTERM and, five seconds later, SIGKILL.
    /// - Parameter started: called with the process id each time the child has been started.
    package func run(started: @Sendable (Int32) async -> Void = { _ in }) async throws {
        var delay = Self.restartDelays.lowerBound
        while !Task.isCancelled {
            let start = ContinuousClock.now
            let status = try await runOnce(started: started)
            if Task.isCancelled { return }
            if ContinuousClock.now - start > Self.goodRun { delay = Self.restartDelays.lowerBound }
            logger.warning(
                "child ended, starting it again",
                metadata: ["child": "\(name)", "status": "\(status)", "delay": "\(delay)", "log": "\(logPath)"])
            try? await Task.sleep(for: delay)
            delay = min(delay * 2, Self.restartDelays.upperBound)
        }
    }

    private func runOnce(started: @Sendable (Int32) async -> Void) async throws -> Int32 {
        let log = try FileDescriptor.open(
            FilePath(logPath), .writeOnly, options: [.append, .create, .closeOnExec], permissions: FilePermissions(rawValue: 0o640))
        defer { try? log.close() }
        do {
            let result = try await Subprocess.run(
                command.configuration, input: .none, output: .fileDescriptor(log, closeAfterSpawningProcess: false),
                error: .fileDescriptor(log, closeAfterSpawningProcess: false)
            ) { execution in
                logger.info("child started", metadata: ["child": "\(name)", "pid": "\(execution.processIdentifier.value)"])
                await started(execution.processIdentifier.value)
            }
            return result.terminationStatus.shellCode
        } catch let error as SubprocessError where error.code == .executableNotFound {
            throw CommandError.notFound(command.executable)
        }
    }
}
