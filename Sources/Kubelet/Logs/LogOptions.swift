import Resources

/// Which part of a container's log a client wants (core/v1 PodLogOptions).
struct LogOptions: Sendable, Equatable {
    var container = ""
    var follow = false
    var previous = false
    var timestamps = false
    /// Only the last lines; nil for all.
    var tailLines: Int?
    /// No more than this many bytes.
    var limitBytes: Int?
    /// Nothing older.
    var since: Timestamp?
    /// Only this stream (`stdout` or `stderr`); nil for both.
    var isError: Bool?

    init() {}

    /// Reads the query of `/containerLogs/...`. Throws when a number is none or is negative.
    init(query: [(name: String, value: String)], now: Timestamp) throws(ConfigurationError) {
        for (name, value) in query {
            switch name {
            case "follow": follow = value == "true" || value == "1"
            case "previous": previous = value == "true" || value == "1"
            case "timestamps": timestamps = value == "true" || value == "1"
            case "tailLines": tailLines = try Self.number(name, value)
            case "limitBytes": limitBytes = try Self.number(name, value)
            case "sinceSeconds": since = now.adding(seconds: -(try Self.number(name, value)))
            case "sinceTime":
                guard let time = Timestamp(value) else { throw ConfigurationError("invalid sinceTime: \(value)") }
                since = time
            case "stream": isError = value == "Stderr" ? true : value == "Stdout" ? false : nil
            default: break
            }
        }
    }

    private static func number(_ name: String, _ value: String) throws(ConfigurationError) -> Int {
        guard let number = Int(value), number >= 0 else { throw ConfigurationError("invalid \(name): \(value)") }
        return number
    }
}

/// Turns the lines of a log file into what a client sees. A value that is stepped line by line.
struct LogFilter {
    let options: LogOptions
    private var written = 0
    /// Whether the last entry of a stream was part of a line, by stream: what follows gets no time of its own.
    private var continues = (stdout: false, stderr: false)

    init(_ options: LogOptions) { self.options = options }

    var isFull: Bool { options.limitBytes.map { written >= $0 } ?? false }

    /// What to send for one line of the file, without its line feed; nil for nothing.
    mutating func output(_ line: ArraySlice<UInt8>) -> [UInt8]? {
        guard !isFull, let entry = LogEntry(line) else { return nil }
        if let wanted = options.isError, wanted != entry.isError { return nil }
        let isContinuation = entry.isError ? continues.stderr : continues.stdout
        if entry.isError { continues.stderr = entry.isPartial } else { continues.stdout = entry.isPartial }
        if let since = options.since, let time = entry.timestamp, time < since { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(line.count)
        if options.timestamps, !isContinuation {
            result += entry.timeBytes
            result.append(UInt8(ascii: " "))
        }
        result += entry.content
        if !entry.isPartial { result.append(UInt8(ascii: "\n")) }
        if let limit = options.limitBytes, written + result.count > limit { result.removeLast(written + result.count - limit) }
        written += result.count
        return result
    }
}
