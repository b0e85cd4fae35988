import Client
import Controllers
import Document
import Resources
import Testing

@Suite struct GarbageCollectorTests {
    private let cluster = TestCluster()
    private var client: CollectedClient { CollectedClient(server: cluster.server) }

    private func owned<R: Resource, Owner: Resource>(_ object: R, by owner: Owner) -> R {
        var object = object
        object.metadata.ownerReferences = [owner.controllerReference]
        return object
    }

    /// A deployment with a ReplicaSet with two pods, and a pod of nobody.
    private func addFamily() {
        var deployment = makeDeployment()
        deployment.metadata.uid = "uid-of-deployment"
        let set = makeSet("set", of: deployment, replicas: 2, revision: 1)
        cluster.server.add(deployment)
        cluster.server.add(set)
        cluster.server.add(owned(makePod("a"), by: set), owned(makePod("b"), by: set), makePod("free"))
    }

    private func run(_ body: () async throws -> Void) async throws {
        try await cluster.run({ [GarbageCollector($0)] }, client: client, body)
    }

    private func names() -> [String] {
        (cluster.server.objects(Deployment.self).map(\.name) + cluster.sets.map(\.name) + cluster.pods.map(\.name)).sorted()
    }

    private func delete(_ propagation: DeleteOptions.Propagation) async throws {
        try await client.delete(Deployment.self, namespace: "ns", name: "web", options: DeleteOptions(propagation: propagation))
    }

    @Test func inTheBackgroundDependentsFollow() async throws {
        addFamily()
        try await run {
            try await Task.sleep(for: .milliseconds(50))
            #expect(names() == ["a", "b", "free", "set", "web"])
            try await delete(.background)
            #expect(await eventually { names() == ["free"] })
        }
    }

    @Test func inTheForegroundTheOwnerGoesLast() async throws {
        addFamily()
        var slow = try await cluster.server.get(Pod.self, namespace: "ns", name: "a")
        slow.metadata.finalizers = ["test/slow"]
        try await cluster.server.update(slow)
        try await run {
            try await delete(.foreground)
            #expect(await eventually { names() == ["a", "free", "set", "web"] })
            try await Task.sleep(for: .milliseconds(50))
            #expect(names() == ["a", "free", "set", "web"])
            cluster.server.remove(.pods, namespace: "ns", name: "a")
            #expect(await eventually { names() == ["free"] })
        }
    }

    @Test func orphansLiveOn() async throws {
        addFamily()
        try await run {
            try await delete(.orphan)
            #expect(await eventually { names() == ["a", "b", "free", "set"] })
            #expect(cluster.sets[0].metadata.ownerReferences.isEmpty)
            try await Task.sleep(for: .milliseconds(50))
            #expect(names() == ["a", "b", "free", "set"])
        }
    }

    @Test func aReleasedPodSurvivesItsFormerOwner() async throws {
        addFamily()
        try await run {
            try await Task.sleep(for: .milliseconds(50))
            var released = try await cluster.server.get(Pod.self, namespace: "ns", name: "a")
            released.metadata.ownerReferences = []
            try await cluster.server.update(released)
            try await delete(.background)
            #expect(await eventually { names() == ["a", "free"] })
            try await Task.sleep(for: .milliseconds(50))
            #expect(names() == ["a", "free"])
        }
    }

    @Test func whatHasAnotherOwnerLosesOnlyTheReference() async throws {
        addFamily()
        let other = makeSet("other", of: makeDeployment("other"), replicas: 0, revision: 1)
        var standing = other
        standing.metadata.ownerReferences = []
        cluster.server.add(standing)
        var shared = try await cluster.server.get(Pod.self, namespace: "ns", name: "a")
        shared.metadata.ownerReferences += [OwnerReference(apiVersion: "apps/v1", kind: "ReplicaSet", name: "other", uid: other.uid)]
        try await cluster.server.update(shared)
        try await run {
            try await delete(.background)
            #expect(await eventually { names() == ["a", "free", "other"] })
            #expect(await eventually { cluster.pods.first { $0.name == "a" }?.metadata.ownerReferences.map(\.name) == ["other"] })
        }
    }
}
