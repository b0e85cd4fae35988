internal import Client
internal import Logging
internal import Resources
internal import ServiceLifecycle

/// Moves the pods of a deployment from one template to the next by growing one ReplicaSet and shrinking the others.
package final class DeploymentController: ServiceLifecycle.Service {
    private let context: ControllerContext
    private let deployments: Informer<Deployment>
    private let sets: Informer<ReplicaSet>
    private let pods: PodSummaries
    private let queue = WorkQueue<ObjectKey>()
    private let writer: DeploymentWriter

    package init(_ context: ControllerContext) {
        self.context = context
        writer = DeploymentWriter(context: context)
        deployments = context.informers.informer(Deployment.self)
        sets = context.informers.informer(ReplicaSet.self)
        pods = context.pods
        deployments.onChange { [queue] in queue.add($0.key) }
        sets.onChange { [weak self] in self?.note($0) }
        pods.onChange { [weak self] change in
            if change.isDeletion || change.pod.isFinished, let owner = change.pod.owner, owner.kind == "ReplicaSet" {
                self?.noteGone(ObjectKey(namespace: change.pod.key.namespace, name: owner.name))
            }
        }
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
    private func noteGone(_ set: ObjectKey) {
        guard let owner = sets.get(set)?.metadata.controllerOwner,
            let deployment = deployments.get(namespace: set.namespace, name: owner.name),
            deployment.isRecreating
        else { return }
        queue.add(deployment.key)
    }

    private func reconcile(_ key: ObjectKey) async throws -> Requeue {
        guard writer.isCovered(key, sets: sets.revision, deployments: deployments.revision) else { return .after(WrittenRevisions.recheck) }
        guard let deployment = deployments.get(key) else { return .done }
        var rollout = Rollout(deployment, sets: try await claim(deployment))
        if deployment.isBeingDeleted { return try await writer.status(rollout, .scaling) }
        try await writer.syncRevision(&rollout)
        // The change comes back and is rolled out then.
        if !deployment.spec.paused, try await writer.rollBack(rollout.deployment, sets: rollout.all) { return .done }
        if deployment.spec.paused || rollout.isRescaling {
            try await writer.resize(rollout, rollout.rescaled, isRescaling: true)
            if deployment.spec.paused { try await writer.cleanUp(rollout) }
            return try await writer.status(rollout, .scaling)
        }
        if deployment.isRecreating {
            try await writer.resize(rollout, rollout.emptied)
            if !rollout.emptied.isEmpty || hasLivingPods(rollout.old) { return try await writer.status(rollout, .rolling) }
        }
        var step = DeploymentStatusRules.Step.rolling
        if rollout.new == nil {
            step = try await writer.createNew(&rollout)
            if rollout.new == nil { return try await writer.status(rollout, step) }
        }
        try await writer.resize(rollout, rollout.next)
        if DeploymentStatusRules.isComplete(rollout.deployment, rollout.deployment.status) { try await writer.cleanUp(rollout) }
        return try await writer.status(rollout, step)
    }

    /// The deployment's ReplicaSets, after adopting orphans it selects and releasing those it no longer selects.
    private func claim(_ deployment: Deployment) async throws -> [ReplicaSet] {
        let selector = deployment.spec.labelSelector
        var mine: [ReplicaSet] = []
        var orphans: [ReplicaSet] = []
        for set in sets.list(namespace: deployment.namespace) {
            guard let owner = set.metadata.controllerOwner else {
                if selector.matches(set.labels), !set.isBeingDeleted { orphans.append(set) }
                continue
            }
            guard owner.uid == deployment.uid else { continue }
            if selector.matches(set.labels) {
                mine.append(set)
            } else if !deployment.isBeingDeleted, !set.isBeingDeleted {
                _ = try await writer.own(set, .release(set.uid, from: deployment.uid), deployment)
            }
        }
        guard !orphans.isEmpty, !deployment.isBeingDeleted, try await context.client.mayAdopt(deployment) else { return mine }
        for set in orphans where try await writer.own(set, .adopt(set.uid, by: deployment.controllerReference), deployment) {
            mine.append(set)
        }
        return mine
    }

    private func hasLivingPods(_ old: [ReplicaSet]) -> Bool {
        old.contains { set in set.status.replicas > 0 || pods.owned(by: set.uid).contains { !$0.isFinished } }
    }
}
