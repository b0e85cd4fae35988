import Synchronization
import Testing

@testable import Kubelet

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct LogFollowerTests {
    private func withLog(_ lines: [String], _ body: (String) async throws -> Void) async throws {
        let directory = "/tmp/coxswain-follow-\(UInt64.random(in: 0 ... .max))"
        try FileSystem.makeDirectories(directory)
        defer { try? FileSystem.removeTree(directory) }
        let path = directory + "/output.log"
        try FileSystem.write(path, Array(lines.map { $0 + "\n" }.joined().utf8))
        try await body(path)
    }

    private func read(_ follower: LogFollower, ends: AsyncStream<Void> = AsyncStream { $0.finish() }) async throws -> [String] {
        let seen = Mutex<[String]>([])
        try await follower.read(ends: ends, isRunning: { false }) { isError, bytes in
            seen.withLock { $0.append((isError ? "E " : "O ") + String(decoding: bytes, as: UTF8.self)) }
        }
        return seen.withLock { $0 }
    }

    @Test func streamsAreToldApartInTheirOrder() async throws {
        try await withLog(LogReaderTests.lines) { (path: String) async throws -> Void in
            #expect(try await read(LogFollower(path: path)) == ["O one\n", "E two\n", "O thr", "O ee\n", "O \n"])
            #expect(try await read(LogFollower(path: path, tail: 1)) == ["O \n"])
            #expect(try await read(LogFollower(path: path, tail: 4, showsTimes: true)).first == "E 2024-01-01T00:00:02Z two\n")
            #expect(try await read(LogFollower(path: path, follows: true)).count == 5)
        }
    }

    @Test func aFollowerSeesWhatIsWrittenUntilTheEnd() async throws {
        try await withLog(["2024-01-01T00:00:01Z stdout F one"]) { path in
            let isRunning = Mutex(true)
            let (ends, ended) = AsyncStream<Void>.makeStream()
            let seen = Mutex("")
            async let reading: Void = LogFollower(path: path, follows: true).read(
                ends: ends, isRunning: { isRunning.withLock { $0 } },
                write: { _, bytes in seen.withLock { $0 += String(decoding: bytes, as: UTF8.self) } })
            while seen.withLock({ $0.isEmpty }) { await Task.yield() }
            let file = try #require(fopen(path, "a"))
            fputs("2024-01-01T00:00:02Z stdout F two\n", file)
            fclose(file)
            isRunning.withLock { $0 = false }
            ended.yield()
            try await reading
            #expect(seen.withLock { $0 } == "one\ntwo\n")
        }
    }

    @Test func aLogThatIsNotThereIsAnError() async throws {
        await #expect(throws: FileError.self) { try await read(LogFollower(path: "/tmp/no-such-log/output.log")) }
    }
}
