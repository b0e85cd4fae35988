import FoundationEssentials
import Logging
import Storage

/// The store of a cluster as one SQLite file, which is how backups hold it, wherever the cluster keeps it.
struct StoreFile: Sendable {
    /// Where all objects lie.
    static let prefix = "/registry/"

    let configuration: ClusterConfiguration
    private let logger: Logger

    init(_ configuration: ClusterConfiguration) {
        self.configuration = configuration
        var logger = Logger(label: "backup")
        logger.logLevel = .critical
        self.logger = logger
    }

    /// Whether there is a store.
    func exists() async throws -> Bool {
        if let path = configuration.databasePath { return FileManager.default.fileExists(atPath: path) }
        return try await withShared { try await $0.list(prefix: Self.prefix, startAfter: nil, limit: 1, at: nil).values.isEmpty == false }
    }

    /// Copies the store as of one moment, while its servers may write on.
    func copy(to file: String) async throws {
        if let path = configuration.databasePath { return try SQLiteSnapshot.copy(path, to: file) }
        try await withShared { shared in
            try await with(try SQLiteStorage(path: file, logger: logger)) {
                _ = try await StoreCopy.copy(Self.prefix, from: shared, to: $0)
            }
        }
        for suffix in [".lock", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file + suffix) }
    }

    /// Keeps what there is in `file`. A store in a file of its own is moved as it is, be it damaged.
    func setAside(_ file: String) async throws {
        guard let path = configuration.databasePath else { return try await copy(to: file) }
        for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
            try FileManager.default.moveItem(atPath: path + suffix, toPath: file + suffix)
        }
    }

    /// Makes the store what `file` holds. What there was is gone: whoever wants to keep it has copied it.
    func replace(by file: String) async throws {
        if let path = configuration.databasePath {
            try AtomicFile.createDirectory(of: path)
            try FileManager.default.moveItem(atPath: file, toPath: path)
            return
        }
        try await withShared { shared in
            try await StoreCopy.clear(Self.prefix, in: shared)
            try await with(try SQLiteStorage(path: file, logger: logger)) {
                _ = try await StoreCopy.copy(Self.prefix, from: $0, to: shared)
            }
        }
    }

    private func withShared<Result>(_ body: (any Storage) async throws -> Result) async throws -> Result {
        try await with(try await Datastore(configuration: configuration, logger: logger).openPlain(), body)
    }

    private func with<Result>(_ storage: any Storage, _ body: (any Storage) async throws -> Result) async throws -> Result {
        do {
            let result = try await body(storage)
            await storage.close()
            return result
        } catch {
            await storage.close()
            throw error
        }
    }
}
