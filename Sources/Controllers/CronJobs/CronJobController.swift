internal import Client
internal import Document
internal import Logging
internal import Resources
internal import ServiceLifecycle

/// Makes the jobs of cron jobs at their times, and clears away old ones.
package final class CronJobController: ServiceLifecycle.Service {
    private let context: ControllerContext
    private let crons: Informer<CronJob>
    private let jobs: Informer<Job>
    private let queue = WorkQueue<ObjectKey>()
    private let written = WrittenRevisions()
    private let writtenJobs = WrittenRevisions()

    package init(_ context: ControllerContext) {
        self.context = context
        crons = context.informers.informer(CronJob.self)
        jobs = context.informers.informer(Job.self)
        crons.onChange { [queue] in queue.add($0.key) }
        jobs.onChange { [queue] change in
            for job in [change.object, change.oldObject].compactMap({ $0 }) {
                guard let owner = job.metadata.controllerOwner, owner.kind == CronJob.type.kind else { continue }
                queue.add(ObjectKey(namespace: job.namespace, name: owner.name))
            }
        }
    }

    package func run() async throws {
        try await ControllerRunner(
            name: "cron-jobs", queue: queue, workers: 5, waitFor: [crons, jobs], logger: context.logger,
            reconcile: { [self] in try await reconcile($0) }
        ).run()
    }

    private func reconcile(_ key: ObjectKey) async throws -> Requeue {
        let now = context.now()
        guard written.isCovered(key, by: crons.revision, now: now), writtenJobs.isCovered(key, by: jobs.revision, now: now) else {
            return .after(WrittenRevisions.recheck)
        }
        guard let cron = crons.get(key) else { return .done }
        let mine = jobs.list(namespace: key.namespace).filter { $0.metadata.controllerOwner?.uid == cron.uid }
        var plan = CronPlan(cron, jobs: mine, now: now)
        for note in plan.notes { tell(cron, note.isWarning ? .warning : .normal, note.reason, note.message) }
        for job in plan.expired where !job.isBeingDeleted { _ = try await delete(job.reference, cron, &plan.status) }
        let failure = try await start(cron, &plan)
        var updated = cron
        updated.status = plan.status
        guard try await context.writeStatus(updated, insteadOf: cron, written) else { return .after(WrittenRevisions.recheck) }
        if failure { return .retry }
        return plan.wait.map { .after($0) } ?? .done
    }

    /// Makes the job that is due; true when it could not be made now.
    private func start(_ cron: CronJob, _ plan: inout CronPlan) async throws -> Bool {
        guard let time = plan.due else { return false }
        for reference in plan.replaced {
            guard try await delete(reference, cron, &plan.status) else { return true }
        }
        let wished = cron.job(at: time)
        var made: Job
        do {
            made = try await context.client.create(wished)
            writtenJobs.note(cron.key, made.resourceVersion, now: context.now())
            tell(cron, .normal, "SuccessfulCreate", "Created job \(made.name)")
        } catch let error as APIError where error.isAlreadyExists {
            made = try await context.client.get(Job.self, namespace: wished.namespace, name: wished.name)
            guard made.metadata.controllerOwner?.uid == cron.uid else { return false }
        } catch let error as APIError {
            if error.isNamespaceTerminating { return true }
            tell(cron, .warning, "FailedCreate", "Error creating job: \(error.message)")
            return true
        }
        if !made.isFinished { plan.status.active.append(made.reference) }
        plan.status.lastScheduleTime = time
        return false
    }

    /// False when the job could not be deleted, which is told.
    private func delete(_ job: ObjectReference, _ cron: CronJob, _ status: inout CronJobStatus) async throws -> Bool {
        do {
            _ = try await context.client.deleteExactly(
                Job.type, ObjectKey(namespace: cron.namespace, name: job.name), uid: job.uid)
        } catch let error as APIError {
            tell(cron, .warning, "FailedDelete", "Deleted job: \(error.message)")
            return false
        }
        status.active.removeAll { $0.uid == job.uid }
        tell(cron, .normal, "SuccessfulDelete", "Deleted job \(job.name)")
        return true
    }

    private func tell(_ cron: CronJob, _ kind: EventRecorder.Kind, _ reason: String, _ message: String) {
        context.events.record(cron, kind, reason: reason, message: message)
    }
}
