import Client
import Controllers
import Document
import Resources
import Testing

@Suite struct DisruptionControllerTests {
    private let cluster = TestCluster()

    private func add(_ spec: JSON) {
        var budget = PodDisruptionBudget(name: "web", namespace: "ns")
        budget.json["spec"] = spec
        budget.json["spec", "selector"] = ["matchLabels": ["app": "web"]]
        cluster.server.add(budget)
    }

    private var budget: PodDisruptionBudget? { cluster.server.object(PodDisruptionBudget.self, namespace: "ns", name: "web") }

    @Test func followsThePodsOfADeployment() async throws {
        let deployment = makeDeployment(replicas: 4)
        cluster.server.add(deployment)
        let stored = try #require(cluster.server.object(Deployment.self, namespace: "ns", name: "web"))
        var set = makeSet("web-1", of: stored, replicas: 4, revision: 1)
        set.metadata.ownerReferences = [stored.controllerReference]
        cluster.server.add(set)
        let owner = try #require(cluster.server.object(ReplicaSet.self, namespace: "ns", name: "web-1")).controllerReference
        for index in 0..<3 { cluster.server.add(makePod("web-\(index)", owner: owner)) }
        add(["minAvailable": "50%"])
        try await cluster.run({ [DisruptionController($0)] }) {
            #expect(await eventually { budget?.status.disruptionsAllowed == 1 && budget?.status.expectedPods == 4 })
            try await cluster.server.delete(Pod.self, namespace: "ns", name: "web-0")
            #expect(await eventually { budget?.status.disruptionsAllowed == 0 && budget?.status.currentHealthy == 2 })
        }
    }

    @Test func whatCannotBeCountedAllowsNothing() async throws {
        let owner = OwnerReference(
            apiVersion: "example.com/v1", kind: "Thing", name: "t", uid: "u", controller: true, blockOwnerDeletion: true)
        cluster.server.add(makePod("web-0", owner: owner))
        add(["maxUnavailable": 1])
        cluster.server.react { request in
            if request.path == "/api" || request.path == "/apis" { throw APIError.internalError("no discovery here") }
        }
        try await cluster.run({ [DisruptionController($0)] }) {
            #expect(await eventually { budget?.status.conditions[type: "DisruptionAllowed"]?.reason == "SyncFailed" })
            #expect(budget?.status.disruptionsAllowed == 0)
            #expect(await eventually { !cluster.messages("CalculateExpectedPodCountFailed").isEmpty })
        }
    }
}
