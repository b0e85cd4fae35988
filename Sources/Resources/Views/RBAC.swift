// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// rbac.authorization.k8s.io/v1 Role: what may be done in one namespace.
package struct Role: Resource {
    package static let type = ResourceType.roles
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var rules: [PolicyRule] { get { self["rules"] } set { self["rules"] = newValue } }
}

/// What may be done in the whole cluster.
package struct ClusterRole: Resource {
    package static let type = ResourceType.clusterRoles
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var rules: [PolicyRule] { get { self["rules"] } set { self["rules"] = newValue } }
    package var aggregationRule: JSON? { get { self["aggregationRule"] } set { self["aggregationRule"] = newValue } }
}

/// Verbs on resources or on URLs that are no resources; `*` stands for all.
package struct PolicyRule: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var verbs: [String] { get { self["verbs"] } set { self["verbs"] = newValue } }
    package var apiGroups: [String] { get { self["apiGroups"] } set { self["apiGroups"] = newValue } }
    package var resources: [String] { get { self["resources"] } set { self["resources"] = newValue } }
    package var resourceNames: [String] { get { self["resourceNames"] } set { self["resourceNames"] = newValue } }
    package var nonResourceURLs: [String] { get { self["nonResourceURLs"] } set { self["nonResourceURLs"] = newValue } }
}

/// Gives a role to subjects in one namespace.
package struct RoleBinding: Resource {
    package static let type = ResourceType.roleBindings
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var subjects: [Subject] { get { self["subjects"] } set { self["subjects"] = newValue } }
    package var roleRef: RoleRef { get { self["roleRef"] } set { self["roleRef"] = newValue } }
}

/// Gives a role to subjects in the whole cluster.
package struct ClusterRoleBinding: Resource {
    package static let type = ResourceType.clusterRoleBindings
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var subjects: [Subject] { get { self["subjects"] } set { self["subjects"] = newValue } }
    package var roleRef: RoleRef { get { self["roleRef"] } set { self["roleRef"] = newValue } }
}

/// A User, Group or ServiceAccount.
package struct Subject: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var kind: String { get { self["kind"] } set { self["kind"] = newValue } }
    package var apiGroup: String { get { self["apiGroup"] } set { self["apiGroup"] = newValue } }
    package var name: String { get { self["name"] } set { self["name"] = newValue } }
    package var namespace: String { get { self["namespace"] } set { self["namespace"] = newValue } }
}

/// The role that a binding gives.
package struct RoleRef: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var apiGroup: String { get { self["apiGroup"] } set { self["apiGroup"] = newValue } }
    package var kind: String { get { self["kind"] } set { self["kind"] = newValue } }
    package var name: String { get { self["name"] } set { self["name"] = newValue } }
}
