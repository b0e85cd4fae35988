internal import FoundationEssentials
package import Resources
internal import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int { write(descriptor, bytes.baseAddress, bytes.count) }
private func systemOpen(_ path: String) -> Int32 { open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600) }

/// A log file that is put aside when it has grown, as `NAME-2026-01-31T23-59-59.123.EXTENSION` (times in UTC).
package final class AuditFile: AuditSink {
    /// Bounds of what is kept; 0 is none. Upstream's `--audit-log-maxage`, `-maxbackup` and `-maxsize`.
    package struct Bounds: Sendable, Hashable {
        /// Days that a file is kept after it was put aside.
        package var ageDays = 0
        /// Files that are kept beside the one in use.
        package var backups = 0
        /// Megabytes at which a file is put aside; 0 is upstream's 100.
        package var megabytes = 0

        package init() {}
    }

    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    private struct State {
        var descriptor: Int32 = -1
        var size = 0
    }

    private static let standardMegabytes = 100
    private static let stampLength = "2026-01-31T23-59-59.123".utf8.count

    private let path: String
    private let limitBytes: Int
    private let bounds: Bounds
    private let now: @Sendable () -> Timestamp
    private let state = Mutex(State())

    /// - Parameter path: `-` is the standard output.
    package init(path: String, bounds: Bounds = Bounds(), now: @escaping @Sendable () -> Timestamp = { .now() }) throws {
        self.path = path
        self.bounds = bounds
        self.now = now
        limitBytes = (bounds.megabytes > 0 ? bounds.megabytes : Self.standardMegabytes) << 20
        try state.withLock { try open(&$0) }
    }

    deinit {
        let descriptor = state.withLock { $0.descriptor }
        if path != "-", descriptor >= 0 { close(descriptor) }
    }

    package func write(_ lines: [[UInt8]]) throws {
        try state.withLock { state in
            if state.descriptor < 0 { try open(&state) }
            var pending: [UInt8] = []
            for line in lines {
                if path != "-", state.size > 0, state.size + pending.count + line.count > limitBytes {
                    try flush(&pending, &state)
                    try rotate(&state)
                }
                pending += line
            }
            try flush(&pending, &state)
        }
    }

    private func flush(_ bytes: inout [UInt8], _ state: inout State) throws {
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes { systemWrite(state.descriptor, $0) }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure("write")
            }
            done += count
        }
        state.size += done
        bytes = []
    }

    private func open(_ state: inout State) throws {
        if path == "-" {
            state.descriptor = STDOUT_FILENO
            return
        }
        let directory = directory
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let descriptor = systemOpen(path)
        guard descriptor >= 0 else { throw failure("open") }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else {
            defer { close(descriptor) }
            throw failure("look at")
        }
        (state.descriptor, state.size) = (descriptor, Int(facts.st_size))
    }

    private func rotate(_ state: inout State) throws {
        close(state.descriptor)
        state.descriptor = -1
        var target = aside(now())
        // Two files of one millisecond must not replace each other.
        for later in 1...1_000 where FileManager.default.fileExists(atPath: target) {
            target = aside(now() + .milliseconds(later))
        }
        guard rename(path, target) == 0 else { throw failure("rename") }
        try open(&state)
        removeOld()
    }

    // MARK: Names

    private var directory: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The file's name before and after the place of the time.
    private var nameParts: (stem: Substring, ending: Substring) {
        let name = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return (name, "") }
        return (name[..<dot], name[dot...])
    }

    private func aside(_ time: Timestamp) -> String {
        let (stem, ending) = nameParts
        // RFC 3339 with colons replaced, and three digits of the second's fraction.
        let text = String(time.microText.prefix(Self.stampLength)).map { $0 == ":" ? "-" : $0 }
        return "\(directory)/\(stem)-\(String(text))\(ending)"
    }

    private func removeOld() {
        guard bounds.ageDays > 0 || bounds.backups > 0,
            let names = try? FileManager.default.contentsOfDirectory(atPath: directory)
        else { return }
        let (stem, ending) = nameParts
        let length = stem.utf8.count + 1 + Self.stampLength + ending.utf8.count
        // Their names sort as their times do.
        let kept = names.filter { $0.hasPrefix(stem + "-") && $0.hasSuffix(ending) && $0.utf8.count == length }.sorted(by: >)
        let oldest = aside(now().adding(seconds: -bounds.ageDays * 86_400))
        for (index, name) in kept.enumerated() {
            let isTooMany = bounds.backups > 0 && index >= bounds.backups
            let isTooOld = bounds.ageDays > 0 && "\(directory)/\(name)" < oldest
            if isTooMany || isTooOld { unlink("\(directory)/\(name)") }
        }
    }

    private func failure(_ what: String) -> Failure {
        Failure(description: "cannot \(what) the audit log \(path): \(String(cString: strerror(errno)))")
    }
}
