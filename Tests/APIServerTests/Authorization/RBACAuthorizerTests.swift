import Document
import Resources
import Testing

@testable import APIServer

@Suite struct RBACAuthorizerTests {
    private static func role(_ resources: [String], verbs: [String] = ["get"]) -> JSON {
        ["rules": [["apiGroups": [""], "resources": JSON(resources), "verbs": JSON(verbs)]]]
    }

    private static func binding(_ kind: String, _ role: String, _ subjects: JSON) -> JSON {
        ["roleRef": ["kind": .string(kind), "name": .string(role)], "subjects": subjects]
    }

    private func authorizer(_ fixture: CachesFixture) -> RBACAuthorizer {
        let authorizer = RBACAuthorizer()
        authorizer.follow(fixture.caches)
        return authorizer
    }

    @Test func bindingsGrantRolesToUsersGroupsAndAccounts() {
        let fixture = CachesFixture([
            (.clusterRoles, named("reader").with(Self.role(["pods"]))),
            (.roles, named("local", namespace: "a").with(Self.role(["secrets"]))),
            (.clusterRoleBindings, named("everywhere").with(Self.binding("ClusterRole", "reader", [["kind": "Group", "name": "team"]]))),
            (
                .roleBindings,
                named("here", namespace: "a").with(
                    Self.binding("Role", "local", [["kind": "User", "name": "jane"], ["kind": "ServiceAccount", "name": "robot"]]))
            ),
            (
                .roleBindings,
                named("lent", namespace: "b").with(
                    Self.binding("ClusterRole", "reader", [["kind": "ServiceAccount", "name": "robot", "namespace": "a"]]))
            ),
        ])
        let rbac = authorizer(fixture)
        func allows(_ user: UserInfo, _ resource: String, in namespace: String) -> Bool {
            rbac.authorize(user, .init(verb: "get", resource: resource, namespace: namespace)) == .allow
        }
        let jane = UserInfo(name: "jane")
        let robot = UserInfo(name: "system:serviceaccount:a:robot")
        #expect(allows(UserInfo(name: "joe", groups: ["team"]), "pods", in: "b"))
        #expect(allows(UserInfo(name: "joe", groups: ["team"]), "pods", in: ""))
        #expect(allows(jane, "secrets", in: "a"))
        #expect(!allows(jane, "secrets", in: "b"))
        #expect(!allows(jane, "pods", in: "a"))
        #expect(allows(robot, "secrets", in: "a"))
        #expect(allows(robot, "pods", in: "b"))
        #expect(!allows(robot, "pods", in: "a"))

        fixture.remove(.roleBindings, ObjectKey(namespace: "a", name: "here"))
        #expect(!allows(jane, "secrets", in: "a"))
        fixture.put(.clusterRoles, named("reader").with(Self.role(["nodes"])))
        #expect(!allows(robot, "pods", in: "b"))
        #expect(allows(robot, "nodes", in: "b"))
    }

    @Test func aBindingWithoutRoleIsNamedAsReason() {
        let fixture = CachesFixture([
            (.clusterRoleBindings, named("b").with(Self.binding("ClusterRole", "gone", [["kind": "User", "name": "jane"]])))
        ])
        let decision = authorizer(fixture).authorize(UserInfo(name: "jane"), .init(verb: "get", resource: "pods"))
        #expect(decision == .deny(reason: #"RBAC: clusterrole.rbac.authorization.k8s.io "gone" not found"#))
    }

    @Test func aggregatedRolesFollowTheirLabels() {
        let fixture = CachesFixture([
            (
                .clusterRoles,
                named("view").with(["aggregationRule": ["clusterRoleSelectors": [["matchLabels": ["to-view": "true"]]]], "rules": .null])
            ),
            (
                .clusterRoles,
                named("edit").with(["aggregationRule": ["clusterRoleSelectors": [["matchLabels": ["to-edit": "true"]]]], "rules": .null])
            ),
            (.clusterRoleBindings, named("b").with(Self.binding("ClusterRole", "edit", [["kind": "User", "name": "jane"]]))),
        ])
        fixture.put(
            .clusterRoles,
            named("view", labels: ["to-edit": "true"]).with([
                "aggregationRule": ["clusterRoleSelectors": [["matchLabels": ["to-view": "true"]]]]
            ]))
        let rbac = authorizer(fixture)
        func allows() -> Bool { rbac.authorize(UserInfo(name: "jane"), .init(verb: "get", resource: "widgets", namespace: "a")) == .allow }
        #expect(!allows())
        fixture.put(.clusterRoles, named("widgets", labels: ["to-view": "true"]).with(Self.role(["widgets"])))
        #expect(allows())
        fixture.remove(.clusterRoles, ObjectKey(name: "widgets"))
        #expect(!allows())
    }

    @Test func mastersMayDoEverythingBeforeThereAreRoles() {
        let chain = AuthorizerChain([RBACAuthorizer()])
        #expect(chain.authorize(UserInfo(name: "root", groups: ["system:masters"]), .init(verb: "delete", resource: "nodes")) == .allow)
        #expect(chain.authorize(UserInfo(name: "joe"), .init(verb: "get", resource: "nodes")) == .deny(reason: ""))
    }

    @Test func refusalsReadAsUpstreams() {
        let error = APIError.forbidden(UserInfo(name: "x"), .init(verb: "list", resource: "pods", namespace: "default"), reason: "")
        #expect(error.message == #"pods is forbidden: User "x" cannot list resource "pods" in API group "" in the namespace "default""#)
        let scoped = APIError.forbidden(
            UserInfo(name: "x"), .init(verb: "get", apiGroup: "apps", resource: "deployments", subresource: "scale", name: "web"),
            reason: "because")
        #expect(
            scoped.message
                == #"deployments.apps "web" is forbidden: User "x" cannot get resource "deployments/scale" "#
                + #"in API group "apps" at the cluster scope: because"#
        )
        let path = APIError.forbidden(.anonymous, .nonResource(verb: "get", path: "/metrics"), reason: "")
        #expect(path.message == #"forbidden: User "system:anonymous" cannot get path "/metrics""#)
        #expect(path.code == 403)
    }
}
