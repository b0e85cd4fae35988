internal import Resources

/// How resources differ in what an update may leave open (upstream: `AllowUnconditionalUpdate`, `AllowCreateOnUpdate`).
enum UpdatePolicy {
    /// Whether an update must name the resourceVersion it was made for.
    static func needsResourceVersion(_ type: ResourceType) -> Bool { conditional[type.group]?.contains(type.plural) ?? false }

    /// Whether an update of an object that is not there creates it.
    static func createsMissing(_ type: ResourceType) -> Bool { creating[type.group]?.contains(type.plural) ?? false }

    /// Whether deletion orphans dependents when nobody says what shall become of them: so did workloads before apps/v1, and still
    /// do those of batch.
    static func orphansDependents(_ type: ResourceType) -> Bool {
        switch (type.group, type.version, type.plural) {
        case ("extensions", _, "daemonsets"), ("extensions", _, "deployments"), ("extensions", _, "replicasets"): true
        case ("apps", "v1beta1", "controllerrevisions"), ("apps", "v1beta2", "controllerrevisions"): false
        case ("apps", "v1beta1", _), ("apps", "v1beta2", _): true
        case ("batch", "v1", "jobs"), ("batch", "v1beta1", "cronjobs"), ("batch", "v2alpha1", "cronjobs"): true
        case ("", _, "replicationcontrollers"): true
        default: false
        }
    }

    private static let conditional: [String: Set<String>] = [
        "admissionregistration.k8s.io": [
            "validatingadmissionpolicies", "mutatingadmissionpolicies", "mutatingwebhookconfigurations", "validatingwebhookconfigurations",
            "mutatingadmissionpolicybindings", "validatingadmissionpolicybindings",
        ],
        "apiextensions.k8s.io": ["customresourcedefinitions"], "apiregistration.k8s.io": ["apiservices"],
        "certificates.k8s.io": ["podcertificaterequests", "clustertrustbundles"], "coordination.k8s.io": ["leases", "leasecandidates"],
        "internal.apiserver.k8s.io": ["storageversions"], "node.k8s.io": ["runtimeclasses"], "policy": ["poddisruptionbudgets"],
        "resource.k8s.io": ["resourcepoolstatusrequests"],
        "storage.k8s.io": ["csidrivers", "csistoragecapacities", "csinodes", "volumeattachments"],
        "storagemigration.k8s.io": ["storageversionmigrations"],
    ]

    private static let creating: [String: Set<String>] = [
        "": ["endpoints", "events", "limitranges", "services"], "coordination.k8s.io": ["leases", "leasecandidates"],
        "node.k8s.io": ["runtimeclasses"],
        "rbac.authorization.k8s.io": ["roles", "rolebindings", "clusterroles", "clusterrolebindings"],
    ]
}
