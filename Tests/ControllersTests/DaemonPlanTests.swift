import Client
import Document
import Resources
import Testing

@testable import Controllers

func makeDaemonSet(_ name: String = "ds", strategy: JSON = ["type": "RollingUpdate"], spec: JSON = [:], image: String = "web:1")
    -> DaemonSet
{
    var set = DaemonSet(name: name, namespace: "ns")
    set.metadata.uid = "uid-of-\(name)"
    set.json["spec"] = ["selector": ["matchLabels": ["app": "web"]], "template": makeTemplate(image: image), "updateStrategy": strategy]
    for (key, value) in spec.object ?? JSONObject() { set.json["spec", "template", "spec"][key] = value }
    return set
}

func makeNode(_ name: String, labels: [String: String] = [:], taints: [Taint] = [], unschedulable: Bool = false) -> Node {
    var node = Node(name: name)
    node.metadata.labels = labels
    node.spec.taints = taints
    node.spec.unschedulable = unschedulable
    node.status.conditions = [Condition(type: "Ready", status: .isTrue)]
    return node
}

@Suite struct DaemonFitTests {
    private func fit(_ node: Node, _ spec: JSON = [:]) -> [Bool] {
        let fit = DaemonFit(makeDaemonSet(spec: spec).spec.template, on: node)
        return [fit.shouldRun, fit.mayStay]
    }

    @Test func nodesAndWhatTheyCarry() {
        let taint = { (key: String, effect: String) in makeNode("n", taints: [Taint(key: key, effect: effect)]) }
        #expect(fit(makeNode("n")) == [true, true])
        #expect(fit(makeNode("n", labels: ["disk": "ssd"]), ["nodeSelector": ["disk": "ssd"]]) == [true, true])
        #expect(fit(makeNode("n"), ["nodeSelector": ["disk": "ssd"]]) == [false, false])
        #expect(fit(makeNode("n"), ["nodeName": "other"]) == [false, false])
        #expect(fit(taint("mine", "NoSchedule")) == [false, true])
        #expect(fit(taint("mine", "NoExecute")) == [false, false])
        #expect(fit(taint("mine", "NoSchedule"), ["tolerations": [["key": "mine", "operator": "Exists"]]]) == [true, true])
        for key in ["unschedulable", "memory-pressure", "disk-pressure", "pid-pressure"] {
            #expect(fit(taint("node.kubernetes.io/\(key)", "NoSchedule")) == [true, true])
        }
        #expect(fit(taint("node.kubernetes.io/unreachable", "NoExecute")) == [true, true])
        #expect(fit(taint("node.kubernetes.io/network-unavailable", "NoSchedule")) == [false, true])
        #expect(fit(taint("node.kubernetes.io/network-unavailable", "NoSchedule"), ["hostNetwork": true]) == [true, true])
        let affinity: JSON = [
            "affinity": [
                "nodeAffinity": [
                    "requiredDuringSchedulingIgnoredDuringExecution": [
                        "nodeSelectorTerms": [["matchExpressions": [["key": "zone", "operator": "In", "values": ["a"]]]]]
                    ]
                ]
            ]
        ]
        #expect(fit(makeNode("n", labels: ["zone": "a"]), affinity) == [true, true])
        #expect(fit(makeNode("n", labels: ["zone": "b"]), affinity) == [false, false])
    }

    @Test func thePodIsForItsNodeAlone() {
        let pod = makeDaemonSet(spec: ["tolerations": [["key": "mine", "operator": "Exists"]]]).pod(on: "n2", hash: "abc")
        #expect(pod.spec.affinity?.onlyNode == "n2" && pod.spec.nodeName.isEmpty)
        #expect(pod.labels["controller-revision-hash"] == "abc" && pod.metadata.generateName == "ds-")
        #expect(pod.spec.tolerations.count == 7)
    }
}

@Suite struct DaemonPlanTests {
    private let now = Timestamp(seconds: 1000)

    private func pod(
        _ name: String, on node: String, hash: String = "new", ready: Bool = true, phase: String = "Running", leaving: Bool = false
    ) -> Pod {
        var pod = makePod(name, labels: ["app": "web", "controller-revision-hash": hash], node: node, phase: phase, ready: ready)
        if leaving { pod.metadata.deletionTimestamp = now }
        return pod
    }

    private func view(_ set: DaemonSet, _ nodes: [Node], _ pods: [Pod]) -> DaemonView {
        DaemonView(set, hash: "new", nodes: nodes, pods: pods.map(PodSummary.init), now: now)
    }

    private func names(_ uids: [String]) -> [String] { uids.map { String($0.dropFirst("uid-of-".count)) }.sorted() }

    @Test func oneOnEachNode() {
        let nodes = [makeNode("a"), makeNode("b"), makeNode("c", taints: [Taint(key: "x", effect: "NoExecute")])]
        let plan = DaemonPlan.manage(view(makeDaemonSet(), nodes, [pod("p1", on: "a"), pod("p2", on: "a"), pod("p3", on: "c")]))
        #expect(plan.create == ["b"])
        #expect(names(plan.delete) == ["p2", "p3"])
    }

    @Test func podsThatHaveEndedAreReplacedOncePerWait() {
        let pods = [
            pod("failed", on: "a", phase: "Failed"), pod("done", on: "b", phase: "Succeeded"), pod("going", on: "c", leaving: true),
        ]
        let all = view(makeDaemonSet(), ["a", "b", "c"].map { makeNode($0) }, pods)
        let plan = DaemonPlan.manage(all)
        #expect(plan.create.isEmpty && names(plan.delete) == ["done", "failed"])
        #expect(plan.ended.map(\.hasFailed) == [true, false])
        let waiting = DaemonPlan.manage(all) { $0 == "a" }
        #expect(names(waiting.delete) == ["done"] && waiting.waiting == ["a"])
    }

    @Test func aPodForANodeThatIsGoneIsNotWaitedFor() {
        var unbound = pod("lost", on: "")
        unbound.metadata.ownerReferences = [makeDaemonSet().controllerReference]
        unbound.spec.affinity = makeDaemonSet().pod(on: "gone", hash: "new").spec.affinity
        #expect(names(DaemonPlan.manage(view(makeDaemonSet(), [makeNode("a")], [unbound])).delete) == ["lost"])
    }

    @Test func rollingReplacesAsManyAsMayBeMissing() {
        let nodes = ["a", "b", "c", "d"].map { makeNode($0) }
        let old = nodes.map { pod("old-\($0.name)", on: $0.name, hash: "old") }
        let two = makeDaemonSet(strategy: ["type": "RollingUpdate", "rollingUpdate": ["maxUnavailable": "50%"]])
        #expect(names(DaemonRollout.plan(view(makeDaemonSet(), nodes, old)).delete) == ["old-a"])
        #expect(names(DaemonRollout.plan(view(two, nodes, old)).delete) == ["old-a", "old-b"])
        let broken = [pod("old-a", on: "a", hash: "old", ready: false), pod("new-b", on: "b", ready: false)] + old.dropFirst(2)
        // What is not available anyway goes, but nothing beyond the limit.
        #expect(names(DaemonRollout.plan(view(makeDaemonSet(), nodes, broken)).delete) == ["old-a"])
    }

    @Test func aSurgeBringsTheNewPodFirst() {
        let set = makeDaemonSet(strategy: ["type": "RollingUpdate", "rollingUpdate": ["maxUnavailable": 0, "maxSurge": 1]])
        let nodes = [makeNode("a"), makeNode("b")]
        let old = [pod("old-a", on: "a", hash: "old"), pod("old-b", on: "b", hash: "old")]
        let first = DaemonRollout.plan(view(set, nodes, old))
        #expect(first.create == ["a"] && first.delete.isEmpty)
        let coming = view(set, nodes, old + [pod("new-a", on: "a", ready: false)])
        #expect(DaemonRollout.plan(coming) == DaemonPlan() && DaemonPlan.manage(coming) == DaemonPlan())
        #expect(names(DaemonRollout.plan(view(set, nodes, old + [pod("new-a", on: "a")])).delete) == ["old-a"])
    }

    @Test func statusCountsNodes() {
        let nodes = [makeNode("a"), makeNode("b"), makeNode("c", taints: [Taint(key: "x", effect: "NoSchedule")])]
        let found = DaemonSetStatus.found(
            view(makeDaemonSet(), nodes, [pod("p1", on: "a"), pod("p2", on: "b", hash: "old", ready: false), pod("p3", on: "c")]),
            collisions: 0)
        #expect(found.desiredNumberScheduled == 2 && found.currentNumberScheduled == 2 && found.numberMisscheduled == 1)
        #expect(found.numberReady == 1 && found.numberAvailable == 1 && found.numberUnavailable == 1 && found.updatedNumberScheduled == 1)
    }
}

@Suite struct DaemonSetControllerTests {
    private let cluster = TestCluster()

    private var status: DaemonSetStatus {
        cluster.server.object(DaemonSet.self, namespace: "ns", name: "ds")?.status ?? DaemonSetStatus()
    }
    private var revisions: [ControllerRevision] { cluster.server.objects(ControllerRevision.self).sorted { $0.revision < $1.revision } }

    private func patch(_ change: JSON) async throws {
        try await cluster.server.patch(DaemonSet.self, namespace: "ns", name: "ds", .merge(change))
    }

    @Test func followsNodesAndTheirLabels() async throws {
        cluster.server.add(makeNode("a"), makeNode("b", labels: ["disk": "ssd"]))
        cluster.server.add(makeDaemonSet(spec: ["nodeSelector": ["disk": "ssd"]]))
        try await cluster.run({ [DaemonSetController($0)] }, kubelet: FakeKubelet()) {
            #expect(await eventually { status.numberAvailable == 1 && cluster.pods.count == 1 })
            try await cluster.server.patch(Node.self, name: "a", .merge(["metadata": ["labels": ["disk": "ssd"]]]))
            #expect(await eventually { status.desiredNumberScheduled == 2 && status.numberAvailable == 2 && cluster.pods.count == 2 })
            try await cluster.server.patch(Node.self, name: "b", .merge(["metadata": ["labels": ["disk": "hdd"]]]))
            #expect(await eventually { cluster.pods.count == 1 && cluster.pods[0].spec.affinity?.onlyNode == "a" })
            #expect(await eventually { cluster.messages("SuccessfulDelete").count == 1 })
        }
    }

    @Test func rollsForwardAndBack() async throws {
        cluster.server.add(makeNode("a"), makeNode("b"))
        cluster.server.add(makeDaemonSet())
        try await cluster.run({ [DaemonSetController($0)] }, kubelet: FakeKubelet()) {
            #expect(await eventually { status.numberAvailable == 2 })
            try await patch(["spec": ["template": makeTemplate(image: "web:2")]])
            #expect(
                await eventually { status.updatedNumberScheduled == 2 && status.numberAvailable == 2 && status.observedGeneration == 2 })
            #expect(cluster.pods.allSatisfy { $0.spec.containers.first?.image == "web:2" })
            #expect(revisions.map(\.revision) == [1, 2])
            let first = revisions[0]
            try await cluster.server.patch(
                DaemonSet.self, namespace: "ns", name: "ds", .merge(["spec": ["template": RevisionHistory.template(first).json]]))
            #expect(await eventually { cluster.pods.count == 2 && cluster.pods.allSatisfy { $0.spec.containers.first?.image == "web:1" } })
            #expect(await eventually { revisions.map(\.revision) == [2, 3] && revisions[1].name == first.name })
        }
    }

    @Test func onDeleteWaitsForSomebodyToDelete() async throws {
        cluster.server.add(makeNode("a"))
        cluster.server.add(makeDaemonSet(strategy: ["type": "OnDelete"]))
        try await cluster.run({ [DaemonSetController($0)] }, kubelet: FakeKubelet()) {
            #expect(await eventually { status.numberAvailable == 1 })
            try await patch(["spec": ["template": makeTemplate(image: "web:2")]])
            #expect(await eventually { status.observedGeneration == 2 && status.json["updatedNumberScheduled"].isNull })
            #expect(cluster.pods.first?.spec.containers.first?.image == "web:1")
            try await cluster.server.delete(Pod.self, namespace: "ns", name: cluster.pods[0].name)
            #expect(await eventually { cluster.pods.first?.spec.containers.first?.image == "web:2" })
        }
    }
}
