/// Whether one set of rules grants all that another grants: nobody may give away more than they hold.
enum RuleCoverage {
    /// What of `wanted` is not covered by `held`, one verb on one resource each; the verbs of one resource are joined again.
    static func missing(_ wanted: [AuthorizationRule], heldBy held: [AuthorizationRule]) -> [AuthorizationRule] {
        var missing: [AuthorizationRule] = []
        for rule in wanted {
            for single in singles(of: rule) where !held.contains(where: { covers($0, single) }) { add(single, to: &missing) }
        }
        return missing
    }

    private static func singles(of rule: AuthorizationRule) -> [AuthorizationRule] {
        var result: [AuthorizationRule] = []
        for group in rule.groups {
            for resource in rule.resources {
                for verb in rule.verbs {
                    let names: [[String]] = rule.names.isEmpty ? [[]] : rule.names.map { [$0] }
                    for name in names {
                        result.append(AuthorizationRule(verbs: [verb], groups: [group], resources: [resource], names: name))
                    }
                }
            }
        }
        for url in rule.urls {
            for verb in rule.verbs { result.append(AuthorizationRule(verbs: [verb], urls: [url])) }
        }
        return result
    }

    private static func covers(_ held: AuthorizationRule, _ single: AuthorizationRule) -> Bool {
        func all(_ values: [String], in set: [String]) -> Bool { set.contains("*") || values.allSatisfy(set.contains) }
        guard all(single.verbs, in: held.verbs), all(single.groups, in: held.groups) else { return false }
        guard single.resources.allSatisfy({ covers(held.resources, resource: $0) }) else { return false }
        guard single.urls.allSatisfy({ url in held.urls.contains { AuthorizationRule.url($0, covers: url) } }) else { return false }
        return held.names.isEmpty || (!single.names.isEmpty && single.names.allSatisfy(held.names.contains))
    }

    private static func covers(_ held: [String], resource: String) -> Bool {
        if held.contains("*") || held.contains(resource) { return true }
        guard let slash = resource.firstIndex(of: "/") else { return false }
        return held.contains("*" + resource[slash...])
    }

    /// Joins rules that differ in their verbs only.
    private static func add(_ rule: AuthorizationRule, to rules: inout [AuthorizationRule]) {
        var sameButVerbs = rule
        for index in rules.indices {
            sameButVerbs.verbs = rules[index].verbs
            if sameButVerbs == rules[index] {
                for verb in rule.verbs where !rules[index].verbs.contains(verb) { rules[index].verbs.append(verb) }
                return
            }
        }
        rules.append(rule)
    }
}
