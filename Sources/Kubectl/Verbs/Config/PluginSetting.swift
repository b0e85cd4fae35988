internal import Document
internal import Resources

/// The members of a user's entry that name who signs in for it: `config set-credentials --exec-… --auth-provider…`.
enum PluginSetting {
    static let flags: [Flag] = [
        .string("exec-command", "The program that signs in."), .string("exec-api-version", values: .nothing, "The version of its answers."),
        .array("exec-arg", "Arguments of the program, in place of earlier ones; may be given again."),
        .array("exec-env", "KEY=VALUE added to the program's environment, or KEY- to take one away; may be given again."),
        .string(
            "exec-interactive-mode", nil, "", values: .words(["Never", "IfAvailable", "Always"]), "Whether the program may ask the user."),
        .bool("exec-provide-cluster-info", "Tell the program of the cluster."),
        .string("auth-provider", values: .nothing, "The provider that signs in."),
        .array("auth-provider-arg", "KEY=VALUE for the provider, or KEY- to take one away; may be given again."),
    ]

    static func change(_ user: inout JSON, _ flags: FlagValues) throws(Failure) {
        if flags.changed("exec-interactive-mode"), ExecPlugin.InteractiveMode(rawValue: flags.string("exec-interactive-mode")) == nil {
            throw Failure("invalid interactive mode type, can be only IfAvailable, Never, Always")
        }
        if flags.changed("exec-command") {
            user["exec"]["command"] = .string(flags.string("exec-command"))
            if user["exec"]["interactiveMode"].isNull { user["exec"]["interactiveMode"] = "IfAvailable" }
            if user["exec"]["provideClusterInfo"].isNull { user["exec"]["provideClusterInfo"] = false }
        } else if user["exec"].isNull, flags.names.contains(where: { $0.hasPrefix("exec-") && flags.changed($0) }) {
            throw Failure("the exec flags need --exec-command, which this user does not have yet")
        }
        if flags.changed("exec-api-version") { user["exec"]["apiVersion"] = .string(flags.string("exec-api-version")) }
        if flags.changed("exec-interactive-mode") { user["exec"]["interactiveMode"] = .string(flags.string("exec-interactive-mode")) }
        if flags.changed("exec-provide-cluster-info") {
            user["exec"]["provideClusterInfo"] = .bool(flags.bool("exec-provide-cluster-info"))
        }
        if flags.changed("exec-arg") { user["exec"]["args"] = JSON(flags.list("exec-arg")) }
        for (key, value) in try pairs(flags.list("exec-env")) {
            var variables = (user["exec"]["env"].array ?? []).filter { $0["name"].string != key || value != nil }
            if let value {
                let entry: JSON = ["name": .string(key), "value": .string(value)]
                if let index = variables.firstIndex(where: { $0["name"].string == key }) {
                    variables[index] = entry
                } else {
                    variables.append(entry)
                }
            }
            user["exec"]["env"] = .array(variables)
        }
        if flags.changed("auth-provider") { user["auth-provider"]["name"] = .string(flags.string("auth-provider")) }
        for (key, value) in try pairs(flags.list("auth-provider-arg")) { user["auth-provider"]["config"][key] = JSON(value) }
    }

    /// `KEY=VALUE` and `KEY-`, the latter without a value.
    private static func pairs(_ words: [String]) throws(Failure) -> [(key: String, value: String?)] {
        var pairs: [(key: String, value: String?)] = []
        for word in words {
            if let sign = word.firstIndex(of: "="), sign != word.startIndex {
                pairs.append((String(word[..<sign]), String(word[word.index(after: sign)...])))
            } else if word.hasSuffix("-"), word.count > 1 {
                pairs.append((String(word.dropLast()), nil))
            } else {
                throw Failure("Error: invalid argument format: \(word)")
            }
        }
        return pairs
    }
}
