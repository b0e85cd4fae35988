import CommandRunner
import Dashboard
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

/// Tells the person at the terminal about the dashboard's links, and opens the first.
struct LinkSpeaker: Sendable {
    /// Programs that read the link want nothing else on standard output.
    var printsLinkOnly: Bool
    var opensBrowser: Bool

    @Sendable func say(_ notice: LocalDashboard.Notice) {
        switch notice {
        case .ready(let link):
            print(printsLinkOnly ? link : "The dashboard is at \(link)\nThe link works once; Ctrl-C ends the dashboard.")
            fflush(nil)
            if opensBrowser { open(link) }
        case .opened(let next):
            printError("Opened. For another browser: \(next)")
        case .replayed:
            printError("A link was used a second time. What it had opened is closed: use the latest link.")
        }
    }

    private func open(_ link: String) {
        let variables = ProcessInfo.processInfo.environment
        guard let command = BrowserCommand.command(link, variables: variables, isRoot: geteuid() == 0) else { return }
        Task {
            do {
                try await CommandRunner().check(command[0], Array(command.dropFirst()))
            } catch {
                printError("The browser could not be opened (\(error)); open the link yourself.")
            }
        }
    }
}
