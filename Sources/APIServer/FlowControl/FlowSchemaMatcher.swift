internal import Document
internal import Resources

/// The rules of a FlowSchema, arranged for quick answers (flowcontrol.apiserver.k8s.io/v1).
struct FlowSchemaMatcher: Sendable, Hashable {
    private struct Subjects: Sendable, Hashable {
        var users: [String] = []
        var groups: [String] = []
        /// Namespace and name; the name `*` stands for all of the namespace.
        var accounts: [ObjectKey] = []
        var isEverybody = false
    }

    private struct ResourceRule: Sendable, Hashable {
        var verbs: [String]
        var groups: [String]
        /// `pods`, `pods/log`, `*`.
        var resources: [String]
        var namespaces: [String]
        var isClusterWide: Bool
    }

    private struct URLRule: Sendable, Hashable {
        var verbs: [String]
        var urls: [String]
    }

    private struct Rule: Sendable, Hashable {
        var subjects: Subjects
        var resources: [ResourceRule]
        var urls: [URLRule]
    }

    private let rules: [Rule]

    init(_ spec: JSON) {
        rules = (spec["rules"].array ?? []).map { rule in
            Rule(
                subjects: Self.subjects(rule["subjects"].array ?? []),
                resources: (rule["resourceRules"].array ?? []).map {
                    ResourceRule(
                        verbs: $0["verbs"].strings, groups: $0["apiGroups"].strings, resources: $0["resources"].strings,
                        namespaces: $0["namespaces"].strings, isClusterWide: $0["clusterScope"].bool ?? false)
                },
                urls: (rule["nonResourceRules"].array ?? []).map {
                    URLRule(verbs: $0["verbs"].strings, urls: $0["nonResourceURLs"].strings)
                })
        }
    }

    private init(_ rules: [Rule]) { self.rules = rules }

    private static func subjects(_ subjects: [JSON]) -> Subjects {
        var result = Subjects()
        for subject in subjects {
            switch subject["kind"].string ?? "" {
            case "User":
                let name = subject["user"]["name"].string ?? ""
                if name == "*" { result.isEverybody = true } else { result.users.append(name) }
            case "Group":
                let name = subject["group"]["name"].string ?? ""
                if name == "*" { result.isEverybody = true } else { result.groups.append(name) }
            case "ServiceAccount":
                let account = subject["serviceAccount"]
                result.accounts.append(ObjectKey(namespace: account["namespace"].string ?? "", name: account["name"].string ?? ""))
            default: break
            }
        }
        return result
    }

    func matches(_ user: UserInfo, _ info: RequestInfo) -> Bool { narrowed(to: user)?.matches(info) ?? false }

    /// The rules that speak of a user; nil when none does.
    func narrowed(to user: UserInfo) -> FlowSchemaMatcher? {
        let kept = rules.filter { Self.matches($0.subjects, user) }
        return kept.isEmpty ? nil : FlowSchemaMatcher(kept)
    }

    /// Whether a rule takes the request in, whoever sends it.
    func matches(_ info: RequestInfo) -> Bool {
        for rule in rules {
            if info.isResourceRequest {
                for resources in rule.resources where Self.matches(resources, info) { return true }
            } else {
                for urls in rule.urls where Self.matches(urls, info) { return true }
            }
        }
        return false
    }

    private static func matches(_ subjects: Subjects, _ user: UserInfo) -> Bool {
        if subjects.isEverybody || subjects.users.contains(user.name) { return true }
        for group in subjects.groups where user.groups.contains(group) { return true }
        guard !subjects.accounts.isEmpty, let account = user.serviceAccount else { return false }
        return subjects.accounts.contains { $0.namespace == account.namespace && ($0.name == "*" || $0.name == account.name) }
    }

    private static func matches(_ rule: ResourceRule, _ info: RequestInfo) -> Bool {
        guard any(rule.verbs, info.verb), any(rule.groups, info.group) else { return false }
        if info.namespace.isEmpty {
            guard rule.isClusterWide else { return false }
        } else {
            guard any(rule.namespaces, info.namespace) else { return false }
        }
        if rule.resources.contains("*") { return true }
        return rule.resources.contains(info.subresource.isEmpty ? info.resource : "\(info.resource)/\(info.subresource)")
    }

    private static func matches(_ rule: URLRule, _ info: RequestInfo) -> Bool {
        guard any(rule.verbs, info.verb) else { return false }
        return rule.urls.contains { url in
            if url == "*" { return true }
            return url.hasSuffix("/*") ? info.path.hasPrefix(url.dropLast()) : info.path == url
        }
    }

    private static func any(_ words: [String], _ word: String) -> Bool { words.contains { $0 == "*" || $0 == word } }
}
