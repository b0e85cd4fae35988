import Client
import Document
import Resources
import Testing

@testable import Controllers

private func makeCron(_ spec: JSON = [:], created: String = "2024-05-01T12:00:00Z", status: JSON = [:]) -> CronJob {
    var cron = CronJob(name: "cron", namespace: "ns")
    cron.metadata.uid = "uid-of-cron"
    cron.metadata.creationTimestamp = Timestamp(created)
    cron.json["spec"] = [
        "schedule": "*/10 * * * *", "concurrencyPolicy": "Allow", "successfulJobsHistoryLimit": 3, "failedJobsHistoryLimit": 1,
        "jobTemplate": ["metadata": ["labels": ["a": "b"]], "spec": makeJob().spec.json],
    ]
    for (key, value) in spec.object ?? JSONObject() { cron.json["spec"][key] = value }
    if case .object(let object) = status, !object.isEmpty { cron.json["status"] = status }
    return cron
}

private func ended(_ name: String, _ type: String = "Complete", at: String = "2024-05-01T12:05:00Z") -> Job {
    var job = Job(name: name, namespace: "ns")
    job.metadata.uid = "uid-of-\(name)"
    job.metadata.ownerReferences = [makeCron().controllerReference]
    job.status.startTime = Timestamp(at)
    if type.isEmpty { return job }
    job.status.conditions = [Condition(type: type, status: .isTrue)]
    if type == "Complete" { job.status.completionTime = Timestamp(at) }
    return job
}

@Suite struct CronPlanTests {
    private func plan(_ cron: CronJob, _ jobs: [Job] = [], now: String = "2024-05-01T12:10:03Z") -> CronPlan {
        CronPlan(cron, jobs: jobs, now: Timestamp(now) ?? .zero)
    }

    @Test func oneTimeIsDueOnce() {
        let first = plan(makeCron())
        #expect(first.due?.description == "2024-05-01T12:10:00Z" && first.notes.isEmpty)
        #expect(first.wait == .seconds(597) + .milliseconds(100))
        #expect(plan(makeCron(), now: "2024-05-01T12:09:59Z").due == nil)
        #expect(plan(makeCron(status: ["lastScheduleTime": "2024-05-01T12:10:00Z"])).due == nil)
        #expect(plan(makeCron(["suspend": true])).due == nil && plan(makeCron(["suspend": true])).wait == nil)
    }

    @Test func ofManyMissedTimesTheLastIsMadeUpFor() {
        let late = plan(makeCron(), now: "2024-05-03T12:10:03Z")
        #expect(late.due?.description == "2024-05-03T12:10:00Z" && late.notes.map(\.reason) == ["TooManyMissedTimes"])
        let bounded = plan(makeCron(["startingDeadlineSeconds": 600]), now: "2024-05-03T12:10:03Z")
        #expect(bounded.due?.description == "2024-05-03T12:10:00Z" && bounded.notes.isEmpty)
        #expect(plan(makeCron(["startingDeadlineSeconds": 2])).due == nil)
        #expect(plan(makeCron(["startingDeadlineSeconds": 10])).due != nil)
    }

    @Test func whatRunsAlreadyForbidsOrIsReplaced() {
        let active: JSON = ["active": [["name": "cron-1", "uid": "uid-of-cron-1"]]]
        let running = [ended("cron-1", "")]
        let forbidden = plan(makeCron(["concurrencyPolicy": "Forbid"], status: active), running)
        #expect(forbidden.due == nil && forbidden.notes.map(\.reason) == ["JobAlreadyActive"])
        let replacing = plan(makeCron(["concurrencyPolicy": "Replace"], status: active), running)
        #expect(replacing.due != nil && replacing.replaced.map(\.name) == ["cron-1"])
        #expect(plan(makeCron(status: active), running).due != nil)
    }

    @Test func theListOfActiveJobsFollowsThem() {
        let active: JSON = ["active": [["name": "cron-1", "uid": "uid-of-cron-1"], ["name": "gone", "uid": "uid-of-gone"]]]
        let found = plan(makeCron(status: active), [ended("cron-1"), ended("stranger", "")], now: "2024-05-01T12:01:00Z")
        #expect(found.status.active.isEmpty && found.status.lastSuccessfulTime?.description == "2024-05-01T12:05:00Z")
        #expect(found.notes.map(\.reason) == ["SawCompletedJob", "UnexpectedJob", "MissingJob"])
        #expect(found.notes[0].message == "Saw completed job: cron-1, condition: Complete")
    }

    @Test func historyIsKeptToItsLimits() {
        let jobs =
            (1...5).map { ended("ok-\($0)", at: "2024-05-01T11:0\($0):00Z") }
            + (1...2).map { ended("bad-\($0)", "Failed", at: "2024-05-01T10:0\($0):00Z") }
        #expect(plan(makeCron(), jobs).expired.map(\.name) == ["ok-1", "ok-2", "bad-1"])
    }

    @Test func whatCannotBeScheduled() {
        #expect(plan(makeCron(["schedule": "* * * *"])).notes.map(\.reason) == ["UnparseableSchedule"])
        let lost = plan(makeCron(["timeZone": "Nowhere/Atlantis"]))
        #expect(lost.notes.map(\.message) == ["invalid timeZone: \"Nowhere/Atlantis\": unknown time zone Nowhere/Atlantis"])
    }

    @Test func theJobOfATime() throws {
        let time = try #require(Timestamp("2024-05-01T12:10:00Z"))
        let job = makeCron(["timeZone": "Europe/Ljubljana"]).job(at: time)
        #expect(job.name == "cron-28576090" && job.labels == ["a": "b"] && job.metadata.controllerOwner?.name == "cron")
        #expect(job.annotations["batch.kubernetes.io/cronjob-scheduled-timestamp"] == "2024-05-01T14:10:00+02:00")
    }
}

@Suite struct CronJobControllerTests {
    private let cluster = TestCluster()

    @Test func makesTheJobThatIsDueAndNoSecondOne() async throws {
        cluster.server.add(makeCron())
        let now = Timestamp("2024-05-01T12:10:03Z") ?? .zero
        try await cluster.run({ [CronJobController($0)] }, now: { now }) {
            #expect(await eventually { cluster.server.objects(CronJob.self).first?.status.active.count == 1 })
            let jobs = cluster.server.objects(Job.self)
            #expect(jobs.map(\.name) == ["cron-28576090"])
            #expect(await eventually { cluster.messages("SuccessfulCreate") == ["Created job cron-28576090"] })
            var done = try #require(jobs.first)
            done.status.conditions = [Condition(type: "Complete", status: .isTrue)]
            done.status.completionTime = now
            try await cluster.server.updateStatus(done)
            #expect(await eventually { cluster.server.objects(CronJob.self).first?.status.active.isEmpty ?? false })
            #expect(cluster.server.objects(CronJob.self).first?.status.lastSuccessfulTime == now)
            #expect(cluster.server.objects(Job.self).count == 1)
        }
    }
}
