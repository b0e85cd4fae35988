import Client
import Document
import Resources
import Testing

@testable import Controllers

private func makeStateful(_ spec: JSON = [:], image: String = "web:1", status: JSON = [:]) -> StatefulSet {
    var set = StatefulSet(name: "db", namespace: "ns")
    set.metadata.uid = "uid-of-db"
    set.json["spec"] = [
        "replicas": 3, "selector": ["matchLabels": ["app": "web"]], "template": makeTemplate(image: image), "serviceName": "db",
        "podManagementPolicy": "OrderedReady", "updateStrategy": ["type": "RollingUpdate", "rollingUpdate": ["partition": 0]],
        "revisionHistoryLimit": 10,
    ]
    for (key, value) in spec.object ?? JSONObject() { set.json["spec"][key] = value }
    if case .object(let object) = status, !object.isEmpty { set.json["status"] = status }
    return set
}

private let claimTemplates: JSON = [["metadata": ["name": "data"], "spec": ["accessModes": ["ReadWriteOnce"]]]]

@Suite struct StatefulPlanTests {
    private func pod(
        _ ordinal: Int, revision: String = "new", ready: Bool = true, phase: String = "Running", leaving: Bool = false,
        set: StatefulSet = makeStateful()
    ) -> Pod {
        var pod = set.pod(ordinal, template: set.spec.template, revision: revision)
        pod.metadata.uid = "uid-\(ordinal)"
        pod.status = makePod("x", phase: phase, ready: ready).status
        if leaving { pod.metadata.deletionTimestamp = Timestamp(seconds: 900) }
        return pod
    }

    private func view(_ set: StatefulSet, _ pods: [Pod], claims: [PersistentVolumeClaim] = []) -> StatefulView {
        StatefulView(
            set, current: "old", update: "new", pods: pods.map(PodSummary.init), claims: claims, now: Timestamp(seconds: 1000))
    }

    private func plan(_ set: StatefulSet, _ pods: [Pod]) -> StatefulPlan { StatefulPlan.next(view(set, pods)) }

    @Test func oneAfterTheOtherOrAllAtOnce() {
        let births = { (ordinals: [Int]) in ordinals.map { StatefulPlan.Birth(ordinal: $0, revision: "new") } }
        #expect(plan(makeStateful(), []).create == births([0]))
        #expect(plan(makeStateful(), [pod(0, ready: false)]).create == [])
        #expect(plan(makeStateful(), [pod(0)]).create == births([1]))
        #expect(plan(makeStateful(["podManagementPolicy": "Parallel"]), [pod(1)]).create == births([0, 2]))
        #expect(plan(makeStateful(["ordinals": ["start": 5], "replicas": 2]), [pod(5)]).create == births([6]))
    }

    @Test func theHighestGoesFirstAndOnlyWhereAllIsWell() {
        let two = makeStateful(["replicas": 1])
        #expect(plan(two, [pod(0), pod(1), pod(2)]).delete == ["uid-2"])
        #expect(plan(two, [pod(0), pod(1, ready: false), pod(2)]).delete == ["uid-2"])
        #expect(plan(two, [pod(0, ready: false), pod(1), pod(2)]).delete == [])
        #expect(plan(two, [pod(0), pod(1), pod(2, leaving: true)]).delete == [])
        #expect(plan(makeStateful(["replicas": 0, "podManagementPolicy": "Parallel"]), [pod(0), pod(1)]).delete == ["uid-1", "uid-0"])
    }

    @Test func podsThatHaveEndedAreMadeAnew() {
        #expect(plan(makeStateful(), [pod(0), pod(1, phase: "Failed")]).delete == ["uid-1"])
        #expect(plan(makeStateful(), [pod(0), pod(1, phase: "Failed", leaving: true)]) == StatefulPlan())
    }

    @Test func rollingGoesDownToThePartition() {
        let all = (0..<3).map { pod($0, revision: "old") }
        #expect(plan(makeStateful(), all).delete == ["uid-2"])
        #expect(plan(makeStateful(), [all[0], all[1], pod(2)]).delete == ["uid-1"])
        #expect(plan(makeStateful(), [all[0], all[1], pod(2, ready: false)]).delete == [])
        let partitioned = makeStateful(["updateStrategy": ["type": "RollingUpdate", "rollingUpdate": ["partition": 2]]])
        #expect(plan(partitioned, [all[0], all[1], pod(2)]).delete == [])
        #expect(plan(partitioned, [all[0], pod(2)]).create == [.init(ordinal: 1, revision: "old")])
        #expect(plan(makeStateful(["updateStrategy": ["type": "OnDelete"]]), all).delete == [])
        let many = makeStateful(["updateStrategy": ["type": "RollingUpdate", "rollingUpdate": ["partition": 0, "maxUnavailable": 2]]])
        #expect(plan(many, all).delete == ["uid-2", "uid-1"])
    }

    @Test func namesLabelsAndClaims() {
        let set = makeStateful(["volumeClaimTemplates": claimTemplates])
        let made = set.pod(1, template: set.spec.template, revision: "new")
        #expect(made.name == "db-1" && made.spec.hostname == "db-1" && made.spec.subdomain == "db")
        #expect(made.labels["statefulset.kubernetes.io/pod-name"] == "db-1" && made.labels["apps.kubernetes.io/pod-index"] == "1")
        #expect(made.json["spec", "volumes"][0]["persistentVolumeClaim", "claimName"] == "data-db-1")
        #expect(set.claims(1).map(\.name) == ["data-db-1"] && set.claims(1)[0].labels == ["app": "web"])
        #expect(set.hasIdentity(PodSummary(made), 1))
        var relabelled = made
        relabelled.metadata.labels["statefulset.kubernetes.io/pod-name"] = nil
        #expect(!set.hasIdentity(PodSummary(relabelled), 1))
        #expect(["db-0", "db-12", "db-x", "db", "other-1", "db-1-2"].map(set.ordinal(ofPod:)) == [0, 12, nil, nil, nil, nil])
    }

    @Test func whoOwnsAClaim() {
        func owners(_ policy: JSON, ordinal: Int) -> [String]? {
            let set = makeStateful(["volumeClaimTemplates": claimTemplates, "persistentVolumeClaimRetentionPolicy": policy, "replicas": 1])
            let summary = PodSummary(pod(ordinal, set: set))
            return ClaimRetention.verdict(set.claims(ordinal)[0], set, pod: summary).owners?.map(\.kind)
        }
        #expect(owners(["whenDeleted": "Retain", "whenScaled": "Retain"], ordinal: 1) == nil)
        #expect(owners(["whenDeleted": "Delete", "whenScaled": "Retain"], ordinal: 1) == ["StatefulSet"])
        #expect(owners(["whenDeleted": "Retain", "whenScaled": "Delete"], ordinal: 0) == nil)
        #expect(owners(["whenDeleted": "Delete", "whenScaled": "Delete"], ordinal: 0) == ["StatefulSet"])
        #expect(owners(["whenDeleted": "Delete", "whenScaled": "Delete"], ordinal: 1) == ["Pod"])
    }

    @Test func statusCountsRevisions() {
        let rolling = StatefulSetStatus.found(view(makeStateful(), [pod(0, revision: "old"), pod(2)]), replaced: 0, collisions: 0)
        #expect(rolling.replicas == 2 && rolling.currentReplicas == 1 && rolling.updatedReplicas == 1 && rolling.currentRevision == "old")
        let done = StatefulSetStatus.found(view(makeStateful(), [pod(0), pod(1), pod(2)]), replaced: 0, collisions: 0)
        #expect(done.currentRevision == "new" && done.currentReplicas == 3 && done.availableReplicas == 3)
    }
}

@Suite struct StatefulSetControllerTests {
    private let cluster = TestCluster()

    private var set: StatefulSet { cluster.server.object(StatefulSet.self, namespace: "ns", name: "db") ?? StatefulSet(.null) }
    private func names() -> [String] { cluster.pods.map(\.name) }

    @Test func growsRollsAndShrinks() async throws {
        cluster.server.add(makeStateful(["volumeClaimTemplates": claimTemplates]))
        try await cluster.run({ [StatefulSetController($0)] }, kubelet: FakeKubelet()) {
            #expect(await eventually { set.status.availableReplicas == 3 && names() == ["db-0", "db-1", "db-2"] })
            #expect(cluster.server.objects(PersistentVolumeClaim.self).map(\.name) == ["data-db-0", "data-db-1", "data-db-2"])
            let creations = cluster.server.writes.filter { $0 == "POST /api/v1/namespaces/ns/pods" }
            #expect(creations.count == 3)
            try await cluster.server.patch(
                StatefulSet.self, namespace: "ns", name: "db", .merge(["spec": ["template": makeTemplate(image: "web:2")]]))
            #expect(await eventually { cluster.pods.count == 3 && cluster.pods.allSatisfy { $0.spec.containers.first?.image == "web:2" } })
            #expect(await eventually { set.status.updatedReplicas == 3 && set.status.currentRevision == set.status.updateRevision })
            try await cluster.server.patch(StatefulSet.self, namespace: "ns", name: "db", .merge(["spec": ["replicas": 1]]))
            #expect(await eventually { names() == ["db-0"] && set.status.replicas == 1 })
            #expect(cluster.server.objects(PersistentVolumeClaim.self).count == 3)
            #expect(await eventually { cluster.messages("SuccessfulDelete").contains("Delete Pod db-2 in StatefulSet db successful") })
        }
    }

    @Test func aPodThatIsNotReadyHoldsUpTheOthers() async throws {
        cluster.server.add(makeStateful(image: "broken"))
        try await cluster.run({ [StatefulSetController($0)] }, kubelet: FakeKubelet()) {
            #expect(await eventually { set.status.replicas == 1 && set.status.observedGeneration == 1 })
            #expect(names() == ["db-0"])
        }
    }
}
