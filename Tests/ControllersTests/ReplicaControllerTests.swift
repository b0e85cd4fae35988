import Client
import Controllers
import Document
import Resources
import Testing

@Suite struct ReplicaControllerTests {
    private let cluster = TestCluster()

    private func add(replicas: Int = 3) {
        var controller = ReplicationController(name: "rc", namespace: "ns")
        controller.json["spec"] = ["replicas": .int(Int64(replicas)), "selector": ["app": "web"], "template": makeTemplate()]
        cluster.server.add(controller)
    }

    private var controller: ReplicationController {
        cluster.server.object(ReplicationController.self, namespace: "ns", name: "rc") ?? ReplicationController(.null)
    }

    private func run(_ body: () async throws -> Void) async throws {
        try await cluster.run({ [ReplicaController<ReplicationController>($0)] }, kubelet: FakeKubelet(), body)
    }

    private func owned() -> [Pod] { cluster.pods.filter { $0.metadata.controllerOwner?.uid == controller.uid } }

    @Test func createsAndReplacesPods() async throws {
        add()
        try await run {
            #expect(await eventually { controller.status.readyReplicas == 3 })
            #expect(cluster.pods.count == 3)
            #expect(
                cluster.pods.allSatisfy {
                    $0.name.hasPrefix("rc-") && $0.labels == ["app": "web"] && $0.metadata.controllerOwner?.name == "rc"
                })
            let victim = cluster.pods[0].name
            try await cluster.server.delete(Pod.self, namespace: "ns", name: victim)
            #expect(await eventually { cluster.pods.count == 3 && !cluster.pods.contains { $0.name == victim } })
            #expect(await eventually { controller.status.readyReplicas == 3 && controller.status.availableReplicas == 3 })
            #expect(await eventually { cluster.messages("SuccessfulCreate").count == 4 })
            #expect(cluster.messages("SuccessfulCreate").allSatisfy { $0.hasPrefix("Created pod: rc-") })
        }
    }

    @Test func scalesDown() async throws {
        add(replicas: 5)
        try await run {
            #expect(await eventually { controller.status.readyReplicas == 5 })
            try await cluster.server.patch(ReplicationController.self, namespace: "ns", name: "rc", .merge(["spec": ["replicas": 2]]))
            #expect(await eventually { cluster.pods.count == 2 && controller.status.replicas == 2 })
            #expect(controller.status.observedGeneration == 2)
            #expect(await eventually { cluster.messages("SuccessfulDelete").count == 3 })
        }
    }

    @Test func adoptsAndReleases() async throws {
        cluster.server.add(makePod("stray"))
        add(replicas: 2)
        try await run {
            #expect(await eventually { owned().count == 2 && controller.status.readyReplicas == 2 })
            #expect(owned().contains { $0.name == "stray" } && cluster.pods.count == 2)
            try await cluster.server.patch(Pod.self, namespace: "ns", name: "stray", .merge(["metadata": ["labels": ["app": "debug"]]]))
            #expect(await eventually { cluster.pods.count == 3 && owned().count == 2 && !owned().contains { $0.name == "stray" } })
        }
    }

    @Test func aRefusalIsToldAndTriedAgain() async throws {
        add(replicas: 1)
        cluster.server.react { request in
            if request.method == "POST", request.path.hasSuffix("/pods") { throw APIError.forbidden(.pods, "", "exceeded quota: small") }
        }
        try await run {
            #expect(await eventually { controller.status.conditions[type: "ReplicaFailure"]?.reason == "FailedCreate" })
            #expect(await eventually { cluster.messages("FailedCreate").contains { $0.contains("exceeded quota: small") } })
            cluster.server.react(nil)
            #expect(
                await eventually { cluster.pods.count == 1 && controller.status.conditions.isEmpty && controller.status.readyReplicas == 1 }
            )
        }
    }

    @Test func aThousandPodsComeAtOnceAndNotOneMore() async throws {
        add(replicas: 1000)
        try await cluster.run({ [ReplicaController<ReplicationController>($0)] }) {
            #expect(await eventually { controller.status.replicas == 1000 })
            #expect(cluster.pods.count == 1000)
            #expect(cluster.server.writes.count { $0 == "POST /api/v1/namespaces/ns/pods" } == 1000)
        }
    }
}
