import CommandRunner
import Synchronization
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// How a server that was started in the background tells the command that started it how far it is: a line a step, then `ready`,
/// or `error` with the reason.
package enum StartMessage: Sendable, Equatable {
    case progress(String)
    case ready
    case failed(String)

    package init?(line: some StringProtocol) {
        let parts = String(line).split(separator: Character(" "), maxSplits: 1).map(String.init)
        switch parts.first {
        case "progress": self = .progress(parts.count > 1 ? parts[1] : "")
        case "ready": self = .ready
        case "error": self = .failed(parts.count > 1 ? parts[1].replacing("\u{1F}", with: "\n") : "")
        default: return nil
        }
    }

    package var line: String {
        switch self {
        case .progress(let step): "progress \(step)\n"
        case .ready: "ready\n"
        case .failed(let reason): "error \(reason.replacing("\n", with: "\u{1F}"))\n"
        }
    }
}

package final class StartNotifier: Sendable {
    private let descriptor: Mutex<FileDescriptor?>

    /// - Parameter background: whether the process that started this one listens; in the foreground messages go nowhere but the log.
    package init(background: Bool) {
        descriptor = Mutex(background ? FileDescriptor(rawValue: DetachedProcess.notificationDescriptor) : nil)
        // The listener may be gone (interrupted); that must not end the server.
        if background { signal(SIGPIPE, SIG_IGN) }
    }

    package func send(_ message: StartMessage) {
        descriptor.withLock { descriptor in
            _ = try? descriptor?.writeAll(message.line.utf8)
            if case .progress = message { return }
            try? descriptor?.close()
            descriptor = nil
        }
    }
}
