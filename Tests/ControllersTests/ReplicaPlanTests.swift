import Document
import Resources
import Testing

@testable import Controllers

@Suite struct ReplicaPlanTests {
    @Test(arguments: [(3, 1, 2, 0), (3, 3, 0, 0), (1, 3, 0, 2), (0, 2, 0, 2), (2000, 0, 500, 0)])
    func countsWhatIsMissingOrTooMuch(replicas: Int, existing: Int, create: Int, delete: Int) {
        let plan = ReplicaPlan(replicas: replicas, pods: (0..<existing).map { PodSummary(makePod("p\($0)")) })
        #expect(plan.create == create)
        #expect(plan.delete.count == delete)
    }

    /// Of each pair the first goes before the second.
    @Test func whatDoesTheLeastHarmGoesFirst() {
        func costing(_ name: String, _ cost: String) -> Pod {
            var pod = makePod(name, node: "n")
            pod.metadata.annotations = [PodSummary.deletionCostAnnotation: cost]
            return pod
        }
        var restarted = makePod("restarted", node: "n")
        restarted.status.containerStatuses = [ContainerStatus(["name": "web", "restartCount": 4])]
        var young = makePod("young", node: "n")
        young.metadata.creationTimestamp = Timestamp(seconds: 500)
        var aged = makePod("aged", node: "n")
        aged.metadata.creationTimestamp = Timestamp(seconds: 100)
        let pairs: [(Pod, Pod)] = [
            (makePod("unassigned", phase: "Pending"), makePod("assigned", node: "n")),
            (makePod("pending", node: "n", phase: "Pending"), makePod("running", node: "n")),
            (makePod("unready", node: "n", ready: false), makePod("ready", node: "n")),
            (costing("cheap", "-5"), costing("dear", "10")),
            (makePod("late", node: "n", readySince: 900), makePod("early", node: "n", readySince: 10)),
            (restarted, makePod("steady", node: "n")), (young, aged),
        ]
        for (first, second) in pairs {
            for pods in [[first, second], [second, first]] {
                #expect(ReplicaPlan(replicas: 1, pods: pods.map(PodSummary.init)).delete.map(\.key.name) == [first.name])
            }
        }
    }

    @Test func aCrowdedNodeLosesAPodFirst() {
        let pods = [makePod("a", node: "crowded"), makePod("b", node: "empty")].map(PodSummary.init)
        let kin = [PodSummary(makePod("c", node: "crowded"))]
        #expect(ReplicaPlan(replicas: 1, pods: pods, kin: kin).delete.map(\.key.name) == ["a"])
    }
}

@Suite struct PodClaimsTests {
    private let owner = OwnerReference(apiVersion: "v1", kind: "ReplicationController", name: "rc", uid: "rc-uid", controller: true)
    private let selector = LabelSelector(equal: ["app": "web"])

    private func claims(_ controlled: [Pod], orphans: [Pod] = [], isBeingDeleted: Bool = false) -> PodClaims {
        PodClaims(
            selector: selector, isBeingDeleted: isBeingDeleted, controlled: controlled.map(PodSummary.init),
            orphans: orphans.map(PodSummary.init))
    }

    private func leaving(_ name: String) -> Pod {
        var pod = makePod(name)
        pod.metadata.deletionTimestamp = Timestamp(seconds: 1)
        return pod
    }

    @Test func tellsOwnAdoptedAndReleasedApart() {
        let found = claims(
            [makePod("own"), makePod("other-label", labels: ["app": "db"]), leaving("leaving"), makePod("done", phase: "Succeeded")],
            orphans: [makePod("orphan"), makePod("stranger", labels: ["app": "db"]), leaving("gone"), makePod("ended", phase: "Failed")])
        #expect(found.owned.map(\.key.name) == ["own"])
        #expect(found.release.map(\.key.name) == ["other-label"])
        #expect(found.adopt.map(\.key.name) == ["orphan"])
        #expect(found.terminating == 1)
    }

    @Test func anOwnerOnItsWayOutLeavesPodsAsTheyAre() {
        let found = claims([makePod("own"), makePod("other", labels: [:])], orphans: [makePod("orphan")], isBeingDeleted: true)
        #expect(found.owned.count == 1 && found.release.isEmpty && found.adopt.isEmpty)
    }
}

@Suite struct ReplicaSetStatusTests {
    private let set = makeSet("web-1", of: makeDeployment(), replicas: 3, revision: 1)
    private let now = Timestamp(seconds: 1000)

    private func found(_ pods: [Pod], _ set: ReplicaSet, failure: ReplicaFailure? = nil) -> ReplicaSetStatus {
        .found(for: set, pods: pods.map(PodSummary.init), terminating: 0, failure: failure, now: now)
    }

    @Test func countsReadyAndAvailablePods() {
        var patient = set
        patient.spec.minReadySeconds = 30
        let labels = ["app": "web", "pod-template-hash": "web-1"]
        let status = found(
            [makePod("a", labels: labels, readySince: 900), makePod("b", labels: labels, readySince: 990), makePod("c", ready: false)],
            patient)
        #expect(status.replicas == 3 && status.readyReplicas == 2 && status.availableReplicas == 1 && status.fullyLabeledReplicas == 2)
    }

    @Test func countsOfZeroAreLeftOutButReplicas() {
        let status = found([], set)
        #expect(status.json["replicas"] == 0)
        #expect(status.json["readyReplicas"].isNull && status.json["availableReplicas"].isNull && status.json["conditions"].isNull)
    }

    @Test func aFailureIsToldAndTakenBack() {
        var failing = set
        failing.status = found([], set, failure: ReplicaFailure(reason: .create, message: "exceeded quota"))
        let condition = failing.status.conditions[type: "ReplicaFailure"]
        #expect(condition?.isTrue == true && condition?.reason == "FailedCreate" && condition?.message == "exceeded quota")
        #expect(found([], failing).conditions.isEmpty)
    }
}
