internal import Document
internal import Resources

/// A job and its pods, counted: a value on which it is decided what comes next.
struct JobView: Sendable {
    let job: Job
    let now: Timestamp
    /// All pods of the job, in every state.
    let pods: [PodSummary]
    /// Uids of pods whose finalizer has gone, though it may not show yet.
    let released: Set<String>
    let active: [PodSummary]
    /// On their way out.
    let terminating: Int
    let backoff: JobBackoff
    /// Of the pods that have ended, those that the status does not know of yet.
    let newSucceeded: [PodSummary]
    let newFailed: [PodSummary]
    let failed: Int
    /// Pods, or indexes for jobs that have them.
    let succeeded: Int
    let knownIndexes: IndexRanges
    let succeededIndexes: IndexRanges
    /// Nil for jobs without a limit for each index.
    let failedIndexes: IndexRanges?
    /// By index, the failed pod that is to be replaced, kept until that happens: the next one continues its counts.
    let awaitingReplacement: [Int: PodSummary]

    /// - Parameters:
    ///   - leaving: uids of pods that have been asked to go, though it does not show yet.
    ///   - backoff: as it was when the status was last written.
    init(
        _ job: Job, pods: [PodSummary], leaving: Set<String> = [], released: Set<String> = [], backoff: JobBackoff = JobBackoff(),
        now: Timestamp
    ) {
        self.job = job
        self.now = now
        self.released = released
        self.pods = pods.sorted { ($0.job?.index ?? .max, $0.key.name) < ($1.job?.index ?? .max, $1.key.name) }
        active = self.pods.filter { $0.isActive && !leaving.contains($0.uid) }
        terminating = pods.count { !$0.isFinished && ($0.isBeingDeleted || leaving.contains($0.uid)) }
        let tracked = self.pods.filter { ($0.job?.isTracked ?? false) && !released.contains($0.uid) && job.counts($0) }
        let uncounted = job.status.uncountedTerminatedPods
        let (oldSucceeded, oldFailed) = (Set(uncounted.succeeded), Set(uncounted.failed))
        newSucceeded = tracked.filter { $0.phase == .succeeded && !oldSucceeded.contains($0.uid) }
        newFailed = tracked.filter { job.hasFailed($0) && !oldFailed.contains($0.uid) }
        self.backoff = backoff.adding(succeeded: newSucceeded, failed: newFailed)
        let policy = job.spec.podFailurePolicy
        failed = job.status.failed + oldFailed.count + newFailed.count { PodFailureVerdict(policy, $0).counts }
        let completions = job.spec.completions ?? 0
        knownIndexes = IndexRanges(job.status.completedIndexes, below: completions)
        succeededIndexes = knownIndexes.union(tracked.filter { $0.phase == .succeeded }.compactMap(job.index))
        succeeded =
            job.isIndexed ? succeededIndexes.count : job.status.succeeded + oldSucceeded.count + newSucceeded.count
        guard job.isIndexed, let limit = job.spec.backoffLimitPerIndex else {
            failedIndexes = nil
            awaitingReplacement = [:]
            return
        }
        let lost = tracked.filter { Self.isIndexLost($0, job, limit) }.compactMap(job.index)
        let failedIndexes = IndexRanges(job.status.failedIndexes ?? "", below: completions).union(lost)
        self.failedIndexes = failedIndexes
        let settled = succeededIndexes.union(failedIndexes).union(active.compactMap(job.index))
        awaitingReplacement = tracked.filter(job.hasFailed).reduce(into: [:]) { latest, pod in
            guard let index = job.index(pod), !settled.contains(index) else { return }
            if let known = latest[index], Self.order(known) > Self.order(pod) { return }
            latest[index] = pod
        }
    }

    private static func order(_ pod: PodSummary) -> (Int, Timestamp) {
        ((pod.job?.failures ?? 0) + (pod.job?.ignoredFailures ?? 0), pod.job?.ended ?? .zero)
    }

    /// Whether a pod's failure is the one too many for its index.
    private static func isIndexLost(_ pod: PodSummary, _ job: Job, _ limit: Int) -> Bool {
        guard job.hasFailed(pod) else { return false }
        let verdict = PodFailureVerdict(job.spec.podFailurePolicy, pod)
        if verdict.action == "FailIndex" { return true }
        return verdict.counts && pod.job?.failures ?? 0 >= limit
    }

    var ready: Int { active.count { $0.isReady } }

    // MARK: Whether it is over

    /// The condition that says that the job is about to end, once nothing runs any more.
    var verdict: Condition? {
        let conditions = job.status.conditions
        if let met = conditions[type: Job.ConditionType.successCriteriaMet], met.isTrue { return met }
        if let target = conditions[type: Job.ConditionType.failureTarget], target.isTrue {
            return condition(Job.ConditionType.failed, target.reason, target.message)
        }
        return failure.map { condition(Job.ConditionType.failureTarget, $0.reason, $0.message) } ?? success
    }

    private var failure: (reason: String, message: String)? {
        let policy = job.spec.podFailurePolicy
        if policy != nil {
            for pod in pods where job.hasFailed(pod) {
                if let message = PodFailureVerdict(policy, pod).message { return ("PodFailurePolicy", message) }
            }
        }
        if failed > job.spec.backoffLimit ?? Self.defaultBackoffLimit || hasRestartedTooOften {
            return ("BackoffLimitExceeded", "Job has reached the specified backoff limit")
        }
        if let left = secondsUntilDeadline, left <= 0 {
            return ("DeadlineExceeded", "Job was active longer than specified deadline")
        }
        guard let failedIndexes else { return nil }
        if let limit = job.spec.maxFailedIndexes, failedIndexes.count > limit {
            return ("MaxFailedIndexesExceeded", "Job has exceeded the specified maximal number of failed indexes")
        }
        if failedIndexes.count > 0, failedIndexes.count + succeededIndexes.count >= job.spec.completions ?? 0 {
            return ("FailedIndexes", "Job has failed indexes")
        }
        return nil
    }

    static let defaultBackoffLimit = 6

    private var success: Condition? {
        guard job.isIndexed else { return nil }
        return JobSuccess.met(job.spec.successPolicy, completions: job.spec.completions ?? 0, succeeded: succeededIndexes)
            .map { condition(Job.ConditionType.successCriteriaMet, "SuccessPolicy", $0) }
    }

    /// Containers that are restarted in their pods count as well.
    private var hasRestartedTooOften: Bool {
        guard job.spec.template.spec.restartPolicy == "OnFailure" else { return false }
        let restarts = pods.filter { $0.phase == .running || $0.phase == .pending }.reduce(0) { $0 + ($1.job?.restarts ?? $1.restarts) }
        let limit = job.spec.backoffLimit ?? Self.defaultBackoffLimit
        return limit == 0 ? restarts > 0 : restarts >= limit
    }

    var secondsUntilDeadline: Int? {
        guard let deadline = job.spec.activeDeadlineSeconds, !job.isSuspended else { return nil }
        guard let start = job.status.startTime else { return deadline }
        return deadline - Int(now.seconds - start.seconds)
    }

    func condition(_ type: String, _ reason: String, _ message: String, _ status: Condition.Status = .isTrue) -> Condition {
        var condition = Condition(type: type, status: status, reason: reason, message: message)
        condition.lastProbeTime = now
        condition.lastTransitionTime = now
        return condition
    }
}
