import Testing

@testable import Storage

#if canImport(Glibc)
    import Glibc
#endif

/// A file system that is really full: a small one in memory, which only root may mount.
@Suite(.enabled(if: geteuid() == 0), .timeLimit(.minutes(2))) struct FullDiskTests {
    private func withSmallDisk(_ megabytes: Int, _ body: (String) async throws -> Void) async throws {
        try await ScratchFolder.with { folder in
            try #require(mount("tmpfs", folder, "tmpfs", UInt(MS_NOSUID | MS_NODEV), "size=\(megabytes)m") == 0)
            defer { umount2(folder, Int32(MNT_DETACH)) }
            try await body(folder)
        }
    }

    @Test func aFullDiskRefusesWritesAndRecoversByItself() async throws {
        try await withSmallDisk(24) { folder in
            let store = try SQLiteStorage(path: folder + "/state.db", logger: quiet)
            let log = EventLog()
            _ = try store.subscribe(prefix: "/", after: 0, log.append)
            let ballast = open(folder + "/ballast", O_WRONLY | O_CREAT, 0o600)
            defer { close(ballast) }
            try #require(posix_fallocate(ballast, 0, 12 << 20) == 0)

            let text = String(repeating: "x", count: 60_000)
            var acknowledged: [String: UInt64] = [:]
            var failure: StorageError?
            for index in 0..<400 where failure == nil {
                do {
                    acknowledged["/k/\(index)"] = try await store.create("/k/\(index)", text)
                } catch let error as StorageError {
                    failure = error
                }
            }
            switch failure {
            case .full, .io: break
            default: return #expect(Bool(false), "the disk should be full, got \(String(describing: failure))")
            }
            for _ in 0..<5 {
                #expect(store.problem != nil, "whoever asks is told, every time")
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(try await store.text("/k/0") == text, "reads go on")
            #expect(try await store.list(prefix: "/k/").values.count == acknowledged.count)
            for index in 0..<3 { _ = try? await store.create("/again/\(index)", text) }

            try #require(ftruncate(ballast, 0) == 0)
            try await eventually { store.problem == nil }
            let revision = try await store.create("/after", text)
            #expect(store.currentRevision == revision)
            let revisions = log.events.map(\.revision)
            #expect(revisions == (1...revision).map { $0 }, "subscribers saw just what was written")
            await store.close()

            let again = try SQLiteStorage(path: folder + "/state.db", logger: quiet)
            for (key, revision) in acknowledged { #expect(try await again.get(key)?.modRevision == revision) }
            #expect(again.currentRevision == revision)
            await again.close()
        }
    }
}
