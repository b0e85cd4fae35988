/// The order in which discovery names API groups. Clients take the first group that serves a name they were given,
/// so `kubectl get deployments` depends on it. Groups that are not listed, such as those of custom resources, follow by name.
enum GroupOrder {
    static func precedes(_ a: String, _ b: String) -> Bool {
        let (rankA, rankB) = (rank(a), rank(b))
        return rankA == rankB ? a < b : rankA < rankB
    }

    private static func rank(_ group: String) -> Int { builtin.firstIndex(of: group) ?? builtin.count }

    private static let builtin = [
        "", "apiregistration.k8s.io", "apps", "events.k8s.io", "authentication.k8s.io", "authorization.k8s.io", "autoscaling", "batch",
        "certificates.k8s.io", "networking.k8s.io", "policy", "rbac.authorization.k8s.io", "storage.k8s.io", "admissionregistration.k8s.io",
        "apiextensions.k8s.io", "scheduling.k8s.io", "coordination.k8s.io", "node.k8s.io", "discovery.k8s.io", "resource.k8s.io",
        "flowcontrol.apiserver.k8s.io", "internal.apiserver.k8s.io", "storagemigration.k8s.io",
        // Of old; whatever else has its resources comes first.
        "extensions",
    ]
}
