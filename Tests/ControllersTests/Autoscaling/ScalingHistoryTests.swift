import Controllers
import Document
import Resources
import Testing

@Suite struct ScalingHistoryTests {
    private let start = Timestamp(seconds: 100_000)

    private func settle(
        _ history: inout ScalingHistory, _ recommended: Int, current: Int, at seconds: Int, behavior: JSON = .null, maximum: Int = 20
    ) -> ScalingHistory.Outcome {
        history.settle(
            recommended, current: current, minimum: 1, maximum: maximum, behavior: behavior, now: start.adding(seconds: seconds))
    }

    @Test func fewerReplicasWaitForFiveMinutes() {
        var history = ScalingHistory()
        history.begin(current: 5, now: start)
        let held = settle(&history, 2, current: 5, at: 10)
        #expect(held.replicas == 5 && held.ability.reason == "ScaleDownStabilized" && !held.limit.isLimited)
        #expect(settle(&history, 2, current: 5, at: 299).replicas == 5)
        let freed = settle(&history, 2, current: 5, at: 301)
        #expect(freed.replicas == 2 && freed.ability.reason == "ReadyForNewScale")
    }

    @Test func withoutRulesReplicasDoubleAtMost() {
        var history = ScalingHistory()
        let outcome = settle(&history, 15, current: 3, at: 0)
        #expect(outcome.replicas == 6 && outcome.limit == (true, "ScaleUpLimit", outcome.limit.message))
        #expect(settle(&history, 15, current: 1, at: 1).replicas == 4)
        let many = settle(&history, 30, current: 12, at: 2)
        #expect(many.replicas == 20 && many.limit.reason == "TooManyReplicas")
        let few = settle(&history, 0, current: 1, at: 1_000)
        #expect(few.replicas == 1 && few.limit.reason == "TooFewReplicas" && few.limit.isLimited)
    }

    private func behavior(up: JSON = .null, down: JSON = .null) -> JSON {
        var rules: JSON = [
            "scaleUp": [
                "stabilizationWindowSeconds": 0, "selectPolicy": "Max",
                "policies": [["type": "Percent", "value": 900, "periodSeconds": 15]],
            ],
            "scaleDown": [
                "stabilizationWindowSeconds": 0, "selectPolicy": "Max",
                "policies": [["type": "Percent", "value": 100, "periodSeconds": 15]],
            ],
        ]
        for (key, value) in up.object ?? JSONObject() { rules["scaleUp"][key] = value }
        for (key, value) in down.object ?? JSONObject() { rules["scaleDown"][key] = value }
        return rules
    }

    @Test func policiesLimitChangeInATime() {
        let rules = behavior(up: ["policies": [["type": "Pods", "value": 2, "periodSeconds": 60]]])
        var history = ScalingHistory()
        let first = settle(&history, 9, current: 2, at: 0, behavior: rules)
        #expect(first.replicas == 4 && first.limit.reason == "ScaleUpLimit")
        history.note(from: 2, to: 4, behavior: rules, now: start)
        #expect(settle(&history, 9, current: 4, at: 30, behavior: rules).replicas == 4)
        #expect(settle(&history, 9, current: 4, at: 61, behavior: rules).replicas == 6)
    }

    @Test func ofSeveralPoliciesTheChosenOneDecides() {
        let policies: JSON = [
            ["type": "Pods", "value": 1, "periodSeconds": 60], ["type": "Percent", "value": 50, "periodSeconds": 60],
        ]
        var history = ScalingHistory()
        let most = behavior(down: ["policies": policies])
        #expect(settle(&history, 1, current: 10, at: 0, behavior: most).replicas == 5)
        let least = behavior(down: ["policies": policies, "selectPolicy": "Min"])
        let slow = settle(&history, 1, current: 10, at: 0, behavior: least)
        #expect(slow.replicas == 9 && slow.limit.reason == "ScaleDownLimit")
        let never = behavior(down: ["selectPolicy": "Disabled"])
        #expect(settle(&history, 1, current: 10, at: 0, behavior: never).replicas == 10)
    }

    @Test func windowsTakeTheMostCautiousRecommendation() {
        let rules = behavior(up: ["stabilizationWindowSeconds": 60], down: ["stabilizationWindowSeconds": 120])
        var history = ScalingHistory()
        _ = settle(&history, 3, current: 3, at: 0, behavior: rules)
        let held = settle(&history, 8, current: 3, at: 30, behavior: rules)
        #expect(held.replicas == 3 && held.ability.reason == "ScaleUpStabilized")
        #expect(settle(&history, 8, current: 3, at: 61, behavior: rules).replicas == 8)
        #expect(settle(&history, 2, current: 8, at: 100, behavior: rules).replicas == 8)
        #expect(settle(&history, 2, current: 8, at: 182, behavior: rules).replicas == 2)
    }
}
