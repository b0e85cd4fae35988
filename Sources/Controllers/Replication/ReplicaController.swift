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
    private let control: PodControl
    private let writtenOwners = WrittenRevisions()

    package init(_ context: ControllerContext) {
        self.context = context
        owners = context.informers.informer(Owner.self)
        pods = context.pods
        control = PodControl(context)
        owners.onChange { [queue] in queue.add($0.key) }
        pods.follow(owners, into: queue) { $0.podSelector }
    }

    package func run() async throws {
        try await ControllerRunner(
            name: Owner.type.plural, queue: queue, workers: 8, waitFor: [owners, pods], logger: context.logger,
            reconcile: { [self] in try await reconcile($0) }
        ).run()
    }

    private func reconcile(_ key: ObjectKey) async throws -> Requeue {
        let now = context.now()
        guard control.isCovered(key), writtenOwners.isCovered(key, by: owners.revision, now: now) else {
            return .after(WrittenRevisions.recheck)
        }
        guard let owner = owners.get(key) else {
            control.forget(key)
            return .done
        }
        let claims = PodClaims(
            selector: owner.podSelector, isBeingDeleted: owner.isBeingDeleted, controlled: pods.owned(by: owner.uid),
            orphans: pods.orphans(in: key.namespace))
        let mine = control.remaining(key, of: claims.owned + (try await control.settle(claims, owner)))
        let failure = owner.isBeingDeleted ? nil : await adjust(mine, owner)
        let status = ReplicaSetStatus.found(for: owner, pods: mine, terminating: claims.terminating, failure: failure, now: now)
        var updated = owner
        updated.currentStatus = status
        guard try await context.writeStatus(updated, insteadOf: owner, writtenOwners) else { return .after(WrittenRevisions.recheck) }
        if failure != nil { return .retry }
        let next = mine.compactMap { $0.secondsUntilAvailable(minReadySeconds: owner.minReadySeconds, now: now) }.min()
        return next.map { .after(.seconds($0)) } ?? .done
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
        return await control.create(count, for: owner) { _ in pod }.failure.map { ReplicaFailure(reason: .create, message: $0) }
    }

    private func delete(_ doomed: [PodSummary], _ owner: Owner) async -> ReplicaFailure? {
        await control.delete(doomed, of: owner).failure.map { ReplicaFailure(reason: .delete, message: $0) }
    }
}
