internal import Document

/// In which order a build puts out its objects: what others need first, unless the kustomization says `fifo`.
enum KustomizeOrder {
    private static let first = [
        "Namespace", "ResourceQuota", "StorageClass", "CustomResourceDefinition", "ServiceAccount", "PodSecurityPolicy", "Role",
        "ClusterRole", "RoleBinding", "ClusterRoleBinding", "ConfigMap", "Secret", "Endpoints", "Service", "LimitRange", "PriorityClass",
        "PersistentVolume", "PersistentVolumeClaim", "Deployment", "StatefulSet", "CronJob", "PodDisruptionBudget",
    ]
    private static let last = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"]

    /// - Parameter options: `sortOptions` of the kustomization; null is the order above.
    static func sorted(_ resources: [KustomizeResource], by options: JSON) -> [KustomizeResource] {
        if options["order"].string == "fifo" { return resources }
        let legacy = options["legacySortOptions"]
        let first = legacy["orderFirst"].isNull ? first : legacy["orderFirst"].strings
        let last = legacy["orderLast"].isNull ? last : legacy["orderLast"].strings
        func rank(_ kind: String) -> Int {
            if let place = first.firstIndex(of: kind) { return place - first.count }
            return last.firstIndex(of: kind).map { $0 + 1 } ?? 0
        }
        let keyed = resources.map { resource in
            let id = resource.identity
            func late(_ text: String) -> String { text.isEmpty ? "~" : text }
            return (rank(id.kind), [late(id.group), late(id.version), id.kind, late(id.namespace), id.name], resource)
        }
        return keyed.enumerated().sorted { a, b in
            if a.element.0 != b.element.0 { return a.element.0 < b.element.0 }
            if a.element.1 != b.element.1 { return a.element.1.lexicographicallyPrecedes(b.element.1) }
            return a.offset < b.offset
        }.map(\.element.2)
    }
}
