import Document
import Resources
import Testing

@testable import Diagnosis

@Suite struct SchedulingDiagnosisTests {
    @Test func theSchedulersMessageIsTakenApart() {
        let message =
            "0/4 nodes are available: 1 Insufficient cpu, 3 node(s) had untolerated taint(s). "
            + "preemption: 0/4 nodes are available: 4 No preemption victims."
        #expect(
            SchedulingDiagnosis.reasons(message) == [
                .init(nodes: 3, text: "node(s) had untolerated taint(s)"), .init(nodes: 1, text: "Insufficient cpu"),
            ])
        #expect(SchedulingDiagnosis.reasons("nonsense").isEmpty)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var message: String
        var spec = ""
        var cause: Diagnosis.Cause
        var says: String
        var lists: [ResourceType: [String]] = [:]
        var testDescription: String { message }
    }

    private static let tainted = "{metadata: {name: n1}, spec: {taints: [{key: dedicated, value: x, effect: NoSchedule}]}}"
    private static let cordoned = "{metadata: {name: n1}, spec: {unschedulable: true}}"
    private static let claim = "{metadata: {name: data, namespace: default}, spec: {storageClassName: fast}, status: {phase: Pending}}"

    static let cases: [Case] = [
        Case(message: "0/1 nodes are available: 1 Insufficient cpu.", cause: .resources, says: "node n1: 2 of 2 cpu is free"),
        Case(message: "0/1 nodes are available: 1 Too many pods.", cause: .podLimit, says: "--nodes"),
        Case(
            message: "0/1 nodes are available: 1 node(s) had untolerated taint(s).", cause: .taint,
            says: "kubectl taint nodes n1 dedicated=x:NoSchedule-", lists: [.nodes: [tainted]]),
        Case(
            message: "0/1 nodes are available: 1 node(s) were unschedulable.", cause: .cordoned, says: "kubectl uncordon n1",
            lists: [.nodes: [cordoned]]),
        Case(
            message: "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.", spec: ", nodeSelector: {disk: ssd}",
            cause: .selector,
            says: "kubectl label node n1 disk=ssd"),
        Case(
            message: "0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports.", cause: .hostPort,
            says: "Service instead of hostPort"),
        Case(message: "0/1 nodes are available: 1 node(s) didn't match pod anti-affinity rules.", cause: .affinity, says: "loosen"),
        Case(
            message: "0/1 nodes are available: 1 node(s) didn't match PersistentVolume's node affinity.", cause: .volumePlacement,
            says: "its volume"),
        Case(
            message: "0/1 nodes are available: persistentvolumeclaim \"data\" not found.",
            spec: ", volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]",
            cause: .claimMissing, says: "claim data", lists: [.persistentVolumeClaims: []]),
        Case(
            message: "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.",
            spec: ", volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]", cause: .claimUnbound,
            says: "storage class fast does not exist",
            lists: [.persistentVolumeClaims: [claim]]),
        Case(message: "no nodes available to schedule pods", cause: .noNodes, says: "no node"),
    ]

    @Test(arguments: cases) func aPendingPodHasItsCause(_ row: Case) throws {
        var lists = row.lists
        if lists[.nodes] == nil { lists[.nodes] = [Worlds.node] }
        var world = try Worlds.world(
            .pods, Worlds.pod(spec: row.spec, status: "phase: Pending, conditions: [{type: PodScheduled, status: \"False\"}]"), lists)
        world.object["spec"]["nodeName"] = .null
        world.object["status"]["conditions"] = [["type": "PodScheduled", "status": "False", "message": .string(row.message)]]
        let found = Decider.diagnose(world)[0]
        #expect(found.cause == row.cause)
        #expect(found.text.contains(row.says), "\(found.text)")
    }

    @Test func gatesAndForeignSchedulersAreNamed() throws {
        var world = try Worlds.world(
            .pods, Worlds.pod(spec: ", schedulingGates: [{name: example.com/wait}], schedulerName: mine", status: "phase: Pending"))
        world.object["spec"]["nodeName"] = .null
        #expect(Decider.diagnose(world)[0].cause == .gated)
        world.object["spec"]["schedulingGates"] = .null
        #expect(Decider.diagnose(world)[0].cause == .noScheduler)
    }
}
