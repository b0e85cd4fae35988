import Document
import Resources
import Testing

@testable import Scheduler

/// Rules about other pods: affinity, spreading, preemption.
@Suite struct PodRulesTests {
    private func labelled(
        _ name: String, _ labels: JSON, spec: JSON = .object(.init()), priority: Int = 0, cpu: String? = nil, namespace: String = "default"
    ) -> PodInfo {
        var spec: JSON = MergePatch.apply(spec, to: ["containers": [["name": "c", "image": "i"]], "priority": .int(Int64(priority))])
        if let cpu { spec["containers"] = [["name": "c", "image": "i", "resources": ["requests": ["cpu": .string(cpu)]]]] }
        return PodInfo(
            Pod([
                "metadata": ["name": .string(name), "namespace": .string(namespace), "uid": .string("uid-" + name), "labels": labels],
                "spec": spec,
            ]))
    }

    private func affinity(_ kind: String, _ labels: JSON, key: String = "zone", more: JSON = [:]) -> JSON {
        var term: JSON = ["labelSelector": ["matchLabels": labels], "topologyKey": .string(key)]
        for (key, value) in more.object ?? JSONObject() { term[key] = value }
        return ["affinity": [kind: ["requiredDuringSchedulingIgnoredDuringExecution": [term]]]]
    }

    private func preferred(_ kind: String, _ labels: JSON) -> JSON {
        let term: JSON = ["labelSelector": ["matchLabels": labels], "topologyKey": "zone"]
        return ["affinity": [kind: ["preferredDuringSchedulingIgnoredDuringExecution": [["weight": 10, "podAffinityTerm": term]]]]]
    }

    private func zones(_ pods: [String: [PodInfo]]) -> [NodeInfo] {
        ["a", "b"].map { NodeInfo(node($0, labels: ["zone": .string($0)]), pods: pods[$0] ?? []) }
    }

    private func place(_ pod: PodInfo, _ nodes: [NodeInfo], facts: ClusterFacts = ClusterFacts()) -> String {
        switch PluginSet.standard.place(pod, on: nodes, facts: facts) {
        case .node(let name): name
        case .none(let refusal): refusal.message
        }
    }

    @Test func podsAreDrawnToOthers() {
        let nodes = zones(["b": [labelled("db", ["app": "db"])]])
        let rule = affinity("podAffinity", ["app": "db"])
        #expect(place(labelled("web", ["app": "web"], spec: rule), nodes) == "b")
        #expect(
            place(labelled("web", ["app": "web"], spec: rule, namespace: "other"), nodes)
                == "0/2 nodes are available: 2 node(s) didn't match pod affinity rules.")
        let anywhere = affinity("podAffinity", ["app": "db"], more: ["namespaceSelector": .object(.init())])
        #expect(place(labelled("web", ["app": "web"], spec: anywhere, namespace: "other"), nodes) == "b")
        let teams = affinity("podAffinity", ["app": "db"], more: ["namespaceSelector": ["matchLabels": ["team": "x"]]])
        let facts = ClusterFacts(namespaceLabels: { $0 == "default" ? ["team": "x"] : [:] })
        #expect(place(labelled("web", ["app": "web"], spec: teams, namespace: "other"), nodes, facts: facts) == "b")
        // The first of a group that wishes to be together may go anywhere.
        #expect(place(labelled("db2", ["app": "new"], spec: affinity("podAffinity", ["app": "new"])), nodes) == "a")
        #expect(place(labelled("web", ["app": "web"], spec: preferred("podAffinity", ["app": "db"])), nodes) == "b")
    }

    @Test func podsAreKeptApart() {
        let rule = affinity("podAntiAffinity", ["app": "web"])
        let one = labelled("one", ["app": "web"], spec: rule)
        #expect(place(labelled("two", ["app": "web"], spec: rule), zones(["a": [one]])) == "b")
        let full = zones(["a": [one], "b": [labelled("two", ["app": "web"], spec: rule)]])
        #expect(
            place(labelled("three", ["app": "web"], spec: rule), full)
                == "0/2 nodes are available: 2 node(s) didn't match pod anti-affinity rules.")
        #expect(
            place(labelled("plain", ["app": "web"]), full)
                == "0/2 nodes are available: 2 node(s) didn't satisfy existing pods anti-affinity rules.")
        #expect(place(labelled("other", ["app": "other"]), full) == "a")
        #expect(place(labelled("shy", ["app": "x"], spec: preferred("podAntiAffinity", ["app": "web"])), zones(["a": [one]])) == "b")
    }

    @Test func podsAreSpread() {
        func spread(_ when: String, skew: Int64 = 1, more: JSON = [:]) -> JSON {
            var constraint: JSON = [
                "maxSkew": .int(skew), "topologyKey": "zone", "whenUnsatisfiable": .string(when),
                "labelSelector": ["matchLabels": ["app": "web"]],
            ]
            for (key, value) in more.object ?? JSONObject() { constraint[key] = value }
            return ["topologySpreadConstraints": [constraint]]
        }
        let web = { (name: String) in labelled(name, ["app": "web"]) }
        let uneven = zones(["a": [web("1"), web("2")], "b": [web("3")]])
        #expect(place(labelled("w", ["app": "web"], spec: spread("DoNotSchedule")), uneven) == "b")
        #expect(place(labelled("w", ["app": "web"], spec: spread("ScheduleAnyway")), uneven) == "b")
        let bare = [NodeInfo(node("x")), NodeInfo(node("a", labels: ["zone": "a"]), pods: [web("1")])]
        #expect(place(labelled("w", ["app": "web"], spec: spread("DoNotSchedule")), bare) == "a")
        #expect(
            place(labelled("w", ["app": "web"], spec: spread("DoNotSchedule", more: ["minDomains": 3])), bare)
                == "0/2 nodes are available: 1 node(s) didn't match pod topology spread constraints, 1 node(s) didn't match pod topology spread constraints (missing required label)."
        )
    }

    private func preempt(_ pod: PodInfo, _ nodes: [NodeInfo]) -> Preemption {
        Preemption.plan(pod, nodes, .standard, ClusterFacts())
    }

    private func victims(_ preemption: Preemption) -> [String] {
        guard case .victims(let node, let pods) = preemption else { return [] }
        return [node] + pods.map(\.key.name).sorted()
    }

    @Test func lessImportantPodsMakeRoom() {
        let pod = labelled("vip", [:], priority: 100, cpu: "3")
        let nodes = [
            NodeInfo(node("a"), pods: [labelled("a1", [:], priority: 10, cpu: "2"), labelled("a2", [:], priority: 5, cpu: "2")]),
            NodeInfo(node("b"), pods: [labelled("b1", [:], priority: 1, cpu: "2"), labelled("b2", [:], priority: 1, cpu: "2")]),
            NodeInfo(node("c"), pods: [labelled("c1", [:], priority: 100, cpu: "4")]),
            NodeInfo(node("d", labels: ["x": "y"], unschedulable: true)),
        ]
        #expect(victims(preempt(pod, nodes)) == ["b", "b1", "b2"])
        // As few as will do.
        #expect(victims(preempt(labelled("vip", [:], priority: 100, cpu: "1"), [nodes[0]])) == ["a", "a2"])
        let none = preempt(pod, Array(nodes[2...]))
        #expect(
            none.message
                == " preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling."
        )
    }

    /// Where only `unresolvable` verdicts are, nobody looks for victims: the plan would find none.
    @Test func whetherLeavingHelpsIsToldWithTheRefusal() {
        let cordoned = NodeInfo(node("a", unschedulable: true))
        let full = NodeInfo(node("b"), pods: [labelled("b1", [:], priority: 10, cpu: "4")])
        let pod = labelled("vip", [:], priority: 100, cpu: "3")
        for (nodes, isResolvable) in [([cordoned], false), ([full], true), ([cordoned, full], true), ([], false)] {
            guard case .none(let refusal) = PluginSet.standard.place(pod, on: nodes) else {
                Issue.record("it was placed")
                continue
            }
            #expect(refusal.isResolvable == isResolvable)
            if !isResolvable { #expect(preempt(pod, nodes).message == Preemption.unhelpful(on: nodes.count).message || nodes.isEmpty) }
        }
    }

    private func budget(_ app: String, allowed: Int, disrupted: [String] = []) -> DisruptionBudget {
        var budget = PodDisruptionBudget(name: app, namespace: "default")
        budget.spec.selector = ["matchLabels": ["app": .string(app)]]
        budget.status.disruptionsAllowed = allowed
        budget.status.disruptedPods = Dictionary(disrupted.map { ($0, Timestamp(seconds: 0)) }) { first, _ in first }
        return DisruptionBudget(budget)
    }

    @Test func budgetsAreKeptToWherePossible() {
        let pod = labelled("vip", [:], priority: 100, cpu: "2")
        let kept = labelled("kept", ["app": "db"], priority: 1, cpu: "2")
        let other = labelled("other", ["app": "web"], priority: 5, cpu: "2")
        func victims(_ nodes: [NodeInfo], _ budgets: [DisruptionBudget]) -> [String] {
            self.victims(Preemption.plan(pod, nodes, .standard, ClusterFacts(budgets: { budgets })))
        }
        // On one node the less important pod stays if its budget has nothing left.
        let one = [NodeInfo(node("a"), pods: [kept, other])]
        #expect(victims(one, []) == ["a", "kept"])
        #expect(victims(one, [budget("db", allowed: 0)]) == ["a", "other"])
        #expect(victims(one, [budget("db", allowed: 1)]) == ["a", "kept"])
        #expect(victims(one, [budget("db", allowed: 0, disrupted: ["kept"])]) == ["a", "kept"])
        // Of two nodes the one without a violation is taken, though its pod is more important.
        let two = [
            NodeInfo(node("a"), pods: [labelled("a1", ["app": "db"], priority: 1, cpu: "4")]),
            NodeInfo(node("b"), pods: [labelled("b1", [:], priority: 50, cpu: "4")]),
        ]
        #expect(victims(two, []) == ["a", "a1"])
        #expect(victims(two, [budget("db", allowed: 0)]) == ["b", "b1"])
        // Where nothing else makes room, the budget gives way.
        #expect(victims([two[0]], [budget("db", allowed: 0)]) == ["a", "a1"])
    }

    @Test func aPromiseIsKeptAgainstLessImportantPods() {
        var promised = NodeInfo(node("a"))
        promised.nominate(labelled("vip", [:], priority: 100, cpu: "3"))
        #expect(place(labelled("late", [:], priority: 1, cpu: "2"), [promised]) == "0/1 nodes are available: 1 Insufficient cpu.")
        #expect(place(labelled("higher", [:], priority: 200, cpu: "2"), [promised]) == "a")
        #expect(place(labelled("vip", [:], priority: 100, cpu: "3"), [promised]) == "a")
    }
}
