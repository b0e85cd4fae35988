internal import Resources

/// `--dry-run`: do it, only show what would be sent, or let the server do everything but keep it.
enum DryRun: Sendable {
    case none, client, server

    static let flag = Flag.string(
        "dry-run", nil, "none", implied: "unchanged", values: .words(["none", "client", "server"]),
        "none, client (only print what would be sent) or server (send it, but keep nothing).")

    static func read(_ invocation: Invocation) throws(Failure) -> DryRun {
        switch invocation.flags.string("dry-run") {
        case "none", "", "false": return .none
        case "client": return .client
        case "server": return .server
        case "unchanged", "true":
            invocation.console.err("W: --dry-run is deprecated and can be replaced with --dry-run=client.\n")
            return .client
        case let other: throw Failure("Invalid dry-run value (\(other)). Must be \"none\", \"server\", or \"client\".")
        }
    }

    /// What requests carry.
    var query: [(name: String, value: String)] { self == .server ? [("dryRun", "All")] : [] }
}
