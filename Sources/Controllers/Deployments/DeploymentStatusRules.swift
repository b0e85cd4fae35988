internal import Document
internal import Resources

/// What a deployment's status says, given its ReplicaSets.
struct DeploymentStatusRules {
    /// What the controller has just done.
    enum Step: Equatable {
        /// Only resized: that is no progress of a rollout, and no lack of it.
        case scaling
        case rolling
        /// The ReplicaSet of the template has just been made.
        case created
        /// It could not be made.
        case failed(String)
    }

    let deployment: Deployment
    let new: ReplicaSet?
    let all: [ReplicaSet]
    let now: Timestamp

    func status(_ step: Step) -> DeploymentStatus {
        var status = counts()
        var conditions = deployment.status.conditions
        let wished = deployment.spec.replicas ?? 1
        if status.availableReplicas >= wished - deployment.bounds.maxUnavailable {
            set(&conditions, "Available", .isTrue, "MinimumReplicasAvailable", "Deployment has minimum availability.")
        } else {
            set(&conditions, "Available", .isFalse, "MinimumReplicasUnavailable", "Deployment does not have minimum availability.")
        }
        if hasDeadline { setPaused(&conditions) }
        if step != .scaling {
            if hasDeadline { setProgressing(&conditions, status, step) } else { conditions.remove(type: "Progressing") }
            setFailure(&conditions)
        }
        if conditions != [] { status.conditions = conditions }
        return status
    }

    private func counts() -> DeploymentStatus {
        var status = DeploymentStatus()
        func sum(_ count: (ReplicaSetStatus) -> Int) -> Int { all.reduce(0) { $0 + count($1.status) } }
        let available = sum(\.availableReplicas)
        status.observedGeneration = deployment.metadata.generation
        let counts: [(String, Int)] = [
            ("replicas", sum(\.replicas)), ("updatedReplicas", new?.status.replicas ?? 0), ("readyReplicas", sum(\.readyReplicas)),
            ("availableReplicas", available), ("unavailableReplicas", max(0, all.reduce(0) { $0 + ($1.spec.replicas ?? 0) } - available)),
        ]
        for (key, count) in counts where count != 0 { status.json[key] = .int(Int64(count)) }
        // ReplicaSets that nobody has looked at yet have nothing on its way out; one that was looked at and does not say makes the
        // sum unknown.
        let looked = all.map(\.status).filter { $0.observedGeneration > 0 || $0.terminatingReplicas != nil }
        if looked.allSatisfy({ $0.terminatingReplicas != nil }) {
            status.terminatingReplicas = looked.reduce(0) { $0 + ($1.terminatingReplicas ?? 0) }
        }
        if let collisions = deployment.status.collisionCount { status.collisionCount = collisions }
        return status
    }

    /// All pods are of the new template and available, and no other is left.
    static func isComplete(_ deployment: Deployment, _ status: DeploymentStatus) -> Bool {
        let wished = deployment.spec.replicas ?? 1
        return status.updatedReplicas == wished && status.replicas == wished && status.availableReplicas == wished
            && status.observedGeneration >= deployment.metadata.generation
    }

    // MARK: Conditions

    /// A condition that says the same as before, but for its words, stays untouched; with `touch` its update time moves.
    private func set(
        _ conditions: inout [Condition], _ type: String, _ status: Condition.Status, _ reason: String, _ message: String,
        touch: Bool = false
    ) {
        let old = conditions[type: type]
        if !touch, let old, old.status == status, old.reason == reason { return }
        var condition = Condition(type: type, status: status, reason: reason, message: message)
        condition.lastUpdateTime = now
        conditions.set(condition, now: now)
    }

    /// While a deployment is paused its deadline does not run.
    private func setPaused(_ conditions: inout [Condition]) {
        let reason = conditions[type: "Progressing"]?.reason
        if reason == "ProgressDeadlineExceeded" { return }
        if deployment.spec.paused {
            set(&conditions, "Progressing", .unknown, "DeploymentPaused", "Deployment is paused")
        } else if reason == "DeploymentPaused" {
            set(&conditions, "Progressing", .unknown, "DeploymentResumed", "Deployment is resumed")
        }
    }

    private func setProgressing(_ conditions: inout [Condition], _ status: DeploymentStatus, _ step: Step) {
        if let new {
            if step == .created {
                set(&conditions, "Progressing", .isTrue, "NewReplicaSetCreated", "Created new replica set \"\(new.name)\"")
            } else if conditions[type: "Progressing"] == nil {
                set(&conditions, "Progressing", .isTrue, "FoundNewReplicaSet", "Found new replica set \"\(new.name)\"")
            }
        }
        if case .failed(let message) = step {
            return set(&conditions, "Progressing", .isFalse, "ReplicaSetCreateError", message)
        }
        let known = conditions[type: "Progressing"]
        if known?.reason == "NewReplicaSetAvailable", status.replicas == status.updatedReplicas { return }
        let subject = new.map { "ReplicaSet \"\($0.name)\"" } ?? "Deployment \"\(deployment.name)\""
        if Self.isComplete(deployment, status) {
            set(&conditions, "Progressing", .isTrue, "NewReplicaSetAvailable", "\(subject) has successfully progressed.")
        } else if hasProgressed(status) {
            set(&conditions, "Progressing", .isTrue, "ReplicaSetUpdated", "\(subject) is progressing.", touch: true)
        } else if let known, known.reason == "ProgressDeadlineExceeded" || hasTimedOut(known) {
            set(&conditions, "Progressing", .isFalse, "ProgressDeadlineExceeded", "\(subject) has timed out progressing.")
        }
    }

    private func hasProgressed(_ status: DeploymentStatus) -> Bool {
        let old = deployment.status
        let oldPods = { (status: DeploymentStatus) in status.replicas - status.updatedReplicas }
        return status.updatedReplicas > old.updatedReplicas || oldPods(status) < oldPods(old) || status.readyReplicas > old.readyReplicas
            || status.availableReplicas > old.availableReplicas
    }

    /// The first failure among the ReplicaSets, the new one's before the others'.
    private func setFailure(_ conditions: inout [Condition]) {
        let failures = ([new].compactMap { $0 } + all).lazy.compactMap { $0.status.conditions[type: "ReplicaFailure"] }
        guard let failure = failures.first else { return conditions.remove(type: "ReplicaFailure") }
        set(&conditions, "ReplicaFailure", failure.status, failure.reason, failure.message)
    }

    // MARK: The deadline

    private var hasDeadline: Bool { deployment.spec.progressDeadlineSeconds.map { $0 < Int(Int32.max) } ?? false }

    private func hasTimedOut(_ condition: Condition) -> Bool { secondsLeft(condition).map { $0 < 0 } ?? false }

    private func secondsLeft(_ condition: Condition) -> Int? {
        guard hasDeadline, condition.reason != "NewReplicaSetAvailable",
            let since = condition.lastUpdateTime ?? condition.lastTransitionTime
        else { return nil }
        return (deployment.spec.progressDeadlineSeconds ?? 0) - Int(now.seconds - since.seconds)
    }

    /// Seconds until a rollout has to be looked at because it may have stuck; nil where no deadline runs.
    func secondsUntilCheck(_ status: DeploymentStatus) -> Int? {
        guard !deployment.spec.paused, let condition = status.conditions[type: "Progressing"],
            condition.reason != "ProgressDeadlineExceeded",
            !Self.isComplete(deployment, status)
        else { return nil }
        // One more, since times are cut to whole seconds.
        return secondsLeft(condition).map { max(1, $0 + 1) }
    }
}
