import CRI
import Resources

/// The list of containers in columns.
package struct ContainerTable: Sendable {
    /// Characters of a command that are shown.
    static let commandLength = 20

    private let now: Timestamp
    private let isTruncated: Bool

    package init(now: Timestamp = .now(), isTruncated: Bool = true) { (self.now, self.isTruncated) = (now, isTruncated) }

    package func text(_ containers: [PlainContainer]) -> String {
        let rows = [["CONTAINER ID", "IMAGE", "COMMAND", "CREATED", "STATUS", "PORTS", "NAMES"]] + containers.map(row)
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
            return cells.joined(separator: "   ").trimmedEnd + "\n"
        }.joined()
    }

    private func row(_ container: PlainContainer) -> [String] {
        var command = container.process.joined(separator: " ")
        if isTruncated, command.count > Self.commandLength { command = command.prefix(Self.commandLength - 1) + "…" }
        return [
            isTruncated ? container.shortID : container.id, container.request.image, "\"\(command)\"",
            Self.span(from: container.createdAt, to: now) + " ago", status(container),
            container.isRunning ? container.request.ports.map(\.text).joined(separator: ", ") : "", container.name,
        ]
    }

    func status(_ container: PlainContainer) -> String {
        let status = container.status
        switch status.state {
        case .running: return "Up " + Self.span(from: Timestamp(nanosecondsSince1970: status.startedAt), to: now)
        case .exited:
            let end = Timestamp(nanosecondsSince1970: status.finishedAt)
            return "Exited (\(status.exitCode)) " + Self.span(from: end, to: now) + " ago"
        case .created: return "Created"
        case .unknown: return "Unknown"
        }
    }

    /// A time in the words people are used to: `5 seconds`, `About a minute`.
    static func span(from start: Timestamp, to end: Timestamp) -> String {
        let seconds = Int(max(0, end.secondsSince(start)))
        let (minutes, hours) = (seconds / 60, (seconds + 1800) / 3600)
        switch seconds {
        case ..<1: return "Less than a second"
        case 1: return "1 second"
        case ..<60: return "\(seconds) seconds"
        case ..<120: return "About a minute"
        case ..<3600: return "\(minutes) minutes"
        default: break
        }
        switch hours {
        case 1: return "About an hour"
        case ..<48: return "\(hours) hours"
        case ..<(24 * 14): return "\(hours / 24) days"
        case ..<(24 * 60): return "\(hours / 24 / 7) weeks"
        case ..<(24 * 730): return "\(hours / 24 / 30) months"
        default: return "\(hours / 24 / 365) years"
        }
    }
}

extension String {
    var trimmedEnd: String {
        var text = self[...]
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }
}
