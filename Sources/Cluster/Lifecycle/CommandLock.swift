import FoundationEssentials
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// Keeps two commands from changing one cluster at once, such as an `up` and a `down`. The kernel drops the lock when its holder ends,
/// however it ends.
package final class CommandLock: Sendable {
    private let descriptor: Int32

    private let path: String

    private init(descriptor: Int32, path: String) { (self.descriptor, self.path) = (descriptor, path) }

    /// Waits until no other command holds the lock.
    /// - Parameter waiting: told once when there is another.
    package static func take(_ configuration: ClusterConfiguration, waiting: () -> Void) throws -> CommandLock {
        try take(path: configuration.paths.commandLock, waiting: waiting)
    }

    /// Waits until nobody else holds the lock that is the file at `path`.
    static func take(path: String, waiting: () -> Void = {}) throws -> CommandLock {
        try AtomicFile.createDirectory(of: path)
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                throw ClusterError("\(path) cannot be opened: \(Errno(rawValue: errno)); clusters are root's, run it with sudo")
            }
            if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
                waiting()
                while flock(descriptor, LOCK_EX) != 0 {
                    guard errno == EINTR else {
                        close(descriptor)
                        throw ClusterError("\(path) cannot be locked: \(Errno(rawValue: errno))")
                    }
                }
            }
            if isStillThere(descriptor, path) { return CommandLock(descriptor: descriptor, path: path) }
            close(descriptor)  // whoever held it has deleted the cluster
        }
    }

    /// The kernel tells of an open file that was deleted by adding to its path.
    private static func isStillThere(_ descriptor: Int32, _ path: String) -> Bool {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)")) == path
    }

    /// Ends what the lock is held for.
    /// - Parameter forgetting: whether the cluster is no more, and its lock neither.
    package func release(forgetting: Bool) {
        if forgetting { unlink(path) }
        flock(descriptor, LOCK_UN)
    }

    deinit { close(descriptor) }
}
