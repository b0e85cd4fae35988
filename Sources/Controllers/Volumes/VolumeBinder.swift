internal import Client
internal import Document
internal import Logging
internal import Resources
internal import ServiceLifecycle

/// Brings claims and volumes together, and sees to volumes whose claims are gone.
///
/// A binding is written in four steps: the volume's reference, its phase, the claim's reference, its status. Each is an update of the
/// version it was decided on; after a conflict or a crash the next pass goes on where this one ended.
package final class VolumeBinder: ServiceLifecycle.Service {
    private enum Work: Hashable, Sendable {
        case claim(ObjectKey)
        case volume(String)
    }

    /// How long a written version may take to come back before the object is looked at again.
    private static let settleDelay: Duration = .milliseconds(50)

    private let context: ControllerContext
    private let claims: Informer<PersistentVolumeClaim>
    private let volumes: Informer<PersistentVolume>
    private let classes: Informer<StorageClass>
    private let queue = WorkQueue<Work>()

    package init(_ context: ControllerContext) {
        self.context = context
        claims = context.informers.informer(PersistentVolumeClaim.self)
        volumes = context.informers.informer(PersistentVolume.self)
        classes = context.informers.informer(StorageClass.self)
        claims.onChange { [queue] change in
            queue.add(.claim(change.key))
            let name = change.object.spec.volumeName
            if !name.isEmpty { queue.add(.volume(name)) }
        }
        volumes.onChange { [weak self] in self?.note($0) }
        classes.onChange { [weak self] change in self?.retryClaims { $0.className == change.key.name } }
        context.pods.onChange { [weak self] change in
            // A pod that comes changes what a waiting claim tells.
            if change.old == nil, !change.isDeletion { self?.retryClaims(of: change.pod) }
        }
    }

    package func run() async throws {
        try await ControllerRunner(
            name: "persistent-volume-binder", queue: queue, workers: 1, waitFor: [claims, volumes, classes, context.pods],
            logger: context.logger, reconcile: { [self] in try await reconcile($0) }
        ).run()
    }

    private func note(_ change: InformerChange<PersistentVolume>) {
        queue.add(.volume(change.key.name))
        if let reference = change.object.spec.claimRef {
            queue.add(.claim(ObjectKey(namespace: reference.namespace, name: reference.name)))
        }
        if change.isDeletion { return }
        if change.object.spec.claimRef == nil || change.object.status.phase == "Available" { retryClaims { _ in true } }
    }

    /// Has claims without a volume looked at again.
    private func retryClaims(where isConcerned: (PersistentVolumeClaim) -> Bool) {
        guard claims.isSynced else { return }
        for claim in claims.list() where claim.status.phase != "Bound" && isConcerned(claim) { queue.add(.claim(claim.key)) }
    }

    private func retryClaims(of pod: PodSummary) {
        guard claims.isSynced, claims.count > 0, pod.nodeName.isEmpty else { return }
        for claim in pod.pod.claims { queue.add(.claim(ObjectKey(namespace: pod.key.namespace, name: claim.claimName))) }
    }

    private func reconcile(_ work: Work) async throws -> Requeue {
        do {
            switch work {
            case .claim(let key): if let claim = claims.get(key) { try await reconcile(claim) }
            case .volume(let name): if let volume = volumes.get(name: name) { try await reconcile(volume) }
            }
            return .done
        } catch let error as APIError where error.isConflict || error.isNotFound {
            // Decided on an old version; the newer one is on its way.
            return .after(Self.settleDelay)
        }
    }

    // MARK: claims

    private func reconcile(_ claim: PersistentVolumeClaim) async throws {
        if claim.isBeingDeleted, claim.annotations[VolumeMatching.bindCompleted] == nil { return }
        let decision = ClaimDecision.decide(
            claim, volumes: volumes.list(), storageClass: claim.className.isEmpty ? nil : classes.get(name: claim.className),
            consumer: claim.isFullyBound ? nil : consumer(of: claim))
        switch decision {
        case .wait(let notice):
            if let notice { tell(claim, notice) }
            try await set(claim, phase: "Pending")
        case .lost(let notice):
            if claim.status.phase != "Lost" { tell(claim, notice) }
            try await set(claim, phase: "Lost")
        case .bind(let volume): try await bind(volume, claim)
        case .provision(let storageClass): try await provision(claim, storageClass)
        }
    }

    private func consumer(of claim: PersistentVolumeClaim) -> String? {
        context.pods.selected(by: .everything, in: claim.namespace).first { pod in
            pod.nodeName.isEmpty && pod.isActive && pod.pod.claims.contains { $0.claimName == claim.name }
        }?.key.name
    }

    private func set(_ claim: PersistentVolumeClaim, phase: String) async throws {
        guard claim.status.phase != phase else { return }
        var updated = claim
        updated.status.phase = phase
        if phase != "Bound" {
            updated.status.accessModes = []
            updated.status.capacity = [:]
        }
        try await context.client.updateStatus(updated)
    }

    private func bind(_ volume: PersistentVolume, _ claim: PersistentVolumeClaim) async throws {
        var bound = VolumeBinding.volume(volume, for: claim)
        if bound != volume { bound = try await context.client.update(bound) }
        try await set(bound, phase: "Bound")
        var named = VolumeBinding.claim(claim, to: bound)
        if named != claim { named = try await context.client.update(named) }
        let status = VolumeBinding.status(of: named, bound: bound)
        if status != named.status {
            named.status = status
            try await context.client.updateStatus(named)
        }
    }

    /// Names the provisioner in the claim, which is what provisioners look for, this cluster's own as well.
    private func provision(_ claim: PersistentVolumeClaim, _ storageClass: StorageClass) async throws {
        let provisioner = storageClass.provisioner
        if provisioner.hasPrefix("kubernetes.io/") {
            tell(claim, .warning("ProvisioningFailed", "no volume plugin matched name: \(provisioner)"))
            return try await set(claim, phase: "Pending")
        }
        if claim.annotations[VolumeMatching.storageProvisioner] != provisioner {
            var updated = claim
            updated.metadata.annotations[VolumeMatching.storageProvisioner] = provisioner
            updated.metadata.annotations[VolumeMatching.betaStorageProvisioner] = provisioner
            try await context.client.update(updated)
        }
        let message =
            "Waiting for a volume to be created either by the external provisioner '\(provisioner)' or manually by the system "
            + "administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered."
        tell(claim, .normal("ExternalProvisioning", message))
    }

    private func tell(_ object: some Resource, _ notice: VolumeNotice) {
        context.events.record(object, notice.isWarning ? .warning : .normal, reason: notice.reason, message: notice.message)
    }

    // MARK: volumes

    private func reconcile(_ volume: PersistentVolume) async throws {
        switch VolumeDecision.decide(volume, claim: try await claim(of: volume)) {
        case .phase(let phase):
            try await set(volume, phase: phase)
            if let reference = volume.spec.claimRef, phase == "Available" {
                queue.add(.claim(ObjectKey(namespace: reference.namespace, name: reference.name)))
            }
        case .settleClaim:
            if let reference = volume.spec.claimRef { queue.add(.claim(ObjectKey(namespace: reference.namespace, name: reference.name))) }
        case .release: try await release(volume)
        case .unbind:
            let free = try await context.client.update(VolumeBinding.unbound(volume))
            try await set(free, phase: "Available")
        }
    }

    /// The claim a volume names. The server has the last word on one that is not there: volumes come by another way than claims.
    private func claim(of volume: PersistentVolume) async throws -> PersistentVolumeClaim? {
        guard let reference = volume.spec.claimRef else { return nil }
        if let claim = claims.get(namespace: reference.namespace, name: reference.name), claim.uid == reference.uid { return claim }
        if reference.uid.isEmpty { return nil }
        return try await context.client.find(PersistentVolumeClaim.self, namespace: reference.namespace, name: reference.name)
    }

    private func release(_ volume: PersistentVolume) async throws {
        if volume.status.phase == "Failed" { return }
        switch VolumeReclaim.decide(volume) {
        case .keep, .leaveToProvisioner: try await set(volume, phase: "Released")
        case .fail(let notice):
            tell(volume, notice)
            try await set(volume, phase: "Failed", message: notice.message)
        }
    }

    private func set(_ volume: PersistentVolume, phase: String, message: String = "") async throws {
        guard volume.status.phase != phase || volume.status.message != message else { return }
        var updated = volume
        if updated.status.phase != phase { updated.status.lastPhaseTransitionTime = context.now().wholeSeconds }
        updated.status.phase = phase
        updated.status.message = message
        try await context.client.updateStatus(updated)
    }
}
