internal import Document
internal import Resources

/// Why a Job has failed or does not end, and why a CronJob makes none.
enum JobDiagnosis {
    static func diagnose(_ job: Job, _ world: Surroundings) -> [Diagnosis] {
        let subject = "job/" + job.name
        let pods = PodSetDiagnosis.pods(of: AnyResource(job.json), world)
        if let finish = job.finish {
            if finish.type == Job.ConditionType.complete { return [Diagnosis(.finished, subject, "it has completed")] }
            return [failure(job, finish, subject)] + PodSetDiagnosis.worst(pods, world).prefix(1)
        }
        if job.isSuspended {
            return [
                Diagnosis(
                    .suspended, subject, "it is suspended",
                    fix: "kubectl -n \(job.namespace) patch job \(job.name) -p '{\"spec\":{\"suspend\":false}}'")
            ]
        }
        if let refusal = PodSetDiagnosis.refusal(AnyResource(job.json), "Job", world), job.status.active == 0 { return [refusal] }
        let troubles = PodSetDiagnosis.worst(pods, world).filter { !$0.isHealthy }
        let progress =
            "\(job.status.succeeded) of \(job.spec.completions ?? 1) completions, \(job.status.active) running, \(job.status.failed) failed"
        if troubles.isEmpty { return [Diagnosis(.starting, subject, "it is at work: \(progress)")] }
        return [Diagnosis(.progress, subject, "it does not get on: \(progress)")] + troubles
    }

    private static func failure(_ job: Job, _ finish: Condition, _ subject: String) -> Diagnosis {
        switch finish.reason {
        case "DeadlineExceeded":
            return Diagnosis(
                .deadline, subject, "it ran longer than its activeDeadlineSeconds (\(job.spec.activeDeadlineSeconds ?? 0))",
                evidence: [finish.message],
                fix: "raise it, or make the work shorter; a Job cannot start again: delete and create it")
        case "BackoffLimitExceeded", "FailedIndexes", "MaxFailedIndexesExceeded":
            return Diagnosis(
                .backoffLimit, subject,
                "its pods failed \(counted(job.status.failed, "time")), over its backoffLimit (\(job.spec.backoffLimit ?? 6))",
                evidence: [finish.message], fix: "mend what the pods fail at, then delete the Job and create it again")
        default:
            return Diagnosis(
                .failed, subject, "it has failed (\(finish.reason))", evidence: [finish.message],
                fix: "mend what the pods fail at, then delete the Job and create it again")
        }
    }

    static func diagnose(cron: CronJob, _ world: Surroundings) -> Diagnosis {
        let subject = "cronjob/" + cron.name
        if cron.spec.suspend ?? false {
            return Diagnosis(
                .suspended, subject, "it is suspended",
                fix: "kubectl -n \(cron.namespace) patch cronjob \(cron.name) -p '{\"spec\":{\"suspend\":false}}'")
        }
        let events = world.events(of: cron, kind: "CronJob")
        if let event = events.first,
            [
                "FailedCreate", "UnparseableSchedule", "UnparsableSchedule", "InvalidSchedule", "UnknownTimeZone", "MissSchedule",
                "TooManyMissedTimes",
            ].contains(event.reason)
        {
            return Diagnosis(
                .missedSchedule, subject, "its last time made no Job (\(event.reason))", evidence: [event.message],
                fix: "correct what the message names")
        }
        if !cron.status.active.isEmpty, cron.spec.concurrencyPolicy == "Forbid", events.first?.reason == "JobAlreadyActive" {
            return Diagnosis(
                .missedSchedule, subject,
                "its last Job \(cron.status.active[0].name) still runs, and concurrencyPolicy Forbid lets no other beside it",
                fix: "coxswain why job/\(cron.status.active[0].name) -n \(cron.namespace)")
        }
        let jobs = world.all(Job.self).filter { $0.metadata.controllerOwner?.uid == cron.uid }
            .sorted { $0.json["metadata", "creationTimestamp"].string ?? "" > $1.json["metadata", "creationTimestamp"].string ?? "" }
        if let last = jobs.first, last.finish?.type == Job.ConditionType.failed, let why = diagnose(last, world).first {
            return Diagnosis(
                .failed, subject, "its last Job \(last.name) failed: \(why.reason)", evidence: why.evidence,
                fix: "coxswain why job/\(last.name) -n \(cron.namespace)")
        }
        let last =
            cron.status.lastScheduleTime.map { "its last time was \($0)" } ?? "its first time (\(cron.spec.schedule)) has not come yet"
        return Diagnosis(.healthy, subject, last)
    }
}
