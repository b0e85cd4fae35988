package import Document
package import Resources

/// What a delete request makes of an object, decided from the object, the options and the time alone.
/// Behaviour follows upstream's `rest.BeforeDelete` and the generic registry.
package enum DeletionPlan: Sendable, Hashable {
    /// Remove it from the store.
    case remove
    /// Store this instead: it is now being deleted, and waits for its finalizers or its node.
    case mark(JSON)
    /// It is being deleted already and nothing changes.
    case nothing

    package static let orphanFinalizer = "orphan"
    package static let foregroundFinalizer = "foregroundDeletion"

    /// - Parameter now: stamps the deletion; whole seconds.
    package static func decide(
        _ object: JSON, type: ResourceType, options: DeletionOptions, now: Timestamp
    ) throws(APIError) -> DeletionPlan {
        let metadata = ObjectMeta(object["metadata"])
        try check(options, metadata, type)
        if type == .namespaces { return namespace(object, metadata, options, now) }
        if type == .customResourceDefinitions, metadata.deletionTimestamp == nil { return definition(object, metadata, options, now) }
        var changed = ObjectMeta(metadata.json)
        switch grace(object, metadata, type, options, now, &changed) {
        case .pending: return .nothing
        case .immediately: break
        case .later: return .mark(object.replacing(metadata: withCollectorFinalizers(changed, options)))
        }
        let finalized = withCollectorFinalizers(metadata, options)
        if finalized.finalizers.isEmpty { return .remove }
        let marked = markedForDeletion(finalized, now)
        return marked.json == metadata.json ? .nothing : .mark(object.replacing(metadata: marked))
    }

    /// Whether an update that leaves `object` behind completes its deletion: no finalizer is left and no grace either.
    package static func isCompleted(_ object: JSON, old: JSON, type: ResourceType) -> Bool {
        let previous = ObjectMeta(old["metadata"])
        guard ObjectMeta(object["metadata"]).finalizers.isEmpty, previous.deletionTimestamp != nil else { return false }
        if type == .namespaces, !object["spec"]["finalizers"].isEmptyValue { return false }
        return (previous.deletionGracePeriodSeconds ?? 0) == 0
    }

    private static func check(_ options: DeletionOptions, _ metadata: ObjectMeta, _ type: ResourceType) throws(APIError) {
        if let uid = options.preconditionUID, uid != metadata.uid {
            throw .conflict(
                QualifiedName(group: type.group, name: type.kind), metadata.name,
                "the UID in the precondition (\(uid)) does not match the UID in record (\(metadata.uid)). "
                    + "The object might have been deleted and then recreated")
        }
        if let version = options.preconditionResourceVersion, version != metadata.resourceVersion {
            throw .conflict(
                QualifiedName(group: type.group, name: type.kind), metadata.name,
                "the ResourceVersion in the precondition (\(version)) does not match the ResourceVersion in record "
                    + "(\(metadata.resourceVersion)). The object might have been modified")
        }
    }

    // MARK: Grace

    private enum Grace { case immediately, later, pending }

    /// Only pods are given time; their node removes them when their processes have ended.
    private static func grace(
        _ object: JSON, _ metadata: ObjectMeta, _ type: ResourceType, _ options: DeletionOptions, _ now: Timestamp,
        _ changed: inout ObjectMeta
    ) -> Grace {
        guard type == .pods else { return .immediately }
        if let deletion = metadata.deletionTimestamp {
            guard let period = metadata.deletionGracePeriodSeconds, period > 0 else { return .immediately }
            guard var wanted = options.gracePeriodSeconds, wanted < period else { return .pending }
            var moved = deletion.adding(seconds: wanted - period)
            if moved < now {
                moved = now
                if wanted != 0 { wanted = 1 }
            }
            if wanted == 0 { return .immediately }
            changed.deletionTimestamp = moved
            changed.deletionGracePeriodSeconds = wanted
            return .later
        }
        let phase = object["status"]["phase"].string
        var period = options.gracePeriodSeconds ?? object["spec"]["terminationGracePeriodSeconds"].int ?? 0
        if (object["spec"]["nodeName"].string ?? "").isEmpty || phase == "Failed" || phase == "Succeeded" { period = 0 }
        if period < 0 { period = 1 }
        if period == 0 { return .immediately }
        changed.deletionTimestamp = now.adding(seconds: period).wholeSeconds
        changed.deletionGracePeriodSeconds = period
        if metadata.generation > 0 { changed.generation = metadata.generation + 1 }
        return .later
    }

    // MARK: Finalizers

    /// The finalizers that tell the garbage collector what to do with dependents, as the options or, failing them, the object say.
    private static func withCollectorFinalizers(_ metadata: ObjectMeta, _ options: DeletionOptions) -> ObjectMeta {
        let existing = metadata.finalizers
        let orphans: Bool
        let foreground: Bool
        if let orphan = options.orphanDependents {
            (orphans, foreground) = (orphan, false)
        } else if let propagation = options.propagation {
            (orphans, foreground) = (propagation == .orphan, propagation == .foreground)
        } else {
            let first = existing.first { $0 == orphanFinalizer || $0 == foregroundFinalizer }
            (orphans, foreground) = (first == orphanFinalizer || first == nil && options.orphansByDefault, first == foregroundFinalizer)
        }
        var wanted = existing.filter { $0 != orphanFinalizer && $0 != foregroundFinalizer }
        if orphans { wanted.append(orphanFinalizer) }
        if foreground { wanted.append(foregroundFinalizer) }
        guard Set(wanted) != Set(existing) else { return metadata }
        var changed = metadata
        changed.finalizers = wanted
        return changed
    }

    private static func markedForDeletion(_ metadata: ObjectMeta, _ now: Timestamp) -> ObjectMeta {
        var marked = metadata
        if metadata.deletionTimestamp == nil, metadata.generation > 0 { marked.generation = metadata.generation + 1 }
        if metadata.deletionTimestamp.map({ $0 > now }) ?? true { marked.deletionTimestamp = now.wholeSeconds }
        marked.deletionGracePeriodSeconds = 0
        return marked
    }

    // MARK: Definitions

    /// Keeps a CustomResourceDefinition until its custom resources have gone.
    package static let customResourceFinalizer = "customresourcecleanup.apiextensions.k8s.io"

    private static func definition(_ object: JSON, _ metadata: ObjectMeta, _ options: DeletionOptions, _ now: Timestamp) -> DeletionPlan {
        var finalized = withCollectorFinalizers(metadata, options)
        if !finalized.finalizers.contains(customResourceFinalizer) { finalized.finalizers.append(customResourceFinalizer) }
        var result = object.replacing(metadata: markedForDeletion(finalized, now))
        var conditions = (object["status"]["conditions"].array ?? []).map { Condition($0) }
        conditions.set(
            Condition(
                type: "Terminating", status: .isTrue, reason: "InstanceDeletionPending",
                message: "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon"), now: now.wholeSeconds)
        result["status"]["conditions"] = .array(conditions.map(\.json))
        return .mark(result)
    }

    // MARK: Namespaces

    /// A namespace first turns `Terminating`; it goes when its own finalizers (`spec.finalizers`) and those of its metadata are gone.
    private static func namespace(_ object: JSON, _ metadata: ObjectMeta, _ options: DeletionOptions, _ now: Timestamp) -> DeletionPlan {
        if metadata.deletionTimestamp == nil {
            var changed = withCollectorFinalizers(metadata, options)
            changed.deletionTimestamp = now.wholeSeconds
            var result = object.replacing(metadata: changed)
            result["status"]["phase"] = "Terminating"
            return .mark(result)
        }
        guard object["spec"]["finalizers"].isEmptyValue else { return .nothing }
        return metadata.finalizers.isEmpty ? .remove : .nothing
    }
}

extension JSON {
    fileprivate func replacing(metadata: ObjectMeta) -> JSON {
        var copy = self
        copy["metadata"] = metadata.json
        return copy
    }
}
