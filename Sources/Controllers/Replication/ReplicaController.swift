internal import Client
internal import Logging
internal import Resources
internal import ServiceLifecycle

/// Keeps as many pods as a ReplicationController or ReplicaSet wishes.
package final class ReplicaController<Owner: ReplicaOwner>: ServiceLifecycle.Service {
    private let context: ControllerContext
    private let owners: Informer<Owner>
    private let pods: PodSummaries
    private let queue = WorkQueue<ObjectKey>()
    private let writtenPods = WrittenRevisions()
    private let writtenOwners = WrittenRevisions()
    private let departures = Departures()

    package init(_ context: ControllerContext) {
        self.context = context
        owners = context.informers.informer(Owner.self)
        pods = context.pods
        owners.onChange { [queue] in queue.add($0.key) }
        pods.onChange { [weak self] in self?.note($0) }
    }

    package func run() async throws {
        try await ControllerRunner(
            name: Owner.type.plural, queue: queue, workers: 8, waitFor: [owners, pods], logger: context.logger,
            reconcile: { [self] in try await reconcile($0) }
        ).run()
    }

    /// A pod concerns its owner, before and after; an orphan concerns every owner that selects it.
    private func note(_ change: PodChange) {
        let namespace = change.pod.key.namespace
        for owner in Set([change.pod.owner, change.old?.owner].compactMap { $0 }) where owner.kind == Owner.type.kind {
            queue.add(ObjectKey(namespace: namespace, name: owner.name), after: Gathering.delay(pods: pods.count(ownedBy: owner.uid)))
        }
        guard change.pod.owner == nil, !change.isDeletion else { return }
        for owner in owners.list(namespace: namespace) where owner.podSelector.matches(change.pod.record.labels) { queue.add(owner.key) }
    }

    private func reconcile(_ key: ObjectKey) async throws -> Requeue {
        let now = context.now()
        guard writtenPods.isCovered(key, by: pods.revision, now: now), writtenOwners.isCovered(key, by: owners.revision, now: now) else {
            return .after(WrittenRevisions.recheck)
        }
        guard let owner = owners.get(key) else {
            _ = departures.remaining(key, of: [])
            return .done
        }
        let claims = PodClaims(
            selector: owner.podSelector, isBeingDeleted: owner.isBeingDeleted, controlled: pods.owned(by: owner.uid),
            orphans: pods.orphans(in: key.namespace))
        let mine = departures.remaining(key, of: claims.owned + (try await settle(claims, owner)))
        let failure = owner.isBeingDeleted ? nil : await adjust(mine, owner)
        let status = ReplicaSetStatus.found(for: owner, pods: mine, terminating: claims.terminating, failure: failure, now: now)
        guard try await write(status, owner) else { return .after(WrittenRevisions.recheck) }
        if failure != nil { return .retry }
        let next = mine.compactMap { $0.secondsUntilAvailable(minReadySeconds: owner.minReadySeconds, now: now) }.min()
        return next.map { .after(.seconds($0)) } ?? .done
    }

    /// False when somebody has changed the owner in the meantime: that change comes back here.
    private func write(_ status: ReplicaSetStatus, _ owner: Owner) async throws -> Bool {
        guard status.json != owner.currentStatus.json else { return true }
        var updated = owner
        updated.currentStatus = status
        do {
            writtenOwners.note(owner.key, try await context.client.updateStatus(updated).resourceVersion, now: context.now())
            return true
        } catch let error as APIError where error.isConflict {
            return false
        } catch let error as APIError where error.isNotFound {
            return true
        }
    }

    /// Releases and adopts; the adopted pods.
    private func settle(_ claims: PodClaims, _ owner: Owner) async throws -> [PodSummary] {
        for pod in claims.release { _ = try await own(pod, .release(pod.uid, from: owner.uid), owner) }
        guard !claims.adopt.isEmpty, try await context.client.mayAdopt(owner) else { return [] }
        var adopted: [PodSummary] = []
        for pod in claims.adopt where try await own(pod, .adopt(pod.uid, by: owner.controllerReference), owner) { adopted.append(pod) }
        return adopted
    }

    private func own(_ pod: PodSummary, _ patch: Patch, _ owner: Owner) async throws -> Bool {
        guard let revision = try await context.client.patchOwnership(.pods, pod.key, patch) else { return false }
        writtenPods.note(owner.key, revision, now: context.now())
        return true
    }

    /// Creates or deletes pods until there are as many as wished.
    private func adjust(_ mine: [PodSummary], _ owner: Owner) async -> ReplicaFailure? {
        let plan = ReplicaPlan(replicas: owner.replicas, pods: mine, kin: mine.count > owner.replicas ? kin(of: owner) : [])
        if plan.create > 0 { return await create(plan.create, owner) }
        return await delete(plan.delete, owner)
    }

    /// The active pods of the other ReplicaSets of the same deployment.
    private func kin(of owner: Owner) -> [PodSummary] {
        guard let parent = owner.metadata.controllerOwner?.uid else { return [] }
        return owners.list(namespace: owner.namespace).filter { $0.uid != owner.uid && $0.metadata.controllerOwner?.uid == parent }
            .flatMap { pods.owned(by: $0.uid) }.filter(\.isActive)
    }

    private func create(_ count: Int, _ owner: Owner) async -> ReplicaFailure? {
        let pod = owner.template.pod(ownedBy: owner)
        let (_, failure) = await slowStart(count) { [context, writtenPods] _ in
            let created = try await context.client.create(pod)
            writtenPods.note(owner.key, created.resourceVersion, now: context.now())
            context.events.record(owner.reference, .normal, reason: "SuccessfulCreate", message: "Created pod: \(created.name)")
        }
        guard let failure else { return nil }
        // A namespace that is going away takes no pods, and that is no news.
        if (failure as? APIError)?.isNamespaceTerminating ?? false { return nil }
        let message = (failure as? APIError)?.message ?? "\(failure)"
        context.events.record(owner.reference, .warning, reason: "FailedCreate", message: "Error creating: \(message)")
        return ReplicaFailure(reason: .create, message: message)
    }

    private func delete(_ doomed: [PodSummary], _ owner: Owner) async -> ReplicaFailure? {
        let (_, failure) = await slowStart(doomed.count, first: slowStartLimit) { [context, departures] index in
            let pod = doomed[index]
            departures.note(owner.key, pod.uid)
            do {
                guard try await context.client.deleteExactly(.pods, pod.key, uid: pod.uid) else { return }
            } catch {
                departures.cancel(owner.key, pod.uid)
                throw error
            }
            context.events.record(owner.reference, .normal, reason: "SuccessfulDelete", message: "Deleted pod: \(pod.key.name)")
        }
        guard let failure else { return nil }
        let message = (failure as? APIError)?.message ?? "\(failure)"
        context.events.record(owner.reference, .warning, reason: "FailedDelete", message: "Error deleting: \(message)")
        return ReplicaFailure(reason: .delete, message: message)
    }
}
