internal import Client
internal import Document
internal import Logging
internal import Resources
internal import ServiceLifecycle

/// Moves the pods of a deployment from one template to the next by growing one ReplicaSet and shrinking the others.
package final class DeploymentController: ServiceLifecycle.Service {
    private let context: ControllerContext
    private let deployments: Informer<Deployment>
    private let sets: Informer<ReplicaSet>
    private let pods: Informer<Pod>
    private let queue = WorkQueue<ObjectKey>()
    private let written = WrittenRevisions()

    package init(_ context: ControllerContext) {
        self.context = context
        deployments = context.informers.informer(Deployment.self)
        sets = context.informers.informer(ReplicaSet.self)
        pods = context.informers.informer(Pod.self)
        deployments.onChange { [queue] in queue.add($0.key) }
        sets.onChange { [weak self] in self?.note($0) }
        pods.onChange { [weak self] change in if change.isDeletion { self?.noteGone(change.object) } }
    }

    package func run() async throws {
        try await ControllerRunner(
            name: "deployments", queue: queue, workers: 5, waitFor: [deployments, sets, pods], logger: context.logger,
            reconcile: { [self] in try await reconcile($0) }
        ).run()
    }

    private func note(_ change: InformerChange<ReplicaSet>) {
        for set in [change.object, change.oldObject].compactMap({ $0 }) {
            if let owner = set.metadata.controllerOwner {
                if owner.kind == "Deployment" { queue.add(ObjectKey(namespace: set.namespace, name: owner.name)) }
            } else if !change.isDeletion {
                for deployment in deployments.list(namespace: set.namespace) where deployment.spec.labelSelector.matches(set.labels) {
                    queue.add(deployment.key)
                }
            }
        }
    }

    /// A deployment that recreates its pods goes on when the last old one has gone.
    private func noteGone(_ pod: Pod) {
        guard let owner = pod.metadata.controllerOwner, owner.kind == "ReplicaSet",
            let set = sets.get(namespace: pod.namespace, name: owner.name), let deployment = set.metadata.controllerOwner
        else { return }
        queue.add(ObjectKey(namespace: pod.namespace, name: deployment.name))
    }

    private func reconcile(_ key: ObjectKey) async throws -> Requeue {
        guard let deployment = deployments.get(key) else { return .done }
        guard written.isCovered(key, by: sets.revision) else { return .after(catchUpDelay) }
        let mine = try await claim(deployment)
        if deployment.isBeingDeleted { return try await writeStatus(deployment, Rollout(deployment, sets: mine)) }
        var rollout = Rollout(deployment, sets: mine)
        if deployment.spec.paused || rollout.isRescaling {
            try await resize(rollout, rollout.rescaled)
            return try await writeStatus(deployment, rollout)
        }
        if deployment.spec.strategy.type == "Recreate" {
            try await resize(rollout, rollout.old.reduce(into: [:]) { if ($1.spec.replicas ?? 0) > 0 { $0[$1.name] = 0 } })
            guard !hasLivingPods(rollout.old) else { return try await writeStatus(deployment, rollout) }
        }
        if let failure = try await ensureNew(&rollout) { return try await writeStatus(deployment, rollout, failure: failure) }
        try await resize(rollout, rollout.next)
        if DeploymentStatusRules.isComplete(deployment, deployment.status) { try await cleanUp(rollout) }
        return try await writeStatus(deployment, rollout)
    }

    private func claim(_ deployment: Deployment) async throws -> [ReplicaSet] {
        let selector = deployment.spec.labelSelector
        var mine: [ReplicaSet] = []
        for set in sets.list(namespace: deployment.namespace) {
            let matches = selector.matches(set.labels)
            if let owner = set.metadata.controllerOwner {
                guard owner.uid == deployment.uid else { continue }
                if matches || deployment.isBeingDeleted {
                    mine.append(set)
                } else {
                    try await context.client.patch(ReplicaSet.self, namespace: set.namespace, name: set.name, .release(set.uid, from: deployment.uid))
                }
            } else if matches, !deployment.isBeingDeleted, !set.isBeingDeleted {
                try await context.client.patch(
                    ReplicaSet.self, namespace: set.namespace, name: set.name, .adopt(set.uid, by: deployment.controllerReference))
                mine.append(set)
            }
        }
        return mine
    }

    private func hasLivingPods(_ old: [ReplicaSet]) -> Bool {
        let owners = Set(old.map(\.uid))
        return pods.list(namespace: old.first?.namespace ?? "").contains {
            !$0.isFinished && owners.contains($0.metadata.controllerOwner?.uid ?? "")
        }
    }

    /// Finds or makes the ReplicaSet of the template and sees to its revision; the reason when it cannot be made.
    private func ensureNew(_ rollout: inout Rollout) async throws -> String? {
        if let found = rollout.new {
            let wished = rollout.annotated(found)
            if wished.json != found.json { rollout.replace(try await update(wished, rollout.deployment)) }
        } else {
            let set = rollout.newReplicaSet()
            do {
                let created = try await context.client.create(set)
                written.note(rollout.deployment.key, created.resourceVersion)
                rollout.replace(created)
                scaled(rollout.deployment, created.name, from: 0, to: created.spec.replicas ?? 0)
            } catch let error as APIError where error.isAlreadyExists {
                // Another template has the same hash: count up and try again with the next one.
                var status = rollout.deployment.status
                status.collisionCount = (status.collisionCount ?? 0) + 1
                var deployment = rollout.deployment
                deployment.status = status
                try await context.client.updateStatus(deployment)
                throw error
            } catch let error as APIError where !error.isNamespaceTerminating {
                context.events.record(
                    rollout.deployment.reference, .warning, reason: "ReplicaSetCreateError",
                    message: "Failed to create new replica set \"\(set.name)\": \(error.message)")
                return error.message
            }
        }
        let revision = rollout.new?.annotations[DeploymentAnnotations.revision]
        if let revision, rollout.deployment.annotations[DeploymentAnnotations.revision] != revision {
            let patch: JSON = ["metadata": ["annotations": [DeploymentAnnotations.revision: .string(revision)]]]
            let patched = try await context.client.patch(
                Deployment.self, namespace: rollout.deployment.namespace, name: rollout.deployment.name, .merge(patch))
            rollout.deployment = patched
        }
        return nil
    }

    private func resize(_ rollout: Rollout, _ sizes: [String: Int]) async throws {
        for set in rollout.all {
            var wished = rollout.annotatedForScale(set)
            let before = set.spec.replicas ?? 0
            let size = sizes[set.name] ?? before
            if size != before { wished.spec.replicas = size }
            guard wished.json != set.json else { continue }
            _ = try await update(wished, rollout.deployment)
            if size != before { scaled(rollout.deployment, set.name, from: before, to: size) }
        }
    }

    private func update(_ set: ReplicaSet, _ deployment: Deployment) async throws -> ReplicaSet {
        let updated = try await context.client.update(set)
        written.note(deployment.key, updated.resourceVersion)
        return updated
    }

    private func scaled(_ deployment: Deployment, _ set: String, from: Int, to: Int) {
        context.events.record(
            deployment.reference, .normal, reason: "ScalingReplicaSet",
            message: "Scaled \(to > from ? "up" : "down") replica set \(set) from \(from) to \(to)")
    }

    /// Old, empty ReplicaSets beyond the history that is kept.
    private func cleanUp(_ rollout: Rollout) async throws {
        for set in rollout.beyondHistory { _ = try await context.client.deleteExactly(set) }
    }

    private func writeStatus(_ deployment: Deployment, _ rollout: Rollout, failure: String? = nil) async throws -> Requeue {
        let now = context.now()
        let rules = DeploymentStatusRules(deployment: rollout.deployment, new: rollout.new, all: rollout.all, now: now)
        let status = rules.status(creationFailure: failure)
        if status.json != deployment.status.json {
            var updated = rollout.deployment
            updated.status = status
            try await context.client.updateStatus(updated)
        }
        if failure != nil { return .retry }
        let left = rules.secondsUntilTimeout(status.conditions[type: "Progressing"])
        return left.map { $0 > 0 ? .after(.seconds($0 + 1)) : .done } ?? .done
    }
}
