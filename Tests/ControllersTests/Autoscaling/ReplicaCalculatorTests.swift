import Controllers
import Document
import Resources
import Testing

@Suite struct ReplicaCalculatorTests {
    private let now = Timestamp(seconds: 100_000)

    struct Case: Sendable, CustomStringConvertible {
        var what: String
        var current: Int
        /// Milli cores of each pod; nil for a pod of which nothing is known.
        var used: [Int64?]
        var unready = 0
        /// Percent of the request, which is 1 core.
        var aim: Int
        var wanted: Int
        var description: String { what }
    }

    @Test(arguments: [
        Case(what: "up in proportion", current: 3, used: [300, 500, 700], aim: 30, wanted: 5),
        Case(what: "down in proportion", current: 5, used: [100, 300, 500, 250, 250], aim: 50, wanted: 3),
        Case(what: "small differences are let be", current: 3, used: [1_010, 1_030, 1_020], aim: 100, wanted: 3),
        Case(what: "a missing pod does nothing while there is to be more", current: 3, used: [600, 600, nil], aim: 30, wanted: 4),
        Case(what: "a missing pod works fully while there is to be less", current: 4, used: [100, 100, 100, nil], aim: 50, wanted: 3),
        Case(what: "missing pods never turn the direction", current: 2, used: [100, nil], aim: 50, wanted: 2),
        Case(what: "unready pods do nothing while there is to be more", current: 3, used: [700, 700], unready: 1, aim: 30, wanted: 5),
        Case(what: "unready pods do not count while there is to be less", current: 3, used: [100, 100], unready: 1, aim: 50, wanted: 1),
    ])
    func followsUpstream(_ test: Case) throws {
        var pods = MeasuredPods([], metrics: [:], isCPU: true, now: now)
        var metrics: [String: Int64] = [:]
        var requests: [String: Int64] = [:]
        for (index, used) in test.used.enumerated() {
            let name = "pod-\(index)"
            requests[name] = 1000
            if let used {
                metrics[name] = used
                pods.ready += 1
            } else {
                pods.missing.insert(name)
            }
        }
        for index in 0..<test.unready {
            pods.unready.insert("new-\(index)")
            metrics["new-\(index)"] = 900
            requests["new-\(index)"] = 1000
        }
        let wishes = requests
        let replicas = try ReplicaCalculator.replicas(
            current: test.current, pods: pods, metrics: metrics, tolerances: Tolerances(),
            fallback: { (wishes[$0] ?? 0) * Int64(max(100, test.aim)) / 100 },
            ratio: { (values) throws(CalculationError) in
                Double(try ReplicaCalculator.utilization(values, requests: wishes).percent) / Double(test.aim)
            })
        #expect(replicas == test.wanted)
    }

    @Test func withoutAnyMeasurementNothingIsSaid() {
        var pods = MeasuredPods([], metrics: [:], isCPU: true, now: now)
        pods.unready = ["a"]
        #expect(throws: CalculationError("did not receive metrics for targeted pods (pods might be unready)")) {
            try ReplicaCalculator.replicas(
                current: 1, pods: pods, metrics: ["a": 5], tolerances: Tolerances(), fallback: { _ in 0 },
                ratio: { (_) throws(CalculationError) in 1 })
        }
    }

    @Test func objectAndExternalMetrics() {
        #expect(ReplicaCalculator.replicas(current: 3, usage: 8_000, aim: 4_000, ready: 3, tolerances: Tolerances()) == 6)
        #expect(ReplicaCalculator.replicas(current: 3, usage: 4_100, aim: 4_000, ready: 3, tolerances: Tolerances()) == 3)
        #expect(ReplicaCalculator.replicas(current: 0, usage: 4_100, aim: 4_000, ready: 0, tolerances: Tolerances()) == 2)
        let shared = ReplicaCalculator.shared(current: 4, usage: 10_000, aim: 1_000, tolerances: Tolerances())
        #expect(shared == (10, 2_500))
        let idle = ReplicaCalculator.shared(current: 2, usage: 2_050, aim: 1_000, tolerances: Tolerances())
        #expect(idle == (2, 1_025))
    }

    private func pod(_ name: String, started: Int, ready: Condition.Status?, changed: Int) -> PodSummary {
        var pod = makePod(name, ready: false)
        pod.status.startTime = now.adding(seconds: started)
        if let ready {
            var condition = Condition(type: "Ready", status: ready)
            condition.lastTransitionTime = now.adding(seconds: changed)
            pod.status.conditions = [condition]
        }
        return PodSummary(pod)
    }

    @Test func processorUseCountsOnceAPodHasSettled() {
        let metric = PodMetric(value: 100, time: now, window: 15)
        let pods = [
            pod("old", started: -1_000, ready: .isTrue, changed: -900), pod("fresh", started: -60, ready: .isTrue, changed: -30),
            pod("just-ready", started: -60, ready: .isTrue, changed: -5), pod("starting", started: -60, ready: .isFalse, changed: -60),
            pod("never-ready", started: -1_000, ready: .isFalse, changed: -990),
            pod("once-ready", started: -1_000, ready: .isFalse, changed: -10), pod("untold", started: -1_000, ready: nil, changed: 0),
        ]
        let metrics = Dictionary(uniqueKeysWithValues: pods.map { ($0.key.name, metric) })
        let groups = MeasuredPods(pods, metrics: metrics, isCPU: true, now: now)
        #expect(groups.unready == ["just-ready", "starting", "never-ready", "untold"] && groups.ready == 3)
        #expect(MeasuredPods(pods, metrics: metrics, isCPU: false, now: now).ready == 7)
        let pending = PodSummary(makePod("pending", phase: "Pending", ready: false))
        let failed = PodSummary(makePod("failed", phase: "Failed", ready: false))
        let others = MeasuredPods([pending, failed, PodSummary(makePod("lost"))], metrics: [:], isCPU: true, now: now)
        #expect(others.unready == ["pending"] && others.ignored == ["failed"] && others.missing == ["lost"])
    }

    @Test func requestsAreSummedOrMissed() throws {
        var pod = makePod("web")
        pod.json["spec", "containers"] = [
            ["name": "a", "resources": ["requests": ["cpu": "100m"]]], ["name": "b", "resources": ["requests": ["cpu": "1"]]],
        ]
        #expect(try PodRequests.milli([PodSummary(pod)], "cpu", container: "") == ["web": 1_100])
        #expect(try PodRequests.milli([PodSummary(pod)], "cpu", container: "b") == ["web": 1_000])
        #expect(throws: CalculationError("missing request for memory in container a of Pod web")) {
            try PodRequests.milli([PodSummary(pod)], "memory", container: "")
        }
        #expect(throws: CalculationError("container c not found in Pod web")) {
            try PodRequests.milli([PodSummary(pod)], "cpu", container: "c")
        }
    }
}
