import GRDB
import GRDBSQLite

/// A prepared statement, bound and stepped through SQLite's own calls.
final class SQLiteStatement {
    private let statement: Statement
    private var handle: OpaquePointer { statement.sqliteStatement }

    /// Tells SQLite to copy what is bound (SQLITE_TRANSIENT, a macro that C alone can read).
    private static let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    init(_ statement: Statement) { self.statement = statement }

    func bind(_ index: Int32, text: String) throws {
        var text = text
        try text.withUTF8 { try bind(index, utf8: $0) }
    }

    func bind(_ index: Int32, utf8 bytes: UnsafeBufferPointer<UInt8>) throws {
        try bytes.withMemoryRebound(to: CChar.self) { bytes in
            // An empty text must not be bound as a null pointer, which would mean NULL.
            let empty: [CChar] = [0]
            try empty.withUnsafeBufferPointer { empty in
                try check(sqlite3_bind_text(handle, index, bytes.baseAddress ?? empty.baseAddress, Int32(bytes.count), Self.copies))
            }
        }
    }

    func bind(_ index: Int32, blob: [UInt8]) throws {
        if blob.isEmpty { return try check(sqlite3_bind_zeroblob(handle, index, 0)) }
        try blob.withUnsafeBytes { try check(sqlite3_bind_blob64(handle, index, $0.baseAddress, UInt64($0.count), Self.copies)) }
    }

    func bind(_ index: Int32, revision: UInt64) throws { try check(sqlite3_bind_int64(handle, index, Int64(bitPattern: revision))) }

    /// True when there is a row. Resets itself after the last row and after an error.
    func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE:
            reset()
            return false
        case let code:
            let error = failure(code)
            reset()
            throw error
        }
    }

    /// Runs a statement that gives no rows.
    func run() throws { while try step() {} }

    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    func revision(_ column: Int32) -> UInt64 { UInt64(bitPattern: sqlite3_column_int64(handle, column)) }

    func text(_ column: Int32) -> String {
        guard let start = sqlite3_column_text(handle, column) else { return "" }
        return String(decoding: UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))), as: UTF8.self)
    }

    func blob(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, column) else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }

    /// The row of a statement that selects key, value, create_revision, mod_revision.
    var storedValue: StoredValue {
        StoredValue(key: text(0), value: blob(1), createRevision: revision(2), modRevision: revision(3))
    }

    private func check(_ code: Int32) throws { if code != SQLITE_OK { throw failure(code) } }

    private func failure(_ code: Int32) -> DatabaseError {
        let connection = sqlite3_db_handle(handle)
        return DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)), message: String(cString: sqlite3_errmsg(connection)))
    }
}
