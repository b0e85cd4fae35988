import NIOCore

#if canImport(Glibc)
    import Glibc
#endif

/// Reads a container's log file, from its tail or from its start, and follows it across rotations until the container has ended.
///
/// Following waits on inotify, never on a clock.
struct LogReader: Sendable {
    /// Bytes read at a time.
    static let chunkSize = 64 << 10

    let path: String
    let options: LogOptions

    /// - Parameters:
    ///   - isRunning: whether more may come; asked when the end of the file has been reached.
    ///   - changed: suspends until the file may have changed.
    ///   - write: takes bytes for the client; throws when the client has gone.
    func read(
        isRunning: @Sendable () async -> Bool, changed: @Sendable () async throws -> Void,
        write: @Sendable (ByteBuffer) async throws -> Void
    ) async throws {
        var filter = LogFilter(options)
        var file = try OpenLog(path)
        defer { file.close() }
        if let lines = options.tailLines { try file.seekToTail(lines: lines) }
        while !filter.isFull {
            if try await copy(&file, &filter, write) { continue }
            guard options.follow else { break }
            if file.wasReplaced(path) {
                // What was written to the old file before it was moved away has been read above.
                file.close()
                file = try OpenLog(path)
                continue
            }
            let more = await isRunning()
            if try await copy(&file, &filter, write) { continue }
            guard more else { break }
            try await changed()
        }
    }

    /// Copies one chunk; false at the end of the file.
    private func copy(_ file: inout OpenLog, _ filter: inout LogFilter, _ write: @Sendable (ByteBuffer) async throws -> Void) async throws
        -> Bool
    {
        guard try file.fill(Self.chunkSize) else { return false }
        var output = ByteBuffer()
        while let line = file.nextLine() {
            if let bytes = filter.output(line) { output.writeBytes(bytes) }
            if filter.isFull { break }
        }
        if output.readableBytes > 0 { try await write(output) }
        return true
    }
}

/// An open log file and what was read of it but not yet handed out.
struct OpenLog {
    private let file: Int32
    private let inode: UInt
    private var pending: [UInt8] = []
    private var start = 0

    init(_ path: String) throws {
        file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw FileError(operation: "open", path: path, code: errno) }
        var info = stat()
        fstat(file, &info)
        inode = UInt(info.st_ino)
    }

    func close() { Glibc.close(file) }

    /// Whether another file has come to lie at the path: the runtime began a new one after a rotation.
    func wasReplaced(_ path: String) -> Bool {
        var info = stat()
        return stat(path, &info) == 0 && UInt(info.st_ino) != inode
    }

    /// Reads on; false when there is nothing more at present.
    mutating func fill(_ size: Int) throws -> Bool {
        if start > 0 {
            pending.removeFirst(start)
            start = 0
        }
        let old = pending.count
        pending.append(contentsOf: repeatElement(0, count: size))
        let count = pending.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress.map { $0 + old }, size) }
        pending.removeLast(size - max(count, 0))
        if count < 0 { throw FileError(operation: "read", path: "container log", code: errno) }
        return count > 0
    }

    /// The next complete line without its line feed.
    mutating func nextLine() -> ArraySlice<UInt8>? {
        guard let end = pending[start...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        defer { start = end + 1 }
        return pending[start..<end]
    }

    /// Moves to the start of the last `lines` lines, reading the file from its end.
    mutating func seekToTail(lines: Int) throws {
        var info = stat()
        fstat(file, &info)
        var position = Int(info.st_size)
        guard lines > 0 else {
            lseek(file, off_t(position), SEEK_SET)
            return
        }
        var found = 0
        var chunk = [UInt8](repeating: 0, count: 32 << 10)
        var isLastByte = true
        while position > 0 {
            let size = min(chunk.count, position)
            position -= size
            guard pread(file, &chunk, size, off_t(position)) == size else { break }
            for index in stride(from: size - 1, through: 0, by: -1) {
                defer { isLastByte = false }
                guard chunk[index] == UInt8(ascii: "\n"), !isLastByte else { continue }
                found += 1
                if found == lines {
                    lseek(file, off_t(position + index + 1), SEEK_SET)
                    return
                }
            }
        }
        lseek(file, 0, SEEK_SET)
    }
}
