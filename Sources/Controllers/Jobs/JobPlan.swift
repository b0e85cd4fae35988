internal import Resources

/// Which pods of a job are made or taken away next: decided from values alone.
struct JobPlan: Sendable {
    /// Pods made or deleted in one go; the rest follows when these have shown up.
    static let burst = 500

    struct Birth: Sendable, Equatable {
        var index: Int?
        /// Earlier failures of the index.
        var failures = 0
        var ignoredFailures = 0
    }

    var create: [Birth] = []
    var delete: [PodSummary] = []
    /// Whether the deleted pods are counted: not those of a job that is suspended or has too many.
    var countsDeleted = false
    /// The job is over; it ends when its pods have.
    var verdict: Condition?
    /// Until a pod may be made.
    var wait: Duration?
    /// Pods were looked after, as against a job that is over or on its way out.
    var managed = false

    static func next(_ view: JobView) -> JobPlan {
        var plan = JobPlan()
        if let verdict = view.verdict {
            plan.verdict = verdict
            plan.delete = view.active
            plan.countsDeleted = true
        } else if !view.job.isBeingDeleted {
            plan.managed = true
            plan.manage(view)
        }
        return plan
    }

    private mutating func manage(_ view: JobView) {
        if view.job.isSuspended {
            delete = view.active
            return
        }
        let wished = Self.wished(view)
        let surplus = Self.surplus(view, beyond: wished)
        if !surplus.isEmpty {
            delete = Array(surplus.prefix(Self.burst))
            return
        }
        let missing = wished - view.active.count - (view.job.replacesOnlyFailed ? view.terminating : 0)
        guard missing > 0 else { return }
        let perIndex = view.failedIndexes != nil
        let left = perIndex ? .zero : view.backoff.remaining(now: view.now)
        guard left <= .zero else {
            wait = left
            return
        }
        let count = min(missing, Self.burst)
        guard view.job.isIndexed else {
            create = Array(repeating: Birth(), count: count)
            return
        }
        let births = Self.pendingIndexes(view, count).map { Self.birth(view, $0) }
        create = births.filter { $0.wait <= .zero }.map(\.birth)
        if create.isEmpty { wait = births.map(\.wait).min() }
    }

    /// How many pods are to run at once.
    private static func wished(_ view: JobView) -> Int {
        let parallelism = view.job.spec.parallelism ?? 1
        guard let completions = view.job.spec.completions else {
            // The pods share a queue of work: once one has succeeded there is nothing left to start another for.
            return view.succeeded > 0 ? view.active.count : parallelism
        }
        return max(0, min(completions - view.succeeded, parallelism))
    }

    /// Pods beyond the wish, and second ones of an index or those of none.
    private static func surplus(_ view: JobView, beyond wished: Int) -> [PodSummary] {
        var (gone, left): ([PodSummary], [PodSummary]) = ([], view.active)
        if view.job.isIndexed {
            left = []
            for (index, pods) in Dictionary(grouping: view.active, by: view.job.index) {
                let doomed = index == nil ? pods : ReplicaPlan(replicas: 1, pods: pods).delete
                gone += doomed
                left += pods.filter { pod in !doomed.contains { $0.uid == pod.uid } }
            }
        }
        let more = view.active.count - wished - gone.count
        return more > 0 ? gone + ReplicaPlan(replicas: left.count - more, pods: left).delete : gone
    }

    private static func pendingIndexes(_ view: JobView, _ count: Int) -> [Int] {
        var taken = view.succeededIndexes.union(view.active.compactMap(view.job.index))
        if view.job.replacesOnlyFailed {
            taken = taken.union(view.pods.filter { $0.isBeingDeleted && !$0.isFinished }.compactMap(view.job.index))
        }
        if let failed = view.failedIndexes { taken = taken.union(failed) }
        return taken.missing(count, below: view.job.spec.completions ?? 0)
    }

    private static func birth(_ view: JobView, _ index: Int) -> (birth: Birth, wait: Duration) {
        guard let before = view.awaitingReplacement[index], let facts = before.job else { return (Birth(index: index), .zero) }
        let counts = PodFailureVerdict(view.job.spec.podFailurePolicy, before).counts
        let backoff = JobBackoff(failures: facts.failures + facts.ignoredFailures + 1, last: facts.ended)
        let birth = Birth(
            index: index, failures: facts.failures + (counts ? 1 : 0), ignoredFailures: facts.ignoredFailures + (counts ? 0 : 1))
        return (birth, backoff.remaining(now: view.now))
    }
}
