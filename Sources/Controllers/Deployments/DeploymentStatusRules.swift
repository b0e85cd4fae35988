internal import Document
internal import Resources

/// What a deployment's status says, given its ReplicaSets.
struct DeploymentStatusRules {
    let deployment: Deployment
    let new: ReplicaSet?
    let all: [ReplicaSet]
    let now: Timestamp

    func status(creationFailure: String? = nil) -> DeploymentStatus {
        let old = deployment.status
        var status = DeploymentStatus()
        let sum = { (path: KeyPath<ReplicaSetStatus, Int>) in all.reduce(0) { $0 + $1.status[keyPath: path] } }
        let wished = deployment.spec.replicas ?? 1
        let available = sum(\.availableReplicas)
        status.observedGeneration = deployment.metadata.generation
        let counts: [(String, Int)] = [
            ("replicas", sum(\.replicas)), ("updatedReplicas", new?.status.replicas ?? 0), ("readyReplicas", sum(\.readyReplicas)),
            ("availableReplicas", available), ("unavailableReplicas", max(0, all.reduce(0) { $0 + ($1.spec.replicas ?? 0) } - available)),
        ]
        for (key, count) in counts where count != 0 { status.json[key] = .int(Int64(count)) }
        if let collisions = old.collisionCount { status.collisionCount = collisions }
        var conditions = old.conditions
        setAvailable(&conditions, available: available, wished: wished)
        setProgressing(&conditions, status, old: old)
        let failure = creationFailure ?? all.lazy.compactMap { $0.status.conditions[type: "ReplicaFailure"]?.message }.first
        if let failure {
            set(&conditions, Condition(type: "ReplicaFailure", status: .isTrue, reason: "FailedCreate", message: failure))
        } else {
            conditions.remove(type: "ReplicaFailure")
        }
        status.conditions = conditions
        return status
    }

    private func set(_ conditions: inout [Condition], _ condition: Condition, touch: Bool = false) {
        let old = conditions[type: condition.type]
        var condition = condition
        let isSame = old.map { $0.status == condition.status && $0.reason == condition.reason && $0.message == condition.message } ?? false
        condition.lastUpdateTime = isSame && !touch ? old?.lastUpdateTime ?? now : now
        conditions.set(condition, now: now)
    }

    private func setAvailable(_ conditions: inout [Condition], available: Int, wished: Int) {
        let bounds = deployment.bounds
        if available >= wished - bounds.maxUnavailable {
            set(&conditions, Condition(type: "Available", status: .isTrue, reason: "MinimumReplicasAvailable", message: "Deployment has minimum availability."))
        } else {
            set(
                &conditions,
                Condition(type: "Available", status: .isFalse, reason: "MinimumReplicasUnavailable", message: "Deployment does not have minimum availability."))
        }
    }

    /// All pods are of the new template and available, and no other is left.
    static func isComplete(_ deployment: Deployment, _ status: DeploymentStatus) -> Bool {
        let wished = deployment.spec.replicas ?? 1
        return status.updatedReplicas == wished && status.replicas == wished && status.availableReplicas == wished
            && status.observedGeneration >= deployment.metadata.generation
    }

    private func setProgressing(_ conditions: inout [Condition], _ status: DeploymentStatus, old: DeploymentStatus) {
        let name = new?.name ?? deployment.name
        let what = new == nil ? "Deployment" : "ReplicaSet"
        let known = conditions[type: "Progressing"]
        if deployment.spec.paused {
            if known?.reason != "DeploymentPaused" {
                set(&conditions, Condition(type: "Progressing", status: .unknown, reason: "DeploymentPaused", message: "Deployment is paused"))
            }
            return
        }
        if known?.reason == "DeploymentPaused" {
            return set(&conditions, Condition(type: "Progressing", status: .unknown, reason: "DeploymentResumed", message: "Deployment is resumed"))
        }
        let completedBefore = known?.reason == "NewReplicaSetAvailable" && status.replicas == status.updatedReplicas
        if Self.isComplete(deployment, status) {
            set(
                &conditions,
                Condition(type: "Progressing", status: .isTrue, reason: "NewReplicaSetAvailable", message: "\(what) \"\(name)\" has successfully progressed."))
        } else if completedBefore {
            return
        } else if hasProgressed(status, old) || known == nil {
            let reason = known == nil && new != nil ? "NewReplicaSetCreated" : "ReplicaSetUpdated"
            let message = reason == "NewReplicaSetCreated" ? "Created new replica set \"\(name)\"" : "\(what) \"\(name)\" is progressing."
            set(&conditions, Condition(type: "Progressing", status: .isTrue, reason: reason, message: message), touch: true)
        } else if let known, hasTimedOut(known) {
            set(
                &conditions,
                Condition(type: "Progressing", status: .isFalse, reason: "ProgressDeadlineExceeded", message: "\(what) \"\(name)\" has timed out progressing."))
        }
    }

    private func hasProgressed(_ status: DeploymentStatus, _ old: DeploymentStatus) -> Bool {
        let oldPods = { (status: DeploymentStatus) in status.replicas - status.updatedReplicas }
        return status.updatedReplicas > old.updatedReplicas || oldPods(status) < oldPods(old) || status.readyReplicas > old.readyReplicas
            || status.availableReplicas > old.availableReplicas
    }

    private func hasTimedOut(_ condition: Condition) -> Bool { secondsUntilTimeout(condition).map { $0 <= 0 } ?? false }

    /// Seconds until the progress deadline; nil where none runs.
    func secondsUntilTimeout(_ condition: Condition?) -> Int? {
        guard let condition, let deadline = deployment.spec.progressDeadlineSeconds, deadline < Int(Int32.max), !deployment.spec.paused,
            condition.reason != "NewReplicaSetAvailable", let since = condition.lastUpdateTime ?? condition.lastTransitionTime
        else { return nil }
        return deadline - Int(now.seconds - since.seconds)
    }
}

extension Deployment {
    var bounds: (maxSurge: Int, maxUnavailable: Int) {
        guard spec.strategy.type != "Recreate" else { return (0, 0) }
        return (spec.strategy.rollingUpdate ?? RollingUpdateDeployment()).bounds(replicas: spec.replicas ?? 1)
    }
}
