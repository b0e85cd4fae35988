import GRDB
import GRDBSQLite

/// One connection to the data file with its prepared statements. Confined to whoever holds it.
///
/// GRDB opens the file, compiles statements and names errors; rows go through SQLite's own calls,
/// because `Data` and `DatabaseValue` would copy every value twice more.
final class SQLiteConnection {
    private let queue: DatabaseQueue
    private var statements: [StaticSQL: SQLiteStatement] = [:]
    private let log = LogLength()

    /// Pages in the write-ahead log after the last commit on this connection.
    var logPages: Int { log.pages }

    private final class LogLength {
        var pages = 0
    }

    /// The texts of the statements that are kept prepared.
    enum StaticSQL: String {
        case begin = "BEGIN IMMEDIATE"
        case beginRead = "BEGIN DEFERRED"
        case commit = "COMMIT"
        case insert = "INSERT INTO state (key, value, create_revision, mod_revision) VALUES (?1, ?2, ?3, ?4)"
        case update = "UPDATE state SET value = ?2, create_revision = ?3, mod_revision = ?4 WHERE key = ?1"
        case delete = "DELETE FROM state WHERE key = ?1"
        case get = "SELECT key, value, create_revision, mod_revision FROM state WHERE key = ?1"
        case list = "SELECT key, value, create_revision, mod_revision FROM state WHERE key >= ?1 AND key < ?2 ORDER BY key"
        case setMeta = "INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        case getMeta = "SELECT value FROM meta WHERE name = ?1"
        case freePages = "PRAGMA freelist_count"
    }

    enum Role { case writer, reader }

    init(path: String, role: Role, limits: StorageLimits) throws(StorageError) {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        configuration.allowsUnsafeTransactions = true
        configuration.busyMode = .timeout(5)
        configuration.label = "coxswain.storage"
        let cacheKiB = role == .writer ? limits.writerCacheKiB : limits.readerCacheKiB
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA page_size = \(SQLiteSchema.pageBytes)")
            if role == .writer { try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL") }
            _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: "PRAGMA cache_size = -\(cacheKiB)")
            _ = try Int.fetchOne(db, sql: "PRAGMA journal_size_limit = \(SQLiteSchema.journalBytesKept)")
            _ = try Int.fetchOne(db, sql: "PRAGMA wal_autocheckpoint = \(role == .writer ? 0 : SQLiteSchema.checkpointPages)")
            _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = \(max(limits.fileBytes / SQLiteSchema.pageBytes, 16))")
        }
        GatheredLog.install()
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
        } catch {
            throw StorageError(sqlite: error)
        }
        if role == .writer { followLog() }
    }

    /// Has SQLite tell after each commit how long the log is. It would copy the log back by itself, but within the commit, for which
    /// writers wait.
    private func followLog() {
        let length = Unmanaged.passUnretained(log).toOpaque()
        queue.unsafeReentrantWrite { db in
            _ = sqlite3_wal_hook(
                db.sqliteConnection,
                { length, _, _, pages in
                    if let length { Unmanaged<LogLength>.fromOpaque(length).takeUnretainedValue().pages = Int(pages) }
                    return SQLITE_OK
                }, length)
        }
    }

    /// Copies the log back into the file as far as readers allow. An error harms nothing: the log is kept and the next try meets the same disk.
    func checkpoint() {
        log.pages = 0
        queue.unsafeReentrantWrite { db in
            _ = sqlite3_wal_checkpoint_v2(db.sqliteConnection, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
        }
    }

    /// Runs `body` with the connection; whatever SQLite says comes out as a `StorageError`.
    func run<T>(_ body: () throws -> T) throws(StorageError) -> T {
        do {
            return try queue.inDatabase { _ in try body() }
        } catch {
            throw StorageError(sqlite: error)
        }
    }

    /// A statement that is run once, such as those that make the tables.
    func execute(_ sql: String) throws { try queue.unsafeReentrantWrite { db in try db.execute(sql: sql) } }

    func isThere(table: String) throws -> Bool { try queue.unsafeReentrantWrite { db in try db.tableExists(table) } }

    func statement(_ sql: StaticSQL) throws -> SQLiteStatement {
        if let statement = statements[sql] { return statement }
        let statement = try queue.unsafeReentrantWrite { db in SQLiteStatement(try db.makeStatement(sql: sql.rawValue)) }
        statements[sql] = statement
        return statement
    }

    /// Keeps the write-ahead log's file when the last connection closes: its blocks are worth keeping.
    func keepWriteAheadLog() {
        queue.unsafeReentrantWrite { db in
            var isKept: Int32 = 1
            sqlite3_file_control(db.sqliteConnection, "main", SQLITE_FCNTL_PERSIST_WAL, &isKept)
        }
    }

    var isInsideTransaction: Bool { queue.unsafeReentrantWrite { $0.isInsideTransaction } }

    /// Ends whatever transaction is open. False: the connection is of no further use.
    func rollBack() -> Bool {
        do {
            try queue.inDatabase { db in if db.isInsideTransaction { try db.execute(sql: "ROLLBACK") } }
            return true
        } catch {
            return false
        }
    }

    func close() {
        statements = [:]
        // An error here leaves nothing to do: the file is consistent whether or not the last connection tidied its journal.
        try? queue.close()
    }
}

extension StorageError {
    init(sqlite error: any Error) {
        switch error {
        case let error as StorageError: self = error
        case let error as DatabaseError where error.resultCode == .SQLITE_FULL: self = .full(error.message ?? "database or disk is full")
        case let error as DatabaseError: self = .io("\(error.message ?? "unknown") (SQLite code \(error.extendedResultCode.rawValue))")
        default: self = .io(String(describing: error))
        }
    }
}
