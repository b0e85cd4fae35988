package import Document
package import Resources

/// All roles and bindings, arranged so that a decision looks only at the rules bound to the user and the user's groups.
package struct RBACIndex: Sendable {
    private struct ClusterRoleEntry {
        var rules: [AuthorizationRule]
        /// Not nil: the rules are the union of the rules of all ClusterRoles that one of these selects.
        var aggregated: [LabelSelector]?
        var labels: [(key: String, value: String)]
    }

    /// The bindings of one namespace, or of the cluster, by whom they name.
    private struct Bindings {
        struct Bound {
            var binding: String
            var role: RoleName
        }
        var byUser: [String: [Bound]] = [:]
        var byGroup: [String: [Bound]] = [:]
        /// Whom each binding names, to find its entries again.
        var subjects: [String: (users: [String], groups: [String])] = [:]

        mutating func remove(_ binding: String) {
            guard let old = subjects.removeValue(forKey: binding) else { return }
            for user in old.users { Self.remove(binding, &byUser, user) }
            for group in old.groups { Self.remove(binding, &byGroup, group) }
        }

        private static func remove(_ binding: String, _ index: inout [String: [Bound]], _ key: String) {
            index[key]?.removeAll { $0.binding == binding }
            if index[key]?.isEmpty == true { index[key] = nil }
        }

        mutating func put(_ binding: String, role: RoleName, subjects named: [Subject], namespace: String) {
            remove(binding)
            var users: [String] = []
            var groups: [String] = []
            for subject in named {
                switch subject.kind {
                case "User": users.append(subject.name)
                case "Group": groups.append(subject.name)
                case "ServiceAccount":
                    let home = subject.namespace.isEmpty ? namespace : subject.namespace
                    if !home.isEmpty { users.append("\(UserInfo.serviceAccountNamePrefix)\(home):\(subject.name)") }
                default: break
                }
            }
            let bound = Bound(binding: binding, role: role)
            for user in Set(users) { byUser[user, default: []].append(bound) }
            for group in Set(groups) { byGroup[group, default: []].append(bound) }
            subjects[binding] = (Array(Set(users)), Array(Set(groups)))
        }

        /// The first binding whose role `allows`, and whom it names.
        func grant(to user: UserInfo, _ allows: (RoleName) -> Bool) -> (binding: String, role: RoleName, subject: String)? {
            for bound in byUser[user.name] ?? [] where allows(bound.role) {
                let subject = user.serviceAccount.map { "ServiceAccount \("\($0.name)/\($0.namespace)".goQuoted)" }
                return (bound.binding, bound.role, subject ?? "User \(user.name.goQuoted)")
            }
            for group in user.groups {
                for bound in byGroup[group] ?? [] where allows(bound.role) {
                    return (bound.binding, bound.role, "Group \(group.goQuoted)")
                }
            }
            return nil
        }

        func roles(of user: UserInfo, _ body: (RoleName) -> Bool) -> Bool {
            for bound in byUser[user.name] ?? [] where !body(bound.role) { return false }
            for group in user.groups {
                for bound in byGroup[group] ?? [] where !body(bound.role) { return false }
            }
            return true
        }
    }

    /// The role that a binding gives; namespace empty for a ClusterRole.
    package struct RoleName: Sendable, Hashable {
        package var kind: String
        package var key: ObjectKey
    }

    private var clusterRoles: [String: ClusterRoleEntry] = [:]
    /// The rules of the ClusterRoles that aggregate others.
    private var aggregated: [String: [AuthorizationRule]] = [:]
    private var roles: [ObjectKey: [AuthorizationRule]] = [:]
    private var clusterBindings = Bindings()
    private var bindings: [String: Bindings] = [:]

    package init() {}

    // MARK: Changes

    /// `document` nil: the object was deleted.
    package mutating func set(clusterRole name: String, _ document: JSON?) {
        guard let document else {
            clusterRoles[name] = nil
            return resolveAggregation()
        }
        let role = ClusterRole(document)
        // A selector that cannot be read selects nothing: a mistake must not widen what is allowed.
        let selectors = role.aggregationRule.map { rule in
            (rule["clusterRoleSelectors"].array ?? []).compactMap { try? LabelSelector(json: $0) }
        }
        clusterRoles[name] = ClusterRoleEntry(
            rules: role.rules.map(AuthorizationRule.init), aggregated: selectors, labels: ObjectRecord.labels(of: document))
        resolveAggregation()
    }

    package mutating func set(role key: ObjectKey, _ document: JSON?) {
        roles[key] = document.map { Role($0).rules.map(AuthorizationRule.init) }
    }

    package mutating func set(clusterRoleBinding name: String, _ document: JSON?) {
        guard let document else { return clusterBindings.remove(name) }
        let binding = ClusterRoleBinding(document)
        let role = RoleName(kind: binding.roleRef.kind, key: ObjectKey(name: binding.roleRef.name))
        clusterBindings.put(name, role: role, subjects: binding.subjects, namespace: "")
    }

    package mutating func set(roleBinding key: ObjectKey, _ document: JSON?) {
        guard let document else {
            bindings[key.namespace]?.remove(key.name)
            if bindings[key.namespace]?.subjects.isEmpty == true { bindings[key.namespace] = nil }
            return
        }
        let binding = RoleBinding(document)
        let isCluster = binding.roleRef.kind == "ClusterRole"
        let role = RoleName(
            kind: binding.roleRef.kind, key: ObjectKey(namespace: isCluster ? "" : key.namespace, name: binding.roleRef.name))
        bindings[key.namespace, default: Bindings()].put(key.name, role: role, subjects: binding.subjects, namespace: key.namespace)
    }

    private mutating func resolveAggregation() {
        aggregated = [:]
        for (name, role) in clusterRoles where role.aggregated != nil {
            var seen: Set<String> = []
            var rules: [AuthorizationRule] = []
            collect(name, &seen, &rules)
            aggregated[name] = rules
        }
    }

    /// Adds the rules of `name` and of all it aggregates; aggregating roles may select one another.
    private func collect(_ name: String, _ seen: inout Set<String>, _ rules: inout [AuthorizationRule]) {
        guard seen.insert(name).inserted, let role = clusterRoles[name] else { return }
        guard let selectors = role.aggregated else {
            for rule in role.rules where !rules.contains(rule) { rules.append(rule) }
            return
        }
        for (other, entry) in clusterRoles.sorted(by: { $0.key < $1.key }) where selectors.contains(where: { $0.matches(entry.labels) }) {
            collect(other, &seen, &rules)
        }
    }

    // MARK: Questions

    /// The rules of a role; nil when there is no such role.
    package func rules(of role: RoleName) -> [AuthorizationRule]? {
        if role.kind == "Role" { return roles[role.key] }
        return aggregated[role.key.name] ?? clusterRoles[role.key.name]?.rules
    }

    /// Visits every rule that applies to `user` in `namespace` (empty: cluster-wide rules only) until `body` returns false.
    /// - Parameter missing: is told of bindings whose role does not exist.
    package func forEachRule(
        of user: UserInfo, in namespace: String, missing: (RoleName) -> Void = { _ in }, _ body: (AuthorizationRule) -> Bool
    ) {
        func visit(_ role: RoleName) -> Bool {
            guard let rules = rules(of: role) else {
                missing(role)
                return true
            }
            for rule in rules where !body(rule) { return false }
            return true
        }
        guard clusterBindings.roles(of: user, visit), !namespace.isEmpty else { return }
        _ = bindings[namespace]?.roles(of: user, visit)
    }

    /// By which binding `user` may do what `attributes` say, in upstream's words; nil when by none.
    package func grant(to user: UserInfo, _ attributes: RequestAttributes) -> String? {
        func allows(_ role: RoleName) -> Bool { rules(of: role)?.contains { $0.allows(attributes) } ?? false }
        if let (binding, role, subject) = clusterBindings.grant(to: user, allows) {
            return "ClusterRoleBinding \(binding.goQuoted) of \(role.kind) \(role.key.name.goQuoted) to \(subject)"
        }
        guard !attributes.namespace.isEmpty,
            let (binding, role, subject) = bindings[attributes.namespace]?.grant(to: user, allows)
        else { return nil }
        let name = "\(binding)/\(attributes.namespace)"
        return "RoleBinding \(name.goQuoted) of \(role.kind) \(role.key.name.goQuoted) to \(subject)"
    }

    package func rules(of user: UserInfo, in namespace: String) -> [AuthorizationRule] {
        var rules: [AuthorizationRule] = []
        forEachRule(of: user, in: namespace) { rule in
            rules.append(rule)
            return true
        }
        return rules
    }
}
