import Document
import Resources
import Testing

@testable import Controllers

@Suite struct RolloutTests {
    private let revision = "deployment.kubernetes.io/revision"

    @Test func findsTheSetOfTheTemplate() {
        let deployment = makeDeployment(image: "web:2")
        let rollout = Rollout(
            deployment,
            sets: [
                makeSet("b", of: deployment, image: "web:2", replicas: 1, revision: 2, created: 20),
                makeSet("a", of: deployment, replicas: 2, revision: 1, created: 10),
            ])
        #expect(rollout.new?.name == "b" && rollout.old.map(\.name) == ["a"])
    }

    @Test func aNewSetCarriesHashRevisionAndBounds() throws {
        var deployment = makeDeployment(replicas: 4, image: "web:2")
        deployment.metadata.annotations = ["team": "blue", "kubectl.kubernetes.io/last-applied-configuration": "{}"]
        let old = makeSet("a", of: deployment, replicas: 4, revision: 3)
        let set = Rollout(deployment, sets: [old]).newReplicaSet()
        let hash = try #require(set.labels["pod-template-hash"])
        #expect(set.name == "web-\(hash)")
        #expect(set.spec.template.metadata.labels["pod-template-hash"] == hash)
        #expect(set.spec.selector["matchLabels", "pod-template-hash"].string == hash)
        #expect(set.spec.replicas == 1)  // the surge of a quarter
        #expect(
            set.annotations == [
                revision: "4", "team": "blue", "deployment.kubernetes.io/desired-replicas": "4",
                "deployment.kubernetes.io/max-replicas": "5",
            ])
        #expect(set.metadata.controllerOwner?.name == "web")
    }

    @Test func goingBackRaisesTheRevisionAndRemembersTheOldOne() {
        let deployment = makeDeployment()
        let first = makeSet("a", of: deployment, replicas: 0, revision: 1)
        let second = makeSet("b", of: deployment, image: "web:2", replicas: 3, revision: 2)
        let rollout = Rollout(deployment, sets: [first, second])
        let raised = rollout.annotated(first)
        #expect(raised.annotations[revision] == "3")
        #expect(raised.annotations["deployment.kubernetes.io/revision-history"] == "1")
        // The newest keeps its number, also when older ones have gone.
        #expect(Rollout(makeDeployment(image: "web:2"), sets: [first, second]).annotated(second) == second)
    }

    @Test func historyKeepsTheNewestEmptySets() {
        var deployment = makeDeployment(image: "web:9")
        deployment.spec.revisionHistoryLimit = 1
        let sets = (1...4).map {
            makeSet("r\($0)", of: deployment, image: "web:\($0)", replicas: $0 == 2 ? 1 : 0, revision: $0, created: Int64($0))
        }
        #expect(Rollout(deployment, sets: sets).beyondHistory.map(\.name) == ["r1", "r3"])
    }

    @Test func noticesAChangedWish() {
        let deployment = makeDeployment(replicas: 5)
        let set = makeSet("a", of: makeDeployment(replicas: 3), replicas: 3, revision: 1)
        #expect(Rollout(deployment, sets: [set]).isRescaling)
        #expect(!Rollout(makeDeployment(replicas: 3), sets: [set]).isRescaling)
    }

    @Test func recreatingEmptiesTheOldFirst() {
        let deployment = makeDeployment(image: "web:2", strategy: "Recreate")
        let rollout = Rollout(deployment, sets: [makeSet("a", of: deployment, replicas: 3, revision: 1)])
        #expect(rollout.emptied == ["a": 0])
        #expect(rollout.newReplicaSet().spec.replicas == 3)
    }
}

@Suite struct PodTemplateHashTests {
    @Test func theSameTemplateHasTheSameHashWhateverItsOrder() {
        let a: JSON = ["metadata": ["labels": ["a": "1", "b": "2"]], "spec": ["x": 1]]
        let b: JSON = ["spec": ["x": 1], "metadata": ["labels": ["b": "2", "a": "1"]]]
        #expect(PodTemplateHash.compute(a, collisionCount: 0) == PodTemplateHash.compute(b, collisionCount: 0))
        #expect(PodTemplateHash.compute(a, collisionCount: 0) != PodTemplateHash.compute(a, collisionCount: 1))
        #expect(PodTemplateHash.compute(a, collisionCount: 0) != PodTemplateHash.compute(makeTemplate(), collisionCount: 0))
    }

    @Test func theLabelIsLeftOutOfComparisons() {
        var labelled = makeTemplate()
        labelled["metadata", "labels", PodTemplateHash.label] = "abc"
        #expect(PodTemplateHash.withoutLabel(labelled) == PodTemplateHash.withoutLabel(makeTemplate()))
        #expect(
            PodTemplateHash.withoutLabel(["metadata": ["labels": ["pod-template-hash": "x"]]])
                == PodTemplateHash.withoutLabel(["metadata": ["creationTimestamp": .null]]))
    }
}

@Suite struct DeploymentStatusRulesTests {
    private func rules(_ deployment: Deployment, _ sets: [ReplicaSet], now: Int64 = 1000) -> DeploymentStatusRules {
        let rollout = Rollout(deployment, sets: sets)
        return DeploymentStatusRules(deployment: deployment, new: rollout.new, all: rollout.all, now: Timestamp(seconds: now))
    }

    @Test func aRolloutGoesFromCreatedOverUpdatedToAvailable() {
        var deployment = makeDeployment()
        var set = makeSet("a", of: deployment, replicas: 3, available: 0, revision: 1)
        set.status.replicas = 0
        deployment.status = rules(deployment, [set]).status(.created)
        var condition = deployment.status.conditions[type: "Progressing"]
        #expect(condition?.reason == "NewReplicaSetCreated" && condition?.message == "Created new replica set \"a\"")
        #expect(deployment.status.conditions[type: "Available"]?.reason == "MinimumReplicasUnavailable")
        set.status.replicas = 3
        deployment.status = rules(deployment, [set], now: 1010).status(.rolling)
        condition = deployment.status.conditions[type: "Progressing"]
        #expect(condition?.reason == "ReplicaSetUpdated" && condition?.message == "ReplicaSet \"a\" is progressing.")
        #expect(condition?.lastUpdateTime == Timestamp(seconds: 1010) && condition?.lastTransitionTime == Timestamp(seconds: 1000))
        #expect(deployment.status.unavailableReplicas == 3)
        set.status.readyReplicas = 3
        set.status.availableReplicas = 3
        deployment.status = rules(deployment, [set], now: 1020).status(.rolling)
        condition = deployment.status.conditions[type: "Progressing"]
        #expect(condition?.reason == "NewReplicaSetAvailable" && condition?.message == "ReplicaSet \"a\" has successfully progressed.")
        #expect(deployment.status.conditions[type: "Available"]?.message == "Deployment has minimum availability.")
        #expect(DeploymentStatusRules.isComplete(deployment, deployment.status))
        // Once there, later looks change nothing.
        #expect(rules(deployment, [set], now: 5000).status(.rolling) == deployment.status)
    }

    @Test func aRolloutThatSticksTimesOut() {
        var deployment = makeDeployment()
        deployment.spec.progressDeadlineSeconds = 60
        let set = makeSet("a", of: deployment, replicas: 3, available: 0, revision: 1)
        deployment.status = rules(deployment, [set]).status(.created)
        #expect(rules(deployment, [set], now: 1030).secondsUntilCheck(deployment.status) == 31)
        deployment.status = rules(deployment, [set], now: 1030).status(.rolling)
        #expect(deployment.status.conditions[type: "Progressing"]?.status == .isTrue)
        deployment.status = rules(deployment, [set], now: 1061).status(.rolling)
        let condition = deployment.status.conditions[type: "Progressing"]
        #expect(condition?.status == .isFalse && condition?.reason == "ProgressDeadlineExceeded")
        #expect(condition?.message == "ReplicaSet \"a\" has timed out progressing.")
        #expect(rules(deployment, [set], now: 1061).secondsUntilCheck(deployment.status) == nil)
    }

    @Test func pausingStopsTheClock() {
        var deployment = makeDeployment()
        let set = makeSet("a", of: deployment, replicas: 3, available: 0, revision: 1)
        deployment.spec.paused = true
        deployment.status = rules(deployment, [set]).status(.scaling)
        var condition = deployment.status.conditions[type: "Progressing"]
        #expect(condition?.status == .unknown && condition?.reason == "DeploymentPaused" && condition?.message == "Deployment is paused")
        deployment.spec.paused = false
        deployment.status = rules(deployment, [set], now: 9000).status(.rolling)
        condition = deployment.status.conditions[type: "Progressing"]
        #expect(condition?.reason == "DeploymentResumed" && condition?.message == "Deployment is resumed")
    }

    @Test func failuresOfSetsAreHandedOn() {
        var deployment = makeDeployment()
        var set = makeSet("a", of: deployment, replicas: 3, available: 0, revision: 1)
        set.status.conditions = [Condition(type: "ReplicaFailure", status: .isTrue, reason: "FailedCreate", message: "quota")]
        deployment.status = rules(deployment, [set]).status(.rolling)
        #expect(deployment.status.conditions[type: "ReplicaFailure"]?.message == "quota")
        set.status.conditions = []
        #expect(rules(deployment, [set]).status(.rolling).conditions[type: "ReplicaFailure"] == nil)
        let failed = rules(deployment, []).status(.failed("Failed to create new replica set \"x\": no"))
        #expect(failed.conditions[type: "Progressing"]?.reason == "ReplicaSetCreateError")
    }
}
