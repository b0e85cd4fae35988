import CRI
import Resources

/// What a container left behind to say why it ended (core/v1 terminationMessagePath and -Policy).
enum TerminationMessage {
    /// The most of the file that is shown, bytes.
    static let maximumBytes = 4096
    /// How much of the log stands in for it: lines and bytes.
    static let maximumLogLines = 80
    static let maximumLogBytes = 2048

    /// Where in the container the message is written.
    static func path(_ container: Container) -> String {
        container.terminationMessagePath.isEmpty ? "/dev/termination-log" : container.terminationMessagePath
    }

    static func read(_ status: RuntimeContainerStatus) -> String {
        let path = status.annotations[RuntimeLabel.terminationMessagePath] ?? ""
        let policy = status.annotations[RuntimeLabel.terminationMessagePolicy] ?? "File"
        if !path.isEmpty, let mount = status.mounts.first(where: { $0.containerPath == path }),
            let bytes = try? FileSystem.read(mount.hostPath, limit: maximumBytes), !bytes.isEmpty
        {
            return String(decoding: bytes.prefix(maximumBytes), as: UTF8.self)
        }
        if policy == "FallbackToLogsOnError", status.exitCode != 0, !status.logPath.isEmpty { return logTail(status.logPath) }
        return ""
    }

    private static func logTail(_ path: String) -> String {
        guard let bytes = try? FileSystem.read(path) else { return "" }
        var lines: [[UInt8]] = []
        for line in bytes.split(separator: UInt8(ascii: "\n")).suffix(maximumLogLines) {
            if let entry = LogEntry(line) { lines.append(Array(entry.content) + (entry.isPartial ? [] : [UInt8(ascii: "\n")])) }
        }
        return String(decoding: lines.joined().suffix(maximumLogBytes), as: UTF8.self)
    }
}
