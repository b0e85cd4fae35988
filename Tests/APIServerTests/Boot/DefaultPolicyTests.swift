import Document
import Resources
import Testing

@testable import APIServer

@Suite struct DefaultPolicyTests {
    @Test func textIsReadCompletely() throws {
        #expect(DefaultPolicy.clusterRoles.count == 70)
        #expect(Set(DefaultPolicy.clusterRoles.map(\.name)).count == DefaultPolicy.clusterRoles.count)
        #expect(DefaultPolicy.roles.count == 7)
        let discovery = try #require(DefaultPolicy.clusterRoles.first { $0.name == "system:discovery" })
        #expect(discovery.rules.first?.urls.contains("/openapi/*") == true)
        let scheduler = try #require(DefaultPolicy.clusterRoles.first { $0.name == "system:kube-scheduler" })
        #expect(scheduler.rules.contains { $0.names == ["kube-scheduler"] && $0.resources == ["leases"] })
        for role in DefaultPolicy.clusterRoles where role.aggregates == nil {
            #expect(!role.rules.isEmpty, "\(role.name)")
            for rule in role.rules { #expect(!rule.verbs.isEmpty && (!rule.urls.isEmpty || !rule.resources.isEmpty), "\(role.name)") }
        }
    }

    @Test func everyBindingLeadsToARole() {
        let clusterRoles = Set(DefaultPolicy.clusterRoles.map(\.name))
        for binding in DefaultPolicy.clusterRoleBindings { #expect(clusterRoles.contains(binding.role), "\(binding.name)") }
        for binding in DefaultPolicy.roleBindings {
            #expect(DefaultPolicy.roles.contains { $0.namespace == binding.namespace && $0.name == binding.role }, "\(binding.name)")
        }
    }

    /// The policy as a cluster would have it after boot.
    private var index: RBACIndex {
        var index = RBACIndex()
        for role in DefaultPolicy.clusterRoles { index.set(clusterRole: role.name, DefaultPolicy.document(role)) }
        for role in DefaultPolicy.roles {
            index.set(role: ObjectKey(namespace: role.namespace, name: role.name), DefaultPolicy.document(role))
        }
        for binding in DefaultPolicy.clusterRoleBindings { index.set(clusterRoleBinding: binding.name, DefaultPolicy.document(binding)) }
        for binding in DefaultPolicy.roleBindings {
            index.set(roleBinding: ObjectKey(namespace: binding.namespace, name: binding.name), DefaultPolicy.document(binding))
        }
        return index
    }

    @Test func grantsWhatUpstreamGrants() {
        var index = index
        let group = DefaultPolicy.group
        for (name, role) in [("e", "edit"), ("v", "view"), ("a", "admin")] {
            index.set(
                roleBinding: ObjectKey(namespace: "team", name: name),
                [
                    "roleRef": ["apiGroup": .string(group), "kind": "ClusterRole", "name": .string(role)],
                    "subjects": [["kind": "User", "name": .string(role)]],
                ])
        }
        let rbac = RBACAuthorizer(index)
        func allows(_ name: String, _ groups: [String] = [], _ attributes: RequestAttributes) -> Bool {
            rbac.authorize(UserInfo(name: name, groups: groups), attributes) == .allow
        }
        #expect(allows("root", ["system:masters"], .nonResource(verb: "get", path: "/metrics")))
        #expect(allows("joe", ["system:authenticated"], .nonResource(verb: "get", path: "/apis/apps/v1")))
        #expect(
            allows(
                "joe", ["system:authenticated"],
                .init(verb: "create", apiGroup: "authorization.k8s.io", resource: "selfsubjectaccessreviews")))
        #expect(!allows("joe", ["system:authenticated"], .init(verb: "list", resource: "pods", namespace: "team")))
        #expect(allows("system:anonymous", ["system:unauthenticated"], .nonResource(verb: "get", path: "/version")))
        #expect(!allows("system:anonymous", ["system:unauthenticated"], .nonResource(verb: "get", path: "/api")))
        #expect(allows("view", [], .init(verb: "list", resource: "pods", namespace: "team")))
        #expect(!allows("view", [], .init(verb: "get", resource: "secrets", namespace: "team")))
        #expect(allows("edit", [], .init(verb: "get", resource: "secrets", namespace: "team")))
        #expect(allows("edit", [], .init(verb: "watch", apiGroup: "apps", resource: "deployments", namespace: "team")))
        #expect(!allows("edit", [], .init(verb: "create", apiGroup: group, resource: "roles", namespace: "team")))
        #expect(allows("admin", [], .init(verb: "create", apiGroup: group, resource: "roles", namespace: "team")))
        #expect(!allows("admin", [], .init(verb: "create", apiGroup: group, resource: "roles", namespace: "other")))
        #expect(
            allows(
                "system:serviceaccount:kube-system:replication-controller", [],
                .init(verb: "update", resource: "replicationcontrollers", subresource: "status", namespace: "x")))
    }

    @Test func reconcilingAddsWhatIsMissingAndKeepsTheRest() throws {
        let role = try #require(DefaultPolicy.clusterRoles.first { $0.name == "system:basic-user" })
        let wanted = DefaultPolicy.document(role)
        #expect(PolicyReconciliation.plan(present: wanted, wanted: wanted) == nil)
        var present = wanted
        present["rules"] = [["apiGroups": ["x"], "resources": ["y"], "verbs": ["get"]]]
        present["metadata"]["labels"] = ["own": "label"]
        let changed = try #require(PolicyReconciliation.plan(present: present, wanted: wanted))
        let rules = (changed["rules"].array ?? []).map { AuthorizationRule(PolicyRule($0)) }
        #expect(rules.contains { $0.groups == ["x"] })
        #expect(RuleCoverage.missing(role.rules, heldBy: rules).isEmpty)
        #expect(changed["metadata"]["labels"].stringMap == ["own": "label", "kubernetes.io/bootstrapping": "rbac-defaults"])
        present["metadata"]["annotations"][DefaultPolicy.autoupdateAnnotation] = "false"
        #expect(PolicyReconciliation.plan(present: present, wanted: wanted) == nil)

        let binding = DefaultPolicy.document(.init(name: "b", role: "r", subjects: [.group("g")]))
        var other = binding
        other["subjects"] = [["kind": "User", "name": "u"]]
        #expect(PolicyReconciliation.plan(present: other, wanted: binding)?["subjects"].array?.count == 2)
        other["roleRef"]["name"] = "else"
        #expect(PolicyReconciliation.mustReplace(present: other, wanted: binding))
    }
}
