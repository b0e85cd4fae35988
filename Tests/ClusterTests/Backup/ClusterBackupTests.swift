import Document
import FoundationEssentials
import Logging
import Resources
import Storage
import Testing

@testable import Cluster

@Suite struct ClusterBackupTests {
    private func configuration(_ directory: String, _ part: String) -> ClusterConfiguration {
        var configuration = ClusterConfiguration(name: "kept-\(UInt32.random(in: 0 ... .max))", nodeName: "a")
        configuration.dataDirectory = "\(directory)/\(part)"
        return configuration
    }

    private func put(_ configuration: ClusterConfiguration, _ key: String) async throws -> SQLiteStorage {
        let storage = try SQLiteStorage(path: configuration.paths.database, logger: Logger(label: "test"))
        _ = try await storage.commit(.create(key: key, value: Array("value".utf8)))
        return storage
    }

    @Test func aBackupOfARunningStoreComesBackElsewhere() async throws {
        try await withTemporaryDirectory { directory in
            let first = configuration(directory, "first")
            try first.save()
            _ = try ClusterIdentities(configuration: first)
            let storage = try await put(first, "/a")
            let file = directory + "/backup.tgz"
            #expect(try await ClusterBackup(configuration: first).write(to: file) > 0)
            #expect(try permissions(of: file) == 0o600)
            await storage.close()

            var second = first
            second.dataDirectory = directory + "/second"
            let restored = try await ClusterBackup(configuration: second).restore(from: file, replaces: false)
            #expect(restored.kept == nil)
            #expect(AtomicFile.read(second.paths.certificates + "/ca.key") == AtomicFile.read(first.paths.certificates + "/ca.key"))
            #expect(
                try ClusterConfiguration.saved(name: first.name, dataDirectory: second.dataDirectory)?.dataDirectory == second.dataDirectory)
            let again = try SQLiteStorage(path: second.paths.database, logger: Logger(label: "test"))
            #expect(try await again.get("/a")?.value == Array("value".utf8))
            await again.close()

            // A cluster that is there is replaced only when told to, and kept.
            await #expect(throws: ClusterError.self) { try await ClusterBackup(configuration: second).restore(from: file, replaces: false) }
            let kept = try #require(try await ClusterBackup(configuration: second).restore(from: file, replaces: true).kept)
            #expect(FileManager.default.fileExists(atPath: kept + "/store.db"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: second.dataDirectory).allSatisfy { !$0.hasPrefix(".backup") })
        }
    }

    @Test func aNameAloneIsAFileOfTheWorkingDirectory() throws {
        try AtomicFile.createDirectory(of: "backup.tgz")
    }

    @Test func whatIsDamagedOrForeignIsRefused() async throws {
        try await withTemporaryDirectory { directory in
            let cluster = configuration(directory, "data")
            try AtomicFile.write("nonsense", to: directory + "/broken")
            await #expect(throws: ClusterError.self) {
                try await ClusterBackup(configuration: cluster).restore(from: directory + "/broken", replaces: false)
            }
            await #expect(throws: ClusterError.self) { try await ClusterBackup(configuration: cluster).write(to: directory + "/none") }
            #expect(throws: ClusterError.self) {
                try BackupContents(text: "{\"format\": 9, \"name\": \"a\", \"created\": \"2024-01-01T00:00:00Z\"}")
            }
        }
    }
}
