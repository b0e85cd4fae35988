import Resources
import Synchronization
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// The log file of one component, in the form in which a container runtime writes those of containers, so that it is read by the same
/// reader. When it has reached its size it makes room for a new one; one former file is kept.
final class ComponentLogFile: Sendable {
    /// Bytes.
    static let limit = 10 << 20

    private struct State {
        var file: FileDescriptor?
        var size = 0
    }

    let path: String
    private let limit: Int
    private let state = Mutex(State())

    init(path: String, limit: Int = ComponentLogFile.limit) {
        (self.path, self.limit) = (path, limit)
        state.withLock { $0 = Self.open(path) }
    }

    deinit { state.withLock { try? $0.file?.close() } }

    private static func open(_ path: String) -> State {
        try? AtomicFile.createDirectory(of: path)
        let file = try? FileDescriptor.open(
            FilePath(path), .writeOnly, options: [.append, .create, .closeOnExec], permissions: FilePermissions(rawValue: 0o640))
        return State(file: file, size: (try? file?.seek(offset: 0, from: .end)).flatMap { $0 }.map(Int.init) ?? 0)
    }

    /// A log that cannot be written is no reason to stop working: what is lost here is still on standard error.
    func write(_ text: String, at time: Timestamp) {
        let line = text.split(separator: "\n", omittingEmptySubsequences: true).map { "\(time.nanoText) stderr F \($0)\n" }.joined()
        state.withLock { state in
            if state.size + line.utf8.count > limit {
                try? state.file?.close()
                _ = rename(path, path + ".1")
                state = Self.open(path)
            }
            guard let file = state.file, let count = try? file.writeAll(line.utf8) else { return }
            state.size += count
        }
    }
}
