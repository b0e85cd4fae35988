import Client
import Document
import Resources
import Testing

@Suite struct MemoryClientTests {
    private let client = MemoryClient(now: { Timestamp(seconds: 1000) })

    @Test func createsOnceAndCountsRevisions() async throws {
        let created = try await client.create(Pod(name: "a", namespace: "ns"))
        #expect(!created.uid.isEmpty)
        #expect(created.metadata.generation == 1)
        await #expect {
            try await client.create(Pod(name: "a", namespace: "ns"))
        } throws: {
            ($0 as? APIError)?.message == "pods \"a\" already exists"
        }
        #expect(try await client.find(Pod.self, namespace: "ns", name: "b") == nil)
    }

    @Test func staleUpdatesConflict() async throws {
        let old = try await client.create(ConfigMap(name: "c", namespace: "ns"))
        var new = old
        new.data = ["a": "1"]
        try await client.update(new)
        await #expect {
            try await client.update(old)
        } throws: {
            ($0 as? APIError)?.isConflict == true
        }
    }

    @Test func statusAndSpecKeepApart() async throws {
        var set = ReplicaSet(name: "r", namespace: "ns")
        set.spec.replicas = 1
        set = try await client.create(set)
        set.spec.replicas = 2
        set.status.replicas = 7
        let updated = try await client.updateStatus(set)
        #expect(updated.spec.replicas == 1)
        #expect(updated.status.replicas == 7)
        #expect(updated.metadata.generation == 1)
        try await client.setScale(.replicaSets, namespace: "ns", name: "r", replicas: 5)
        #expect(try await client.scale(.replicaSets, namespace: "ns", name: "r") == 5)
        #expect(client.object(ReplicaSet.self, namespace: "ns", name: "r")?.metadata.generation == 2)
    }

    @Test func podsOnNodesEndGracefully() async throws {
        var pod = Pod(name: "a", namespace: "ns")
        pod.spec.nodeName = "n"
        client.add(pod)
        try await client.delete(Pod.self, namespace: "ns", name: "a")
        let ending = try await client.get(Pod.self, namespace: "ns", name: "a")
        #expect(ending.metadata.deletionTimestamp == Timestamp(seconds: 1030))
        try await client.delete(Pod.self, namespace: "ns", name: "a", options: DeleteOptions(gracePeriodSeconds: 0, uid: ending.uid))
        #expect(client.object(Pod.self, namespace: "ns", name: "a") == nil)
    }

    @Test func finalizersHoldObjects() async throws {
        var map = ConfigMap(name: "c", namespace: "ns")
        map.metadata.finalizers = ["example.com/hold"]
        client.add(map)
        try await client.delete(ConfigMap.self, namespace: "ns", name: "c")
        #expect(client.object(ConfigMap.self, namespace: "ns", name: "c")?.isBeingDeleted == true)
        try await client.patch(ConfigMap.self, namespace: "ns", name: "c", .merge(["metadata": ["finalizers": []]]))
        #expect(client.object(ConfigMap.self, namespace: "ns", name: "c") == nil)
    }

    @Test func strategicPatchesMergeListsByKey() async throws {
        var pod = Pod(name: "a", namespace: "ns")
        pod.status.conditions = [Condition(type: "Ready", status: .isFalse), Condition(type: "Initialized", status: .isTrue)]
        client.add(pod)
        let patch: JSON = ["status": ["conditions": [["type": "Ready", "status": "True"]]]]
        let patched = try await client.patch(Pod.self, namespace: "ns", name: "a", .strategic(patch), subresource: "status")
        #expect(patched.status.conditions.map(\.type) == ["Ready", "Initialized"])
        #expect(patched.isReady)
    }

    @Test func watchesResumeAndExpire() async throws {
        let start = client.revision
        client.add(Pod(name: "a", namespace: "ns"))
        let stream = try await client.watch(.pods, WatchOptions(revision: start))
        #expect(try await stream.nextBatch()?.compactMap { $0.record?.key.name } == ["a"])
        client.expireWatches()
        await #expect {
            try await client.watch(.pods, WatchOptions(revision: start))
        } throws: {
            ($0 as? APIError)?.code == 410
        }
    }

    @Test func selectedObjectsComeAndGo() async throws {
        client.add(Pod(name: "a", namespace: "ns"))
        let stream = try await client.watch(.pods, WatchOptions(labelSelector: "app=web", revision: client.revision))
        try await client.patch(Pod.self, namespace: "ns", name: "a", .merge(["metadata": ["labels": ["app": "web"]]]))
        var removal = JSONObject()
        removal.append("app", .null)
        try await client.patch(Pod.self, namespace: "ns", name: "a", .merge(["metadata": ["labels": .object(removal)]]))
        var kinds: [String] = []
        for try await event in stream {
            switch event {
            case .added: kinds.append("added")
            case .deleted: kinds.append("deleted")
            default: kinds.append("other")
            }
            if kinds.count == 2 { break }
        }
        #expect(kinds == ["added", "deleted"])
    }
}
