import Client
import Controllers
import Document
import Resources
import Testing

@Suite struct DeploymentControllerTests {
    private let cluster = TestCluster()
    private let revision = "deployment.kubernetes.io/revision"

    private var deployment: Deployment { cluster.server.object(Deployment.self, namespace: "ns", name: "web") ?? Deployment(.null) }
    private func set(_ image: String) -> ReplicaSet? { cluster.sets.first { $0.spec.template.spec.containers.first?.image == image } }
    private func images() -> [String] { cluster.pods.filter { !$0.isBeingDeleted }.compactMap { $0.spec.containers.first?.image } }

    private func isComplete(_ image: String, replicas: Int = 3) -> Bool {
        images() == Array(repeating: image, count: replicas) && deployment.status.observedGeneration == deployment.metadata.generation
            && deployment.status.updatedReplicas == replicas && deployment.status.availableReplicas == replicas
            && deployment.status.replicas == replicas
            && deployment.status.conditions[type: "Progressing"]?.reason == "NewReplicaSetAvailable"
    }

    private func run(_ body: () async throws -> Void) async throws {
        try await cluster.run({ [DeploymentController($0), ReplicaController<ReplicaSet>($0)] }, kubelet: FakeKubelet(), body)
    }

    private func change(_ patch: JSON) async throws {
        try await cluster.server.patch(Deployment.self, namespace: "ns", name: "web", .merge(patch))
    }
    private func use(_ image: String) async throws { try await change(["spec": ["template": makeTemplate(image: image)]]) }

    @Test func rollsOutAndBack() async throws {
        cluster.server.add(makeDeployment())
        try await run {
            #expect(await eventually { isComplete("web:1") })
            #expect(deployment.annotations[revision] == "1" && set("web:1")?.annotations[revision] == "1")
            try await use("web:2")
            #expect(await eventually { isComplete("web:2") })
            #expect(deployment.annotations[revision] == "2" && set("web:1")?.spec.replicas == 0)
            // As `kubectl rollout undo` does it: the old template comes back.
            try await use("web:1")
            #expect(await eventually { isComplete("web:1") })
            #expect(cluster.sets.count == 2)
            #expect(deployment.annotations[revision] == "3" && set("web:1")?.annotations[revision] == "3")
            #expect(set("web:1")?.annotations["deployment.kubernetes.io/revision-history"] == "1")
            #expect(
                await eventually {
                    cluster.messages("ScalingReplicaSet").contains {
                        $0.hasPrefix("Scaled up replica set web-") && $0.hasSuffix("from 0 to 3")
                    }
                })
        }
    }

    @Test func aBrokenRolloutKeepsWhatWorks() async throws {
        var wished = makeDeployment()
        wished.json["spec", "strategy", "rollingUpdate"] = ["maxSurge": 1, "maxUnavailable": 0]
        cluster.server.add(wished)
        try await run {
            #expect(await eventually { isComplete("web:1") })
            try await use("broken")
            #expect(
                await eventually { images().sorted() == ["broken", "web:1", "web:1", "web:1"] && deployment.status.updatedReplicas == 1 })
            #expect(deployment.status.availableReplicas == 3)
            try await use("web:1")
            #expect(await eventually { isComplete("web:1") })
        }
    }

    @Test func pausesAndResumes() async throws {
        cluster.server.add(makeDeployment())
        try await run {
            #expect(await eventually { isComplete("web:1") })
            try await change(["spec": ["paused": true]])
            #expect(await eventually { deployment.status.conditions[type: "Progressing"]?.reason == "DeploymentPaused" })
            try await use("web:2")
            try await change(["spec": ["replicas": 5]])
            #expect(await eventually { cluster.pods.count == 5 && deployment.status.availableReplicas == 5 })
            #expect(cluster.sets.count == 1 && Set(images()) == ["web:1"])
            try await change(["spec": ["paused": false]])
            #expect(await eventually { isComplete("web:2", replicas: 5) })
        }
    }

    @Test func recreatesWithoutOverlap() async throws {
        cluster.server.add(makeDeployment(strategy: "Recreate"))
        try await run {
            #expect(await eventually { isComplete("web:1") })
            for pod in cluster.pods {
                var slow = pod
                slow.metadata.finalizers = ["test/slow"]
                try await cluster.server.update(slow)
            }
            try await use("web:2")
            #expect(await eventually { cluster.pods.allSatisfy(\.isBeingDeleted) })
            try await Task.sleep(for: .milliseconds(50))
            #expect(cluster.pods.count == 3 && set("web:2") == nil)
            for pod in cluster.pods { cluster.server.remove(.pods, namespace: "ns", name: pod.name) }
            #expect(await eventually { isComplete("web:2") })
        }
    }

    @Test func keepsAsManyOldSetsAsWished() async throws {
        var wished = makeDeployment(replicas: 1)
        wished.spec.revisionHistoryLimit = 1
        cluster.server.add(wished)
        try await run {
            for version in 1...4 {
                try await use("web:\(version)")
                #expect(await eventually { isComplete("web:\(version)", replicas: 1) })
            }
            #expect(await eventually { cluster.sets.count == 2 && set("web:3") != nil && set("web:4") != nil })
        }
    }

    @Test func aThousandPodsNeedFewLooks() async throws {
        cluster.server.add(makeDeployment(replicas: 1000))
        try await run {
            #expect(await eventually { deployment.status.availableReplicas == 1000 && isComplete("web:1", replicas: 1000) })
            #expect(cluster.server.writes.count { $0 == "POST /api/v1/namespaces/ns/pods" } == 1000)
            // Statuses are written when something worth telling has changed, not for every pod.
            #expect(cluster.server.writes.count { $0.hasPrefix("PUT /apis/apps/v1") } < 200)
        }
    }
}
