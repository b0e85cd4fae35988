import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Tells when files in a directory change, through inotify(7). One thread waits for all watches of the process.
final class FileWatcher: Sendable {
    static let shared = FileWatcher()

    private struct State {
        var file: Int32 = -1
        var watches: [Int32: [UInt64: AsyncStream<Void>.Continuation]] = [:]
        var next: UInt64 = 0
    }
    private let state = Mutex(State())

    /// A stream that yields when anything in the directory is written, made or moved. Changes close together yield once.
    /// Nil when the system allows no more watches.
    func changes(in directory: String) -> AsyncStream<Void>? {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number: (Int32, UInt64)? = state.withLock { state in
            if state.file < 0 {
                state.file = inotify_init1(Int32(O_CLOEXEC))
                guard state.file >= 0 else { return nil }
                start(state.file)
            }
            let watch = inotify_add_watch(
                state.file, directory, UInt32(IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CLOSE_WRITE))
            guard watch >= 0 else { return nil }
            state.next += 1
            state.watches[watch, default: [:]][state.next] = continuation
            return (watch, state.next)
        }
        guard let (watch, id) = number else { return nil }
        continuation.onTermination = { [self] _ in
            state.withLock { state in
                state.watches[watch]?[id] = nil
                guard state.watches[watch]?.isEmpty == true else { return }
                state.watches[watch] = nil
                inotify_rm_watch(state.file, watch)
            }
        }
        return stream
    }

    private func start(_ file: Int32) {
        var thread = pthread_t()
        let boxed = Unmanaged.passRetained(Reader(owner: self, file: file))
        let result = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let reader = Unmanaged<Reader>.fromOpaque(argument).takeRetainedValue()
                reader.owner.readEvents(reader.file)
                return nil
            }, boxed.toOpaque())
        if result == 0 { pthread_detach(thread) } else { boxed.release() }
    }

    private final class Reader: Sendable {
        let owner: FileWatcher
        let file: Int32
        init(owner: FileWatcher, file: Int32) { (self.owner, self.file) = (owner, file) }
    }

    private func readEvents(_ file: Int32) {
        let headerSize = MemoryLayout<inotify_event>.size
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = read(file, &buffer, buffer.count)
            if count <= 0 {
                if count < 0, errno == EINTR { continue }
                return
            }
            var touched: Set<Int32> = []
            buffer.withUnsafeBytes { bytes in
                var offset = 0
                while offset + headerSize <= count {
                    touched.insert(bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self))
                    offset += headerSize + Int(bytes.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self))
                }
            }
            let listeners = state.withLock { state in touched.flatMap { state.watches[$0].map { Array($0.values) } ?? [] } }
            for listener in listeners { listener.yield() }
        }
    }
}
