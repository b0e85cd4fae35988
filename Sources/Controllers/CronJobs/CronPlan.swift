internal import Document
internal import Resources

/// A cron job at a moment, and its schedule: a value on which it is decided which time is due.
struct CronClock: Sendable {
    /// Times missed beyond which somebody should look at clocks and deadlines.
    static let missedLimit = 100
    /// How much later than the scheduled time the clock is looked at.
    static let delta: Duration = .milliseconds(100)

    let schedule: CronSchedule
    let now: Timestamp
    let created: Timestamp
    let lastScheduled: Timestamp?
    let startingDeadlineSeconds: Int?

    /// The times that have passed unused.
    struct Missed: Sendable, Equatable {
        /// Times before it are not counted.
        var since: Timestamp
        /// The newest of them; nil when there is none.
        var last: Timestamp?
        var count = 0
    }

    func missed(withDeadline: Bool) -> Missed {
        var since = lastScheduled ?? created
        if withDeadline, let deadline = startingDeadlineSeconds { since = max(since, now.adding(seconds: -deadline)) }
        guard let first = schedule.next(after: since), first <= now else { return Missed(since: since) }
        guard let second = schedule.next(after: first), second <= now else { return Missed(since: since, last: first, count: 1) }
        // Reckoned from the first gap, since counting years of minutes would take too long.
        let gap = max(1, second.seconds - first.seconds)
        let count = (now.seconds - first.seconds) / gap + 1
        var last = schedule.next(after: first.adding(seconds: Int((count - 2) * gap)))
        while let candidate = last, let next = schedule.next(after: candidate), next <= now { last = next }
        return Missed(since: since, last: last.flatMap { $0 <= now ? $0 : nil } ?? second, count: Int(count))
    }

    /// Until the next time is due; nil when none ever is.
    var untilNext: Duration? {
        let missed = missed(withDeadline: false)
        let from = missed.last ?? (missed.count == 0 ? missed.since : now)
        return schedule.next(after: from).map { max($0 - now, .zero) + Self.delta }
    }
}

/// What is to be done for a cron job: decided from values alone.
struct CronPlan: Sendable {
    /// Something to tell about the cron job.
    struct Note: Sendable, Equatable {
        var isWarning = false
        var reason: String
        var message: String
    }

    var status: CronJobStatus
    var notes: [Note] = []
    /// Jobs beyond the history limits, the oldest first.
    var expired: [Job] = []
    /// Jobs that a new one takes the place of.
    var replaced: [ObjectReference] = []
    /// The time that a job is to be made for.
    var due: Timestamp?
    /// Until the next look; nil when only a change can call for one.
    var wait: Duration?

    /// - Parameter jobs: those the cron job controls.
    init(_ cron: CronJob, jobs: [Job], now: Timestamp) {
        status = cron.status
        expire(cron, jobs)
        reconcile(jobs)
        guard !cron.isBeingDeleted, let schedule = readSchedule(cron) else { return }
        let clock = CronClock(
            schedule: schedule, now: now, created: cron.metadata.creationTimestamp ?? now, lastScheduled: status.lastScheduleTime,
            startingDeadlineSeconds: cron.spec.startingDeadlineSeconds)
        wait = clock.untilNext
        decide(cron, clock)
    }

    static func jobName(_ cron: CronJob, _ time: Timestamp) -> String { "\(cron.name)-\(time.seconds / 60)" }

    // MARK: What has ended

    private mutating func expire(_ cron: CronJob, _ jobs: [Job]) {
        let ended = { (type: String) in jobs.filter { $0.finish?.type == type }.sorted(by: Self.startedBefore) }
        let limits = [
            (Job.ConditionType.complete, cron.spec.successfulJobsHistoryLimit),
            (Job.ConditionType.failed, cron.spec.failedJobsHistoryLimit),
        ]
        for (type, limit) in limits {
            if let limit { expired += ended(type).dropLast(max(0, limit)) }
        }
    }

    private static func startedBefore(_ a: Job, _ b: Job) -> Bool {
        (a.status.startTime?.seconds ?? .max, a.name) < (b.status.startTime?.seconds ?? .max, b.name)
    }

    /// Brings the list of active jobs up to date.
    private mutating func reconcile(_ jobs: [Job]) {
        for job in jobs.sorted(by: { $0.name < $1.name }) {
            let isListed = status.active.contains { $0.uid == job.uid }
            guard let finish = job.finish else {
                if !isListed {
                    notes.append(
                        Note(
                            isWarning: true, reason: "UnexpectedJob",
                            message: "Saw a job that the controller did not create or forgot: \(job.name)"))
                }
                continue
            }
            if isListed {
                status.active.removeAll { $0.uid == job.uid }
                notes.append(
                    Note(reason: "SawCompletedJob", message: "Saw completed job: \(job.name), condition: \(finish.type)"))
            }
            if finish.type == Job.ConditionType.complete, let end = job.status.completionTime, end > status.lastSuccessfulTime ?? .zero {
                status.lastSuccessfulTime = end
            }
        }
        for reference in status.active where !jobs.contains(where: { $0.uid == reference.uid }) {
            notes.append(Note(reason: "MissingJob", message: "Active job went missing: \(reference.name)"))
        }
        status.active.removeAll { reference in !jobs.contains { $0.uid == reference.uid } }
    }

    // MARK: What is due

    /// Nil when there is nothing to go by, or the cron job is suspended.
    private mutating func readSchedule(_ cron: CronJob) -> CronSchedule? {
        var zone = TimeZoneInfo.utc
        if let name = cron.spec.timeZone {
            guard let known = TimeZoneInfo.named(name) else {
                let quoted = name.goQuoted
                notes.append(
                    Note(
                        isWarning: true, reason: "UnknownTimeZone",
                        message: "invalid timeZone: \(quoted): unknown time zone \(name)"))
                return nil
            }
            zone = known
        }
        if cron.spec.suspend ?? false { return nil }
        do {
            return try CronSchedule(cron.spec.schedule, zone: zone)
        } catch {
            notes.append(
                Note(
                    isWarning: true, reason: "UnparseableSchedule",
                    message: "unparseable schedule: \(cron.spec.schedule.goQuoted) : \(error.description)"))
            return nil
        }
    }

    private mutating func decide(_ cron: CronJob, _ clock: CronClock) {
        let missed = clock.missed(withDeadline: true)
        guard let time = missed.last else { return }
        if missed.count > CronClock.missedLimit {
            notes.append(
                Note(
                    isWarning: true, reason: "TooManyMissedTimes",
                    message: "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew"))
        }
        if let deadline = cron.spec.startingDeadlineSeconds, time.adding(seconds: deadline) < clock.now {
            notes.append(
                Note(isWarning: true, reason: "MissSchedule", message: "Missed scheduled time to start a job: \(time.mailText)"))
            return
        }
        let name = Self.jobName(cron, time)
        if status.lastScheduleTime == time || status.active.contains(where: { $0.name == name }) { return }
        switch cron.spec.concurrencyPolicy {
        case "Forbid" where !status.active.isEmpty:
            notes.append(
                Note(
                    reason: "JobAlreadyActive",
                    message: "Not starting job because prior execution is running and concurrency policy is Forbid"))
            return
        case "Replace": replaced = status.active
        default: break
        }
        due = time
    }
}

extension CronJob {
    static let scheduledAnnotation = "batch.kubernetes.io/cronjob-scheduled-timestamp"

    /// The job of one scheduled time.
    func job(at time: Timestamp) -> Job {
        var job = Job(name: CronPlan.jobName(self, time), namespace: namespace)
        job.metadata.labels = spec.jobTemplate.metadata.labels
        job.metadata.annotations = spec.jobTemplate.metadata.annotations
        let zone = spec.timeZone.flatMap(TimeZoneInfo.named) ?? .utc
        job.metadata.annotations[Self.scheduledAnnotation] = zone.text(time)
        job.metadata.ownerReferences = [controllerReference]
        job.spec = spec.jobTemplate.spec
        return job
    }
}

extension Timestamp {
    /// `Mon, 02 Jan 2006 15:04:05 +0000` (RFC 1123 with a numeric zone).
    fileprivate var mailText: String {
        let text = description
        let days = seconds >= 0 ? seconds / 86_400 : -((-seconds + 86_399) / 86_400)
        let date = CivilDate(daysSinceEpoch: days)
        let weekday = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][Int(date.weekday)]
        let month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][Int(date.month) - 1]
        let clock = text.dropFirst(11).dropLast()
        return "\(weekday), \(date.day < 10 ? "0" : "")\(date.day) \(month) \(date.year) \(clock) +0000"
    }
}
