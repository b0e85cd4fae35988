import Testing

@testable import Storage

#if canImport(Glibc)
    import Glibc
#endif

/// The child's side of the crash test is a test of this same binary, which runs only when the parent's variables say so.
private let crashFolder = getenv("COXSWAIN_STORAGE_CRASH_FOLDER").map { String(cString: $0) }

@Suite struct StorageCrashWriterTests {
    @Test(.enabled(if: crashFolder != nil)) func writeUntilKilled() async throws {
        let folder = try #require(crashFolder)
        let store = try SQLiteStorage(path: folder + "/state.db", logger: quiet)
        let acknowledgements = Glibc.open(folder + "/acknowledged", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    for index in 0..<100_000 {
                        let key = "/k/\(writer)-\(index)"
                        guard let revision = try? await store.create(key, key) else { return }
                        let line = Array("\(key) \(revision)\n".utf8)
                        if write(acknowledgements, line, line.count) != line.count { return }
                    }
                }
            }
        }
    }
}

@Suite struct StorageCrashTests {
    @Test(.enabled(if: crashFolder == nil), .timeLimit(.minutes(2)))
    func everyAcknowledgedWriteSurvivesKill9() async throws {
        try await ScratchFolder.with { folder in
            let child = try spawnWriter(folder)
            var lines: [Substring] = []
            while lines.count < 500 {
                try await Task.sleep(for: .milliseconds(10))
                lines = read(folder + "/acknowledged").split(separator: "\n", omittingEmptySubsequences: true)
                var status: Int32 = 0
                try #require(waitpid(child, &status, WNOHANG) == 0, "the writer ended by itself")
            }
            kill(child, SIGKILL)
            var status: Int32 = 0
            waitpid(child, &status, 0)

            let acknowledged = read(folder + "/acknowledged").split(separator: "\n").compactMap {
                line -> (key: String, revision: UInt64)? in
                let parts = line.split(separator: " ")
                return parts.count == 2 ? UInt64(parts[1]).map { (String(parts[0]), $0) } : nil
            }
            #expect(acknowledged.count >= 500)
            let store = try SQLiteStorage(path: folder + "/state.db", logger: quiet)
            var stored: [String: StoredValue] = [:]
            for value in try await store.list(prefix: "/k/").values { stored[value.key] = value }
            let lost = acknowledged.filter { stored[$0.key]?.modRevision != $0.revision || stored[$0.key]?.text != $0.key }
            #expect(lost.isEmpty, "lost \(lost.count) of \(acknowledged.count), the first \(lost.first?.key ?? "")")
            #expect(store.currentRevision >= acknowledged.map(\.revision).max() ?? 0)
            #expect(stored.count == Int(store.currentRevision), "what was not acknowledged is there as a whole or not at all")
            await store.close()
        }
    }

    /// Runs this test binary again with the one test above and gives its process id.
    private func spawnWriter(_ folder: String) throws -> pid_t {
        let arguments = ["/proc/self/exe", "--testing-library", "swift-testing", "--filter", "StorageCrashWriterTests"]
        var environment: [String] = []
        var entry = environ
        while let text = entry.pointee {
            environment.append(String(cString: text))
            entry += 1
        }
        environment.append("COXSWAIN_STORAGE_CRASH_FOLDER=\(folder)")
        let argv = arguments.map { strdup($0) } + [nil]
        let envp = environment.map { strdup($0) } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, folder + "/output", O_WRONLY | O_CREAT, 0o600)
        var child: pid_t = 0
        let code = posix_spawn(&child, "/proc/self/exe", &actions, nil, argv, envp)
        try #require(code == 0, "posix_spawn failed with \(code)")
        return child
    }

    private func read(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
    }
}
