/// Annotations by which a deployment, its ReplicaSets and `kubectl rollout` speak with one another.
enum DeploymentAnnotations {
    static let revision = "deployment.kubernetes.io/revision"
    static let revisionHistory = "deployment.kubernetes.io/revision-history"
    static let desiredReplicas = "deployment.kubernetes.io/desired-replicas"
    static let maxReplicas = "deployment.kubernetes.io/max-replicas"
    static let lastApplied = "kubectl.kubernetes.io/last-applied-configuration"
    static let deprecatedRollback = "deprecated.deployment.rollback.to"

    /// Length of the list of earlier revisions, in bytes.
    static let historyLimit = 2000

    /// Everything else a deployment is annotated with is handed on to its ReplicaSets.
    static let notHandedOn: Set<String> = [revision, revisionHistory, desiredReplicas, maxReplicas, lastApplied, deprecatedRollback]
}
