internal import Document
internal import Resources

/// How a role or binding on the server is brought to allow what a file says it must.
struct RoleReconciliation: Sendable, Equatable {
    enum Operation: String, Sendable {
        case none, create, update, recreate
    }

    private static let optOut = "rbac.authorization.kubernetes.io/autoupdate"

    var operation: Operation
    /// What the server is to have.
    var result: JSON
    /// Rules or subjects the server's object lacks, and those it has beyond the file's.
    var missing: [JSON] = []
    var extra: [JSON] = []
    /// The object says that it is not to be changed.
    var isProtected = false

    /// - Parameters:
    ///   - existing: nil when there is none.
    ///   - removesExtra: whether what the server has beyond the file is taken away.
    init(wanted: JSON, existing: JSON?, removesExtra: Bool) {
        let member = wanted["kind"].words.hasSuffix("Binding") ? "subjects" : "rules"
        guard let existing else {
            operation = .create
            result = wanted
            missing = wanted[member].items
            return
        }
        isProtected = existing["metadata"]["annotations"][Self.optOut].string == "false"
        result = existing
        if member == "subjects", wanted["roleRef"] != existing["roleRef"] {
            operation = .recreate
            result = wanted
            return
        }
        for labels in ["labels", "annotations"] {
            for (key, value) in wanted["metadata"][labels].object ?? JSONObject() where existing["metadata"][labels][key].isNull {
                result["metadata"][labels][key] = value
            }
        }
        if member == "rules" {
            missing = RuleCover.uncovered(wanted["rules"].items, by: existing["rules"].items)
            extra = RuleCover.uncovered(existing["rules"].items, by: wanted["rules"].items)
        } else {
            missing = wanted["subjects"].items.filter { !existing["subjects"].items.contains($0) }
            extra = existing["subjects"].items.filter { !wanted["subjects"].items.contains($0) }
        }
        if removesExtra, !missing.isEmpty || !extra.isEmpty {
            result[member] = wanted[member]
        } else if !missing.isEmpty {
            result[member] = .array(existing[member].items + missing)
        }
        operation = result == existing ? .none : .update
    }
}

/// Which rules allow what others allow.
enum RuleCover {
    /// The single permissions of `rules` that none of `owners` grants.
    static func uncovered(_ rules: [JSON], by owners: [JSON]) -> [JSON] {
        rules.flatMap(single).filter { permission in !owners.contains { covers($0, permission) } }
    }

    private static func single(_ rule: JSON) -> [JSON] {
        var result: [JSON] = []
        let names = rule["resourceNames"].strings
        for verb in rule["verbs"].strings {
            for group in rule["apiGroups"].strings {
                for resource in rule["resources"].strings {
                    let common: JSON = ["verbs": [.string(verb)], "apiGroups": [.string(group)], "resources": [.string(resource)]]
                    if names.isEmpty { result.append(common) }
                    for name in names {
                        var named = common
                        named["resourceNames"] = [.string(name)]
                        result.append(named)
                    }
                }
            }
            for url in rule["nonResourceURLs"].strings { result.append(["verbs": [.string(verb)], "nonResourceURLs": [.string(url)]]) }
        }
        return result
    }

    private static func covers(_ owner: JSON, _ permission: JSON) -> Bool {
        func has(_ member: String, _ value: String) -> Bool {
            let values = owner[member].strings
            return values.contains("*") || values.contains(value)
        }
        guard has("verbs", permission["verbs"][0].words) else { return false }
        if let url = permission["nonResourceURLs"][0].string {
            return owner["nonResourceURLs"].strings.contains {
                $0 == url || $0 == "*" || ($0.hasSuffix("*") && url.hasPrefix($0.dropLast()))
            }
        }
        let resource = permission["resources"][0].words
        let subresource = resource.split(separator: "/", maxSplits: 1).dropFirst().first.map { "*/" + $0 }
        guard has("apiGroups", permission["apiGroups"][0].words),
            has("resources", resource) || subresource.map({ has("resources", $0) }) == true
        else { return false }
        let names = owner["resourceNames"].strings
        if names.isEmpty { return true }
        return permission["resourceNames"][0].string.map(names.contains) ?? false
    }

    /// `{Verbs:[get] APIGroups:[] Resources:[pods] ResourceNames:[] NonResourceURLs:[]}`
    static func text(_ rule: JSON) -> String {
        let members = [
            ("Verbs", "verbs"), ("APIGroups", "apiGroups"), ("Resources", "resources"), ("ResourceNames", "resourceNames"),
            ("NonResourceURLs", "nonResourceURLs"),
        ]
        return "{" + members.map { "\($0.0):[\(rule[$0.1].strings.joined(separator: " "))]" }.joined(separator: " ") + "}"
    }

    static func text(subject: JSON) -> String {
        "{Kind:\(subject["kind"].words) APIGroup:\(subject["apiGroup"].words) Name:\(subject["name"].words) Namespace:\(subject["namespace"].words)}"
    }
}
