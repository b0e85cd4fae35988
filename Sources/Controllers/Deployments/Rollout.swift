internal import Document
internal import Resources

/// A deployment with its ReplicaSets, told apart by template: a value on which the next step is decided.
struct Rollout: Sendable {
    var deployment: Deployment
    private(set) var new: ReplicaSet?
    /// Oldest first.
    private(set) var old: [ReplicaSet]

    init(_ deployment: Deployment, sets: [ReplicaSet]) {
        self.deployment = deployment
        let ordered = sets.sorted {
            ($0.metadata.creationTimestamp?.seconds ?? 0, $0.name) < ($1.metadata.creationTimestamp?.seconds ?? 0, $1.name)
        }
        let template = PodTemplateHash.withoutLabel(deployment.spec.template.json)
        new = ordered.first { PodTemplateHash.withoutLabel($0.spec.template.json) == template }
        old = ordered.filter { [new] in $0.uid != new?.uid }
    }

    var all: [ReplicaSet] { old + [new].compactMap { $0 } }
    private var wished: Int { deployment.spec.replicas ?? 1 }

    mutating func replace(_ set: ReplicaSet) { new = set }

    private var scale: RolloutScale {
        let size = { (set: ReplicaSet) in
            RolloutScale.Set(
                name: set.name, replicas: set.spec.replicas ?? 0, available: set.status.availableReplicas,
                maxReplicas: set.annotations[DeploymentAnnotations.maxReplicas].flatMap { Int($0) })
        }
        let bounds = deployment.bounds
        return RolloutScale(
            wished: wished, maxSurge: bounds.maxSurge, maxUnavailable: bounds.maxUnavailable, new: new.map(size), old: old.map(size))
    }

    /// Whether `spec.replicas` has changed since the ReplicaSets were last sized.
    var isRescaling: Bool {
        all.contains { set in
            (set.spec.replicas ?? 0) > 0 && set.annotations[DeploymentAnnotations.desiredReplicas].flatMap { Int($0) } ?? wished != wished
        }
    }

    var rescaled: [String: Int] { scale.rescale(isRolling: deployment.spec.strategy.type != "Recreate") }

    /// The next step of the rollout.
    var next: [String: Int] {
        guard deployment.spec.strategy.type == "Recreate" else { return scale.rollingUpdate() }
        return new.map { ($0.spec.replicas ?? 0) == wished ? [:] : [$0.name: wished] } ?? [:]
    }

    var beyondHistory: [ReplicaSet] {
        let empty = old.filter { ($0.spec.replicas ?? 0) == 0 && $0.status.replicas == 0 && !$0.isBeingDeleted }
        return Array(empty.dropLast(deployment.spec.revisionHistoryLimit ?? 10))
    }

    private func revision(_ set: ReplicaSet) -> Int { set.annotations[DeploymentAnnotations.revision].flatMap { Int($0) } ?? 0 }
    private var nextRevision: Int { (old.map(revision).max() ?? 0) + 1 }

    func newReplicaSet() -> ReplicaSet {
        let template = deployment.spec.template
        let hash = PodTemplateHash.compute(template.json, collisionCount: deployment.status.collisionCount ?? 0)
        var set = ReplicaSet(name: "\(deployment.name)-\(hash)", namespace: deployment.namespace)
        var labelled = template
        labelled.metadata.labels[PodTemplateHash.label] = hash
        set.metadata.labels = labelled.metadata.labels
        set.metadata.ownerReferences = [deployment.controllerReference]
        set.spec.template = labelled
        set.spec.selector = deployment.spec.selector
        set.spec.selector["matchLabels", PodTemplateHash.label] = .string(hash)
        if deployment.spec.minReadySeconds > 0 { set.spec.minReadySeconds = deployment.spec.minReadySeconds }
        var sized = self
        set.json["spec", "replicas"] = 0
        sized.new = set
        let size = sized.next[set.name] ?? 0
        set.json["spec", "replicas"] = .int(Int64(size))
        return annotated(set)
    }

    /// The deployment's annotations, its revision (raised when an older template has come back) and what it was sized for.
    func annotated(_ set: ReplicaSet) -> ReplicaSet {
        var set = annotatedForScale(set)
        var annotations = set.annotations
        for (key, value) in deployment.annotations where !DeploymentAnnotations.notHandedOn.contains(key) { annotations[key] = value }
        let current = revision(set)
        if current < nextRevision {
            if current > 0 {
                let history = annotations[DeploymentAnnotations.revisionHistory].map { $0 + "," } ?? ""
                annotations[DeploymentAnnotations.revisionHistory] = history + String(current)
            }
            annotations[DeploymentAnnotations.revision] = String(nextRevision)
        }
        if annotations != set.annotations { set.metadata.annotations = annotations }
        if set.spec.minReadySeconds != deployment.spec.minReadySeconds { set.spec.minReadySeconds = deployment.spec.minReadySeconds }
        return set
    }

    func annotatedForScale(_ set: ReplicaSet) -> ReplicaSet {
        var set = set
        var annotations = set.annotations
        annotations[DeploymentAnnotations.desiredReplicas] = String(wished)
        annotations[DeploymentAnnotations.maxReplicas] = String(wished + deployment.bounds.maxSurge)
        if annotations != set.annotations { set.metadata.annotations = annotations }
        return set
    }
}
