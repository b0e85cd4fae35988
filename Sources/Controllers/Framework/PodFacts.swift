internal import Document
package import Resources

/// What controllers ask of a pod, in one place.
extension Pod {
    package var isActive: Bool { !isFinished && !isBeingDeleted }
    package var isFinished: Bool { status.phase == "Succeeded" || status.phase == "Failed" }
    package var isReady: Bool { status.conditions.isTrue("Ready") }

    /// When the pod became ready; nil when it is not.
    package var readySince: Timestamp? { status.conditions[type: "Ready"].flatMap { $0.isTrue ? $0.lastTransitionTime : nil } }

    /// Ready for at least `minReadySeconds`.
    package func isAvailable(minReadySeconds: Int, now: Timestamp) -> Bool {
        guard isReady else { return false }
        guard minReadySeconds > 0 else { return true }
        return readySince.map { now.seconds - $0.seconds >= Int64(minReadySeconds) } ?? false
    }

    /// Seconds until a ready pod counts as available; nil when it does already, or is not ready.
    package func secondsUntilAvailable(minReadySeconds: Int, now: Timestamp) -> Int? {
        guard isReady, minReadySeconds > 0, let since = readySince else { return nil }
        let left = Int64(minReadySeconds) - (now.seconds - since.seconds)
        return left > 0 ? Int(left) : nil
    }

    package var restarts: Int { status.containerStatuses.reduce(0) { $0 + $1.restartCount } }
}

/// Pods from templates.
extension PodTemplateSpec {
    /// The pod a controller creates: named after its owner, with the template's labels and annotations.
    package func pod<Owner: Resource>(ownedBy owner: Owner) -> Pod {
        var pod = Pod(name: "", namespace: owner.namespace)
        var metadata = ObjectMeta()
        metadata.generateName = Self.prefix(owner.name)
        metadata.namespace = owner.namespace
        metadata.labels = self.metadata.labels
        metadata.annotations = self.metadata.annotations
        metadata.finalizers = self.metadata.finalizers
        metadata.ownerReferences = [owner.controllerReference]
        pod.metadata = metadata
        pod.json["spec"] = spec.json
        return pod
    }

    /// Room for the random suffix of five characters within the 63 of a host name.
    private static func prefix(_ name: String) -> String { String(name.prefix(57)) + "-" }
}
