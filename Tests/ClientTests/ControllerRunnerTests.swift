import Client
import Logging
import Synchronization
import Testing

@Suite struct ControllerRunnerTests {
    private let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    @Test func failuresComeAgainAndSuccessEndsThem() async throws {
        struct Failure: Error {}
        let queue = WorkQueue<String>()
        let attempts = Mutex(0)
        let runner = ControllerRunner(name: "test", queue: queue, workers: 2, logger: logger) { _ in
            let attempt = attempts.withLock {
                $0 += 1; return $0
            }
            if attempt < 3 { throw Failure() }
            return .done
        }
        let task = Task { try await runner.run() }
        queue.add("a")
        #expect(await eventually { attempts.withLock { $0 } == 3 && queue.isIdle })
        #expect(queue.retries(of: "a") == 0)
        task.cancel()
        try await task.value
    }

    @Test func delaysAreKept() async throws {
        let time = FakeTime()
        let queue = WorkQueue<String>(time: time.source)
        let runs = Mutex(0)
        let runner = ControllerRunner(name: "test", queue: queue, logger: logger) { _ in
            runs.withLock { $0 += 1 }
            return .after(.seconds(60))
        }
        let task = Task { try await runner.run() }
        defer { task.cancel() }
        queue.add("a")
        #expect(await eventually { time.sleepers == 1 })
        #expect(runs.withLock { $0 } == 1)
        time.advance(.seconds(60))
        #expect(await eventually { runs.withLock { $0 } == 2 })
    }
}
