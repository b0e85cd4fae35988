import Document
import Resources
import Testing

@Suite struct DocumentViewTests {
    @Test func readsAbsentMembersAsZero() {
        let pod = Pod(["metadata": ["name": "web"]])
        #expect(pod.spec.nodeName == "")
        #expect(pod.spec.containers.isEmpty)
        #expect(pod.spec.terminationGracePeriodSeconds == nil)
        #expect(pod.status.phase == "")
        #expect(pod.namespace == "")
    }

    @Test func writesThroughNestedViews() {
        var pod = Pod(name: "web", namespace: "ns")
        pod.spec.nodeName = "node-1"
        pod.metadata.labels["app"] = "web"
        var container = Container()
        container.name = "c"
        container.resources.requests["cpu"] = Quantity(milli: 100)
        pod.spec.containers.append(container)
        pod.spec.containers[0].image = "kubia"
        #expect(
            pod.json.text == """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"ns","labels":{"app":"web"}},\
                "spec":{"nodeName":"node-1","containers":[{"name":"c","resources":{"requests":{"cpu":"100m"}},"image":"kubia"}]}}
                """)
        pod.spec.nodeName = ""
        #expect(pod.json["spec"]["nodeName"].isNull)
    }

    @Test func keepsMembersItDoesNotKnow() {
        var pod = Pod(["spec": ["future": 1, "nodeName": "a"]])
        pod.spec.nodeName = "b"
        #expect(pod.json["spec"]["future"].int == 1)
    }

    @Test func conditionsMoveTheirTimeOnlyWithTheStatus() {
        var conditions: [Condition] = []
        let (first, second) = (Timestamp(seconds: 100), Timestamp(seconds: 200))
        let added = conditions.set(Condition(type: "Ready", status: .isFalse), now: first)
        let explained = conditions.set(Condition(type: "Ready", status: .isFalse, reason: "Slow"), now: second)
        #expect(conditions[type: "Ready"]?.lastTransitionTime == first)
        let repeated = conditions.set(Condition(type: "Ready", status: .isFalse, reason: "Slow"), now: second)
        let turned = conditions.set(Condition(type: "Ready", status: .isTrue), now: second)
        #expect([added, explained, repeated, turned] == [true, true, false, true])
        #expect(conditions[type: "Ready"]?.lastTransitionTime == second)
        #expect(conditions.isTrue("Ready"))
        #expect(conditions.count == 1)
    }

    @Test func percentagesRound() {
        #expect(IntOrString.string("25%").scaled(total: 10, roundUp: true) == 3)
        #expect(IntOrString.string("25%").scaled(total: 10, roundUp: false) == 2)
        #expect(IntOrString.int(4).scaled(total: 10, roundUp: false) == 4)
        #expect(IntOrString.string("x").scaled(total: 10, roundUp: false) == nil)
    }

    @Test(arguments: [
        ("", "Exists", "", true), ("a", "Equal", "1", true), ("a", "", "1", true), ("a", "Exists", "", true), ("b", "Exists", "", false),
        ("a", "Equal", "2", false),
    ])
    func tolerations(key: String, operation: String, value: String, tolerates: Bool) {
        var toleration = Toleration()
        toleration.key = key
        toleration.operator = operation
        toleration.value = value
        #expect(toleration.tolerates(Taint(key: "a", value: "1", effect: "NoSchedule")) == tolerates)
    }

    @Test func availabilityCountsFromReady() {
        var pod = Pod(name: "web")
        var ready = Condition(type: "Ready", status: .isTrue)
        ready.lastTransitionTime = Timestamp(seconds: 100)
        pod.status.conditions = [ready]
        #expect(pod.isAvailable(minReadySeconds: 0, now: Timestamp(seconds: 100)))
        #expect(!pod.isAvailable(minReadySeconds: 10, now: Timestamp(seconds: 109)))
        #expect(pod.isAvailable(minReadySeconds: 10, now: Timestamp(seconds: 110)))
    }
}
