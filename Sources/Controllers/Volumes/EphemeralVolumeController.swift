internal import Client
internal import Document
internal import Logging
package import Resources
internal import ServiceLifecycle

/// Makes the claims that pods bring with them (`ephemeral.volumeClaimTemplate`); they go with their pods by garbage collection.
package final class EphemeralVolumeController: ServiceLifecycle.Service {
    private let context: ControllerContext
    private let claims: Informer<PersistentVolumeClaim>
    private let queue = WorkQueue<ObjectKey>()

    package init(_ context: ControllerContext) {
        self.context = context
        claims = context.informers.informer(PersistentVolumeClaim.self)
        context.pods.onChange { [queue] change in
            guard change.old == nil, !change.isDeletion, change.pod.isActive else { return }
            if change.pod.pod.claims.contains(where: \.isEphemeral) { queue.add(change.pod.key) }
        }
        claims.onChange { [queue] change in
            guard change.isDeletion, let owner = change.object.metadata.controllerOwner, owner.kind == "Pod" else { return }
            queue.add(ObjectKey(namespace: change.key.namespace, name: owner.name))
        }
    }

    package func run() async throws {
        try await ControllerRunner(
            name: "ephemeral-volume", queue: queue, waitFor: [claims, context.pods], logger: context.logger,
            reconcile: { [self] in try await reconcile($0) }
        ).run()
    }

    private func reconcile(_ key: ObjectKey) async throws -> Requeue {
        guard let summary = context.pods[key], summary.isActive else { return .done }
        let pod = summary.pod
        for volume in pod.spec.volumes {
            guard let source = volume.ephemeral else { continue }
            let claim = Self.claim(for: volume.name, source, of: pod)
            do {
                if let present = claims.get(claim.key) {
                    try check(present, of: pod, volume.name)
                } else {
                    try await context.client.create(claim)
                }
            } catch let error as APIError where error.isAlreadyExists {
                return .after(.milliseconds(100))
            } catch let error as APIError {
                context.events.record(
                    pod, .warning, reason: "FailedBinding",
                    message: "ephemeral volume \(volume.name): create PVC \(claim.name): \(error.message)")
                throw error
            }
        }
        return .done
    }

    private func check(_ claim: PersistentVolumeClaim, of pod: Pod, _ volume: String) throws {
        guard claim.metadata.controllerOwner?.uid != pod.uid else { return }
        throw APIError.conflict(
            .persistentVolumeClaims, claim.name, "PVC \(claim.key) was not created for pod \(pod.key) (pod is not owner)")
    }

    /// The claim of one volume: the template's, named after pod and volume, and owned by the pod.
    package static func claim(for volume: String, _ source: EphemeralVolumeSource, of pod: Pod) -> PersistentVolumeClaim {
        var claim = PersistentVolumeClaim(name: "\(pod.name)-\(volume)", namespace: pod.namespace)
        let template = source.volumeClaimTemplate
        claim.metadata.labels = template["metadata", "labels"].stringMap
        claim.metadata.annotations = template["metadata", "annotations"].stringMap
        claim.metadata.ownerReferences = [pod.controllerReference]
        claim.json["spec"] = template["spec"]
        return claim
    }
}
