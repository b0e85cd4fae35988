internal import Document
internal import Resources

/// What a job has to know of one of its pods.
package struct JobPodFacts: Sendable {
    /// Keeps a pod until it has been counted.
    static let finalizer = "batch.kubernetes.io/job-tracking"
    static let indexKey = "batch.kubernetes.io/job-completion-index"
    static let failureCountKey = "batch.kubernetes.io/job-index-failure-count"
    static let ignoredFailureCountKey = "batch.kubernetes.io/job-index-ignored-failure-count"

    /// Whether it carries the finalizer.
    let isTracked: Bool
    let index: Int?
    /// Earlier failures of the same index that count, and those that do not.
    let failures: Int
    let ignoredFailures: Int
    /// When it ended, as far as that shows.
    let ended: Timestamp
    /// Restarts of all its containers, those of its beginning too.
    let restarts: Int

    /// Nil for pods that no job has anything to do with.
    init?(_ pod: Pod, isOwned: Bool) {
        isTracked = pod.metadata.finalizers.contains(Self.finalizer)
        guard isTracked || isOwned else { return nil }
        let annotations = pod.annotations
        index = annotations[Self.indexKey].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
        failures = Self.count(annotations[Self.failureCountKey])
        ignoredFailures = Self.count(annotations[Self.ignoredFailureCountKey])
        ended = Self.end(of: pod)
        restarts = (pod.status.initContainerStatuses + pod.status.containerStatuses).reduce(0) { $0 + $1.restartCount }
    }

    private static func count(_ text: String?) -> Int { text.flatMap { Int32($0) }.map { max(0, Int($0)) } ?? 0 }

    private static func end(of pod: Pod) -> Timestamp {
        let created = pod.metadata.creationTimestamp ?? .zero
        let ends = pod.status.containerStatuses.map { $0.state.terminated?.finishedAt }
        if !ends.isEmpty, !ends.contains(nil), let last = ends.compactMap({ $0 }).max() { return last }
        if let ready = pod.status.conditions[type: "Ready"], ready.status == .isFalse, let since = ready.lastTransitionTime { return since }
        guard let deletion = pod.metadata.deletionTimestamp else { return created }
        return deletion.adding(seconds: -(pod.metadata.deletionGracePeriodSeconds ?? 0))
    }
}

extension Job {
    /// Whether a pod on its way out is waited for before another takes its place.
    var replacesOnlyFailed: Bool { spec.podReplacementPolicy == "Failed" || spec.podFailurePolicy != nil }

    func hasFailed(_ pod: PodSummary) -> Bool {
        if pod.phase == .failed { return true }
        return !replacesOnlyFailed && pod.isBeingDeleted && pod.phase != .succeeded
    }

    /// The index of a pod that counts towards the job; nil for jobs without indexes and for indexes beyond the last.
    func index(_ pod: PodSummary) -> Int? {
        guard isIndexed, let index = pod.job?.index, index < spec.completions ?? 0 else { return nil }
        return index
    }

    /// Whether a pod counts: every pod of a job without indexes, and those with a valid one.
    func counts(_ pod: PodSummary) -> Bool { !isIndexed || index(pod) != nil }

    /// A pod to be made.
    func pod(_ birth: JobPlan.Birth) -> Pod {
        var pod = spec.template.pod(ownedBy: self)
        if !pod.metadata.finalizers.contains(JobPodFacts.finalizer) { pod.metadata.finalizers.append(JobPodFacts.finalizer) }
        guard let index = birth.index else { return pod }
        pod.metadata.labels[JobPodFacts.indexKey] = String(index)
        pod.metadata.annotations[JobPodFacts.indexKey] = String(index)
        if spec.backoffLimitPerIndex != nil {
            pod.metadata.annotations[JobPodFacts.failureCountKey] = String(birth.failures)
            if birth.ignoredFailures > 0 { pod.metadata.annotations[JobPodFacts.ignoredFailureCountKey] = String(birth.ignoredFailures) }
        }
        pod.spec.hostname = "\(name)-\(index)"
        let suffix = "-\(index)-"
        pod.metadata.generateName = name.prefix(Self.generatedNameLimit - suffix.count) + suffix
        for list in ["initContainers", "containers"] where !pod.json["spec", list].isNull {
            pod.json["spec"][list].mutateArray { containers in
                for position in containers.indices { Self.addIndex(&containers[position]) }
            }
        }
        return pod
    }

    /// Characters of a name that the server completes.
    private static let generatedNameLimit = 58

    private static func addIndex(_ container: inout JSON) {
        let name = "JOB_COMPLETION_INDEX"
        guard !(container["env"].array ?? []).contains(where: { $0["name"].string == name }) else { return }
        let variable: JSON = [
            "name": .string(name),
            "valueFrom": ["fieldRef": ["fieldPath": .string("metadata.labels['\(JobPodFacts.indexKey)']")]],
        ]
        container["env"].mutateArray { $0.append(variable) }
    }
}
