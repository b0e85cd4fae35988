/// One flag of a command: what help, completion and the parser know of it.
struct Flag: Sendable {
    enum Kind: String, Sendable {
        case bool, string, int, duration
        /// Values split at commas, and given again to add more.
        case list = "strings"
        /// Values as they are, given again to add more.
        case array = "stringArray"
    }

    var name: String
    var short: Character?
    var kind: Kind
    /// The value when the flag is not given, as text.
    var initial: String
    /// The value of the flag given without one (`--cascade`); nil when it needs a value.
    var implied: String?
    var help: String
    /// Not shown in help: flags that upstream has dropped and that we still honour.
    var isHidden = false
    /// What completes the value.
    var values: ValueSource = .files

    enum ValueSource: Sendable {
        case files, namespaces, contexts, clusters, users, nothing
        case words([String])
    }

    init(
        _ name: String, _ short: Character? = nil, _ kind: Kind, _ initial: String = "", implied: String? = nil, help: String,
        hidden: Bool = false, values: ValueSource = .files
    ) {
        self.name = name
        self.short = short
        self.kind = kind
        self.initial = initial
        self.implied = implied ?? (kind == .bool ? "true" : nil)
        self.help = help
        isHidden = hidden
        self.values = values
    }

    static func bool(_ name: String, _ short: Character? = nil, _ initial: Bool = false, hidden: Bool = false, _ help: String) -> Flag {
        Flag(name, short, .bool, initial ? "true" : "false", help: help, hidden: hidden)
    }

    static func string(
        _ name: String, _ short: Character? = nil, _ initial: String = "", implied: String? = nil, hidden: Bool = false,
        values: ValueSource = .files, _ help: String
    ) -> Flag {
        Flag(name, short, .string, initial, implied: implied, help: help, hidden: hidden, values: values)
    }

    static func int(_ name: String, _ short: Character? = nil, _ initial: Int = 0, hidden: Bool = false, _ help: String) -> Flag {
        Flag(name, short, .int, String(initial), help: help, hidden: hidden, values: .nothing)
    }

    static func duration(_ name: String, _ initial: String = "0s", _ help: String) -> Flag {
        Flag(name, nil, .duration, initial, help: help, values: .nothing)
    }

    static func list(_ name: String, _ short: Character? = nil, _ initial: String = "", _ help: String) -> Flag {
        Flag(name, short, .list, initial, help: help)
    }

    static func array(_ name: String, _ short: Character? = nil, _ initial: String = "", _ help: String) -> Flag {
        Flag(name, short, .array, initial, help: help)
    }

    // The short forms of the above: a name and what it does, perhaps with one letter.
    static func bool(_ name: String, _ help: String) -> Flag { Flag(name, nil, .bool, "false", help: help) }
    static func bool(_ name: String, _ short: Character, _ help: String) -> Flag { Flag(name, short, .bool, "false", help: help) }
    static func string(_ name: String, _ help: String) -> Flag { Flag(name, nil, .string, help: help) }
    static func string(_ name: String, _ short: Character, _ help: String) -> Flag { Flag(name, short, .string, help: help) }
    static func int(_ name: String, _ help: String) -> Flag { Flag(name, nil, .int, "0", help: help, values: .nothing) }
    static func duration(_ name: String, _ help: String) -> Flag { Flag(name, nil, .duration, "0s", help: help, values: .nothing) }
    static func list(_ name: String, _ help: String) -> Flag { Flag(name, nil, .list, help: help) }
    static func list(_ name: String, _ short: Character, _ help: String) -> Flag { Flag(name, short, .list, help: help) }
    static func array(_ name: String, _ help: String) -> Flag { Flag(name, nil, .array, help: help) }
    static func array(_ name: String, _ short: Character, _ help: String) -> Flag { Flag(name, short, .array, help: help) }

    /// Several lists as one.
    static func joined(_ lists: [Flag]...) -> [Flag] { lists.flatMap { $0 } }

    /// The flag as messages name it: `-o, --output` or `--output`.
    var title: String { short.map { "-\($0), --\(name)" } ?? "--\(name)" }
}
