import GRDB
import Synchronization
import Testing

@testable import Storage

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct SQLiteStorageTests {
    private func open(_ folder: String, limits: StorageLimits = StorageLimits()) throws -> SQLiteStorage {
        try SQLiteStorage(path: folder + "/state.db", limits: limits, logger: quiet)
    }

    @Test func revisionsContinueAfterRestartAndEarlierHistoryIsCompacted() async throws {
        try await ScratchFolder.with { folder in
            var store = try open(folder)
            for index in 1...5 { try await store.create("/k/\(index)", "\(index)") }
            try await store.delete("/k/5")
            await store.close()

            store = try open(folder)
            #expect(store.currentRevision == 6, "the deletion's revision is not given twice")
            #expect(throws: StorageError.compacted(oldest: 6)) { try store.subscribe(prefix: "/", after: 5) { _ in } }
            #expect(try await store.text("/k/4") == "4")
            #expect(try await store.get("/k/5") == nil)
            #expect(try await store.update("/k/4", "new", expected: 4) == 7)
            let state = try await store.list(prefix: "/", startAfter: nil, limit: nil, at: 6)
            #expect(state.values.map(\.text) == ["1", "2", "3", "4"])
            await store.close()
        }
    }

    @Test func refusesAFileOfANewerFormat() async throws {
        try await ScratchFolder.with { folder in
            let store = try open(folder)
            await store.close()
            let file = try DatabaseQueue(path: folder + "/state.db")
            try await file.write { try $0.execute(sql: "UPDATE meta SET value = 99 WHERE name = 'format'") }
            try file.close()
            let error = #expect(throws: StorageError.newerFormat(found: 99, supported: 1)) { try open(folder) }
            #expect(error?.description.contains("format 99") == true)
        }
    }

    @Test func refusesAFileThatIsNoDatabase() async throws {
        try await ScratchFolder.with { folder in
            let file = fopen(folder + "/state.db", "w")
            fputs(String(repeating: "this is not a database\n", count: 400), file)
            fclose(file)
            let error = #expect(throws: StorageError.self) { try open(folder) }
            guard case .io = error else { return #expect(Bool(false), "expected an I/O error, got \(String(describing: error))") }
        }
    }

    @Test func oneProcessAtATime() async throws {
        try await ScratchFolder.with { folder in
            let store = try open(folder)
            #expect(throws: StorageError.inUse(folder + "/state.db")) { try open(folder) }
            await store.close()
            await (try open(folder)).close()
        }
    }

    @Test func aFullStoreFailsWritesClearlyAndRecovers() async throws {
        try await ScratchFolder.with { folder in
            var limits = StorageLimits()
            limits.fileBytes = 512 << 10
            limits.historyBytes = 64 << 10
            let store = try open(folder, limits: limits)
            let log = EventLog()
            _ = try store.subscribe(prefix: "/", after: 0, log.append)
            let text = String(repeating: "x", count: 8_000)
            var written = 0
            var failure: (any Error)?
            while failure == nil, written < 1_000 {
                do {
                    try await store.create("/k/\(written)", text)
                    written += 1
                } catch { failure = error }
            }
            guard case .full? = failure as? StorageError else {
                return #expect(Bool(false), "expected full, got \(String(describing: failure))")
            }
            #expect(store.currentRevision == UInt64(written))
            #expect(try await store.list(prefix: "/k/").values.count == written)
            for index in 0..<5 { try await store.delete("/k/\(index)") }
            let revision = try await store.create("/k/again", text)
            #expect(revision == UInt64(written + 6))
            #expect(log.events.map(\.revision) == (1...revision).map { $0 }, "subscribers saw only what was written")
            await store.close()
        }
    }

    @Test func aLoneWriterCommitsByItself() async throws {
        try await ScratchFolder.with { folder in
            let store = try open(folder)
            let answer = Mutex<UInt64?>(nil)
            store.submit(.create(key: "/a", value: [1])) { result in answer.withLock { $0 = try? result.get() } }
            #expect(answer.withLock { $0 } == 1, "the write was answered before it was handed over")
            await store.close()
        }
    }

    @Test func theLogIsCopiedBackInTime() async throws {
        try await ScratchFolder.with { folder in
            let store = try open(folder)
            try await store.create("/x")
            for index in 0..<2_500 { try await store.update("/x", String(repeating: "\(index % 10)", count: 9_000)) }
            var status = stat()
            #expect(stat(folder + "/state.db-wal", &status) == 0)
            #expect(status.st_size < 12 << 20, "22 MB were written; the log has \(status.st_size) bytes")
            await store.close()
        }
    }

    @Test func theFileShrinksAgain() async throws {
        try await ScratchFolder.with { folder in
            var limits = StorageLimits()
            limits.historyBytes = 64 << 10
            let store = try open(folder, limits: limits)
            let text = String(repeating: "x", count: 20_000)
            let count = 600
            try await inParallel(count) { try await store.create("/k/\($0)", text) }
            try await inParallel(count) { try await store.delete("/k/\($0)") }
            try await store.create("/x")
            for _ in 0..<3_000 { try await store.update("/x", "") }
            await store.close()
            var status = stat()
            #expect(stat(folder + "/state.db", &status) == 0)
            #expect(status.st_size < 8 << 20, "12 MB were written and deleted; the file has \(status.st_size) bytes")
        }
    }

    @Test func tooManyWaitingWritesAreRefused() async throws {
        try await ScratchFolder.with { folder in
            var limits = StorageLimits()
            limits.waitingWrites = 0
            let store = try open(folder, limits: limits)
            await #expect(throws: StorageError.overloaded) { try await store.create("/a") }
            await store.close()
        }
    }

    private func inParallel(_ count: Int, _ body: @escaping @Sendable (Int) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<count { group.addTask { try await body(index) } }
            try await group.waitForAll()
        }
    }
}
