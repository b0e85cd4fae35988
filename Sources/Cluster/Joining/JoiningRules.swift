import Client
import Document
import Resources

/// What joining machines and nodes may do beyond the roles every cluster has.
///
/// Upstream's installers bind the same roles. One binding is our own: the service proxy lives in the node's process and shows the
/// node's certificate, so nodes hold the role `system:node-proxier`, which upstream gives to an account of its own.
enum JoiningRules {
    private static let group = "rbac.authorization.k8s.io"

    static var roles: [Role] {
        [
            reader("coxswain:cluster-info", namespace: ClusterInfo.namespace, configMap: ClusterInfo.name),
            reader("coxswain:node-settings", namespace: ClusterSettings.namespace, configMap: ClusterSettings.name),
        ]
    }

    static var roleBindings: [RoleBinding] {
        [
            binding("coxswain:cluster-info", namespace: ClusterInfo.namespace, [subject("User", "system:anonymous")]),
            binding(
                "coxswain:node-settings", namespace: ClusterSettings.namespace,
                [subject("Group", "system:nodes"), subject("Group", BootstrapToken.group)]),
        ]
    }

    /// The packet filter judges by pods and namespaces, wherever they are.
    static var clusterRoles: [ClusterRole] {
        var role = ClusterRole(name: "coxswain:network-policies")
        role.rules = [
            PolicyRule(["verbs": ["list", "watch"], "apiGroups": [""], "resources": ["pods", "namespaces"]]),
            PolicyRule(["verbs": ["list", "watch"], "apiGroups": ["networking.k8s.io"], "resources": ["networkpolicies"]]),
        ]
        return [role]
    }

    static var clusterRoleBindings: [ClusterRoleBinding] {
        let requests = "system:certificates.k8s.io:certificatesigningrequests"
        return [
            clusterBinding("coxswain:node-bootstrapper", "system:node-bootstrapper", BootstrapToken.group),
            clusterBinding("coxswain:approve-joining-nodes", requests + ":nodeclient", BootstrapToken.group),
            clusterBinding("coxswain:approve-renewing-nodes", requests + ":selfnodeclient", "system:nodes"),
            clusterBinding("coxswain:node-proxier", "system:node-proxier", "system:nodes"),
            clusterBinding(
                "coxswain:network-policies", "coxswain:network-policies",
                [subject("Group", "system:nodes"), subject("User", "system:kube-proxy")]),
        ]
    }

    private static func reader(_ name: String, namespace: String, configMap: String) -> Role {
        var role = Role(name: name, namespace: namespace)
        role.rules = [
            PolicyRule(["verbs": ["get"], "apiGroups": [""], "resources": ["configmaps"], "resourceNames": [.string(configMap)]])
        ]
        return role
    }

    private static func binding(_ name: String, namespace: String, _ subjects: [Subject]) -> RoleBinding {
        var binding = RoleBinding(name: name, namespace: namespace)
        binding.roleRef = RoleRef(["apiGroup": .string(group), "kind": "Role", "name": .string(name)])
        binding.subjects = subjects
        return binding
    }

    private static func clusterBinding(_ name: String, _ role: String, _ holders: String) -> ClusterRoleBinding {
        clusterBinding(name, role, [subject("Group", holders)])
    }

    private static func clusterBinding(_ name: String, _ role: String, _ holders: [Subject]) -> ClusterRoleBinding {
        var binding = ClusterRoleBinding(name: name)
        binding.roleRef = RoleRef(["apiGroup": .string(group), "kind": "ClusterRole", "name": .string(role)])
        binding.subjects = holders
        return binding
    }

    private static func subject(_ kind: String, _ name: String) -> Subject {
        Subject(["apiGroup": .string(group), "kind": .string(kind), "name": .string(name)])
    }
}
