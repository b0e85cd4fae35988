import Client
import Document
import Resources
import Testing

@testable import Controllers

@Suite struct NodeHealthTests {
    private let now = Timestamp(seconds: 10_000)

    private func node(_ ready: Condition.Status?, taints: [Taint] = [], unschedulable: Bool = false) -> Node {
        var node = Node(name: "n1")
        if let ready { node.status.conditions = [Condition(type: "Ready", status: ready)] }
        node.spec.taints = taints
        if unschedulable { node.spec.unschedulable = true }
        return node
    }

    private func taints(_ node: Node, silentFor: Int = 0) -> [String] {
        NodeHealth.judged(node, silentFor: silentFor, now: now).spec.taints.map { $0.key.split(separator: "/").last! + ":" + $0.effect }
            .sorted()
    }

    @Test func taintsFollowConditions() {
        #expect(taints(node(.isTrue)) == [])
        #expect(taints(node(.isTrue, taints: [Taint(key: NodeHealth.notReadyTaint, effect: "NoSchedule")])) == [])
        #expect(taints(node(.isFalse)) == ["not-ready:NoExecute", "not-ready:NoSchedule"])
        #expect(taints(node(.unknown)) == ["unreachable:NoExecute", "unreachable:NoSchedule"])
        #expect(taints(node(nil)) == ["not-ready:NoSchedule"])
        #expect(taints(node(.isTrue, unschedulable: true)) == ["unschedulable:NoSchedule"])
        var pressed = node(.isTrue)
        pressed.status.conditions.append(Condition(type: "DiskPressure", status: .isTrue))
        #expect(taints(pressed) == ["disk-pressure:NoSchedule"])
    }

    @Test func taintsOfOthersStay() {
        #expect(taints(node(.isTrue, taints: [Taint(key: "team/gpu", effect: "NoExecute")])) == ["gpu:NoExecute"])
    }

    @Test func silenceMakesConditionsUnknown() {
        let alive = NodeHealth.judged(node(.isTrue), silentFor: 49, now: now)
        #expect(alive.isReady)
        let silent = NodeHealth.judged(node(.isTrue), silentFor: 50, now: now)
        let ready = silent.status.conditions[type: "Ready"]
        #expect(
            ready?.status == .unknown && ready?.reason == "NodeStatusUnknown" && ready?.message == "Kubelet stopped posting node status.")
        #expect(silent.status.conditions[type: "DiskPressure"]?.reason == "NodeStatusNeverUpdated")
        #expect(taints(node(.isTrue), silentFor: 50) == ["unreachable:NoExecute", "unreachable:NoSchedule"])
        #expect(NodeHealth.judged(silent, silentFor: 100, now: now.adding(seconds: 50)) == silent)
    }

    @Test func podsLeaveWhenTheirToleranceEnds() {
        func pod(_ tolerations: JSON) -> Pod {
            var pod = makePod("p")
            pod.json["spec", "tolerations"] = tolerations
            return pod
        }
        func seconds(_ tolerations: JSON, since: Int64) -> Int? {
            var taint = Taint(key: NodeHealth.unreachableTaint, effect: "NoExecute")
            taint.timeAdded = Timestamp(seconds: now.seconds - since)
            return NodeHealth.secondsUntilEviction(pod(tolerations), from: node(.unknown, taints: [taint]), now: now)
        }
        let patient: JSON = [
            ["key": "node.kubernetes.io/unreachable", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300]
        ]
        #expect(seconds([], since: 0) == 0)
        #expect(seconds(patient, since: 100) == 200)
        #expect(seconds(patient, since: 400) == 0)
        #expect(seconds([["operator": "Exists"]], since: 1000) == nil)
    }
}

@Suite struct PodRangeControllerTests {
    @Test func givesTheFirstFreeBlock() {
        let range = CIDR("10.244.0.0/16")!
        #expect(PodRangeController.free(in: range, taken: [])?.description == "10.244.0.0/24")
        #expect(PodRangeController.free(in: range, taken: ["10.244.0.0/24", "10.244.2.0/24"])?.description == "10.244.1.0/24")
        #expect(PodRangeController.free(in: CIDR("10.0.0.0/24")!, taken: ["10.0.0.0/24"]) == nil)
    }

    @Test func everyNodeGetsABlockOfItsOwn() async throws {
        let cluster = TestCluster()
        for index in 0..<20 { cluster.server.add(Node(name: "n\(index)")) }
        let range = CIDR("10.244.0.0/16")!
        try await cluster.run({ [PodRangeController($0, range: range)] }) {
            #expect(await eventually { Set(cluster.server.objects(Node.self).map(\.spec.podCIDR)).subtracting([""]).count == 20 })
        }
    }
}
