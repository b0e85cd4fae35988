/// What `--help` prints, made from the same tables the parser reads.
enum HelpText {
    static func command(_ command: Command, path: String) -> String {
        path == "kubectl" ? root(command) : one(command, path)
    }

    private static func root(_ root: Command) -> String {
        var text = "kubectl, as it comes with Coxswain, controls Kubernetes clusters.\n"
        for group in Command.Group.allCases {
            let commands = root.subcommands.filter { $0.group == group && !$0.isHidden }
            if commands.isEmpty { continue }
            text += "\n\(group.rawValue):\n" + table(commands.map { ($0.name, $0.summary) })
        }
        return text + """

            Usage:
              kubectl [flags] [options]

            Use "kubectl <command> --help" for more information about a given command.
            Use "kubectl options" for a list of global command-line options (applies to all commands).

            """
    }

    private static func one(_ command: Command, _ path: String) -> String {
        var text = command.summary + "\n"
        if !command.details.isEmpty { text += "\n" + indented(command.details, 1) }
        if !command.examples.isEmpty {
            text += "\nExamples:\n" + command.examples.map { "  # \($0.0)\n" + indented($0.1, 2) }.joined(separator: "\n")
        }
        let commands = command.subcommands.filter { !$0.isHidden }
        if !commands.isEmpty { text += "\nAvailable Commands:\n" + table(commands.map { ($0.name, $0.summary) }) }
        let flags = command.flags.filter { !$0.isHidden }
        if !flags.isEmpty { text += "\nOptions:\n" + flags.sorted { $0.name < $1.name }.map(option).joined() }
        text += "\nUsage:\n  \(path)" + (command.usage.isEmpty ? "" : " " + command.usage)
        if !commands.isEmpty, command.usage.isEmpty { text += " SUBCOMMAND" }
        text += " [options]\n\n"
        if !commands.isEmpty { text += "Use \"\(path) <command> --help\" for more information about a given command.\n" }
        return text + "Use \"kubectl options\" for a list of global command-line options (applies to all commands).\n"
    }

    static func options() -> String {
        "The following options can be passed to any command:\n\n" + GlobalFlags.all.sorted { $0.name < $1.name }.map(option).joined()
    }

    /// `    -o, --output='':` and what it does on the next line.
    private static func option(_ flag: Flag) -> String {
        let short = flag.short.map { "-\($0), " } ?? "    "
        let value: String =
            switch flag.kind {
            case .string: "'\(flag.initial)'"
            case .list, .array: "[\(flag.initial)]"
            default: flag.initial
            }
        return "    \(short)--\(flag.name)=\(value):\n\t\(flag.help)\n"
    }

    private static func indented(_ text: String, _ spaces: Int) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map {
            $0.isEmpty ? "\n" : String(repeating: " ", count: spaces) + $0 + "\n"
        }.joined()
    }

    private static func table(_ rows: [(String, String)]) -> String {
        let width = (rows.map(\.0.count).max() ?? 0) + 1
        return rows.map { "  " + $0.0 + String(repeating: " ", count: max(width - $0.0.count, 1)) + " " + $0.1 + "\n" }.joined()
    }
}
