import CommandRunner
import FoundationEssentials
import Logging
import Synchronization
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct CommandRunnerTests {
    @Test func capturesWhatACommandSaysAndHowItEnds() async throws {
        let output = try await CommandRunner().run(Command("sh", ["-c", "cat; echo oops >&2; exit 3"], input: "hello"))
        #expect(output.status == 3)
        #expect(output.standardOutput == "hello")
        #expect(output.standardError == "oops\n")
        #expect(try await CommandRunner.run("sh", ["-c", "kill -9 $$"]).status == 137)
    }

    @Test func theEnvironmentIsAddedTo() async throws {
        let output = try await CommandRunner().run(Command("sh", ["-c", "echo $COXSWAIN_TEST"], environment: ["COXSWAIN_TEST": "yes"]))
        #expect(output.standardOutput == "yes\n")
    }

    @Test func aMissingCommandIsNamed() async throws {
        await #expect {
            try await CommandRunner.run("coxswain-no-such-command")
        } throws: {
            guard case CommandError.notFound("coxswain-no-such-command") = $0 else { return false }
            return true
        }
    }

    @Test func aCommandThatTakesTooLongIsEnded() async throws {
        let start = ContinuousClock.now
        await #expect(throws: CommandError.self) { try await CommandRunner.run("sleep", ["60"], timeout: .milliseconds(50)) }
        #expect(ContinuousClock.now - start < .seconds(30))
    }

    @Test func checkThrowsOnFailure() async {
        await #expect(throws: CommandError.self) { try await CommandRunner().check("false") }
    }
}

@Suite struct ChildProcessTests {
    @Test func aChildThatEndsIsStartedAgainAndCancellationEndsIt() async throws {
        let log = "/tmp/coxswain-child-\(UInt64.random(in: 0...UInt64.max)).log"
        defer { unlink(log) }
        let pids = Mutex<[Int32]>([])
        let child = ChildProcess(
            name: "test", command: Command("sh", ["-c", "echo run; sleep 0.05; exit 1"]), logPath: log,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let task = Task { try await child.run { pid in pids.withLock { $0.append(pid) } } }
        while pids.withLock({ $0.count }) < 2 { try await Task.sleep(for: .milliseconds(20)) }
        task.cancel()
        try await task.value
        let started = pids.withLock { $0 }
        for pid in started { #expect(kill(pid, 0) == -1) }
        #expect(try String(contentsOfFile: log, encoding: .utf8).hasPrefix("run\nrun\n"))
    }
}
