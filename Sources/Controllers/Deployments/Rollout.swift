internal import Document
internal import Resources

/// A deployment with its ReplicaSets, told apart by template: a value on which the next step is decided.
struct Rollout: Sendable {
    var deployment: Deployment
    /// The ReplicaSet of the deployment's template: the oldest, should there be several.
    var new: ReplicaSet?
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

    // MARK: Sizes

    private var scale: RolloutScale {
        let size = { (set: ReplicaSet) in
            RolloutScale.Set(
                name: set.name, replicas: set.spec.replicas ?? 0, available: set.status.availableReplicas,
                maxReplicas: set.annotations[DeploymentAnnotations.maxReplicas].flatMap { Int($0) })
        }
        let bounds = deployment.bounds
        return RolloutScale(
            wished: wished, maxSurge: bounds.maxSurge, maxUnavailable: bounds.maxUnavailable, new: new.map(size), old: old.map(size),
            lastReplicas: deployment.status.replicas)
    }

    /// Whether `spec.replicas` has changed since the ReplicaSets were last sized.
    var isRescaling: Bool {
        all.contains { set in
            (set.spec.replicas ?? 0) > 0 && set.annotations[DeploymentAnnotations.desiredReplicas].flatMap { Int($0) } ?? wished != wished
        }
    }

    /// The sizes that a changed wish calls for.
    var rescaled: [String: Int] { scale.rescale(isRolling: !deployment.isRecreating) }

    /// The next step of the rollout.
    var next: [String: Int] {
        guard deployment.isRecreating else { return scale.rollingUpdate() }
        return new.map { ($0.spec.replicas ?? 0) == wished ? [:] : [$0.name: wished] } ?? [:]
    }

    /// Before a deployment that recreates its pods may go on, the old ones have to go.
    var emptied: [String: Int] { old.reduce(into: [:]) { if ($1.spec.replicas ?? 0) > 0 { $0[$1.name] = 0 } } }

    // MARK: History

    /// Empty ReplicaSets of the oldest revisions, beyond those that are kept for going back.
    var beyondHistory: [ReplicaSet] {
        guard let limit = deployment.spec.revisionHistoryLimit, limit < Int(Int32.max) else { return [] }
        let kept = old.filter { !$0.isBeingDeleted }.sorted { Self.revision($0) < Self.revision($1) }
        return kept.dropLast(limit).filter {
            ($0.spec.replicas ?? 0) == 0 && $0.status.replicas == 0 && $0.metadata.generation <= $0.status.observedGeneration
        }
    }

    private static func revision(_ set: ReplicaSet) -> Int { set.annotations[DeploymentAnnotations.revision].flatMap { Int($0) } ?? 0 }
    private var nextRevision: Int { (old.map(Self.revision).max() ?? 0) + 1 }

    // MARK: The ReplicaSet of the template

    func newReplicaSet() -> ReplicaSet {
        let template = deployment.spec.template
        let hash = PodTemplateHash.compute(template.json, collisionCount: deployment.status.collisionCount ?? 0)
        var set = ReplicaSet(name: "\(deployment.name.prefix(253 - hash.count - 1))-\(hash)", namespace: deployment.namespace)
        var labelled = template
        labelled.metadata.labels[PodTemplateHash.label] = hash
        set.metadata.labels = labelled.metadata.labels
        set.metadata.ownerReferences = [deployment.controllerReference]
        set.spec.template = labelled
        set.spec.selector = deployment.spec.selector
        set.spec.selector["matchLabels", PodTemplateHash.label] = .string(hash)
        set.json["spec", "replicas"] = 0
        var sized = self
        sized.new = set
        set.json["spec", "replicas"] = .int(Int64(sized.next[set.name] ?? 0))
        return sizedFor(annotated(set))
    }

    /// With the deployment's annotations, `minReadySeconds` and a revision above all others: when an older template has come back,
    /// its revision rises and the earlier ones are remembered.
    func annotated(_ set: ReplicaSet) -> ReplicaSet {
        var annotations = set.annotations
        for (key, value) in deployment.annotations where !DeploymentAnnotations.notHandedOn.contains(key) { annotations[key] = value }
        let known = annotations[DeploymentAnnotations.revision]
        if Self.revision(set) < nextRevision {
            if let known {
                annotations[DeploymentAnnotations.revisionHistory] = Self.history(annotations[DeploymentAnnotations.revisionHistory], known)
            }
            annotations[DeploymentAnnotations.revision] = String(nextRevision)
        }
        var set = set
        if annotations != set.annotations { set.metadata.annotations = annotations }
        if set.spec.minReadySeconds != deployment.spec.minReadySeconds { set.spec.minReadySeconds = deployment.spec.minReadySeconds }
        return set
    }

    /// Earlier revisions of one ReplicaSet; the oldest are forgotten when the text becomes too long.
    private static func history(_ earlier: String?, _ revision: String) -> String {
        var revisions = (earlier ?? "").split(separator: ",").map(String.init) + [revision]
        while revisions.count > 1, revisions.reduce(revisions.count - 1, { $0 + $1.utf8.count }) > DeploymentAnnotations.historyLimit {
            revisions.removeFirst()
        }
        return revisions.joined(separator: ",")
    }

    /// With the annotations that say what wish its size was made for.
    func sizedFor(_ set: ReplicaSet) -> ReplicaSet {
        var set = set
        var annotations = set.annotations
        annotations[DeploymentAnnotations.desiredReplicas] = String(wished)
        annotations[DeploymentAnnotations.maxReplicas] = String(wished + deployment.bounds.maxSurge)
        if annotations != set.annotations { set.metadata.annotations = annotations }
        return set
    }
}
