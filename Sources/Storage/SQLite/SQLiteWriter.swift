/// The writing side of the data file: turns a batch of waiting writes into one transaction.
/// Used by one thread at a time.
struct SQLiteWriter {
    private let path: String
    private let limits: StorageLimits
    /// Nil after a failure that the connection did not survive, until the next batch opens another.
    private var connection: SQLiteConnection?

    /// Free pages worth returning to the file system, and how many are returned at a time (4 MiB, 1 MiB).
    private static let freePagesKept: UInt64 = 1_024
    private static let freePagesReturnedAtOnce = 256
    /// How often free pages are counted, in transactions.
    private static let batchesBetweenVacuums = 128
    private var batchesUntilVacuum = Self.batchesBetweenVacuums
    private var isCheckpointing = false

    /// Opens the file, making it if need be; also gives the highest revision in it.
    static func open(path: String, limits: StorageLimits) throws(StorageError) -> (writer: SQLiteWriter, revision: UInt64) {
        let connection = try SQLiteConnection(path: path, role: .writer, limits: limits)
        let revision = try SQLiteSchema.prepare(connection)
        connection.keepWriteAheadLog()
        WriteAheadFile.extend(databasePath: path, to: SQLiteSchema.journalBytesKept)
        return (SQLiteWriter(path: path, limits: limits, connection: connection), revision)
    }

    private init(path: String, limits: StorageLimits, connection: SQLiteConnection) {
        self.path = path
        self.limits = limits
        self.connection = connection
    }

    /// What a batch came to: an answer per write, in order.
    typealias Answers = [Result<UInt64, StorageError>]

    /// Writes a batch durably. `stage` is given the events just before the commit. Throws when nothing of the batch was
    /// written; a refused write is no failure, it is answered and the rest goes on.
    mutating func write(
        _ batch: [WriteOperation], after revision: UInt64, recent: (String) -> StoredValue??, stage: ([StorageEvent]) -> Void
    ) throws(StorageError) -> (answers: Answers, events: [StorageEvent]) {
        let connection = try usableConnection()
        do {
            return try connection.run {
                try connection.statement(.begin).run()
                var events: [StorageEvent] = []
                var answers: Answers = []
                events.reserveCapacity(batch.count)
                answers.reserveCapacity(batch.count)
                var changed: [String: StoredValue?] = [:]
                for operation in batch {
                    let key = operation.key
                    let current = try changed[key] ?? recent(key) ?? Self.read(key, connection)
                    let decision = operation.decide(current: current, revision: revision + UInt64(events.count) + 1)
                    if case .success(let event) = decision {
                        try Self.apply(event, connection)
                        changed[key] = .some(event.value)
                        events.append(event)
                    }
                    answers.append(decision.map(\.revision))
                }
                if let last = events.last { try SQLiteSchema.set(.revision, last.revision, connection) }
                stage(events)
                try connection.statement(.commit).run()
                return (answers, events)
            }
        } catch {
            if !connection.rollBack() { drop() }
            throw error
        }
    }

    /// Opens another connection if a failure cost the last one. Gives the highest revision in the file when it did.
    mutating func reopenIfNeeded() throws(StorageError) -> UInt64? {
        guard connection == nil else { return nil }
        let (opened, revision) = try Self.open(path: path, limits: limits)
        self = opened
        return revision
    }

    func recordCompaction(through revision: UInt64) throws(StorageError) {
        let connection = try usableConnection()
        try connection.run { try SQLiteSchema.set(.compacted, revision, connection) }
    }

    /// Gives free pages back to the file system, a little at a time so that no write waits long. Called after each transaction.
    mutating func vacuumIfDue() {
        batchesUntilVacuum -= 1
        guard batchesUntilVacuum <= 0, let connection else { return }
        batchesUntilVacuum = Self.batchesBetweenVacuums
        // Failing to shrink the file harms nothing; the next batch meets the same disk and reports it.
        try? connection.run {
            let count = try connection.statement(.freePages)
            guard try count.step() else { return }
            let free = count.revision(0)
            count.reset()
            if free > Self.freePagesKept { try connection.execute("PRAGMA incremental_vacuum(\(Self.freePagesReturnedAtOnce))") }
        }
    }

    /// Whether so much is in the log that it should be copied back into the file, and nobody is at it. If so, the caller is from now on.
    mutating func beginsCheckpoint() -> Bool {
        guard !isCheckpointing, let connection, connection.logPages >= SQLiteSchema.checkpointPages else { return false }
        isCheckpointing = true
        return true
    }

    /// Copies back the rest, after which the log begins anew.
    mutating func finishCheckpoint() {
        connection?.checkpoint()
        isCheckpointing = false
    }

    mutating func close() { drop() }

    private mutating func drop() {
        connection?.close()
        connection = nil
    }

    private func usableConnection() throws(StorageError) -> SQLiteConnection {
        guard let connection else { throw .io("the data file could not be opened again") }
        return connection
    }

    private static func read(_ key: String, _ connection: SQLiteConnection) throws -> StoredValue? {
        let statement = try connection.statement(.get)
        try statement.bind(1, text: key)
        guard try statement.step() else { return nil }
        defer { statement.reset() }
        return statement.storedValue
    }

    private static func apply(_ event: StorageEvent, _ connection: SQLiteConnection) throws {
        guard let value = event.value else {
            let statement = try connection.statement(.delete)
            try statement.bind(1, text: event.key)
            return try statement.run()
        }
        let statement = try connection.statement(event.isCreation ? .insert : .update)
        try statement.bind(1, text: value.key)
        try statement.bind(2, blob: value.value)
        try statement.bind(3, revision: value.createRevision)
        try statement.bind(4, revision: value.modRevision)
        try statement.run()
    }
}
