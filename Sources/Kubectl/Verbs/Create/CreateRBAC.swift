internal import Document
internal import Resources

/// `create role`, `clusterrole`, `rolebinding`, `clusterrolebinding`.
enum CreateRBAC {
    private static let ruleFlags: [Flag] = [
        .list("verb", "What may be done, with commas between."),
        .list("resource", "With which types, as TYPE, TYPE.GROUP or TYPE/SUBRESOURCE."),
        .array("resource-name", "Only with objects of this name; may be given again."),
    ]
    private static let subjectFlags: [Flag] = [
        .array("user", "Users; may be given again."), .array("group", "Groups; may be given again."),
        .array("serviceaccount", "ServiceAccounts, as NAMESPACE:NAME; may be given again."),
    ]

    static let role = CreateSubcommands.command(
        "role", usage: "NAME --verb=verb --resource=resource.group/subresource", summary: "Create a Role",
        example: "kubectl create role service-reader --verb=get,list --resource=services", flags: ruleFlags
    ) { invocation in
        let name = try CreateCommand.name(invocation)
        var object = CreateSubcommands.object("rbac.authorization.k8s.io/v1", "Role", name)
        object["rules"] = try await rules(invocation)
        try await CreateCommand.make(object, invocation)
    }

    static let clusterRole = CreateSubcommands.command(
        "clusterrole", usage: "NAME --verb=verb --resource=resource.group", summary: "Create a ClusterRole",
        example: "kubectl create clusterrole pv-reader --verb=get,list --resource=persistentvolumes",
        flags: Flag.joined(
            ruleFlags,
            [
                .list("non-resource-url", "Paths that are no objects."),
                .string("aggregation-rule", values: .nothing, "Labels of the ClusterRoles to gather, as key=value,…"),
            ])
    ) { invocation in
        let name = try CreateCommand.name(invocation)
        var object = CreateSubcommands.object("rbac.authorization.k8s.io/v1", "ClusterRole", name)
        let aggregation = invocation.flags.string("aggregation-rule")
        if !aggregation.isEmpty {
            object["aggregationRule"] = ["clusterRoleSelectors": [["matchLabels": JSON(try KeyedSources.pairs(aggregation))]]]
            object["rules"] = .array([])
        } else {
            object["rules"] = try await rules(invocation)
        }
        try await CreateCommand.make(object, invocation, namespaced: false)
    }

    private static func rules(_ invocation: Invocation) async throws -> JSON {
        let flags = invocation.flags
        let verbs = unique(flags.list("verb"))
        let words = unique(flags.list("resource"))
        let urls = flags.list("non-resource-url")
        if verbs.isEmpty { throw Failure("at least one verb must be specified") }
        if words.isEmpty, urls.isEmpty {
            throw Failure(
                flags.flag(named: "non-resource-url") == nil
                    ? "at least one resource must be specified" : "one of resource or nonResourceURL must be specified")
        }
        let discovery = try invocation.session.discovery()
        var groups: [(group: String, resources: [String])] = []
        for word in words {
            let parts = word.split(separator: "/", maxSplits: 1).map(String.init)
            var (group, plural) = ("", parts[0])
            if plural == "*" {
                group = "*"
            } else {
                let resource = try await discovery.resource(plural)
                (group, plural) = (resource.type.group, resource.type.plural)
            }
            let name = parts.count > 1 ? plural + "/" + parts[1] : plural
            if let index = groups.firstIndex(where: { $0.group == group }) {
                groups[index].resources.append(name)
            } else {
                groups.append((group, [name]))
            }
        }
        let names = flags.list("resource-name")
        var rules: [JSON] = groups.map { entry in
            var rule: JSON = ["apiGroups": [.string(entry.group)], "resources": JSON(entry.resources), "verbs": JSON(verbs)]
            if !names.isEmpty { rule["resourceNames"] = JSON(names) }
            return rule
        }
        if !urls.isEmpty { rules.append(["nonResourceURLs": JSON(urls), "verbs": JSON(verbs)]) }
        return .array(rules)
    }

    private static func unique(_ values: [String]) -> [String] {
        var result: [String] = []
        for value in values where !value.isEmpty && !result.contains(value) { result.append(value) }
        return result.contains("*") ? ["*"] : result
    }

    static let roleBinding = CreateSubcommands.command(
        "rolebinding", usage: "NAME --clusterrole=NAME|--role=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:name]",
        summary: "Create a RoleBinding", example: "kubectl create rolebinding test --role=service-reader --serviceaccount=foo:default",
        flags: Flag.joined(
            subjectFlags,
            [.string("clusterrole", values: .nothing, "The ClusterRole to bind."), .string("role", values: .nothing, "The Role to bind.")])
    ) { invocation in
        let (role, cluster) = (invocation.flags.string("role"), invocation.flags.string("clusterrole"))
        let name = try CreateCommand.name(invocation)
        if role.isEmpty == cluster.isEmpty { throw Failure("exactly one of clusterrole or role must be specified") }
        var object = CreateSubcommands.object("rbac.authorization.k8s.io/v1", "RoleBinding", name)
        object["roleRef"] = reference(role.isEmpty ? "ClusterRole" : "Role", role.isEmpty ? cluster : role)
        if let subjects = try subjects(invocation.flags) { object["subjects"] = subjects }
        try await CreateCommand.make(object, invocation)
    }

    static let clusterRoleBinding = CreateSubcommands.command(
        "clusterrolebinding", usage: "NAME --clusterrole=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:name]",
        summary: "Create a ClusterRoleBinding",
        example: "kubectl create clusterrolebinding pv-test --clusterrole=pv-reader --serviceaccount=foo:default",
        flags: Flag.joined(subjectFlags, [.string("clusterrole", values: .nothing, "The ClusterRole to bind.")])
    ) { invocation in
        let cluster = invocation.flags.string("clusterrole")
        let name = try CreateCommand.name(invocation)
        if cluster.isEmpty { throw Failure("required flag(s) \"clusterrole\" not set") }
        var object = CreateSubcommands.object("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", name)
        object["roleRef"] = reference("ClusterRole", cluster)
        if let subjects = try subjects(invocation.flags) { object["subjects"] = subjects }
        try await CreateCommand.make(object, invocation, namespaced: false)
    }

    private static func reference(_ kind: String, _ name: String) -> JSON {
        ["apiGroup": "rbac.authorization.k8s.io", "kind": .string(kind), "name": .string(name)]
    }

    static func subjects(_ flags: FlagValues) throws(Failure) -> JSON? {
        var subjects: [JSON] = []
        for user in flags.list("user") { subjects.append(reference("User", user)) }
        for group in flags.list("group") { subjects.append(reference("Group", group)) }
        for account in flags.list("serviceaccount") {
            let parts = account.split(separator: ":").map(String.init)
            guard parts.count == 2 else { throw Failure("serviceaccount must be <namespace>:<name>") }
            subjects.append(["kind": "ServiceAccount", "name": .string(parts[1]), "namespace": .string(parts[0])])
        }
        return subjects.isEmpty ? nil : .array(subjects)
    }
}
