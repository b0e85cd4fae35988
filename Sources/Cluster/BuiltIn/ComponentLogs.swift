import Logging
import Resources

/// Loggers for the components inside this process: what each says goes to the process's own log, and to a file of its own that
/// `kubectl logs` shows.
struct ComponentLogs: Sendable {
    private let directory: String
    private let base: Logger

    init(configuration: ClusterConfiguration, base: Logger) {
        directory = configuration.paths.componentLogs
        self.base = base
    }

    func path(_ component: String) -> String { "\(directory)/\(component)/0.log" }

    func logger(_ component: String) -> Logger {
        let file = ComponentLogFile(path: path(component))
        var logger = Logger(label: component) { label in
            MultiplexLogHandler([StreamLogHandler.standardError(label: label), ComponentLogHandler(component: component, file: file)])
        }
        logger.logLevel = base.logLevel
        return logger
    }
}

/// Writes to a component's file in the form the components of Kubernetes use.
struct ComponentLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info
    private let component: String
    private let file: ComponentLogFile
    private let now: @Sendable () -> Timestamp

    init(component: String, file: ComponentLogFile, now: @escaping @Sendable () -> Timestamp = Timestamp.now) {
        (self.component, self.file, self.now) = (component, file, now)
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let time = now()
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        file.write(Self.line(event.level, "\(event.message)", all, component: component, at: time), at: time)
    }

    /// `I0102 03:04:05.000678 kube-scheduler] "message" key="value"`
    static func line(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata, component: String, at time: Timestamp) -> String
    {
        let letter =
            switch level {
            case .trace, .debug, .info, .notice: "I"
            case .warning: "W"
            case .error: "E"
            case .critical: "F"
            }
        let text = time.microText  // 2024-01-02T03:04:05.000678Z
        let stamp = text.dropFirst(5).prefix(2) + text.dropFirst(8).prefix(2) + " " + text.dropFirst(11).dropLast()
        let pairs = metadata.sorted { $0.key < $1.key }.map { " \($0.key)=\(quoted("\($0.value)"))" }.joined()
        return "\(letter)\(stamp) \(component)] \(quoted(message))\(pairs)"
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
    }
}
