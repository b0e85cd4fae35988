/// A verb of kubectl, or a group of verbs. One file or folder each in `Verbs`, entered in `CommandList`.
struct Command: Sendable {
    typealias Run = @Sendable (Invocation) async throws -> Void

    /// Under which heading `kubectl` lists the verb.
    enum Group: String, CaseIterable, Sendable {
        case basic = "Basic Commands"
        case inspection = "Finding Out"
        case deploy = "Deploy Commands"
        case cluster = "Cluster Management Commands"
        case debugging = "Troubleshooting and Debugging Commands"
        case advanced = "Advanced Commands"
        case settings = "Settings Commands"
        case other = "Other Commands"
    }

    /// What the arguments of a verb are, for completion.
    enum Arguments: Sendable {
        case nothing
        /// `TYPE [NAME…]` or `TYPE/NAME…`
        case resources
        /// Names of one type; `pods` for logs and exec, which also takes `TYPE/NAME`.
        case names(of: String)
        case contexts, clusters, users, files
        case words([String])
    }

    var name: String
    var aliases: [String] = []
    var group = Group.other
    /// What follows the command's path in its usage line.
    var usage = ""
    var summary: String
    /// More than one line says; empty when the summary says it all.
    var details = ""
    /// What it does, and the command line.
    var examples: [(String, String)] = []
    var flags: [Flag] = []
    var subcommands: [Command] = []
    var arguments = Arguments.nothing
    var isHidden = false
    /// Nil for a group that has no action of its own and shows its help.
    var run: Run?

    init(
        _ name: String, aliases: [String] = [], group: Group = .other, usage: String = "", summary: String, details: String = "",
        examples: [(String, String)] = [], flags: [Flag] = [], subcommands: [Command] = [], arguments: Arguments = .nothing,
        hidden: Bool = false, run: Run? = nil
    ) {
        self.name = name
        self.aliases = aliases
        self.group = group
        self.usage = usage
        self.summary = summary
        self.details = details
        self.examples = examples
        self.flags = flags
        self.subcommands = subcommands
        self.arguments = arguments
        isHidden = hidden
        self.run = run
    }

    func subcommand(_ name: String) -> Command? {
        subcommands.first { $0.name == name || $0.aliases.contains(name) }
    }
}

/// One call of a command: what it was given and what it works with.
struct Invocation: Sendable {
    let command: Command
    /// `kubectl rollout status`, as messages name the command.
    let path: String
    let flags: FlagValues
    let arguments: [String]
    /// How many of the arguments came before `--`; nil without one.
    let dash: Int?
    let session: Session

    var console: Console { session.console }

    /// A misuse of the command, with the pointer to its help.
    func usageFailure(_ message: String) -> Failure { Failure("\(message)\nSee '\(path) -h' for help and examples") }
}
