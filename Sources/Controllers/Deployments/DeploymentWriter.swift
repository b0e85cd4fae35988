internal import Client
internal import Document
internal import Resources

/// Does what has been decided for a deployment, and remembers what it has written.
struct DeploymentWriter: Sendable {
    let context: ControllerContext
    private let writtenSets = WrittenRevisions()
    private let writtenDeployments = WrittenRevisions()

    init(context: ControllerContext) { self.context = context }

    /// Whether informers at these revisions have seen all that was written for the deployment.
    func isCovered(_ key: ObjectKey, sets: UInt64, deployments: UInt64) -> Bool {
        let now = context.now()
        return writtenSets.isCovered(key, by: sets, now: now) && writtenDeployments.isCovered(key, by: deployments, now: now)
    }

    /// Adopts or releases a ReplicaSet; false when it has gone.
    func own(_ set: ReplicaSet, _ patch: Patch, _ deployment: Deployment) async throws -> Bool {
        guard let revision = try await context.client.patchOwnership(ReplicaSet.type, set.key, patch) else { return false }
        writtenSets.note(deployment.key, revision, now: context.now())
        return true
    }

    /// Brings the revision and annotations of the template's ReplicaSet up to date, and the deployment's own revision with it.
    func syncRevision(_ rollout: inout Rollout) async throws {
        guard let found = rollout.new else { return }
        let wished = rollout.annotated(found)
        if wished.json != found.json { rollout.new = try await update(wished, rollout.deployment) }
        try await handOnRevision(&rollout)
    }

    private func handOnRevision(_ rollout: inout Rollout) async throws {
        guard let revision = rollout.new?.annotations[DeploymentAnnotations.revision],
            rollout.deployment.annotations[DeploymentAnnotations.revision] != revision
        else { return }
        let patch: JSON = ["metadata": ["annotations": [DeploymentAnnotations.revision: .string(revision)]]]
        rollout.deployment = try await context.client.patch(
            Deployment.self, namespace: rollout.deployment.namespace, name: rollout.deployment.name, .merge(patch))
        writtenDeployments.note(rollout.deployment.key, rollout.deployment.resourceVersion, now: context.now())
    }

    /// Makes the ReplicaSet of the template.
    func createNew(_ rollout: inout Rollout) async throws -> DeploymentStatusRules.Step {
        let set = rollout.newReplicaSet()
        var step = DeploymentStatusRules.Step.created
        do {
            let created = try await context.client.create(set)
            writtenSets.note(rollout.deployment.key, created.resourceVersion, now: context.now())
            rollout.new = created
            if let size = created.spec.replicas, size > 0 { tellScaled(rollout.deployment, created.name, from: 0, to: size) }
        } catch let error as APIError where error.isAlreadyExists {
            rollout.new = try await existing(set, rollout.deployment)
            step = .rolling
        } catch let error as APIError where error.isNamespaceTerminating {
            return .rolling
        } catch let error as APIError {
            let message = "Failed to create new replica set \"\(set.name)\": \(error.message)"
            context.events.record(rollout.deployment.reference, .warning, reason: "ReplicaSetCreateError", message: message)
            return .failed(message)
        }
        try await handOnRevision(&rollout)
        return step
    }

    /// A ReplicaSet of the wished name that the informer has not shown yet. If it is another template's, whose hash happens to be
    /// the same, the collision is counted so that the next try takes another name.
    private func existing(_ set: ReplicaSet, _ deployment: Deployment) async throws -> ReplicaSet {
        let found = try await context.client.get(ReplicaSet.self, namespace: set.namespace, name: set.name)
        let sameTemplate = PodTemplateHash.withoutLabel(found.spec.template.json) == PodTemplateHash.withoutLabel(set.spec.template.json)
        if sameTemplate, found.metadata.controllerOwner?.uid == deployment.uid { return found }
        var counted = deployment
        counted.status.collisionCount = (deployment.status.collisionCount ?? 0) + 1
        try await context.client.updateStatus(counted)
        throw APIError.alreadyExists(ReplicaSet.type, set.name)
    }

    /// - Parameter isRescaling: the wish itself has changed, which every active ReplicaSet is to remember.
    func resize(_ rollout: Rollout, _ sizes: [String: Int], isRescaling: Bool = false) async throws {
        for set in rollout.all {
            let before = set.spec.replicas ?? 0
            let size = sizes[set.name] ?? before
            guard size != before || isRescaling && before > 0 else { continue }
            var wished = rollout.sizedFor(set)
            if size != before { wished.spec.replicas = size }
            guard wished.json != set.json else { continue }
            _ = try await update(wished, rollout.deployment)
            if size != before { tellScaled(rollout.deployment, set.name, from: before, to: size) }
        }
    }

    private func update(_ set: ReplicaSet, _ deployment: Deployment) async throws -> ReplicaSet {
        let updated = try await context.client.update(set)
        writtenSets.note(deployment.key, updated.resourceVersion, now: context.now())
        return updated
    }

    private func tellScaled(_ deployment: Deployment, _ set: String, from: Int, to: Int) {
        context.events.record(
            deployment.reference, .normal, reason: "ScalingReplicaSet",
            message: "Scaled \(to > from ? "up" : "down") replica set \(set) from \(from) to \(to)")
    }

    func cleanUp(_ rollout: Rollout) async throws {
        for set in rollout.beyondHistory { _ = try await context.client.deleteExactly(ReplicaSet.type, set.key, uid: set.uid) }
    }

    func status(_ rollout: Rollout, _ step: DeploymentStatusRules.Step) async throws -> Requeue {
        let rules = DeploymentStatusRules(deployment: rollout.deployment, new: rollout.new, all: rollout.all, now: context.now())
        let status = rules.status(step)
        if status.json != rollout.deployment.status.json {
            var updated = rollout.deployment
            updated.status = status
            do {
                writtenDeployments.note(updated.key, try await context.client.updateStatus(updated).resourceVersion, now: context.now())
            } catch let error as APIError where error.isConflict {
                return .after(WrittenRevisions.recheck)  // somebody has changed it: that comes back here
            } catch let error as APIError where error.isNotFound {
                return .done
            }
        }
        if case .failed = step { return .retry }
        return rules.secondsUntilCheck(status).map { .after(.seconds($0)) } ?? .done
    }
}
