import Client
import Document
import Resources
import Testing

@testable import Controllers

func makeJob(_ spec: JSON = [:], status: JSON = [:]) -> Job {
    var job = Job(name: "job", namespace: "ns")
    job.metadata.uid = "uid-of-job"
    job.json["spec"] = [
        "completions": 1, "parallelism": 1, "backoffLimit": 6, "selector": ["matchLabels": ["app": "web"]],
        "template": ["metadata": ["labels": ["app": "web"]], "spec": ["restartPolicy": "Never", "containers": [["name": "c"]]]],
    ]
    for (key, value) in spec.object ?? JSONObject() { job.json["spec"][key] = value }
    if case .object(let object) = status, !object.isEmpty { job.json["status"] = status }
    return job
}

func makeJobPod(
    _ name: String, phase: String = "Running", index: Int? = nil, failures: Int? = nil, exitCode: Int? = nil, ended: Int64 = 900,
    leaving: Bool = false, tracked: Bool = true
) -> Pod {
    var pod = makePod(name, owner: makeJob().controllerReference, node: "n", phase: phase, ready: phase == "Running")
    if tracked { pod.metadata.finalizers = [JobPodFacts.finalizer] }
    if let index { pod.metadata.annotations[JobPodFacts.indexKey] = String(index) }
    if let failures { pod.metadata.annotations[JobPodFacts.failureCountKey] = String(failures) }
    if phase == "Failed" || phase == "Succeeded" {
        pod.json["status", "containerStatuses"] = [
            [
                "name": "c",
                "state": [
                    "terminated": [
                        "exitCode": .int(Int64(exitCode ?? (phase == "Failed" ? 1 : 0))),
                        "finishedAt": .string(Timestamp(seconds: ended).description),
                    ]
                ],
            ]
        ]
    }
    if leaving { pod.metadata.deletionTimestamp = Timestamp(seconds: 950) }
    return pod
}

@Suite struct JobPlanTests {
    private func view(_ job: Job, _ pods: [Pod], now: Int64 = 1000) -> JobView {
        JobView(job, pods: pods.map(PodSummary.init), now: Timestamp(seconds: now))
    }

    private func plan(_ job: Job, _ pods: [Pod] = [], now: Int64 = 1000) -> JobPlan { JobPlan.next(view(job, pods, now: now)) }

    @Test func asManyAsWishedAndStillMissing() {
        #expect(plan(makeJob()).create.count == 1)
        #expect(plan(makeJob(["completions": 5, "parallelism": 2])).create.count == 2)
        let half = makeJob(["completions": 5, "parallelism": 3], status: ["succeeded": 4])
        #expect(plan(half).create.count == 1)
        #expect(plan(makeJob(["completions": .null, "parallelism": 3]), [makeJobPod("a", phase: "Succeeded")]).create.isEmpty)
        #expect(plan(makeJob(["parallelism": 1]), [makeJobPod("a"), makeJobPod("b")]).delete.count == 1)
        #expect(plan(makeJob(["suspend": true]), [makeJobPod("a")]).delete.count == 1)
    }

    @Test func aFailureIsFollowedByAWait() {
        let failed = makeJobPod("a", phase: "Failed", ended: 995)
        #expect(plan(makeJob(), [failed]).create.isEmpty && plan(makeJob(), [failed]).wait == .seconds(5))
        #expect(plan(makeJob(), [failed], now: 1010).create.count == 1)
        let twice = [failed, makeJobPod("b", phase: "Failed", ended: 999)]
        #expect(plan(makeJob(), twice).wait == .seconds(19))
    }

    @Test func podsOnTheirWayOutAreReplacedAtOnceOrNot() {
        let leaving = [makeJobPod("a", leaving: true)]
        #expect(plan(makeJob(), leaving, now: 2000).create.count == 1)
        #expect(plan(makeJob(["podReplacementPolicy": "Failed"]), leaving, now: 2000).create.isEmpty)
    }

    @Test(
        arguments: [
            (["backoffLimit": 0], [makeJobPod("a", phase: "Failed")], "BackoffLimitExceeded"),
            (["backoffLimit": 1], [makeJobPod("a", phase: "Failed")], nil),
            (["activeDeadlineSeconds": 100], [makeJobPod("a")], "DeadlineExceeded"),
            (["activeDeadlineSeconds": 5000], [makeJobPod("a")], nil),
            (
                [
                    "podFailurePolicy": [
                        "rules": [["action": "FailJob", "onExitCodes": ["operator": "In", "values": [42]]]]
                    ]
                ], [makeJobPod("a", phase: "Failed", exitCode: 42)], "PodFailurePolicy"
            ),
            (
                [
                    "backoffLimit": 0,
                    "podFailurePolicy": ["rules": [["action": "Ignore", "onExitCodes": ["operator": "NotIn", "values": [1]]]]],
                ], [makeJobPod("a", phase: "Failed", exitCode: 42)], nil
            ),
            (
                ["completionMode": "Indexed", "completions": 2, "backoffLimit": 100, "backoffLimitPerIndex": 1, "maxFailedIndexes": 0],
                [makeJobPod("a", phase: "Failed", index: 0, failures: 1)], "MaxFailedIndexesExceeded"
            ),
            (
                ["completionMode": "Indexed", "completions": 2, "backoffLimit": 100, "backoffLimitPerIndex": 0],
                [makeJobPod("a", phase: "Failed", index: 0), makeJobPod("b", phase: "Succeeded", index: 1)], "FailedIndexes"
            ),
            (
                [
                    "completionMode": "Indexed", "completions": 5,
                    "successPolicy": ["rules": [["succeededIndexes": "0,2-3", "succeededCount": 1]]],
                ],
                [makeJobPod("a", phase: "Succeeded", index: 2)], "SuccessPolicy"
            ),
        ] as [(JSON, [Pod], String?)])
    func whenItIsOver(spec: JSON, pods: [Pod], reason: String?) {
        let job = makeJob(spec, status: ["startTime": "1970-01-01T00:01:40Z"])
        #expect(plan(job, pods).verdict?.reason == reason)
    }

    @Test func theMessageOfAFailingRule() {
        let policy: JSON = ["rules": [["action": "FailJob", "onExitCodes": ["containerName": "c", "operator": "In", "values": [1, 42]]]]]
        let message = view(makeJob(["podFailurePolicy": policy]), [makeJobPod("a", phase: "Failed", exitCode: 42)]).verdict?.message
        #expect(message == "Container c for pod ns/a failed with exit code 42 matching FailJob rule at index 0")
    }

    @Test func indexesAreGivenOnceAndFailuresHandedOn() {
        let spec: JSON = ["completionMode": "Indexed", "completions": 5, "parallelism": 3, "backoffLimitPerIndex": 2, "backoffLimit": 100]
        let job = makeJob(spec, status: ["completedIndexes": "0"])
        let pods = [makeJobPod("b", index: 1), makeJobPod("c", phase: "Failed", index: 2, failures: 1, ended: 900)]
        let next = plan(job, pods)
        #expect(next.create == [.init(index: 2, failures: 2), .init(index: 3)])
        #expect(plan(job, pods, now: 905).create == [.init(index: 3)])
        #expect(plan(job, [makeJobPod("x", index: 1), makeJobPod("y", index: 1), makeJobPod("z", index: 9)]).delete.count == 2)
        let pod = job.pod(.init(index: 3, failures: 1))
        #expect(pod.spec.hostname == "job-3" && pod.metadata.generateName == "job-3-" && pod.labels[JobPodFacts.indexKey] == "3")
        #expect(pod.annotations[JobPodFacts.failureCountKey] == "1" && pod.metadata.finalizers == [JobPodFacts.finalizer])
        #expect(pod.json["spec", "containers"][0]["env"][0]["name"] == "JOB_COMPLETION_INDEX")
    }

    @Test func containersThatAreRestartedCount() {
        var job = makeJob(["backoffLimit": 2])
        job.json["spec", "template", "spec", "restartPolicy"] = "OnFailure"
        var pod = makeJobPod("a")
        pod.json["status", "containerStatuses"] = [["name": "c", "restartCount": 1]]
        #expect(plan(job, [pod]).verdict == nil)
        pod.json["status", "containerStatuses"] = [["name": "c", "restartCount": 2]]
        #expect(plan(job, [pod]).verdict?.reason == "BackoffLimitExceeded")
    }
}

@Suite struct JobLedgerTests {
    private let now = Timestamp(seconds: 1000)

    private func ledger(_ job: Job, _ pods: [Pod]) -> JobLedger {
        let view = JobView(job, pods: pods.map(PodSummary.init), now: now)
        let plan = JobPlan.next(view)
        return JobLedger(view, plan, .init(created: plan.create.count, deleted: plan.delete.count))
    }

    @Test func aPodIsEnteredThenReleasedThenCounted() {
        var first = ledger(makeJob(), [makeJobPod("a", phase: "Succeeded")])
        #expect(first.status.uncountedTerminatedPods.succeeded == ["uid-of-a"] && first.releasing.map(\.key.name) == ["a"])
        #expect(first.status.conditions.map(\.type) == ["SuccessCriteriaMet"] && first.status.succeeded == 0)
        #expect(first.close(kept: ["uid-of-a"]) == nil)
        #expect(first.close(kept: [])?.type == "Complete")
        #expect(first.status.succeeded == 1 && first.status.completionTime == now)
        #expect(first.status.conditions.map(\.reason) == ["CompletionsReached", "CompletionsReached"])
        #expect(first.status.json["uncountedTerminatedPods"] == .object(JSONObject()))
    }

    @Test func aCrashBetweenTheStepsCountsNothingTwice() {
        // Entered, and released before the crash: only the count is missing.
        let entered = makeJob(["completions": 2], status: ["uncountedTerminatedPods": ["succeeded": ["uid-of-a"]]])
        let released = ledger(entered, [makeJobPod("a", phase: "Succeeded", tracked: false)])
        #expect(released.status.succeeded == 1 && released.status.uncountedTerminatedPods.succeeded.isEmpty)
        // Entered but not released: it is not entered again.
        var again = ledger(entered, [makeJobPod("a", phase: "Succeeded")])
        #expect(again.status.uncountedTerminatedPods.succeeded == ["uid-of-a"])
        _ = again.close(kept: [])
        #expect(again.status.succeeded == 1)
    }

    @Test func aFailedJobTakesItsPodsWithItAndCountsThem() {
        let job = makeJob(["completions": 3, "parallelism": 3, "backoffLimit": 0])
        var ledger = ledger(job, [makeJobPod("a", phase: "Failed"), makeJobPod("b")])
        #expect(ledger.status.conditions.map(\.type) == ["FailureTarget"])
        #expect(ledger.status.uncountedTerminatedPods.failed.count == 2 && ledger.status.terminating == 1)
        // A pod is still on its way out: the end has to wait.
        #expect(ledger.close(kept: []) == nil && ledger.status.failed == 2)
        var job2 = job
        job2.status = ledger.status
        var later = self.ledger(job2, [makeJobPod("a", phase: "Failed", tracked: false)])
        #expect(later.close(kept: [])?.type == "Failed" && later.status.failed == 2)
    }

    @Test func indexesAreKeptAsRanges() {
        let spec: JSON = ["completionMode": "Indexed", "completions": 5, "parallelism": 5]
        let pods = [0, 1, 2, 4].map { (index: Int) in makeJobPod("p\(index)", phase: "Succeeded", index: index) }
        let ledger = ledger(makeJob(spec, status: ["startTime": "1970-01-01T00:01:40Z"]), pods)
        #expect(ledger.status.completedIndexes == "0-2,4" && ledger.status.succeeded == 4 && ledger.status.conditions.isEmpty)
    }

    @Test func suspendingAndResuming() {
        let suspended = ledger(makeJob(["suspend": true]), [])
        #expect(suspended.status.conditions[type: "Suspended"]?.isTrue == true && suspended.status.startTime == nil)
        var job = makeJob()
        job.status = suspended.status
        let resumed = ledger(job, [])
        #expect(resumed.status.conditions[type: "Suspended"]?.reason == "JobResumed" && resumed.status.startTime == now)
        #expect(resumed.status.active == 1)
    }
}

@Suite struct JobControllerTests {
    private let cluster = TestCluster()

    private var job: Job { cluster.server.object(Job.self, namespace: "ns", name: "job") ?? Job(.null) }

    /// Ends a pod as its kubelet would.
    private func end(_ name: String, _ phase: String) async throws {
        guard var pod = cluster.server.object(Pod.self, namespace: "ns", name: name) else { return }
        pod.status.phase = phase
        pod.status.conditions = []
        try await cluster.server.updateStatus(pod)
    }

    @Test func runsToCompletionAndKeepsItsPods() async throws {
        cluster.server.add(makeJob(["completions": 3, "parallelism": 2]))
        try await cluster.run({ [JobController($0)] }, kubelet: FakeKubelet()) {
            for done in 0..<3 {
                #expect(await eventually { cluster.pods.count { $0.isReady } == min(2, 3 - done) })
                let next = try #require(cluster.pods.first { $0.isReady })
                try await end(next.name, "Succeeded")
                #expect(await eventually { job.status.succeeded == done + 1 })
            }
            #expect(await eventually { job.finish?.type == "Complete" })
            #expect(cluster.pods.count == 3 && cluster.pods.allSatisfy { $0.metadata.finalizers.isEmpty })
            #expect(job.status.json["active"].isNull && job.status.ready == 0 && job.status.completionTime != nil)
            #expect(await eventually { cluster.messages("Completed") == ["Job completed"] })
        }
    }

    @Test func aThousandPodsAreEachCountedOnce() async throws {
        cluster.server.add(makeJob(["completions": 1000, "parallelism": 1000]))
        try await cluster.run({ [JobController($0)] }) {
            #expect(await eventually { cluster.pods.count == 1000 && job.status.active == 1000 })
            for pod in cluster.pods { try await end(pod.name, "Succeeded") }
            #expect(await eventually { job.isFinished && job.status.succeeded == 1000 })
            #expect(cluster.pods.count == 1000 && cluster.pods.allSatisfy { $0.metadata.finalizers.isEmpty })
        }
    }

    @Test func failsWhenThereIsNoMoreToTry() async throws {
        cluster.server.add(makeJob(["backoffLimit": 0]))
        try await cluster.run({ [JobController($0)] }, kubelet: FakeKubelet()) {
            #expect(await eventually { cluster.pods.count == 1 && cluster.pods[0].isReady })
            try await end(cluster.pods[0].name, "Failed")
            #expect(await eventually { job.finish?.type == "Failed" && job.status.failed == 1 })
            #expect(job.status.conditions.map(\.type) == ["FailureTarget", "Failed"])
            #expect(await eventually { cluster.messages("BackoffLimitExceeded") == ["Job has reached the specified backoff limit"] })
        }
    }

    @Test func podsOfAJobThatIsGoneAreLetGo() async throws {
        cluster.server.add(makeJobPod("left", phase: "Succeeded"))
        try await cluster.run({ [JobController($0)] }) {
            #expect(await eventually { cluster.pods.first?.metadata.finalizers.isEmpty ?? false })
        }
    }

    @Test func adoptsWithItsFinalizerAndReleasesWithoutIt() async throws {
        cluster.server.add(makePod("stray", node: "n"))
        cluster.server.add(makeJob())
        try await cluster.run({ [JobController($0)] }) {
            #expect(await eventually { cluster.pods.first?.metadata.finalizers == [JobPodFacts.finalizer] })
            #expect(await eventually { job.status.active == 1 && cluster.pods.count == 1 })
            try await cluster.server.patch(Pod.self, namespace: "ns", name: "stray", .merge(["metadata": ["labels": ["app": "other"]]]))
            #expect(await eventually { cluster.pods.count == 2 })
            let stray = cluster.pods.first { $0.name == "stray" }
            #expect(stray?.metadata.finalizers == [] && stray?.metadata.controllerOwner == nil)
        }
    }

    @Test func finishedJobsGoWhenTheirTimeIsUp() async throws {
        let done: JSON = ["type": "Complete", "status": "True", "lastTransitionTime": "1970-01-01T00:10:00Z"]
        cluster.server.add(makeJob(["ttlSecondsAfterFinished": 100], status: ["conditions": [done]]))
        #expect(ExpiryController<Job>.expiry(of: job) == Timestamp(seconds: 700))
        try await cluster.run({ [ExpiryController<Job>($0)] }) {
            #expect(await eventually { cluster.server.writes.contains("DELETE /apis/batch/v1/namespaces/ns/jobs/job") })
        }
    }
}
