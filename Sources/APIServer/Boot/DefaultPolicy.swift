internal import Document
internal import Resources

/// The roles and bindings every cluster starts with, with upstream's names and rules (Kubernetes 1.36).
///
/// They are written as compact text and read once at start. A role is a line with its name, `+x` for the label
/// `rbac.authorization.k8s.io/aggregate-to-x`, `<-x` for aggregating all roles with that label; below it, indented, its rules:
///
///     VERBS GROUPS: RESOURCE RESOURCE (NAME NAME)
///     VERBS urls: PATH PATH
///     events                                  may write events of both groups
///
/// `read` is get, list, watch; `write` is create, delete, deletecollection, patch, update; `core` is the group "".
package enum DefaultPolicy {
    struct RoleEntry: Sendable, Hashable {
        /// Empty for a ClusterRole.
        var namespace = ""
        var name: String
        /// The aggregation labels it carries: "admin", "edit", "view".
        var aggregatesTo: [String] = []
        /// The label of the roles whose rules it takes over.
        var aggregates: String?
        var rules: [AuthorizationRule] = []
    }

    struct BindingEntry: Sendable, Hashable {
        var namespace = ""
        var name: String
        var role: String
        var subjects: [SubjectEntry]
    }

    enum SubjectEntry: Sendable, Hashable {
        case user(String)
        case group(String)
        case serviceAccount(String)
    }

    /// ClusterRoles, those of the controllers included.
    static let clusterRoles: [RoleEntry] = parse(clusterRolesText, namespaced: false) + parse(controllerRolesText, namespaced: false)
    static let roles: [RoleEntry] = parse(namespaceRolesText, namespaced: true)

    /// What a kubelet may do beside what the Node authorizer decides from the pods bound to it.
    package static var nodeRules: [AuthorizationRule] { clusterRoles.first { $0.name == "system:node" }?.rules ?? [] }

    static func parse(_ text: String, namespaced: Bool) -> [RoleEntry] {
        var entries: [RoleEntry] = []
        var continued = ""
        for line in text.split(separator: "\n") {
            if line.hasSuffix("\\") {
                continued += line.dropLast()
                continue
            }
            let whole = continued + line
            continued = ""
            if whole.hasPrefix(" ") {
                entries[entries.count - 1].rules.append(rule(whole[...]))
            } else {
                entries.append(header(whole, namespaced: namespaced))
            }
        }
        return entries
    }

    private static func header(_ line: String, namespaced: Bool) -> RoleEntry {
        var words = line.split(separator: " ")
        let namespace = namespaced ? String(words.removeFirst()) : ""
        var entry = RoleEntry(namespace: namespace, name: String(words.removeFirst()))
        for word in words {
            if word.hasPrefix("+") { entry.aggregatesTo.append(String(word.dropFirst())) }
            if word.hasPrefix("<-") { entry.aggregates = String(word.dropFirst(2)) }
        }
        return entry
    }

    private static func rule(_ line: Substring) -> AuthorizationRule {
        let words = line.split(separator: " ")
        if words == ["events"] {
            return AuthorizationRule(verbs: ["create", "patch", "update"], groups: ["", "events.k8s.io"], resources: ["events"])
        }
        let verbs = words[0].split(separator: ",").flatMap { verb -> [String] in
            switch verb {
            case "read": ["get", "list", "watch"]
            case "write": ["create", "delete", "deletecollection", "patch", "update"]
            default: [String(verb)]
            }
        }
        var things = words.dropFirst(2).map(String.init)
        if words[1] == "urls:" { return AuthorizationRule(verbs: verbs, urls: things) }
        var names: [String] = []
        if let open = things.firstIndex(where: { $0.hasPrefix("(") }) {
            names = things[open...].map { $0.trimmingParentheses }
            things.removeSubrange(open...)
        }
        let groups = words[1].dropLast().split(separator: ",").map { $0 == "core" ? "" : String($0) }
        return AuthorizationRule(verbs: verbs, groups: groups, resources: things, names: names)
    }
}

extension String {
    fileprivate var trimmingParentheses: String { filter { $0 != "(" && $0 != ")" } }
}
