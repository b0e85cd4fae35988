import Client
import Document
import Resources
import Testing

@testable import Scheduler

func node(
    _ name: String, labels: JSON = .object(.init()), taints: JSON = [], unschedulable: Bool = false, cpu: String = "4",
    memory: String = "8Gi", pods: String = "110"
)
    -> Node
{
    Node([
        "metadata": ["name": .string(name), "labels": labels], "spec": ["taints": taints, "unschedulable": .bool(unschedulable)],
        "status": ["allocatable": ["cpu": .string(cpu), "memory": .string(memory), "pods": .string(pods)]],
    ])
}

func pod(_ name: String, cpu: String? = nil, memory: String? = nil, spec extra: JSON = .object(.init()), priority: Int = 0) -> PodInfo {
    var requests: JSON = .object(.init())
    if let cpu { requests["cpu"] = .string(cpu) }
    if let memory { requests["memory"] = .string(memory) }
    var spec: JSON = ["containers": [["name": "c", "image": "i", "resources": ["requests": requests]]], "priority": .int(Int64(priority))]
    spec = MergePatch.apply(extra, to: spec)
    return PodInfo(Pod(["metadata": ["name": .string(name), "namespace": "default", "uid": .string("uid-" + name)], "spec": spec]))
}

@Suite struct PlacementTests {
    /// Pod, nodes, the event's text (nil: placed).
    static let cases: [(PodInfo, [Node], String?)] = [
        (pod("p"), [], "no nodes available to schedule pods"),
        (pod("p"), [node("a")], nil),
        (pod("p", cpu: "5"), [node("a"), node("b")], "0/2 nodes are available: 2 Insufficient cpu."),
        (
            pod("p", cpu: "5", memory: "9Gi"), [node("a"), node("b", cpu: "8")],
            "0/2 nodes are available: 1 Insufficient cpu, 2 Insufficient memory."
        ),
        (pod("p"), [node("a", pods: "0")], "0/1 nodes are available: 1 Too many pods."),
        (pod("p"), [node("a", unschedulable: true)], "0/1 nodes are available: 1 node(s) were unschedulable."),
        (
            pod("p"), [node("a", taints: [["key": "k", "value": "v", "effect": "NoSchedule"]]), node("b", cpu: "0", pods: "0")],
            "0/2 nodes are available: 1 Too many pods, 1 node(s) had untolerated taint(s)."
        ),
        (
            pod("p", spec: ["tolerations": [["key": "k", "operator": "Exists"]]]),
            [node("a", taints: [["key": "k", "value": "v", "effect": "NoSchedule"]])], nil
        ),
        (
            pod("p", spec: ["nodeSelector": ["gpu": "true"]]), [node("a"), node("b", labels: ["gpu": "false"])],
            "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector."
        ),
        (pod("p", spec: ["nodeSelector": ["gpu": "true"]]), [node("a"), node("b", labels: ["gpu": "true"])], nil),
        (
            pod(
                "p",
                spec: [
                    "affinity": [
                        "nodeAffinity": [
                            "requiredDuringSchedulingIgnoredDuringExecution": [
                                "nodeSelectorTerms": [["matchExpressions": [["key": "n", "operator": "Gt", "values": ["5"]]]]]
                            ]
                        ]
                    ]
                ]), [node("a", labels: ["n": "5"]), node("b")],
            "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector."
        ),
        (pod("p", spec: ["tolerations": [["operator": "Exists"]]]), [node("a", unschedulable: true)], nil),
    ]

    @Test(arguments: cases.indices)
    func placesOrSaysWhyNot(index: Int) {
        let (pod, nodes, message) = Self.cases[index]
        switch PluginSet.standard.place(pod, on: nodes.map { NodeInfo($0) }) {
        case .node: #expect(message == nil)
        case .none(let refusal): #expect(refusal.message == message)
        }
    }

    @Test func hostPortsConflictOnlyOnTheSameAddressAndProtocol() {
        let holder = pod(
            "holder",
            spec: [
                "containers": [["name": "c", "ports": [["containerPort": 80, "hostPort": 8080, "protocol": "TCP", "hostIP": "10.0.0.1"]]]]
            ])
        let nodes = [NodeInfo(node("a"), pods: [holder])]
        func verdict(_ address: String, _ proto: String) -> Placement {
            PluginSet.standard.place(
                pod(
                    "p",
                    spec: [
                        "containers": [
                            [
                                "name": "c",
                                "ports": [["containerPort": 80, "hostPort": 8080, "protocol": .string(proto), "hostIP": .string(address)]],
                            ]
                        ]
                    ]),
                on: nodes)
        }
        #expect(verdict("10.0.0.2", "TCP") == .node("a"))
        #expect(verdict("10.0.0.1", "UDP") == .node("a"))
        #expect(verdict("10.0.0.1", "TCP") != .node("a"))
        #expect(verdict("", "TCP") != .node("a"))
    }

    @Test func theEmptierNodeAndThePreferredNodeWin() {
        let busy = NodeInfo(node("busy"), pods: [pod("x", cpu: "3", memory: "6Gi")])
        #expect(PluginSet.standard.place(pod("p", cpu: "100m"), on: [busy, NodeInfo(node("idle"))]) == .node("idle"))
        let preferring = pod(
            "p",
            spec: [
                "affinity": [
                    "nodeAffinity": [
                        "preferredDuringSchedulingIgnoredDuringExecution": [
                            ["weight": 100, "preference": ["matchExpressions": [["key": "disk", "operator": "In", "values": ["ssd"]]]]]
                        ]
                    ]
                ]
            ])
        #expect(
            PluginSet.standard.place(preferring, on: [NodeInfo(node("a")), NodeInfo(node("b", labels: ["disk": "ssd"]))]) == .node("b"))
        let shunned = NodeInfo(node("shunned", taints: [["key": "k", "effect": "PreferNoSchedule"]]))
        #expect(PluginSet.standard.place(pod("p"), on: [shunned, NodeInfo(node("plain"))]) == .node("plain"))
    }

    @Test func podsWithoutRequestsSpread() {
        var state = ClusterState()
        for name in ["a", "b", "c"] { state.update(node(name)) }
        for index in 0..<9 {
            let pod = pod("p\(index)")
            guard case .node(let name) = PluginSet.standard.place(pod, on: state.registered, from: index) else {
                Issue.record("not placed")
                return
            }
            state.place(pod, on: name)
        }
        #expect(state.nodes.map(\.pods.count) == [3, 3, 3])
    }

    @Test func initContainersAndSidecarsCountAtTheirPeak() {
        let spec = PodSpec([
            "initContainers": [
                ["name": "side", "restartPolicy": "Always", "resources": ["requests": ["cpu": "1"]]],
                ["name": "init", "resources": ["requests": ["cpu": "3"]]],
            ], "containers": [["name": "main", "resources": ["requests": ["cpu": "2", "memory": "1Gi"]]]], "overhead": ["cpu": "250m"],
        ])
        let amounts = ResourceAmounts(podSpec: spec)
        #expect(amounts.milliCPU == 4250)
        #expect(amounts.memory == 1 << 30)
    }

    @Test func aNodeThatLeavesWithPodsOnItTakesNoMore() {
        var state = ClusterState()
        state.update(node("a"))
        state.place(pod("p"), on: "a")
        state.removeNode("a")
        #expect(state.registered.isEmpty)
        let removed = state.removePod(uid: "uid-p")
        #expect(removed)
        #expect(state.nodes.isEmpty)
    }
}
