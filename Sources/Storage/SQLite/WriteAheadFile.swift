#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The write-ahead log's file, made as long as it will get before it is written to.
///
/// Syncing an overwritten block is one write to the disk; syncing a file that grew is a transaction of the file system as well,
/// ten times slower on ext4. SQLite overwrites the log from its start after each checkpoint and ignores what lies behind its last
/// frame, so zeros there are harmless.
enum WriteAheadFile {
    /// Best effort: without it, commits are slower until the log has reached its length by itself.
    static func extend(databasePath: String, to length: Int) {
        let descriptor = open(databasePath + "-wal", O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return }
        let zeros = [UInt8](repeating: 0, count: 1 << 18)
        var end = Int(status.st_size)
        while end < length {
            let written = pwrite(descriptor, zeros, min(zeros.count, length - end), off_t(end))
            if written <= 0 { return }
            end += written
        }
        fdatasync(descriptor)
    }
}
