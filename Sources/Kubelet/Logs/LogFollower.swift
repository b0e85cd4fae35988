#if canImport(Glibc)
    import Glibc
#endif

/// Reads a container's log file for somebody who shows its two streams apart, from its tail or its start, and follows it until the
/// container has ended.
package struct LogFollower: Sendable {
    private let path: String
    private let options: LogOptions

    /// - Parameters:
    ///   - tail: only so many of the last lines; nil for all.
    ///   - showsTimes: whether each line begins with its time.
    package init(path: String, tail: Int? = nil, follows: Bool = false, showsTimes: Bool = false) {
        self.path = path
        var options = LogOptions()
        (options.tailLines, options.follow, options.timestamps) = (tail, follows, showsTimes)
        self.options = options
    }

    /// - Parameters:
    ///   - ends: yields whenever the container may have ended; what it wrote is in the file by then.
    ///   - isRunning: whether more may come; asked when the end of the file has been reached.
    ///   - write: takes bytes of the error stream (true) or of the output.
    package func read(
        ends: AsyncStream<Void>, isRunning: @Sendable () async -> Bool, write: (_ isError: Bool, _ bytes: [UInt8]) throws -> Void
    ) async throws {
        var filters = (output: filter(isError: false), errors: filter(isError: true))
        let slash = path.lastIndex(of: "/") ?? path.startIndex
        let (changes, changed) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let watched = options.follow ? FileWatcher.shared.changes(in: String(path[..<slash])) : nil
        let feeds = [watched, options.follow ? ends : nil].compactMap { $0 }.map { stream in
            Task { for await _ in stream { changed.yield() } }
        }
        defer { for feed in feeds { feed.cancel() } }
        var waiting = changes.makeAsyncIterator()
        var file = try OpenLog(path)
        defer { file.close() }
        if let lines = options.tailLines { try file.seekToTail(lines: lines) }
        while true {
            if try copy(&file, &filters, write) { continue }
            guard options.follow else { return }
            if file.wasReplaced(path) {
                file.close()
                file = try OpenLog(path)
                continue
            }
            let more = await isRunning()
            if try copy(&file, &filters, write) { continue }
            guard more, await waiting.next() != nil else { return }
        }
    }

    private func filter(isError: Bool) -> LogFilter {
        var own = options
        own.isError = isError
        return LogFilter(own)
    }

    /// Copies one chunk; false at the end of the file.
    private func copy(
        _ file: inout OpenLog, _ filters: inout (output: LogFilter, errors: LogFilter), _ write: (Bool, [UInt8]) throws -> Void
    ) throws -> Bool {
        guard try file.fill(LogReader.chunkSize) else { return false }
        while let line = file.nextLine() {
            if let bytes = filters.output.output(line) { try write(false, bytes) }
            if let bytes = filters.errors.output(line) { try write(true, bytes) }
        }
        return true
    }
}
