internal import Document
internal import Resources

/// The accounts of a job. A pod that has ended is first entered in the status as not counted yet, then loses its finalizer, then is
/// counted: whatever happens between, none is lost and none counted twice (KEP-2307).
struct JobLedger: Sendable {
    /// Pods that are entered at once.
    static let uncountedLimit = 500

    private let view: JobView
    private(set) var status: JobStatus
    /// Pods whose finalizer goes once `status` is written.
    private(set) var releasing: [PodSummary] = []
    /// What the job ends with, when nothing is left to count and nothing runs.
    private var end: Condition?
    private var isFull = false
    private let terminating: Int

    /// What was done for the plan.
    struct Outcome: Sendable {
        var created = 0
        var deleted = 0
        var deletedReady = 0
        /// Everything the plan asks for was done.
        var isWhole = true
    }

    init(_ view: JobView, _ plan: JobPlan, _ outcome: Outcome) {
        self.view = view
        status = view.job.status
        terminating = view.terminating + outcome.deleted
        let active = view.active.count + outcome.created - outcome.deleted
        status.active = active
        status.json["active"] = active == 0 ? .null : .int(Int64(active))
        status.ready = max(0, view.ready - outcome.deletedReady)
        status.terminating = terminating
        if status.startTime == nil, !view.job.isSuspended { status.startTime = view.now.wholeSeconds }
        end = plan.verdict.flatMap { outcome.isWhole ? $0 : nil }
        if plan.verdict == nil {
            if isComplete(active: active) {
                end = view.condition(
                    Job.ConditionType.successCriteriaMet, "CompletionsReached", "Reached expected number of succeeded pods")
            } else if plan.managed {
                setSuspended()
            }
        }
        enter()
        announce()
        if status.json["uncountedTerminatedPods"].isNull { status.json["uncountedTerminatedPods"] = .object(JSONObject()) }
    }

    private func isComplete(active: Int) -> Bool {
        guard active == 0 else { return false }
        return view.job.spec.completions.map { view.succeeded >= $0 } ?? (view.succeeded > 0)
    }

    private mutating func setSuspended() {
        let type = Job.ConditionType.suspended
        let known = status.conditions[type: type]
        if view.job.isSuspended {
            guard known?.isTrue != true else { return }
            put(view.condition(type, "JobSuspended", "Job suspended"))
            status.startTime = nil
        } else if known?.isTrue == true {
            put(view.condition(type, "JobResumed", "Job resumed", .isFalse))
            status.startTime = view.now.wholeSeconds
        }
    }

    /// Puts a condition in place of the one of its type as it is, times included.
    private mutating func put(_ condition: Condition) {
        var conditions = status.conditions
        if let index = conditions.firstIndex(where: { $0.type == condition.type }) {
            conditions[index] = condition
        } else {
            conditions.append(condition)
        }
        status.conditions = conditions
    }

    /// Enters pods that have ended.
    private mutating func enter() {
        let isTracked = { [view] (pod: PodSummary) in (pod.job?.isTracked ?? false) && !view.released.contains(pod.uid) }
        settle(stillTracked: Set(view.pods.filter(isTracked).map(\.uid)))
        var uncounted = status.uncountedTerminatedPods
        let known = (succeeded: Set(uncounted.succeeded), failed: Set(uncounted.failed))
        var (succeeded, failed): ([String], [String]) = ([], [])
        var newIndexes: [Int] = []
        for pod in view.pods where isTracked(pod) && mayRelease(pod) {
            releasing.append(pod)
            let index = view.job.index(pod)
            if pod.phase == .succeeded, !known.failed.contains(pod.uid) {
                if view.job.isIndexed {
                    if let index, !view.knownIndexes.contains(index) { newIndexes.append(index) }
                } else if !known.succeeded.contains(pod.uid) {
                    succeeded.append(pod.uid)
                }
            } else if countsAsFailed(pod), !known.failed.contains(pod.uid), view.job.counts(pod) {
                if PodFailureVerdict(view.job.spec.podFailurePolicy, pod).counts { failed.append(pod.uid) }
            }
            if newIndexes.count + uncounted.succeeded.count + uncounted.failed.count + succeeded.count + failed.count
                >= Self.uncountedLimit
            {
                isFull = true
                break
            }
        }
        uncounted.succeeded += succeeded
        uncounted.failed += failed
        status.json["uncountedTerminatedPods"] = uncounted.json
        guard view.job.isIndexed else { return }
        let indexes = view.knownIndexes.union(newIndexes)
        status.json["succeeded"] = indexes.isEmpty ? .null : .int(Int64(indexes.count))
        status.completedIndexes = indexes.description
        if let failedIndexes = view.failedIndexes { status.failedIndexes = failedIndexes.description }
    }

    private func mayRelease(_ pod: PodSummary) -> Bool {
        if view.job.isBeingDeleted || end != nil || pod.phase == .succeeded { return true }
        guard view.job.hasFailed(pod) else { return false }
        // It hands its counts to the pod that will replace it.
        return view.job.index(pod).flatMap { view.awaitingReplacement[$0]?.uid } != pod.uid
    }

    private func countsAsFailed(_ pod: PodSummary) -> Bool {
        view.job.hasFailed(pod) || end.map { $0.type != Job.ConditionType.successCriteriaMet } ?? false
    }

    /// Before a job is said to have ended, it is said that it will.
    private mutating func announce() {
        guard let coming = end else { return }
        let (type, successes) = (coming.type, Job.ConditionType.successCriteriaMet)
        if type == Job.ConditionType.failureTarget || type == successes, status.conditions[type: type]?.isTrue != true { put(coming) }
        if type == Job.ConditionType.failureTarget { end = view.condition(Job.ConditionType.failed, coming.reason, coming.message) }
        if type == successes { end = view.condition(Job.ConditionType.complete, coming.reason, coming.message) }
    }

    /// Counts pods that have been entered and have lost their finalizer.
    private mutating func settle(stillTracked: Set<String>) {
        var uncounted = status.uncountedTerminatedPods
        let succeeded = uncounted.succeeded.filter(stillTracked.contains)
        let failed = uncounted.failed.filter(stillTracked.contains)
        if succeeded.count < uncounted.succeeded.count { status.succeeded += uncounted.succeeded.count - succeeded.count }
        if failed.count < uncounted.failed.count { status.failed += uncounted.failed.count - failed.count }
        uncounted.succeeded = succeeded
        uncounted.failed = failed
        status.json["uncountedTerminatedPods"] = uncounted.json.isNull ? .object(JSONObject()) : uncounted.json
    }

    /// After finalizers have gone: counts what can be counted, and ends the job if it is time.
    /// - Parameter kept: uids of pods that still have their finalizer.
    /// - Returns: the condition that the job has ended with.
    mutating func close(kept: Set<String>) -> Condition? {
        let gone = Set(releasing.map(\.uid)).subtracting(kept)
        let isTracked = { [view] (pod: PodSummary) in (pod.job?.isTracked ?? false) && !view.released.contains(pod.uid) }
        settle(stillTracked: Set(view.pods.filter(isTracked).map(\.uid)).subtracting(gone))
        let uncounted = status.uncountedTerminatedPods
        guard let end, !isFull, uncounted.succeeded.isEmpty, uncounted.failed.isEmpty, terminating == 0 else { return nil }
        put(end)
        if end.type == Job.ConditionType.complete { status.completionTime = end.lastTransitionTime }
        return end
    }
}
