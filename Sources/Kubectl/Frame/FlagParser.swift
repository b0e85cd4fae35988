/// Flags and arguments in any order, with the meaning they have to kubectl: `-o yaml`, `-oyaml`, `-o=yaml`, `--output yaml`, `--output=yaml`,
/// `-it`; `--` ends the flags.
struct FlagParser {
    struct Result: Sendable {
        var values: FlagValues
        var arguments: [String] = []
        /// How many arguments came before `--`; nil without one.
        var dash: Int?
        var asksHelp = false
    }

    let flags: [Flag]

    func parse(_ words: [String]) throws(Failure) -> Result {
        var result = Result(values: FlagValues(flags))
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                result.dash = result.arguments.count
                result.arguments += rest
                break
            }
            if word == "--help" || word == "-h" || word == "--help=true" {
                result.asksHelp = true
            } else if word.hasPrefix("--") {
                try long(word.dropFirst(2), &rest, &result)
            } else if word.hasPrefix("-"), word.count > 1 {
                try short(word.dropFirst(), &rest, &result)
            } else {
                result.arguments.append(word)
            }
        }
        return result
    }

    private func long(_ text: Substring, _ rest: inout ArraySlice<String>, _ result: inout Result) throws(Failure) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first, !name.isEmpty, !name.hasPrefix("-") else { throw Failure("bad flag syntax: --\(text)") }
        guard let flag = result.values.flag(named: String(name)) else { throw Failure("unknown flag: --\(name)") }
        if parts.count == 2 { return try result.values.set(flag, String(parts[1])) }
        if let implied = flag.implied { return try result.values.set(flag, implied) }
        guard let value = rest.popFirst() else { throw Failure("flag needs an argument: --\(name)") }
        try result.values.set(flag, value)
    }

    private func short(_ text: Substring, _ rest: inout ArraySlice<String>, _ result: inout Result) throws(Failure) {
        var letters = text
        while let letter = letters.popFirst() {
            guard let flag = result.values.flag(short: letter) else {
                if letter == "h" {
                    result.asksHelp = true
                    continue
                }
                throw Failure("unknown shorthand flag: '\(letter)' in -\(text)")
            }
            if letters.first == "=" { return try result.values.set(flag, String(letters.dropFirst())) }
            if let implied = flag.implied {
                try result.values.set(flag, implied)
                continue
            }
            if !letters.isEmpty { return try result.values.set(flag, String(letters)) }
            guard let value = rest.popFirst() else { throw Failure("flag needs an argument: '\(letter)' in -\(text)") }
            return try result.values.set(flag, value)
        }
    }

    /// The place of the first argument that is no flag and no flag's value; nil when there is none.
    func firstArgument(_ words: [String]) -> Int? {
        let known = FlagValues(flags)
        var index = 0
        while index < words.count {
            let word = words[index]
            if word == "--" { return nil }
            if !word.hasPrefix("-") || word == "-" { return index }
            let needsValue: Bool
            if word.hasPrefix("--") {
                needsValue = !word.contains("=") && known.flag(named: String(word.dropFirst(2))).map { $0.implied == nil } ?? false
            } else {
                needsValue = word.count == 2 && word.last.flatMap { known.flag(short: $0) }.map { $0.implied == nil } ?? false
            }
            index += needsValue ? 2 : 1
        }
        return nil
    }
}
