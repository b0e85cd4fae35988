internal import Client
internal import Document
internal import Logging
package import Resources
internal import ServiceLifecycle

/// Makes volumes that are directories of nodes for the claims of its classes, lets them grow, and removes them with their contents.
///
/// A directory comes to be when the node's kubelet first mounts it, and goes by a request to that kubelet. Its size is a promise the
/// node's disk has to keep, not a limit.
package final class LocalProvisioner: ServiceLifecycle.Service {
    private enum Work: Hashable, Sendable {
        case claim(ObjectKey)
        case volume(String)
    }

    /// Volumes that are made or removed at once.
    private static let workers = 4
    /// How soon a claim that cannot be served now is tried again.
    private static let retryDelay: Duration = .seconds(15)

    private let context: ControllerContext
    private let claims: Informer<PersistentVolumeClaim>
    private let volumes: Informer<PersistentVolume>
    private let classes: Informer<StorageClass>
    private let nodes: Informer<Node>
    private let queue = WorkQueue<Work>()
    private let removeDirectory: @Sendable (_ volume: String, _ node: Node) async throws -> Void

    /// - Parameter removeDirectory: has a node remove a volume's directory with its contents.
    package init(_ context: ControllerContext, removeDirectory: @escaping @Sendable (_ volume: String, _ node: Node) async throws -> Void) {
        self.context = context
        self.removeDirectory = removeDirectory
        claims = context.informers.informer(PersistentVolumeClaim.self)
        volumes = context.informers.informer(PersistentVolume.self)
        classes = context.informers.informer(StorageClass.self)
        nodes = context.informers.informer(Node.self)
        claims.onChange { [queue] change in if !change.isDeletion { queue.add(.claim(change.key)) } }
        volumes.onChange { [queue] change in
            if !change.isDeletion, LocalVolumePlan.isToBeDeleted(change.object) { queue.add(.volume(change.key.name)) }
        }
    }

    package func run() async throws {
        try await ControllerRunner(
            name: "local-provisioner", queue: queue, workers: Self.workers, waitFor: [claims, volumes, classes, nodes],
            logger: context.logger, reconcile: { [self] in try await reconcile($0) }
        ).run()
    }

    private func reconcile(_ work: Work) async throws -> Requeue {
        switch work {
        case .claim(let key):
            guard let claim = claims.get(key) else { return .done }
            let storageClass = claim.className.isEmpty ? nil : classes.get(name: claim.className)
            if let storageClass, LocalVolumePlan.isDue(claim, storageClass) { return try await provision(claim, storageClass) }
            if let size = LocalVolumePlan.growth(claim) { return try await grow(claim, to: size) }
            return .done
        case .volume(let name):
            guard let volume = volumes.get(name: name), LocalVolumePlan.isToBeDeleted(volume) else { return .done }
            return try await remove(volume)
        }
    }

    private func provision(_ claim: PersistentVolumeClaim, _ storageClass: StorageClass) async throws -> Requeue {
        if volumes.record(ObjectKey(name: LocalVolumePlan.name(claim))) != nil { return .done }
        let volume: PersistentVolume
        do {
            let node = try LocalVolumePlan.node(for: claim, nodes: nodes.list(), volumes: volumes.list())
            volume = try LocalVolumePlan.volume(for: claim, storageClass, on: node)
        } catch {
            let message = "failed to provision volume with StorageClass \"\(storageClass.name)\": \(error.message)"
            context.events.record(claim, .warning, reason: "ProvisioningFailed", message: message)
            return .after(Self.retryDelay)
        }
        context.events.record(
            claim, .normal, reason: "Provisioning", message: "External provisioner is provisioning volume for claim \"\(claim.key)\"")
        do {
            try await context.client.create(volume)
        } catch let error as APIError where error.isAlreadyExists {
            return .done
        }
        context.events.record(
            claim, .normal, reason: "ProvisioningSucceeded", message: "Successfully provisioned volume \(volume.name)")
        return .done
    }

    // MARK: growing

    private func grow(_ claim: PersistentVolumeClaim, to size: Quantity) async throws -> Requeue {
        guard let volume = volumes.get(name: claim.spec.volumeName) else { return .done }
        guard volume.annotations[VolumeMatching.provisionedBy] == LocalVolumes.provisioner else {
            context.events.record(
                claim, .normal, reason: "ExternalExpanding", message: "waiting for an external controller to expand this PVC")
            return .done
        }
        context.events.record(
            claim, .normal, reason: "Resizing", message: "External resizer is resizing volume \(volume.name)")
        if (volume.spec.capacity["storage"] ?? Quantity(0)) < size {
            var grown = volume
            grown.spec.capacity["storage"] = size
            try await context.client.update(grown)
        }
        var updated = claim
        updated.status.capacity["storage"] = size
        try await context.client.updateStatus(updated)
        context.events.record(claim, .normal, reason: "VolumeResizeSuccessful", message: "Resize volume succeeded")
        return .done
    }

    // MARK: removing

    private func remove(_ volume: PersistentVolume) async throws -> Requeue {
        let host = LocalVolumePlan.host(of: volume)
        // With its node a volume's contents are gone, too.
        if let node = nodes.list().first(where: { ($0.labels[LocalVolumes.hostnameLabel] ?? $0.name) == host }) {
            do {
                try await removeDirectory(volume.name, node)
            } catch {
                if Task.isCancelled { return .done }
                let message = (error as? APIError)?.message ?? "\(error)"
                context.events.record(volume, .warning, reason: "VolumeFailedDelete", message: message)
                return .after(Self.retryDelay)
            }
        }
        _ = try await context.client.deleteExactly(.persistentVolumes, volume.key, uid: volume.uid, propagation: nil)
        return .done
    }
}
