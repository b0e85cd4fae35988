internal import Document

/// Reading a policy file, strictly: a field that nobody knows would be a rule that nobody follows.
extension AuditPolicy {
    /// The versions of the format; they differ in nothing but their name.
    private static let versions = ["audit.k8s.io/v1", "audit.k8s.io/v1beta1", "audit.k8s.io/v1alpha1"]
    private static let policyFields: Set<String> = ["apiVersion", "kind", "metadata", "rules", "omitStages", "omitManagedFields"]
    private static let ruleFields: Set<String> = [
        "level", "users", "userGroups", "verbs", "resources", "namespaces", "nonResourceURLs", "omitStages", "omitManagedFields",
    ]
    private static let resourceFields: Set<String> = ["group", "resources", "resourceNames"]

    /// - Parameter text: YAML or JSON.
    package init(text: String) throws(Problem) {
        let document: JSON
        do {
            document = try YAML.parseOne(text)
        } catch {
            throw Problem(description: "it cannot be read: \(error)")
        }
        try self.init(document)
    }

    private init(_ document: JSON) throws(Problem) {
        guard let version = document["apiVersion"].string, Self.versions.contains(version), document["kind"] == "Policy" else {
            throw Problem(
                description: "apiVersion and kind must be \(Self.versions[0]) and Policy, not "
                    + "\(document["apiVersion"].string ?? "nothing") and \(document["kind"].string ?? "nothing")")
        }
        try Self.check(document, Self.policyFields, "")
        omittedStages = try Self.stages(document["omitStages"], "omitStages")
        omitsManagedFields = document["omitManagedFields"].bool ?? false
        rules = []
        for (index, rule) in (document["rules"].array ?? []).enumerated() { rules.append(try Self.rule(rule, "rules[\(index)]")) }
        if rules.isEmpty { throw Problem(description: "it has no rules") }
    }

    private static func rule(_ json: JSON, _ path: String) throws(Problem) -> Rule {
        try check(json, ruleFields, path + ".")
        guard let word = json["level"].string, let level = AuditLevel(word: word) else {
            let known = AuditLevel.allCases.map(\.word).joined(separator: ", ")
            throw Problem(description: "\(path).level: \(json["level"].string ?? "nothing") is none of \(known)")
        }
        var rule = Rule(level: level)
        rule.users = json["users"].strings
        rule.groups = json["userGroups"].strings
        rule.verbs = json["verbs"].strings
        rule.namespaces = json["namespaces"].strings
        rule.urls = try urls(json["nonResourceURLs"].strings, path + ".nonResourceURLs")
        rule.omittedStages = try stages(json["omitStages"], path + ".omitStages")
        rule.omitsManagedFields = json["omitManagedFields"].bool
        for (index, resources) in (json["resources"].array ?? []).enumerated() {
            rule.resources.append(try self.resources(resources, "\(path).resources[\(index)]"))
        }
        if !rule.urls.isEmpty, !rule.resources.isEmpty || !rule.namespaces.isEmpty {
            throw Problem(description: "\(path): rules cannot apply to both regular resources and non-resource URLs")
        }
        return rule
    }

    private static func resources(_ json: JSON, _ path: String) throws(Problem) -> Resources {
        try check(json, resourceFields, path + ".")
        let result = Resources(
            group: json["group"].string ?? "", resources: json["resources"].strings, names: json["resourceNames"].strings)
        if result.group.contains("/") {
            throw Problem(description: "\(path).group: \(result.group) is no group; a version does not belong here")
        }
        if !result.names.isEmpty, result.resources.isEmpty {
            throw Problem(description: "\(path).resourceNames: using resourceNames requires at least one resource")
        }
        return result
    }

    private static func urls(_ urls: [String], _ path: String) throws(Problem) -> [String] {
        for url in urls where url != "*" {
            guard url.hasPrefix("/") else { throw Problem(description: "\(path): \(url) must begin with a '/' character") }
            if url.dropLast().contains("*") {
                throw Problem(description: "\(path): \(url): wildcards '*' must be the final character of the path")
            }
        }
        return urls
    }

    private static func stages(_ json: JSON, _ path: String) throws(Problem) -> Set<AuditStage> {
        var stages: Set<AuditStage> = []
        for word in json.strings {
            guard let stage = AuditStage(rawValue: word) else {
                let known = AuditStage.allCases.map(\.rawValue).joined(separator: ", ")
                throw Problem(description: "\(path): \(word) is none of \(known)")
            }
            stages.insert(stage)
        }
        return stages
    }

    private static func check(_ json: JSON, _ known: Set<String>, _ prefix: String) throws(Problem) {
        guard let object = json.object else { throw Problem(description: "\(prefix.isEmpty ? "it" : prefix) is no object") }
        for member in object where !known.contains(member.key) {
            throw Problem(description: "unknown field \(prefix)\(member.key)")
        }
    }
}
