import NIOCore
import Resources
import Synchronization
import Testing

@testable import Kubelet

@Suite struct LogReaderTests {
    static let lines = [
        "2024-01-01T00:00:01.000000001Z stdout F one", "2024-01-01T00:00:02Z stderr F two", "2024-01-01T00:00:03Z stdout P thr",
        "2024-01-01T00:00:03Z stdout F ee", "2024-01-01T00:00:04Z stdout F ",
    ]

    private func withLog(_ text: String, _ body: (String) async throws -> Void) async throws {
        let directory = "/tmp/coxswain-log-\(UInt64.random(in: 0 ... .max))"
        try FileSystem.makeDirectories(directory)
        defer { try? FileSystem.removeTree(directory) }
        let path = directory + "/0.log"
        try FileSystem.write(path, Array(text.utf8))
        try await body(path)
    }

    private func read(_ path: String, _ options: LogOptions) async throws -> String {
        let result = Mutex("")
        try await LogReader(path: path, options: options).read(
            isRunning: { false }, changed: {}, write: { buffer in result.withLock { $0 += String(buffer: buffer) } })
        return result.withLock { $0 }
    }

    private static func options(_ change: (inout LogOptions) -> Void) -> LogOptions {
        var options = LogOptions()
        change(&options)
        return options
    }

    @Test(arguments: [
        (options { _ in }, "one\ntwo\nthree\n\n"), (options { $0.tailLines = 1 }, "\n"), (options { $0.tailLines = 4 }, "two\nthree\n\n"),
        (options { $0.tailLines = 0 }, ""), (options { $0.tailLines = 99 }, "one\ntwo\nthree\n\n"),
        (options { $0.since = Timestamp("2024-01-01T00:00:03Z") }, "three\n\n"), (options { $0.limitBytes = 5 }, "one\nt"),
        (options { $0.isError = true }, "two\n"),
        (
            options { $0.timestamps = true },
            "2024-01-01T00:00:01.000000001Z one\n2024-01-01T00:00:02Z two\n2024-01-01T00:00:03Z three\n2024-01-01T00:00:04Z \n"
        ),
    ])
    func selects(options: LogOptions, expected: String) async throws {
        try await withLog(Self.lines.joined(separator: "\n") + "\n") { (path: String) async throws -> Void in
            #expect(try await read(path, options) == expected)
        }
    }

    @Test func followsAcrossARotationUntilTheEnd() async throws {
        try await withLog("2024-01-01T00:00:01Z stdout F a\n") { (path: String) async throws -> Void in
            let result = Mutex("")
            let step = Mutex(0)
            var options = LogOptions()
            options.follow = true
            try await LogReader(path: path, options: options).read(
                isRunning: { step.withLock { $0 < 3 } },
                changed: {
                    let now = step.withLock { step in
                        step += 1
                        return step
                    }
                    switch now {
                    case 1: try FileSystem.write(path, Array("2024-01-01T00:00:01Z stdout F a\n2024-01-01T00:00:02Z stdout F b\n".utf8))
                    case 2:
                        try FileSystem.rename(path, path + ".old")
                        try FileSystem.write(path, Array("2024-01-01T00:00:03Z stdout F c\n".utf8))
                    default: break
                    }
                }, write: { buffer in result.withLock { $0 += String(buffer: buffer) } })
            #expect(result.withLock { $0 } == "a\nb\nc\n")
        }
    }

    @Test func readsItsQuery() throws {
        let query = [("follow", "true"), ("tailLines", "5"), ("sinceSeconds", "10"), ("timestamps", "true"), ("limitBytes", "7")]
        let options = try LogOptions(query: query.map { (name: $0.0, value: $0.1) }, now: Fixtures.start)
        #expect(
            options
                == Self.options {
                    ($0.follow, $0.tailLines, $0.timestamps, $0.limitBytes) = (true, 5, true, 7)
                    $0.since = Fixtures.start.adding(seconds: -10)
                })
        #expect(throws: ConfigurationError.self) { try LogOptions(query: [(name: "tailLines", value: "-1")], now: Fixtures.start) }
    }

    @Test func rotationKeepsTheNewestFiles() {
        #expect(LogRotation.stamp(Fixtures.start) == "20231114-221320")
        #expect(LogRotation.surplus("l", among: ["l.1", "l.2", "l.3", "l.4", "l.5"], keep: 4) == ["l.1"])
        #expect(LogRotation.surplus("l", among: ["l.1"], keep: 4) == [])
    }
}
