import Client
import Document
import FoundationEssentials
import Logging
import Resources
import Synchronization
import Testing

@testable import APIServer

/// Keeps what is written, and can be held up.
final class RecordingSink: AuditSink {
    private let lines = Mutex<[[UInt8]]>([])

    func write(_ lines: [[UInt8]]) throws { self.lines.withLock { $0 += lines } }

    var events: [JSON] { lines.withLock { $0 }.compactMap { try? JSON.parse($0) } }
}

@Suite struct AuditLogTests {
    private struct Recorder {
        let sink = RecordingSink()
        let log: AuditLog
        let server: TestServer

        init(_ level: AuditLevel, extra: String = "", mode: AuditLog.Mode = .blocking) async throws {
            let log = AuditLog(sink: sink, mode: mode, logger: Logger(label: "test"))
            let policy = try AuditPolicy(
                text: "{apiVersion: audit.k8s.io/v1, kind: Policy, omitManagedFields: true, rules: [{level: \(level.word)\(extra)}]}")
            server = try await TestServer(configure: { $0.auditor = Auditor(policy: policy, log: log) })
            self.log = log
        }

        /// The events of all stages so far.
        func events() async -> [JSON] {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await log.run() }
                group.cancelAll()
            }
            return sink.events
        }
    }

    @Test func metadataTellsWhoDidWhat() async throws {
        let recorder = try await Recorder(.metadata)
        _ = try await recorder.server.send("POST", TestServer.configMaps, #"{"metadata":{"name":"a"},"data":{"k":"secret"}}"#)
        let events = await recorder.events()
        #expect(events.map { $0["stage"] } == ["RequestReceived", "ResponseComplete"])
        let last = try #require(events.last)
        #expect(last["level"] == "Metadata")
        #expect(last["verb"] == "create")
        #expect(last["requestURI"].string == TestServer.configMaps)
        #expect(last["user"]["username"] == "tester")
        #expect(last["objectRef"] == ["resource": "configmaps", "namespace": "default", "name": "a", "apiVersion": "v1"])
        #expect(last["responseStatus"] == ["metadata": [:], "code": 201])
        #expect(last["annotations"]["authorization.k8s.io/decision"] == "allow")
        #expect(events[0]["auditID"] == last["auditID"])
        #expect(last["requestObject"].isNull && !last.text.contains("secret"))
    }

    @Test func bodiesAreKeptAtHigherLevels() async throws {
        let recorder = try await Recorder(.requestResponse)
        _ = try await recorder.server.send("POST", TestServer.configMaps, #"{"metadata":{"name":"a"},"data":{"k":"v"}}"#)
        _ = try await recorder.server.send(
            "PATCH", TestServer.configMaps + "/a", #"{"data":{"k":"w"}}"#, type: "application/merge-patch+json")
        let events = await recorder.events().filter { $0["stage"] == "ResponseComplete" }
        #expect(events[0]["requestObject"]["data"]["k"] == "v")
        #expect(events[0]["responseObject"]["metadata"]["resourceVersion"].string != nil)
        #expect(events[0]["responseObject"]["metadata"]["managedFields"].isNull)
        #expect(events[1]["requestObject"] == ["data": ["k": "w"]])
        #expect(events[1]["responseObject"]["data"]["k"] == "w")
    }

    @Test func failuresAreToldWhole() async throws {
        let recorder = try await Recorder(.request, extra: ", omitStages: [RequestReceived]")
        _ = try await recorder.server.send("GET", TestServer.configMaps + "/none")
        let events = await recorder.events()
        #expect(events.count == 1)
        #expect(events[0]["responseStatus"]["code"] == 404)
        #expect(events[0]["responseStatus"]["reason"] == "NotFound")
        #expect(events[0]["responseStatus"]["message"] == "configmaps \"none\" not found")
        #expect(events[0]["responseObject"].isNull)
    }

    @Test func watchesBeginAndEnd() async throws {
        let recorder = try await Recorder(.metadata)
        do {
            let list = try await recorder.server.client.list(.configMaps, .init())
            _ = try await recorder.server.client.watch(.configMaps, .init(revision: list.revision))
        }
        let stages = await recorder.events().map { "\($0["verb"].string ?? "") \($0["stage"].string ?? "")" }
        #expect(
            Array(stages.prefix(4)) == ["list RequestReceived", "list ResponseComplete", "watch RequestReceived", "watch ResponseStarted"])
    }

    @Test func aFullQueueRefusesWhereNothingMayGoUnrecorded() async throws {
        let recorder = try await Recorder(.metadata, mode: .blockingStrict)
        for _ in 0..<AuditLog.eventLimit { recorder.log.append([10]) }
        let answer = try await recorder.server.send("GET", TestServer.configMaps)
        #expect(answer.status == 500)
        #expect(answer.document["message"] == "Internal error occurred: failed to store audit event")
        #expect(recorder.log.counts.refused == 1)
    }

    @Test func aFullQueueHoldsRequestsUp() async throws {
        let recorder = try await Recorder(.metadata)
        for _ in 0..<AuditLog.eventLimit { recorder.log.append([10]) }
        let log = recorder.log
        try await withThrowingTaskGroup(of: Int?.self) { group in
            group.addTask { try await recorder.server.send("GET", TestServer.configMaps).status }
            group.addTask {
                await log.run()
                return nil
            }
            let first = try await group.next()
            #expect(first == 200)
            group.cancelAll()
        }
    }

    @Test func aFullQueueLosesEventsInBatchMode() async throws {
        let recorder = try await Recorder(.metadata, mode: .batch)
        for _ in 0..<AuditLog.eventLimit { recorder.log.append([10]) }
        #expect(try await recorder.server.send("GET", TestServer.configMaps).status == 200)
        #expect(recorder.log.counts.lost == 2)
    }
}

@Suite struct AuditFileTests {
    private func inDirectory(_ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.path + "/coxswain-audit-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }

    @Test func growsAndIsPutAside() throws {
        try inDirectory { directory in
            let time = Mutex(Timestamp(seconds: 1_769_990_000, nanoseconds: 5_000_000))
            var bounds = AuditFile.Bounds()
            (bounds.megabytes, bounds.backups, bounds.ageDays) = (1, 2, 1)
            let file = try AuditFile(path: directory + "/audit.log", bounds: bounds) { time.withLock { $0 } }
            let line = Array(repeating: UInt8(ascii: "x"), count: 600_000)
            for _ in 0..<6 {
                try file.write([line])
                time.withLock { $0 = $0.adding(seconds: 60) }
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
            #expect(names == ["audit-2026-02-01T23-57-20.005.log", "audit-2026-02-01T23-58-20.005.log", "audit.log"], "\(names)")
            let mode = try FileManager.default.attributesOfItem(atPath: directory + "/audit.log")[.posixPermissions] as? Int
            #expect(mode == 0o600)
            time.withLock { $0 = $0.adding(seconds: 3 * 86_400) }
            try file.write([line])
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory).count == 2, "what is older than a day goes")
        }
    }

    @Test func goesOnWhereItWas() throws {
        try inDirectory { directory in
            for text in ["one\n", "two\n"] { try AuditFile(path: directory + "/a").write([Array(text.utf8)]) }
            #expect(String(decoding: try Data(contentsOf: URL(filePath: directory + "/a")), as: UTF8.self) == "one\ntwo\n")
            #expect(throws: (any Error).self) { try AuditFile(path: directory) }
        }
    }
}
