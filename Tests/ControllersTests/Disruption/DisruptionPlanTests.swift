import Controllers
import Document
import Resources
import Testing

@Suite struct DisruptionPlanTests {
    private let now = Timestamp(seconds: 10_000)

    private func budget(_ spec: JSON, status: JSON = [:]) -> PodDisruptionBudget {
        var budget = PodDisruptionBudget(name: "web", namespace: "ns")
        budget.metadata.generation = 3
        budget.json["spec"] = spec
        budget.json["spec", "selector"] = ["matchLabels": ["app": "web"]]
        budget.json["status"] = status
        return budget
    }

    private func pods(ready: Int, unready: Int = 0) -> [PodSummary] {
        (0..<ready).map { PodSummary(makePod("up-\($0)")) } + (0..<unready).map { PodSummary(makePod("down-\($0)", ready: false)) }
    }

    struct Case: Sendable, CustomStringConvertible {
        var spec: JSON
        var ready: Int
        var unready = 0
        var scale: Int?
        /// allowed, healthy, desired, expected
        var wanted: [Int]
        var description: String { "\(spec.text) ready=\(ready) scale=\(scale ?? -1)" }
    }

    @Test(arguments: [
        Case(spec: ["minAvailable": 2], ready: 3, wanted: [1, 3, 2, 3]),
        Case(spec: ["minAvailable": 3], ready: 3, wanted: [0, 3, 3, 3]),
        Case(spec: ["minAvailable": 2], ready: 1, unready: 2, wanted: [0, 1, 2, 3]),
        Case(spec: ["minAvailable": "28%"], ready: 4, scale: 10, wanted: [1, 4, 3, 10]),
        Case(spec: ["minAvailable": "50%"], ready: 3, scale: 3, wanted: [1, 3, 2, 3]),
        Case(spec: ["maxUnavailable": 1], ready: 3, scale: 3, wanted: [1, 3, 2, 3]),
        Case(spec: ["maxUnavailable": "34%"], ready: 3, scale: 3, wanted: [2, 3, 1, 3]),
        Case(spec: ["maxUnavailable": 5], ready: 3, scale: 3, wanted: [3, 3, 0, 3]),
        Case(spec: ["minAvailable": 0], ready: 0, wanted: [0, 0, 0, 0]),
        Case(spec: [:], ready: 2, wanted: [0, 2, 0, 0]),
    ])
    func counts(_ test: Case) throws {
        let plan = try DisruptionPlan(
            budget(test.spec), pods: pods(ready: test.ready, unready: test.unready), expectation: test.scale.map { .init(scale: $0) },
            now: now)
        let status = plan.status
        #expect([status.disruptionsAllowed, status.currentHealthy, status.desiredHealthy, status.expectedPods] == test.wanted)
        #expect(status.observedGeneration == 3)
        let condition = try #require(status.conditions[type: "DisruptionAllowed"])
        #expect(condition.isTrue == (test.wanted[0] > 0))
        #expect(condition.reason == (test.wanted[0] > 0 ? "SufficientPods" : "InsufficientPods"))
        #expect(condition.observedGeneration == 3 && condition.json["message"] == "")
    }

    @Test func podsLetGoDoNotCountUntilTheyShouldHaveGone() throws {
        let status: JSON = [
            "disruptedPods": [
                "up-0": .string(now.adding(seconds: -10).description), "up-1": .string(now.adding(seconds: -200).description),
                "gone": .string(now.description),
            ]
        ]
        let plan = try DisruptionPlan(budget(["minAvailable": 1], status: status), pods: pods(ready: 3), expectation: nil, now: now)
        #expect(plan.status.currentHealthy == 2 && plan.status.disruptionsAllowed == 1)
        #expect(Array(plan.status.disruptedPods.keys) == ["up-0"])
        #expect(plan.notDeleted.map(\.key.name) == ["up-1"])
        #expect(plan.recheckSeconds == 111)
    }

    @Test func onlySharesAndMaximaAskTheControllers() {
        #expect(!DisruptionPlan.needsScale(budget(["minAvailable": 1]).spec))
        #expect(DisruptionPlan.needsScale(budget(["minAvailable": "10%"]).spec))
        #expect(DisruptionPlan.needsScale(budget(["maxUnavailable": 1]).spec))
    }
}
