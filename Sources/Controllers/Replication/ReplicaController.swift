internal import Client
internal import Logging
internal import Resources
internal import ServiceLifecycle

/// Keeps as many pods as a ReplicationController or ReplicaSet wishes.
package final class ReplicaController<Owner: ReplicaOwner>: ServiceLifecycle.Service {
    private let context: ControllerContext
    private let owners: Informer<Owner>
    private let pods: Informer<Pod>
    private let queue = WorkQueue<ObjectKey>()
    private let written = WrittenRevisions()

    package init(_ context: ControllerContext) {
        self.context = context
        owners = context.informers.informer(Owner.self)
        pods = context.informers.informer(Pod.self)
        owners.onChange { [queue] in queue.add($0.key) }
        pods.onChange { [weak self] in self?.note($0) }
    }

    package func run() async throws {
        try await ControllerRunner(
            name: Owner.type.plural, queue: queue, workers: 8, waitFor: [owners, pods], logger: context.logger, reconcile: { [self] in try await reconcile($0) }
        ).run()
    }

    /// A pod concerns its owner, before and after; an orphan concerns every owner that selects it.
    private func note(_ change: InformerChange<Pod>) {
        var orphan = false
        for pod in [change.object, change.oldObject].compactMap({ $0 }) {
            if let owner = pod.metadata.controllerOwner {
                if owner.kind == Owner.type.kind { queue.add(ObjectKey(namespace: pod.namespace, name: owner.name)) }
            } else {
                orphan = true
            }
        }
        guard orphan, !change.isDeletion else { return }
        let labels = change.object.labels
        for owner in owners.list(namespace: change.key.namespace) where owner.podSelector.matches(labels) { queue.add(owner.key) }
    }

    private func reconcile(_ key: ObjectKey) async throws -> Requeue {
        guard let owner = owners.get(key) else { return .done }
        guard written.isCovered(key, by: pods.revision) else { return .after(catchUpDelay) }
        let now = context.now()
        let claims = PodClaims(owner: owner, selector: owner.podSelector, pods: pods.list(namespace: key.namespace))
        try await settle(claims, owner)
        var failure: String?
        let mine = claims.owned + claims.adopt
        if !owner.isBeingDeleted {
            let plan = ReplicaPlan(replicas: owner.replicas, pods: mine, now: now)
            failure = await create(plan.create, owner)
            try await delete(plan.delete, owner)
        }
        let status = ReplicaSetStatus.found(for: owner, pods: mine, failure: failure, now: now)
        if status.json != owner.currentStatus.json {
            var updated = owner
            updated.currentStatus = status
            try await context.client.updateStatus(updated)
        }
        if failure != nil { return .retry }
        let next = mine.compactMap { $0.secondsUntilAvailable(minReadySeconds: owner.minReadySeconds, now: now) }.min()
        return next.map { .after(.seconds($0)) } ?? .done
    }

    private func settle(_ claims: PodClaims, _ owner: Owner) async throws {
        for pod in claims.adopt {
            try await context.client.patch(Pod.self, namespace: pod.namespace, name: pod.name, .adopt(pod.uid, by: owner.controllerReference))
        }
        for pod in claims.release {
            try await context.client.patch(Pod.self, namespace: pod.namespace, name: pod.name, .release(pod.uid, from: owner.uid))
        }
    }

    private func create(_ count: Int, _ owner: Owner) async -> String? {
        guard count > 0 else { return nil }
        let pod = owner.template.pod(ownedBy: owner)
        let (_, failure) = await slowStart(count) { [context, written] _ in
            let created = try await context.client.create(pod)
            written.note(owner.key, created.resourceVersion)
            context.events.record(owner.reference, .normal, reason: "SuccessfulCreate", message: "Created pod: \(created.name)")
        }
        guard let failure else { return nil }
        // A namespace that is going away takes no pods, and that is no news.
        if (failure as? APIError)?.isNamespaceTerminating ?? false { return nil }
        let message = (failure as? APIError)?.message ?? "\(failure)"
        context.events.record(owner.reference, .warning, reason: "FailedCreate", message: "Error creating: \(message)")
        return message
    }

    private func delete(_ pods: [Pod], _ owner: Owner) async throws {
        try await withThrowingTaskGroup(of: Void.self) { [context, written] group in
            for pod in pods {
                group.addTask {
                    guard let revision = try await context.client.deleteExactly(pod) else { return }
                    written.note(owner.key, revision)
                    context.events.record(owner.reference, .normal, reason: "SuccessfulDelete", message: "Deleted pod: \(pod.name)")
                }
            }
            try await group.waitForAll()
        }
    }
}
