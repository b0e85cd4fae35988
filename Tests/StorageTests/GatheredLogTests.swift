import GRDB
import GRDBSQLite
import Testing

@testable import Storage

@Suite struct GatheredLogTests {
    private func database(_ folder: String, cachePages: Int = 500) throws -> DatabaseQueue {
        GatheredLog.install()
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { db in
            _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: "PRAGMA cache_size = \(cachePages)")
            try db.execute(sql: "CREATE TABLE IF NOT EXISTS t (name INTEGER PRIMARY KEY, value BLOB NOT NULL)")
        }
        return try DatabaseQueue(path: folder + "/log.db", configuration: configuration)
    }

    private func sizes(_ database: DatabaseQueue) throws -> [Int] {
        try database.unsafeRead { try Int.fetchAll($0, sql: "SELECT length(value) FROM t ORDER BY name") }
    }

    @Test func itIsTheFileSystemThatConnectionsUse() throws {
        GatheredLog.install()
        let standard = try #require(sqlite3_vfs_find(nil)?.pointee.zName)
        #expect(String(cString: standard) == "coxswain-gathered-log")
    }

    /// Lengths around the bounds that SQLite's own file and this one have.
    @Test func whatOneConnectionCommitsAnotherReads() async throws {
        let lengths = [0, 1, 4_072, 4_096, 131_048, 131_071, 131_072, 131_096, 262_144, 1 << 20, 3_000_000]
        try await ScratchFolder.with { folder in
            let (writer, reader) = (try database(folder), try database(folder))
            for (index, length) in lengths.enumerated() {
                try writer.inDatabase { db in
                    try db.execute(
                        sql: "INSERT INTO t VALUES (?, CAST(? AS BLOB))", arguments: [index, String(repeating: "v", count: length)])
                }
                #expect(try sizes(reader) == Array(lengths.prefix(index + 1)))
            }
            try writer.close()
            try reader.close()
            let again = try database(folder)
            #expect(try sizes(again) == lengths)
            #expect(try again.unsafeRead { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
            try again.close()
        }
    }

    /// Pages that have no room in memory go to the log before the transaction's end, and are read from there.
    @Test func aTransactionReadsWhatItHasWritten() async throws {
        try await ScratchFolder.with { folder in
            let (writer, reader) = (try database(folder, cachePages: 10), try database(folder))
            let value = String(repeating: "v", count: 5_000)
            func fill(_ db: Database) throws {
                try db.execute(sql: "BEGIN IMMEDIATE")
                for name in 0..<400 { try db.execute(sql: "INSERT INTO t VALUES (?, CAST(? AS BLOB))", arguments: [name, value]) }
                for name in stride(from: 0, to: 400, by: 2) {
                    try db.execute(sql: "UPDATE t SET value = zeroblob(10) WHERE name = ?", arguments: [name])
                }
                #expect(try Int.fetchOne(db, sql: "SELECT sum(length(value)) FROM t") == 200 * 5_010)
            }
            try writer.inDatabase { db in
                try fill(db)
                #expect(try sizes(reader).isEmpty, "nobody else sees it yet")
                try db.execute(sql: "ROLLBACK")
            }
            #expect(try sizes(reader).isEmpty)
            try writer.inDatabase { db in
                try fill(db)
                try db.execute(sql: "COMMIT")
            }
            #expect(try sizes(reader).count == 400)
            try writer.close()
            #expect(try reader.unsafeRead { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
            try reader.close()
        }
    }
}
