internal import Client
internal import Document
internal import Logging
internal import Resources
internal import ServiceLifecycle

/// Keeps claims that pods use, and volumes that claims are bound to, from being removed (upstream's `pvcprotection` and
/// `pvprotection`): the finalizers that admission puts on go when nobody needs the object any more.
package final class VolumeProtection: ServiceLifecycle.Service {
    package static let claimFinalizer = "kubernetes.io/pvc-protection"
    package static let volumeFinalizer = "kubernetes.io/pv-protection"

    private enum Work: Hashable, Sendable {
        case claim(ObjectKey)
        case volume(String)
    }

    private let context: ControllerContext
    private let claims: Informer<PersistentVolumeClaim>
    private let volumes: Informer<PersistentVolume>
    private let queue = WorkQueue<Work>()

    package init(_ context: ControllerContext) {
        self.context = context
        claims = context.informers.informer(PersistentVolumeClaim.self)
        volumes = context.informers.informer(PersistentVolume.self)
        claims.onChange { [queue] change in
            if Self.isDue(change, Self.claimFinalizer) { queue.add(.claim(change.key)) }
        }
        volumes.onChange { [queue] change in
            if Self.isDue(change, Self.volumeFinalizer) { queue.add(.volume(change.key.name)) }
        }
        context.pods.onChange { [weak self] change in if change.isDeletion { self?.podLeft(change.pod) } }
    }

    package func run() async throws {
        try await ControllerRunner(
            name: "volume-protection", queue: queue, workers: 2, waitFor: [claims, volumes, context.pods], logger: context.logger,
            reconcile: { [self] in try await reconcile($0) }
        ).run()
    }

    /// An object is on its way out and held, or is to be held from now on.
    private static func isDue<R: Resource>(_ change: InformerChange<R>, _ finalizer: String) -> Bool {
        guard !change.isDeletion else { return false }
        return change.object.isBeingDeleted == change.object.metadata.finalizers.contains(finalizer)
    }

    private func podLeft(_ pod: PodSummary) {
        guard claims.count > 0 else { return }
        for claim in pod.pod.claims {
            let key = ObjectKey(namespace: pod.key.namespace, name: claim.claimName)
            if claims.get(key)?.isBeingDeleted ?? false { queue.add(.claim(key)) }
        }
    }

    private func reconcile(_ work: Work) async throws -> Requeue {
        switch work {
        case .claim(let key):
            guard let claim = claims.get(key) else { return .done }
            if claim.isBeingDeleted, try await isUsed(claim) { return .done }
            try await settle(claim, Self.claimFinalizer)
        case .volume(let name):
            guard let volume = volumes.get(name: name) else { return .done }
            if volume.isBeingDeleted, volume.status.phase == "Bound" { return .done }
            try await settle(volume, Self.volumeFinalizer)
        }
        return .done
    }

    /// Takes the finalizer off an object that is being deleted, and puts it on one that is not.
    private func settle<R: Resource>(_ object: R, _ finalizer: String) async throws {
        let isHeld = object.metadata.finalizers.contains(finalizer)
        guard isHeld == object.isBeingDeleted else { return }
        var updated = object
        if isHeld { updated.metadata.finalizers.removeAll { $0 == finalizer } } else { updated.metadata.finalizers.append(finalizer) }
        do {
            try await context.client.update(updated)
        } catch let error as APIError where error.isNotFound {
            return
        }
    }

    /// Whether a pod that has a node uses the claim. When none is known of, the server is asked: a pod may have just been bound.
    private func isUsed(_ claim: PersistentVolumeClaim) async throws -> Bool {
        func uses(_ pod: Pod) -> Bool { !pod.spec.nodeName.isEmpty && pod.claims.contains { $0.claimName == claim.name } }
        if context.pods.selected(by: .everything, in: claim.namespace).contains(where: { uses($0.pod) }) { return true }
        return try await context.client.list(Pod.self, ListOptions(namespace: claim.namespace)).contains(where: uses)
    }
}
