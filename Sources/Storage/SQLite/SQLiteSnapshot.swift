import GRDB

/// A copy of a data file as it was at one moment, taken while its server writes on.
package enum SQLiteSnapshot {
    /// - Parameters:
    ///   - path: the data file; another process may have it open.
    ///   - target: a file that does not exist yet.
    package static func copy(_ path: String, to target: String) throws(StorageError) {
        try open(path) { queue in
            // Reads in one transaction and writes a file of its own (SQLite, VACUUM INTO).
            try queue.inDatabase { db in try db.execute(sql: "VACUUM INTO ?", arguments: [target]) }
        }
    }

    /// - Throws: `StorageError.io` when the file is damaged.
    package static func check(_ path: String) throws(StorageError) {
        var answer = ""
        try open(path) { queue in
            answer = try queue.inDatabase { db in try String.fetchOne(db, sql: "PRAGMA integrity_check(1)") ?? "" }
        }
        guard answer == "ok" else { throw .io("\(path) is damaged: \(answer)") }
    }

    private static func open(_ path: String, _ body: (DatabaseQueue) throws -> Void) throws(StorageError) {
        do {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(5)
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try body(queue)
            try queue.close()
        } catch {
            throw StorageError(sqlite: error)
        }
    }
}
