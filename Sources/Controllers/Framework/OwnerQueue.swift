internal import Client
internal import Document
internal import Resources

extension PodSummaries {
    /// Adds owners of one kind to a queue when their pods change, before and after, and owners that select a pod nobody controls.
    func follow<Owner: Resource>(
        _ owners: Informer<Owner>, into queue: WorkQueue<ObjectKey>, selector: @escaping @Sendable (Owner) -> LabelSelector
    ) {
        onChange { [weak self, weak owners] change in
            guard let self, let owners else { return }
            let namespace = change.pod.key.namespace
            for owner in Set([change.pod.owner, change.old?.owner].compactMap { $0 }) where owner.kind == Owner.type.kind {
                queue.add(ObjectKey(namespace: namespace, name: owner.name), after: Gathering.delay(pods: count(ownedBy: owner.uid)))
            }
            guard change.pod.owner == nil, !change.isDeletion else { return }
            for owner in owners.list(namespace: namespace) where selector(owner).matches(change.pod.record.labels) {
                queue.add(owner.key)
            }
        }
    }
}

extension ControllerContext {
    /// Writes an object's status when it differs from what is known, noting the revision.
    /// - Returns: false when somebody has changed the object in the meantime: that change comes back to the controller.
    func writeStatus<Owner: Resource>(_ updated: Owner, insteadOf known: Owner, _ written: WrittenRevisions) async throws -> Bool {
        guard updated.json["status"] != known.json["status"] else { return true }
        do {
            written.note(known.key, try await client.updateStatus(updated).resourceVersion, now: now())
            return true
        } catch let error as APIError where error.isConflict {
            return false
        } catch let error as APIError where error.isNotFound {
            return true
        }
    }
}
