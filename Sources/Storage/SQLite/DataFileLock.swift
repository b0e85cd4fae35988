#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Keeps a second process away from a data file: each would number its writes without knowing of the other's.
/// The kernel drops the lock when the process ends, however it ends.
final class DataFileLock: Sendable {
    private let descriptor: Int32

    init(path: String) throws(StorageError) {
        descriptor = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .io("cannot open \(path).lock: \(String(cString: strerror(errno)))") }
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let reason = errno
            close(descriptor)
            throw reason == EWOULDBLOCK ? .inUse(path) : .io("cannot lock \(path).lock: \(String(cString: strerror(reason)))")
        }
    }

    deinit { close(descriptor) }
}
