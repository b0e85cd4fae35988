import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

/// Which process serves a cluster. A process id alone may belong to somebody else after a crash or a reboot, so the file also
/// holds when that process started; only both together name it.
package struct ProcessIdentifierFile: Sendable {
    package let path: String
    package init(path: String) { self.path = path }

    package func write() throws { try AtomicFile.write("\(getpid()) \(Self.startTime(getpid()) ?? "")\n", to: path) }
    package func remove() { unlink(path) }

    /// The id of the living process the file names; nil when there is none.
    package var running: Int32? {
        guard let parts = AtomicFile.read(path)?.split(whereSeparator: \.isWhitespace), parts.count == 2, let pid = Int32(parts[0]),
            Self.startTime(pid) == String(parts[1])
        else { return nil }
        return pid
    }

    /// The process's start in clock ticks since boot: field 22 of /proc/PID/stat, counted after the name, which may hold spaces.
    static func startTime(_ pid: Int32) -> String? {
        guard let text = AtomicFile.read("/proc/\(pid)/stat"), let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 19, fields[0] != "Z" else { return nil }
        return String(fields[19])
    }
}
