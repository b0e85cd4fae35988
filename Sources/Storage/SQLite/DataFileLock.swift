#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Keeps a second process away from a data file: each would number its writes without knowing of the other's.
/// The kernel drops the lock when the process ends, however it ends.
final class DataFileLock: Sendable {
    private let descriptor: Int32

    /// How often the lock is tried for, and the pause between, microseconds: a child that this process is just starting holds a copy of the
    /// descriptor until it runs its own program.
    private static let attempts = 10
    private static let pause: UInt32 = 20_000

    init(path: String) throws(StorageError) {
        descriptor = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .io("cannot open \(path).lock: \(String(cString: strerror(errno)))") }
        var reason = EWOULDBLOCK
        for attempt in 1...Self.attempts where reason == EWOULDBLOCK {
            if attempt > 1 { usleep(Self.pause) }
            reason = flock(descriptor, LOCK_EX | LOCK_NB) == 0 ? 0 : errno
        }
        if reason != 0 {
            close(descriptor)
            throw reason == EWOULDBLOCK ? .inUse(path) : .io("cannot lock \(path).lock: \(String(cString: strerror(reason)))")
        }
    }

    deinit { close(descriptor) }
}
