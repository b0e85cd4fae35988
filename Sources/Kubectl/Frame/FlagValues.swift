internal import Resources

/// The flags a command was given, over their initial values.
struct FlagValues: Sendable {
    private var flags: [String: Flag]
    private var given: [String: [String]] = [:]

    init(_ flags: [Flag]) {
        self.flags = Dictionary(flags.map { ($0.name, $0) }) { first, _ in first }
    }

    /// Without what was given for flags of these names: of a command whose own flags are called like global ones.
    func without(_ names: some Sequence<String>) -> FlagValues {
        var rest = self
        for name in names { rest.given[name] = nil }
        return rest
    }

    func flag(named name: String) -> Flag? { flags[name] }
    func flag(short: Character) -> Flag? { flags.values.first { $0.short == short } }
    var names: [String] { flags.keys.sorted() }

    mutating func set(_ flag: Flag, _ value: String) throws(Failure) {
        switch flag.kind {
        case .bool:
            guard Self.bool(value) != nil else {
                throw Self.refused(flag, value, "strconv.ParseBool: parsing \(value.goQuoted): invalid syntax")
            }
            given[flag.name] = [value]
        case .int:
            guard Int(value) != nil else { throw Self.refused(flag, value, "strconv.ParseInt: parsing \(value.goQuoted): invalid syntax") }
            given[flag.name] = [value]
        case .duration:
            guard GoDuration.parse(value) != nil else { throw Self.refused(flag, value, "time: invalid duration \(value.goQuoted)") }
            given[flag.name] = [value]
        case .string: given[flag.name] = [value]
        case .list: given[flag.name, default: []] += try Self.fields(flag, value)
        case .array: given[flag.name, default: []].append(value)
        }
    }

    private static func refused(_ flag: Flag, _ value: String, _ reason: String) -> Failure {
        Failure("invalid argument \(value.goQuoted) for \"\(flag.title)\" flag: \(reason)")
    }

    /// One line of comma-separated values; values with commas stand in double quotes (RFC 4180).
    private static func fields(_ flag: Flag, _ value: String) throws(Failure) -> [String] {
        guard value.contains("\"") else {
            return value.isEmpty ? [] : value.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        var fields: [String] = []
        var field = ""
        var quoted = false
        var characters = Array(value)[...]
        while let character = characters.popFirst() {
            switch character {
            case "\"" where quoted && characters.first == "\"":
                field.append("\"")
                characters = characters.dropFirst()
            case "\"" where quoted || field.isEmpty: quoted.toggle()
            case "\"": throw refused(flag, value, "parse error on line 1, column 1: bare \" in non-quoted-field")
            case "," where !quoted:
                fields.append(field)
                field = ""
            default: field.append(character)
            }
        }
        return fields + [field]
    }

    private static func bool(_ text: String) -> Bool? {
        switch text {
        case "1", "t", "T", "true", "TRUE", "True": true
        case "0", "f", "F", "false", "FALSE", "False": false
        default: nil
        }
    }

    /// Whether `-f` or `-k` names manifests.
    var namesManifests: Bool { !list("filename").isEmpty || !string("kustomize").isEmpty }

    /// Whether the flag was given at all.
    func changed(_ name: String) -> Bool { given[name] != nil }
    func string(_ name: String) -> String { given[name]?.last ?? flags[name]?.initial ?? "" }
    /// The value, or nil when the flag was not given.
    func given(_ name: String) -> String? { given[name]?.last }
    func bool(_ name: String) -> Bool { Self.bool(string(name)) ?? false }
    func int(_ name: String) -> Int { Int(string(name)) ?? 0 }
    func duration(_ name: String) -> Duration { GoDuration.parse(string(name)) ?? .zero }

    func list(_ name: String) -> [String] {
        if let values = given[name] { return values }
        let initial = flags[name]?.initial ?? ""
        return initial.isEmpty ? [] : initial.split(separator: ",").map(String.init)
    }
}
