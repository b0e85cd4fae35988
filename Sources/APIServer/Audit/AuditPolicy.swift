/// Which requests are recorded, and how much of them (audit.k8s.io/v1 Policy). The first rule that fits decides; without one
/// nothing is recorded.
package struct AuditPolicy: Sendable, Hashable {
    /// What is wrong with a policy, in words for its author.
    package struct Problem: Error, CustomStringConvertible, Sendable, Hashable {
        package let description: String
    }

    /// What a policy says of one request.
    package struct Decision: Sendable, Hashable {
        package var level: AuditLevel
        package var omittedStages: Set<AuditStage> = []
        package var omitsManagedFields = false
    }

    struct Resources: Sendable, Hashable {
        var group: String
        /// `pods`, `pods/log`, `pods/*`, `*/scale`, `*`; none means all of the group.
        var resources: [String]
        /// Names of objects; none means all.
        var names: [String]
    }

    struct Rule: Sendable, Hashable {
        var level: AuditLevel
        var users: [String] = []
        var groups: [String] = []
        var verbs: [String] = []
        var resources: [Resources] = []
        /// The empty name stands for what is in no namespace.
        var namespaces: [String] = []
        var urls: [String] = []
        var omittedStages: Set<AuditStage> = []
        var omitsManagedFields: Bool?
    }

    var rules: [Rule]
    var omittedStages: Set<AuditStage> = []
    var omitsManagedFields = false

    /// - Parameter user: nil when nobody is known to have sent the request.
    package func decision(user: UserInfo?, _ attributes: RequestAttributes) -> Decision {
        guard let rule = rules.first(where: { $0.matches(user, attributes) }) else { return Decision(level: .none) }
        return Decision(
            level: rule.level, omittedStages: omittedStages.union(rule.omittedStages),
            omitsManagedFields: rule.omitsManagedFields ?? omitsManagedFields)
    }
}

extension AuditPolicy.Rule {
    func matches(_ user: UserInfo?, _ attributes: RequestAttributes) -> Bool {
        if !users.isEmpty {
            guard let user, users.contains(user.name) else { return false }
        }
        if !groups.isEmpty {
            guard let user, user.groups.contains(where: groups.contains) else { return false }
        }
        if !verbs.isEmpty, !verbs.contains(attributes.verb) { return false }
        if !namespaces.isEmpty || !resources.isEmpty {
            guard attributes.isResourceRequest else { return false }
            if !namespaces.isEmpty, !namespaces.contains(attributes.namespace) { return false }
            return resources.isEmpty || resources.contains { $0.matches(attributes) }
        }
        if !urls.isEmpty {
            return !attributes.isResourceRequest && urls.contains { Self.matches(attributes.path, pattern: $0) }
        }
        return true
    }

    /// `*` alone fits every path; at the end it fits what begins so.
    private static func matches(_ path: String, pattern: String) -> Bool {
        pattern.hasSuffix("*") ? path.hasPrefix(pattern.dropLast()) : path == pattern
    }
}

extension AuditPolicy.Resources {
    func matches(_ attributes: RequestAttributes) -> Bool {
        guard group == attributes.apiGroup else { return false }
        if resources.isEmpty { return true }
        guard names.isEmpty || names.contains(attributes.name) else { return false }
        let combined =
            attributes.subresource.isEmpty ? attributes.resource : "\(attributes.resource)/\(attributes.subresource)"
        return resources.contains { pattern in
            if pattern == "*" || pattern == combined { return true }
            if pattern.hasPrefix("*/") { return pattern.dropFirst(2) == attributes.subresource }
            return pattern.hasSuffix("/*") && pattern.dropLast(2) == attributes.resource
        }
    }
}
