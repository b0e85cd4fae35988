/// The reading side of the data file: a connection of its own, so that reads do not wait for writes.
struct SQLiteReader {
    private let connection: SQLiteConnection
    private let hub: EventHub

    init(path: String, limits: StorageLimits, hub: EventHub) throws(StorageError) {
        connection = try SQLiteConnection(path: path, role: .reader, limits: limits)
        connection.keepWriteAheadLog()
        self.hub = hub
    }

    func get(_ key: String) throws(StorageError) -> StoredValue? {
        try connection.run {
            let statement = try connection.statement(.get)
            try statement.bind(1, text: key)
            guard try statement.step() else { return nil }
            defer { statement.reset() }
            return statement.storedValue
        }
    }

    func list(prefix: String, startAfter: String?, limit: Int?, at revision: UInt64?) throws(StorageError) -> StoredList {
        let asked = try hub.withHistory { history throws(StorageError) in
            if let revision { try history.check(revision) }
            return revision ?? history.published
        }
        return try inSnapshot { snapshot in
            let differences = try hub.withHistory { history throws(StorageError) in
                try history.differences(at: asked, from: snapshot, prefix: prefix)
            }
            var merge = SnapshotMerge(differences: differences, startAfter: startAfter, limit: limit)
            try eachRow(prefix: prefix, after: startAfter) { row in
                merge.add(row)
                return !merge.isFull
            }
            let (values, more) = merge.finish()
            return (values, asked, more)
        }
    }

    /// Copies the log back into the file, beside the writer.
    func checkpoint() { connection.checkpoint() }

    func close() { connection.close() }

    /// One transaction: everything read in it is the state at one revision, which the body is given.
    private func inSnapshot<T>(_ body: (UInt64) throws -> T) throws(StorageError) -> T {
        try connection.run {
            try connection.statement(.beginRead).run()
            defer { _ = try? connection.statement(.commit).run() }
            return try body(try SQLiteSchema.get(.revision, connection) ?? 0)
        }
    }

    /// The rows under `prefix`, from the key `after` on (that one included), until `body` says false.
    private func eachRow(prefix: String, after: String?, _ body: (StoredValue) -> Bool) throws {
        let statement = try connection.statement(.list)
        defer { statement.reset() }
        try statement.bind(1, text: after.map { KeyOrder.precedes(prefix, $0) ? $0 : prefix } ?? prefix)
        // UTF-8 never uses the byte 0xFF: it comes after every key.
        try (KeyOrder.end(of: prefix) ?? [0xFF]).withUnsafeBufferPointer { try statement.bind(2, utf8: $0) }
        while try statement.step() {
            if !body(statement.storedValue) { return }
        }
    }
}
