internal import Client
internal import Document
internal import Logging
internal import Resources
internal import ServiceLifecycle
import Synchronization

/// Runs the pods of jobs until enough have succeeded, or too many have failed.
package final class JobController: ServiceLifecycle.Service {
    /// `spec.managedBy` of jobs that are this controller's; others are left to whoever it names.
    static let managerName = "kubernetes.io/job-controller"

    private let context: ControllerContext
    private let jobs: Informer<Job>
    private let pods: PodSummaries
    private let queue = WorkQueue<ObjectKey>()
    private let strays = WorkQueue<ObjectKey>()
    private let control: PodControl
    private let written = WrittenRevisions()
    /// Pods whose finalizer has been taken, until that shows.
    private let released = Departures()
    private let backoffs = Mutex<[ObjectKey: JobBackoff]>([:])

    package init(_ context: ControllerContext) {
        self.context = context
        jobs = context.informers.informer(Job.self)
        pods = context.pods
        control = PodControl(context, finalizer: JobPodFacts.finalizer)
        jobs.onChange { [weak self] in self?.note($0) }
        pods.follow(jobs, into: queue) { $0.spec.labelSelector }
        pods.onChange { [weak self] change in
            if !change.isDeletion { self?.noteStray(change.pod) }
        }
    }

    package func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { [self] in
                try await ControllerRunner(
                    name: "jobs", queue: queue, workers: 5, waitFor: [jobs, pods], logger: context.logger,
                    reconcile: { [self] in try await reconcile($0) }
                ).run()
            }
            group.addTask { [self] in
                try await ControllerRunner(
                    name: "job-strays", queue: strays, workers: 1, waitFor: [jobs, pods], logger: context.logger,
                    reconcile: { [self] in try await free($0) }
                ).run()
            }
        }
    }

    // MARK: Strays

    private func note(_ change: InformerChange<Job>) {
        queue.add(change.key)
        guard change.isDeletion || change.object.isFinished else { return }
        for pod in pods.owned(by: change.record.uid) { noteStray(pod) }
    }

    private func noteStray(_ pod: PodSummary) {
        if pod.job?.isTracked ?? false, !hasJob(pod) { strays.add(pod.key) }
    }

    /// Whether a job that still counts has the pod.
    private func hasJob(_ pod: PodSummary) -> Bool {
        guard let owner = pod.owner, owner.kind == Job.type.kind,
            let job = jobs.get(namespace: pod.key.namespace, name: owner.name), job.uid == owner.uid
        else { return false }
        return !job.isFinished
    }

    /// Lets a pod go that nobody will count.
    private func free(_ key: ObjectKey) async throws -> Requeue {
        guard let pod = pods[key], pod.job?.isTracked ?? false, !hasJob(pod) else { return .done }
        try await control.removeFinalizer(pod, for: key)
        return .done
    }

    // MARK: Jobs

    private func reconcile(_ key: ObjectKey) async throws -> Requeue {
        let now = context.now()
        guard control.isCovered(key), written.isCovered(key, by: jobs.revision, now: now) else { return .after(WrittenRevisions.recheck) }
        guard let job = jobs.get(key), !job.isFinished, job.spec.managedBy ?? Self.managerName == Self.managerName else {
            control.forget(key)
            _ = released.remaining(key, of: [])
            backoffs.withLock { $0[key] = nil }
            return .done
        }
        let mine = try await claim(job)
        let living = Set(control.remaining(key, of: mine).map(\.uid))
        let tracked = mine.filter { $0.job?.isTracked ?? false }
        let kept = Set(released.remaining(key, of: tracked).map(\.uid))
        let view = JobView(
            job, pods: mine, leaving: Set(mine.map(\.uid)).subtracting(living), released: Set(tracked.map(\.uid)).subtracting(kept),
            backoff: backoffs.withLock { $0[key] ?? JobBackoff() }, now: now)
        let plan = JobPlan.next(view)
        let outcome = await act(plan, view)
        guard try await account(JobLedger(view, plan, outcome), view) else { return .after(WrittenRevisions.recheck) }
        if !outcome.isWhole { return .retry }
        let waits = [plan.wait, view.secondsUntilDeadline.map { Duration.seconds(max(1, $0)) }].compactMap { $0 }
        return waits.min().map { .after($0) } ?? .done
    }

    private func claim(_ job: Job) async throws -> [PodSummary] {
        let claims = PodClaims.inEveryState(
            selector: job.spec.labelSelector, isBeingDeleted: job.isBeingDeleted, controlled: pods.owned(by: job.uid),
            orphans: pods.orphans(in: job.namespace))
        // Adopted pods come back with their owner and finalizer, and count then.
        return claims.owned + (try await control.settle(claims, job))
    }

    private func act(_ plan: JobPlan, _ view: JobView) async -> JobLedger.Outcome {
        var outcome = JobLedger.Outcome()
        let deleted = await control.delete(plan.delete, of: view.job, withFinalizer: !plan.countsDeleted)
        outcome.deleted = deleted.succeeded
        outcome.deletedReady = plan.delete.prefix(deleted.succeeded).count { $0.isReady }
        let (job, births) = (view.job, plan.create)
        let created = await control.create(births.count, for: job) { job.pod(births[$0]) }
        outcome.created = created.succeeded
        outcome.isWhole = deleted.failure == nil && created.failure == nil
        return outcome
    }

    /// Enters, releases and counts pods; false when somebody has changed the job in the meantime.
    private func account(_ ledger: JobLedger, _ view: JobView) async throws -> Bool {
        var (ledger, job) = (ledger, view.job)
        job.status = ledger.status
        if job.json["status"] != view.job.json["status"] {
            do {
                job = try await context.client.updateStatus(job)
                written.note(job.key, job.resourceVersion, now: context.now())
            } catch let error as APIError where error.isConflict {
                return false
            } catch let error as APIError where error.isNotFound {
                return true
            }
        }
        tellSuspension(job, before: view.job)
        backoffs.withLock { $0[job.key] = view.backoff }
        let kept = await release(ledger.releasing, of: job)
        let end = ledger.close(kept: kept)
        var closed = job
        closed.status = ledger.status
        guard try await context.writeStatus(closed, insteadOf: job, written) else { return false }
        if let end { tell(end, closed) }
        return kept.isEmpty
    }

    /// Takes finalizers away; uids of pods that still have theirs.
    private func release(_ pods: [PodSummary], of job: Job) async -> Set<String> {
        let kept = Mutex<Set<String>>([])
        let (_, _) = await slowStart(pods.count, first: slowStartLimit) { [control, released, context] index in
            let pod = pods[index]
            released.note(job.key, pod.uid)
            do {
                try await control.removeFinalizer(pod, for: job.key)
            } catch {
                released.cancel(job.key, pod.uid)
                kept.withLock { _ = $0.insert(pod.uid) }
                context.logger.debug("a job's pod keeps its finalizer", metadata: ["pod": "\(pod.key)", "error": "\(error)"])
            }
        }
        return kept.withLock { $0 }
    }

    private func tellSuspension(_ job: Job, before: Job) {
        let type = Job.ConditionType.suspended
        let (now, was) = (job.status.conditions[type: type], before.status.conditions[type: type])
        guard let now, now.status != was?.status else { return }
        context.events.record(
            job, .normal, reason: now.isTrue ? "Suspended" : "Resumed", message: now.isTrue ? "Job suspended" : "Job resumed")
    }

    private func tell(_ end: Condition, _ job: Job) {
        guard end.type == Job.ConditionType.complete else {
            return context.events.record(job, .warning, reason: end.reason, message: end.message)
        }
        if let completions = job.spec.completions, job.status.succeeded > completions {
            context.events.record(
                job, .warning, reason: "TooManySucceededPods",
                message: "Too many succeeded pods running after completion count reached")
        }
        context.events.record(job, .normal, reason: "Completed", message: "Job completed")
    }
}
