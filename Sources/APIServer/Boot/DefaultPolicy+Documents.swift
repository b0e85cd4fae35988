internal import Document
internal import Resources

extension DefaultPolicy {
    static let group = "rbac.authorization.k8s.io"
    private static let aggregationLabel = "rbac.authorization.k8s.io/aggregate-to-"
    /// Only objects with this annotation, or without one set to "false", are brought back to their default at start.
    static let autoupdateAnnotation = "rbac.authorization.kubernetes.io/autoupdate"

    private static func metadata(_ name: String, namespace: String, labels: [String: String] = [:]) -> JSON {
        [
            "name": .string(name), "namespace": namespace.isEmpty ? .null : .string(namespace),
            "labels": JSON(labels.merging(["kubernetes.io/bootstrapping": "rbac-defaults"]) { old, _ in old }),
            "annotations": [autoupdateAnnotation: "true"],
        ]
    }

    static func document(_ role: RoleEntry) -> JSON {
        let labels = Dictionary(role.aggregatesTo.map { (aggregationLabel + $0, "true") }, uniquingKeysWith: { first, _ in first })
        var document: JSON = [
            "apiVersion": .string(group + "/v1"), "kind": role.namespace.isEmpty ? "ClusterRole" : "Role",
            "metadata": metadata(role.name, namespace: role.namespace, labels: labels),
        ]
        if let label = role.aggregates {
            document["aggregationRule"] = ["clusterRoleSelectors": [["matchLabels": [aggregationLabel + label: "true"]]]]
        }
        document["rules"] = .array(rules(of: role).map(\.document))
        return document
    }

    /// The rules of a role; of an aggregating one those of all default roles it takes over.
    static func rules(of role: RoleEntry) -> [AuthorizationRule] {
        guard let label = role.aggregates else { return role.rules }
        return clusterRoles.filter { $0.aggregatesTo.contains(label) }.flatMap(rules(of:))
    }

    static func document(_ binding: BindingEntry) -> JSON {
        let isCluster = binding.namespace.isEmpty
        let subjects = binding.subjects.map { subject -> JSON in
            switch subject {
            case .user(let name): ["kind": "User", "apiGroup": .string(group), "name": .string(name)]
            case .group(let name): ["kind": "Group", "apiGroup": .string(group), "name": .string(name)]
            case .serviceAccount(let name): ["kind": "ServiceAccount", "name": .string(name), "namespace": "kube-system"]
            }
        }
        return [
            "apiVersion": .string(group + "/v1"), "kind": isCluster ? "ClusterRoleBinding" : "RoleBinding",
            "metadata": metadata(binding.name, namespace: binding.namespace),
            "roleRef": [
                "apiGroup": .string(group), "kind": isCluster ? "ClusterRole" : "Role", "name": .string(binding.role),
            ],
            "subjects": subjects.isEmpty ? .null : .array(subjects),
        ]
    }
}
