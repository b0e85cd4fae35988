import Document
import Resources
import Testing

@testable import Kubectl

@Suite struct TaintChangeTests {
    private let node: JSON = [
        "metadata": ["name": "n"], "spec": ["taints": [["key": "a", "value": "1", "effect": "NoSchedule"]]],
    ]

    @Test func addition() throws {
        let (taints, operation) = try TaintChange(["b=2:NoExecute"]).apply(to: node, overwrites: false)
        #expect(operation == "tainted")
        #expect(taints.map(TaintText.describe) == ["b=2:NoExecute", "a=1:NoSchedule"])
    }

    @Test func removal() throws {
        let (taints, operation) = try TaintChange(["a-"]).apply(to: node, overwrites: false)
        #expect(operation == "untainted" && taints.isEmpty)
        #expect(throws: Failure.self) { try TaintChange(["a:NoExecute-"]).apply(to: node, overwrites: false) }
    }

    @Test func overwriting() throws {
        let change = try TaintChange(["a=2:NoSchedule"])
        do {
            _ = try change.apply(to: node, overwrites: false)
            Issue.record("overwritten")
        } catch {
            #expect((error as? Failure)?.description == "node n already has a taint(s) with same effect(s) and --overwrite is false")
        }
        #expect(try change.apply(to: node, overwrites: true).operation == "modified")
    }

    @Test(arguments: [
        ("a=b", "invalid taint spec: a=b"), ("a:Never", "invalid taint effect: Never, unsupported taint effect"),
        ("a:b:c", "invalid taint spec: a:b:c"),
    ]) func refusals(_ text: String, _ message: String) {
        do {
            _ = try TaintChange([text])
            Issue.record("accepted")
        } catch {
            #expect(error.description.hasPrefix(message))
        }
    }
}

@Suite struct DrainPlanTests {
    private func pod(_ name: String, owner: String? = nil, emptyDir: Bool = false, phase: String = "Running") -> JSON {
        var pod: JSON = ["metadata": ["name": .string(name), "namespace": "d"], "spec": [:], "status": ["phase": .string(phase)]]
        if let owner {
            pod["metadata"]["ownerReferences"] = [["controller": true, "kind": .string(owner), "apiVersion": "apps/v1"]]
        }
        if emptyDir { pod["spec"]["volumes"] = [["name": "v", "emptyDir": [:]]] }
        return pod
    }

    private func plan(_ pods: [JSON], _ options: DrainPlan.Options = .init()) -> DrainPlan {
        DrainPlan(pods, options, now: .init(seconds: 0))
    }

    @Test func podsOfControllersGo() {
        let plan = plan([pod("a", owner: "ReplicaSet"), pod("b", phase: "Succeeded")])
        #expect(plan.pods.count == 2 && plan.refusals.isEmpty)
    }

    @Test func refusals() {
        let plan = plan([pod("a"), pod("b", owner: "DaemonSet"), pod("c", owner: "ReplicaSet", emptyDir: true), pod("d")])
        #expect(
            plan.refusalTexts == [
                "cannot delete Pods that declare no controller (use --force to override): d/a, d/d",
                "cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore): d/b",
                "cannot delete Pods with local storage (use --delete-emptydir-data to override): d/c",
            ])
    }

    @Test func allowances() {
        let plan = plan(
            [pod("a"), pod("b", owner: "DaemonSet"), pod("c", owner: "ReplicaSet", emptyDir: true)],
            .init(force: true, ignoresDaemonSets: true, deletesEmptyDirData: true))
        #expect(plan.pods.map { $0["metadata"]["name"] } == ["a", "c"])
        #expect(
            plan.warningText
                == "deleting Pods that declare no controller: d/a; ignoring DaemonSet-managed Pods: d/b; deleting Pods with local storage: d/c"
        )
    }
}

@Suite struct RoleReconciliationTests {
    private func role(_ verbs: [String]) -> JSON {
        [
            "kind": "Role", "metadata": ["name": "r"],
            "rules": [["apiGroups": [""], "resources": ["pods"], "verbs": JSON(verbs)]],
        ]
    }

    @Test func operations() {
        #expect(RoleReconciliation(wanted: role(["get"]), existing: nil, removesExtra: false).operation == .create)
        #expect(RoleReconciliation(wanted: role(["get"]), existing: role(["*"]), removesExtra: false).operation == .none)
        let added = RoleReconciliation(wanted: role(["get", "list"]), existing: role(["get"]), removesExtra: false)
        #expect(added.operation == .update && added.missing.count == 1 && added.result["rules"].items.count == 2)
        let removed = RoleReconciliation(wanted: role(["get"]), existing: role(["get", "list"]), removesExtra: true)
        #expect(removed.extra.count == 1 && removed.result["rules"] == role(["get"])["rules"])
        #expect(RuleCover.text(added.missing[0]) == "{Verbs:[list] APIGroups:[] Resources:[pods] ResourceNames:[] NonResourceURLs:[]}")
    }

    @Test func aBindingToAnotherRoleIsMadeAnew() {
        let old: JSON = ["kind": "RoleBinding", "metadata": ["name": "b"], "roleRef": ["name": "x"]]
        var wanted = old
        wanted["roleRef"]["name"] = "y"
        #expect(RoleReconciliation(wanted: wanted, existing: old, removesExtra: false).operation == .recreate)
    }
}

@Suite struct DebugPlanTests {
    private let pod: JSON = [
        "metadata": ["name": "p", "namespace": "d", "labels": ["a": "b"]],
        "spec": ["nodeName": "n", "containers": [["name": "main", "image": "app", "livenessProbe": [:]]]],
    ]

    @Test func ephemeralContainer() {
        let container = DebugPlan(image: "busybox", arguments: ["sh"], takesInput: true, target: "main").ephemeralContainer(
            in: pod, name: "x")
        #expect(container["targetContainerName"] == "main" && container["stdin"] == true && container["command"] == ["sh"])
        #expect(container["securityContext"]["capabilities"]["add"] == ["SYS_PTRACE"])
    }

    @Test func copyWithAnotherImage() throws {
        let (copy, name) = try DebugPlan(copyName: "c", images: ["main": "app:debug"]).copy(of: pod) { "unused" }
        #expect(name.isEmpty && copy["spec"]["containers"][0]["image"] == "app:debug" && copy["spec"]["nodeName"].isNull)
    }

    @Test func copyWithANewContainer() throws {
        let (copy, name) = try DebugPlan(image: "busybox", copyName: "c").copy(of: pod) { "debugger-x" }
        #expect(name == "debugger-x" && copy["spec"]["containers"].array?.count == 2)
        #expect(copy["metadata"]["labels"].isNull && copy["spec"]["containers"][0]["livenessProbe"].isNull)
        #expect(copy["spec"]["shareProcessNamespace"] == true)
    }

    @Test func nodeShell() {
        let debug = DebugPlan(image: "busybox").nodePod("n", name: "node-debugger-n-x")
        #expect(debug["spec"]["hostPID"] == true && debug["spec"]["nodeName"] == "n")
        #expect(debug["spec"]["containers"][0]["volumeMounts"][0]["mountPath"] == "/host")
    }
}
