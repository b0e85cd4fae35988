internal import Document
package import Resources

/// The objects that lead to the page within the cluster, under upstream's name for its dashboard: a service without selector, the
/// address where the page is served, and the right of everybody to look at it. Whoever sets up the cluster creates them.
package enum DashboardObjects {
    package static let key = ObjectKey(namespace: "kube-system", name: "kubernetes-dashboard")
    /// The port of the service; the only one, so that no link has to name it.
    private static let servicePort = 80

    package static func service() -> Service {
        Service([
            "apiVersion": "v1", "kind": "Service", "metadata": metadata(["kubernetes.io/cluster-service": "true"]),
            "spec": [
                "type": "ClusterIP",
                "ports": [
                    ["protocol": "TCP", "port": .int(Int64(servicePort)), "targetPort": .int(Int64(ClusterDashboard.port))]
                ],
            ],
        ])
    }

    /// - Parameter listening: where the page is served, as every node reaches it. Slices follow by mirroring.
    package static func endpoints(listening address: IPv4Address) -> Endpoints {
        Endpoints([
            "apiVersion": "v1", "kind": "Endpoints", "metadata": metadata([:]),
            "subsets": [
                [
                    "addresses": [["ip": .string("\(address)")]],
                    "ports": [["port": .int(Int64(ClusterDashboard.port)), "protocol": "TCP"]],
                ]
            ],
        ])
    }

    /// Reading the page, which holds nothing of the cluster, through the API server's proxy.
    package static func role() -> Role {
        Role([
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": metadata([:]),
            "rules": [
                [
                    "apiGroups": [""], "resources": ["services/proxy"], "resourceNames": [.string(key.name)], "verbs": ["get"],
                ]
            ],
        ])
    }

    /// For those who have not signed in, too: the page is where they do.
    package static func binding() -> RoleBinding {
        let everybody = ["system:authenticated", "system:unauthenticated"]
        return RoleBinding([
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": metadata([:]),
            "roleRef": ["apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": .string(key.name)],
            "subjects": .array(
                everybody.map { ["apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": .string($0)] }),
        ])
    }

    private static func metadata(_ labels: [String: String]) -> JSON {
        let all = labels.merging(["k8s-app": key.name]) { $1 }
        return [
            "namespace": .string(key.namespace), "name": .string(key.name),
            "labels": JSON(all),
        ]
    }
}
