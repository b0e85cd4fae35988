package import Resources
internal import Schema

/// The visible list of kinds with rules of their own; every other kind of the catalogue has the generic ones.
package enum KindRegistry {
    /// The rules of a kind, also of one that nobody has heard of.
    package static func rules(for gvk: GroupVersionKind) -> any KindRules { table[gvk] ?? generic(gvk) }

    /// The rules that just this version has; nil when they are those of the version in which objects are stored.
    package static func ownRules(for gvk: GroupVersionKind) -> (any KindRules)? { table[gvk] }

    private static let table: [GroupVersionKind: RegisteredKind] = {
        var table: [GroupVersionKind: RegisteredKind] = [:]
        for (apiVersion, kind, behaviour) in behaviours + MoreKinds.behaviours + EarlierVersions.behaviours {
            let gvk = GroupVersionKind(apiVersion: apiVersion, kind: kind)
            table[gvk] = make(gvk, behaviour)
        }
        return table
    }()

    private static func generic(_ gvk: GroupVersionKind) -> RegisteredKind {
        let info = Catalogue.builtin.resource(gvk)
        let hasStatus = info?.subresource("status") != nil
        return make(gvk, PlainKind(separatesStatus: hasStatus, generationFields: hasStatus ? ["spec"] : []))
    }

    private static func make(_ gvk: GroupVersionKind, _ behaviour: any KindBehaviour) -> RegisteredKind {
        RegisteredKind(
            gvk: gvk, namespaced: Catalogue.builtin.resource(gvk)?.type.namespaced ?? true, schema: Catalogue.builtin.type(gvk),
            behaviour: behaviour)
    }

    private static let behaviours: [(String, String, any KindBehaviour)] = [
        ("v1", "Pod", PodRules()),
        ("v1", "PodTemplate", PodTemplateRules()),
        ("v1", "ReplicationController", ReplicationControllerRules()),
        ("v1", "Service", ServiceRules()),
        ("v1", "Endpoints", EndpointsRules()),
        ("v1", "Node", NodeRules()),
        ("v1", "Namespace", NamespaceRules()),
        ("v1", "ConfigMap", ConfigMapRules()),
        ("v1", "Secret", SecretRules()),
        ("v1", "ServiceAccount", ServiceAccountRules()),
        ("v1", "Event", EventRules()),
        ("v1", "LimitRange", LimitRangeRules()),
        ("v1", "ResourceQuota", ResourceQuotaRules()),
        ("v1", "PersistentVolume", PersistentVolumeRules()),
        ("v1", "PersistentVolumeClaim", PersistentVolumeClaimRules()),
        ("apiregistration.k8s.io/v1", "APIService", APIServiceRules()),
        ("apps/v1", "ReplicaSet", ReplicaSetRules()),
        ("apps/v1", "Deployment", DeploymentRules()),
        ("apps/v1", "DaemonSet", DaemonSetRules()),
        ("apps/v1", "StatefulSet", StatefulSetRules()),
        ("apps/v1", "ControllerRevision", ControllerRevisionRules()),
        ("batch/v1", "Job", JobRules()),
        ("batch/v1", "CronJob", CronJobRules()),
        ("autoscaling/v1", "HorizontalPodAutoscaler", HorizontalPodAutoscalerRules(isV2: false)),
        ("autoscaling/v2", "HorizontalPodAutoscaler", HorizontalPodAutoscalerRules(isV2: true)),
        ("certificates.k8s.io/v1", "CertificateSigningRequest", CertificateSigningRequestRules()),
        ("coordination.k8s.io/v1", "Lease", LeaseRules()),
        ("discovery.k8s.io/v1", "EndpointSlice", EndpointSliceRules()),
        ("events.k8s.io/v1", "Event", EventRules(isNew: true, isStrict: true)),
        ("networking.k8s.io/v1", "Ingress", IngressRules()),
        ("networking.k8s.io/v1", "IngressClass", IngressClassRules()),
        ("networking.k8s.io/v1", "NetworkPolicy", NetworkPolicyRules()),
        ("policy/v1", "PodDisruptionBudget", PodDisruptionBudgetRules()),
        ("rbac.authorization.k8s.io/v1", "Role", RoleRules(allowsURLs: false)),
        ("rbac.authorization.k8s.io/v1", "ClusterRole", RoleRules(allowsURLs: true)),
        ("rbac.authorization.k8s.io/v1", "RoleBinding", RoleBindingRules(isCluster: false)),
        ("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", RoleBindingRules(isCluster: true)),
        ("scheduling.k8s.io/v1", "PriorityClass", PriorityClassRules()),
        ("storage.k8s.io/v1", "StorageClass", StorageClassRules()),
    ]
}
