/// What the data file holds: `state`, one row per key, and `meta`, a few named numbers.
enum SQLiteSchema {
    /// The format this version writes, and the newest it reads.
    static let format = 1
    static let pageBytes = 4_096
    /// After so many pages the write-ahead log is copied back into the file.
    static let checkpointPages = 1_000
    /// The write-ahead log is cut back to this size once it was copied back.
    static let journalBytesKept = 8 << 20

    enum Meta: String {
        case format, revision, compacted
    }

    /// Makes the tables of a new file and refuses one of a newer format. Returns the highest revision ever given.
    /// History lives in memory, so everything up to that revision counts as compacted from here on.
    static func prepare(_ connection: SQLiteConnection) throws(StorageError) -> UInt64 {
        try connection.run {
            if try connection.isThere(table: "meta"), let found = try get(.format, connection), found > format {
                throw StorageError.newerFormat(found: Int(found), supported: format)
            }
            try connection.execute(
                """
                BEGIN IMMEDIATE;
                CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
                CREATE TABLE IF NOT EXISTS state (
                    key TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL, create_revision INTEGER NOT NULL, mod_revision INTEGER NOT NULL);
                """)
            let revision = try get(.revision, connection) ?? 0
            try set(.format, UInt64(format), connection)
            try set(.revision, revision, connection)
            try set(.compacted, revision, connection)
            try connection.statement(.commit).run()
            return revision
        }
    }

    static func get(_ name: Meta, _ connection: SQLiteConnection) throws -> UInt64? {
        let statement = try connection.statement(.getMeta)
        try statement.bind(1, text: name.rawValue)
        guard try statement.step() else { return nil }
        defer { statement.reset() }
        return statement.revision(0)
    }

    static func set(_ name: Meta, _ value: UInt64, _ connection: SQLiteConnection) throws {
        let statement = try connection.statement(.setMeta)
        try statement.bind(1, text: name.rawValue)
        try statement.bind(2, revision: value)
        try statement.run()
    }
}
