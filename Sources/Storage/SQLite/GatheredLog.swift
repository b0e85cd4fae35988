import GRDBSQLite

/// The write-ahead log as SQLite writes it, gathered: each page of a transaction is two writes to the log's file, its header and itself,
/// one after the other. They are kept until the log is synced, which ends every transaction, and then written at once. One write of a
/// hundred kilobytes takes the kernel a third of what fifty small ones do.
///
/// Nobody misses what is not yet in the file: others look for a transaction's pages only when the index of the log, which is memory, tells
/// of them, and it does after the sync. Whoever reads here what has just been written has it written first.
///
/// It is a file system of SQLite's (https://sqlite.org/vfs.html), the usual one but for files of that kind.
enum GatheredLog {
    private static let name: StaticString = "coxswain-gathered-log"
    /// Bytes that are kept at most before they are written. SQLite's own file takes a longer write modulo one more than that
    /// (`seekAndWriteFd` of its `os_unix.c`).
    fileprivate static let limit = 0x1ffff

    /// Has all connections that are opened from now on write their logs in this way. When it fails they are as usual.
    static func install() { _ = installed }

    private static let installed: Bool = {
        guard let base else { return false }
        let own = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        own.initialize(to: base.pointee)
        own.pointee.pNext = nil
        own.pointee.szOsFile = Int32(LogFile.headBytes) + base.pointee.szOsFile
        own.pointee.zName = UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
        own.pointee.xOpen = { _, path, file, flags, outFlags in
            guard let file, let base = GatheredLog.base, let open = base.pointee.xOpen else { return SQLITE_CANTOPEN }
            guard flags & SQLITE_OPEN_WAL != 0 else { return open(base, path, file, flags, outFlags) }
            return LogFile.open(file) { open(base, path, $0, flags, outFlags) }
        }
        return sqlite3_vfs_register(own, 1) == SQLITE_OK
    }()

    /// That of the operating system. A pointer to what SQLite never changes or frees.
    nonisolated(unsafe) fileprivate static let base = sqlite3_vfs_find(nil)
}

/// A log that is open: SQLite's own file lies behind this head.
private struct LogFile {
    /// What SQLite looks for at the start of every file.
    var file: sqlite3_file
    var pending: Unmanaged<PendingWrites>?

    static let headBytes = (MemoryLayout<LogFile>.size + 15) / 16 * 16

    static func open(_ file: UnsafeMutablePointer<sqlite3_file>, _ open: (UnsafeMutablePointer<sqlite3_file>) -> Int32) -> Int32 {
        let inner = inner(file)
        let code = open(inner)
        file.pointee.pMethods = nil
        guard inner.pointee.pMethods != nil else { return code }
        head(file).pointee.pending = .passRetained(PendingWrites())
        file.pointee.pMethods = UnsafePointer(methods)
        return code
    }

    private static func head(_ file: UnsafeMutablePointer<sqlite3_file>) -> UnsafeMutablePointer<LogFile> {
        UnsafeMutableRawPointer(file).assumingMemoryBound(to: LogFile.self)
    }

    private static func inner(_ file: UnsafeMutablePointer<sqlite3_file>) -> UnsafeMutablePointer<sqlite3_file> {
        (UnsafeMutableRawPointer(file) + headBytes).assumingMemoryBound(to: sqlite3_file.self)
    }

    /// Calls one of the methods of SQLite's own file.
    private static func forward(
        _ file: UnsafeMutablePointer<sqlite3_file>?, flushing: Bool = false,
        _ body: (UnsafeMutablePointer<sqlite3_file>, sqlite3_io_methods) -> Int32?
    ) -> Int32 {
        guard let file, let methods = inner(file).pointee.pMethods?.pointee else { return SQLITE_IOERR }
        let flushed = flushing ? flush(file) : SQLITE_OK
        if flushed != SQLITE_OK { return flushed }
        return body(inner(file), methods) ?? SQLITE_IOERR
    }

    /// Writes what is kept.
    private static func flush(_ file: UnsafeMutablePointer<sqlite3_file>) -> Int32 {
        guard let pending = head(file).pointee.pending?.takeUnretainedValue(), let write = inner(file).pointee.pMethods?.pointee.xWrite
        else {
            return SQLITE_OK
        }
        return pending.take { bytes, offset in write(inner(file), bytes.baseAddress, Int32(bytes.count), offset) }
    }

    private static func write(
        _ file: UnsafeMutablePointer<sqlite3_file>, _ bytes: UnsafeRawBufferPointer, at offset: sqlite3_int64
    ) -> Int32 {
        guard let pending = head(file).pointee.pending?.takeUnretainedValue() else { return SQLITE_IOERR }
        if pending.add(bytes, at: offset) { return SQLITE_OK }
        let flushed = flush(file)
        if flushed != SQLITE_OK { return flushed }
        if pending.add(bytes, at: offset) { return SQLITE_OK }
        return forward(file) { $1.xWrite?($0, bytes.baseAddress, Int32(bytes.count), offset) }
    }

    /// Never changed once it is made, and never freed: files that are open point at it.
    nonisolated(unsafe) private static let methods: UnsafeMutablePointer<sqlite3_io_methods> = {
        let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        methods.initialize(to: sqlite3_io_methods())
        methods.pointee.iVersion = 1
        methods.pointee.xClose = { file in
            guard let file else { return SQLITE_IOERR }
            let flushed = flush(file)
            let closed = forward(file) { $1.xClose?($0) }
            head(file).pointee.pending?.release()
            head(file).pointee.pending = nil
            file.pointee.pMethods = nil
            return flushed == SQLITE_OK ? closed : flushed
        }
        methods.pointee.xRead = { file, bytes, count, offset in
            forward(file, flushing: true) { $1.xRead?($0, bytes, count, offset) }
        }
        methods.pointee.xWrite = { file, bytes, count, offset in
            guard let file else { return SQLITE_IOERR }
            return write(file, UnsafeRawBufferPointer(start: bytes, count: Int(count)), at: offset)
        }
        methods.pointee.xTruncate = { file, size in forward(file, flushing: true) { $1.xTruncate?($0, size) } }
        methods.pointee.xSync = { file, flags in forward(file, flushing: true) { $1.xSync?($0, flags) } }
        methods.pointee.xFileSize = { file, size in forward(file, flushing: true) { $1.xFileSize?($0, size) } }
        methods.pointee.xLock = { file, level in forward(file) { $1.xLock?($0, level) } }
        methods.pointee.xUnlock = { file, level in forward(file) { $1.xUnlock?($0, level) } }
        methods.pointee.xCheckReservedLock = { file, held in forward(file) { $1.xCheckReservedLock?($0, held) } }
        methods.pointee.xFileControl = { file, operation, argument in
            forward(file, flushing: true) { $1.xFileControl?($0, operation, argument) }
        }
        methods.pointee.xSectorSize = { file in forward(file) { $1.xSectorSize?($0) } }
        methods.pointee.xDeviceCharacteristics = { file in forward(file) { $1.xDeviceCharacteristics?($0) } }
        return methods
    }()
}

/// Writes to one file that follow each other without a gap. SQLite uses a file from one thread at a time.
private final class PendingWrites {
    private var start: sqlite3_int64 = 0
    private var bytes: [UInt8] = []

    /// False when it does not follow what is there, or would be too much.
    func add(_ more: UnsafeRawBufferPointer, at offset: sqlite3_int64) -> Bool {
        if bytes.isEmpty { start = offset }
        guard offset == start + sqlite3_int64(bytes.count), bytes.count + more.count <= GatheredLog.limit else { return false }
        bytes.append(contentsOf: more)
        return true
    }

    /// Hands over what there is, as one write. When that fails it is gone all the same: the transaction that wrote it is.
    func take(_ write: (UnsafeRawBufferPointer, sqlite3_int64) -> Int32) -> Int32 {
        if bytes.isEmpty { return SQLITE_OK }
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes.withUnsafeBytes { write($0, start) }
    }
}
