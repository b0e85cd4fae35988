extension DefaultPolicy {
    /// The ClusterRoleBindings. Those of the controllers follow from their names.
    static let clusterRoleBindings: [BindingEntry] =
        [
            clusterBinding("cluster-admin", .group("system:masters")),
            clusterBinding("system:basic-user", .group("system:authenticated")),
            clusterBinding("system:discovery", .group("system:authenticated")),
            clusterBinding("system:public-info-viewer", .group("system:authenticated"), .group("system:unauthenticated")),
            clusterBinding("system:monitoring", .group("system:monitoring")),
            clusterBinding("system:service-account-issuer-discovery", .group("system:serviceaccounts")),
            clusterBinding("system:kube-controller-manager", .user("system:kube-controller-manager")),
            clusterBinding("system:kube-scheduler", .user("system:kube-scheduler")),
            clusterBinding("system:volume-scheduler", .user("system:kube-scheduler")),
            clusterBinding("system:kube-dns", .serviceAccount("kube-dns")),
            clusterBinding("system:node-proxier", .user("system:kube-proxy")),
            // Kubelets are authorized by the Node authorizer; the binding exists without subjects, as upstream keeps it.
            clusterBinding("system:node"),
        ]
        + clusterRoles.filter { $0.name.hasPrefix(controllerPrefix) }.map { role in
            clusterBinding(role.name, .serviceAccount(String(role.name.dropFirst(controllerPrefix.count))))
        }

    static let controllerPrefix = "system:controller:"

    static let roleBindings: [BindingEntry] = [
        binding(
            "kube-system", "system::extension-apiserver-authentication-reader", role: "extension-apiserver-authentication-reader",
            .user("system:kube-controller-manager"), .user("system:kube-scheduler")),
        binding(
            "kube-system", "system::leader-locking-kube-controller-manager", .user("system:kube-controller-manager"),
            .serviceAccount("kube-controller-manager"), .serviceAccount("leader-election-controller")),
        binding("kube-system", "system::leader-locking-kube-scheduler", .user("system:kube-scheduler"), .serviceAccount("kube-scheduler")),
        binding("kube-system", "system:controller:bootstrap-signer", .serviceAccount("bootstrap-signer")),
        binding("kube-system", "system:controller:cloud-provider", .serviceAccount("cloud-provider")),
        binding("kube-system", "system:controller:token-cleaner", .serviceAccount("token-cleaner")),
        binding("kube-public", "system:controller:bootstrap-signer", .serviceAccount("bootstrap-signer")),
    ]

    private static func clusterBinding(_ name: String, _ subjects: SubjectEntry...) -> BindingEntry {
        BindingEntry(name: name, role: name, subjects: subjects)
    }

    private static func binding(_ namespace: String, _ name: String, role: String? = nil, _ subjects: SubjectEntry...) -> BindingEntry {
        BindingEntry(namespace: namespace, name: name, role: role ?? name, subjects: subjects)
    }
}
