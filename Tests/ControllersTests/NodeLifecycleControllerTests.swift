import Client
import Controllers
import Document
import Resources
import Synchronization
import Testing

@Suite struct NodeLifecycleControllerTests {
    private let cluster = TestCluster()

    private func node(ready: Condition.Status, taints: [Taint] = []) -> Node {
        var node = Node(name: "n1")
        node.status.conditions = [Condition(type: "Ready", status: ready)]
        node.spec.taints = taints
        return node
    }

    private func taints() -> [String] {
        cluster.server.object(Node.self, name: "n1")?.spec.taints.map { "\($0.key):\($0.effect)" }.sorted() ?? []
    }

    @Test func aReadyNodeLosesItsTaintAtOnce() async throws {
        cluster.server.add(node(ready: .isTrue, taints: [Taint(key: "node.kubernetes.io/not-ready", effect: "NoSchedule")]))
        try await cluster.run({ [NodeLifecycleController($0)] }) {
            #expect(await eventually { taints().isEmpty })
            var broken = try await cluster.server.get(Node.self, name: "n1")
            broken.status.conditions = [Condition(type: "Ready", status: .isFalse)]
            try await cluster.server.updateStatus(broken)
            #expect(await eventually { taints() == ["node.kubernetes.io/not-ready:NoExecute", "node.kubernetes.io/not-ready:NoSchedule"] })
        }
    }

    @Test func aSilentNodeLosesWhatDoesNotTolerateIt() async throws {
        let clock = Mutex(Timestamp(seconds: 1000))
        cluster.server.add(node(ready: .isTrue, taints: [Taint(key: "node.kubernetes.io/not-ready", effect: "NoSchedule")]))
        cluster.server.add(makePod("fleeting", node: "n1"))
        var patient = makePod("patient", node: "n1")
        patient.json["spec", "tolerations"] = [["operator": "Exists"]]
        cluster.server.add(patient)
        try await cluster.run({ [NodeLifecycleController($0)] }, now: { clock.withLock { $0 } }) {
            #expect(await eventually { taints().isEmpty })
            clock.withLock { $0 = $0.adding(seconds: 60) }
            // A pod that comes to the node wakes the controller, as its timer would.
            cluster.server.add(makePod("late", node: "n1"))
            #expect(await eventually { taints().contains("node.kubernetes.io/unreachable:NoExecute") })
            #expect(await eventually { cluster.pods.first { $0.name == "fleeting" }?.isBeingDeleted ?? true })
            #expect(await eventually { cluster.pods.first { $0.name == "patient" }?.isReady == false })
            #expect(cluster.pods.first { $0.name == "patient" }?.isBeingDeleted == false)
            #expect(await eventually { cluster.messages("TaintManagerEviction").contains("Marking for deletion Pod ns/fleeting") })
        }
    }

    @Test func podsOfMissingNodesAndUnboundPodsThatGoAreCollected() async throws {
        var leaving = makePod("leaving")
        leaving.metadata.finalizers = ["test/keep"]
        leaving.metadata.deletionTimestamp = Timestamp(seconds: 1)
        cluster.server.add(leaving)
        cluster.server.add(makePod("staying"))
        try await cluster.run({ [PodCollector($0)] }) {
            #expect(await eventually { cluster.server.writes.contains("DELETE /api/v1/namespaces/ns/pods/leaving") })
            #expect(!cluster.server.writes.contains("DELETE /api/v1/namespaces/ns/pods/staying"))
        }
    }
}
