import Document
import Logging
import Resources
import Testing

@testable import Cluster

@Suite struct BuiltInPodPlanTests {
    private let plan = BuiltInPodPlan(
        nodeName: "a", nodeUID: "u1", nodeAddress: "10.0.0.1", version: "v1.36.0+coxswain", started: Timestamp(seconds: 1000))
    private let part = BuiltInPart("kube-scheduler", logger: Logger(label: "test")) {}
    private let now = Timestamp(seconds: 2000)

    private func created() throws -> Pod {
        guard case .create(let json) = plan.step(part, existing: nil, isReady: false, now: now) else {
            Issue.record("nothing was made")
            return Pod(name: "")
        }
        return Pod(json)
    }

    private func reported(_ pod: Pod, isReady: Bool) throws -> Pod {
        guard case .report(let status) = plan.step(part, existing: pod, isReady: isReady, now: now) else {
            Issue.record("nothing was reported")
            return pod
        }
        var pod = pod
        pod.status = status
        return pod
    }

    @Test func aPartIsMadeAsAMirrorPodThatOnlyTheNodeOwns() throws {
        let pod = try created()
        #expect(pod.key == ObjectKey(namespace: "kube-system", name: "kube-scheduler-a"))
        #expect(pod.isBuiltIn)
        #expect(pod.annotations[BuiltInPodPlan.mirrorAnnotation] != nil)
        #expect(pod.metadata.ownerReferences.map(\.uid) == ["u1"])
        #expect(pod.spec.nodeName == "a")
    }

    @Test func itsStateIsReportedOnceAndWhenItChanges() throws {
        let waiting = try reported(try created(), isReady: false)
        #expect(!waiting.isReady && waiting.status.phase == "Running")
        #expect(plan.step(part, existing: waiting, isReady: false, now: now.adding(seconds: 9)) == .nothing)
        let ready = try reported(waiting, isReady: true)
        #expect(ready.isReady)
        #expect(plan.step(part, existing: ready, isReady: true, now: now.adding(seconds: 9)) == .nothing)
        // Marked not ready by somebody while the node was not heard of.
        var marked = ready
        var conditions = ready.status.conditions
        conditions.set(Condition(type: "Ready", status: .isFalse), now: now)
        marked.status.conditions = conditions
        #expect(try reported(marked, isReady: true).isReady)
    }

    @Test func whatIsOfAnotherNodeOrDeletedIsMadeAnew() throws {
        var pod = try created()
        pod.json["metadata", "uid"] = "p"
        var deleted = pod
        deleted.json["metadata", "deletionTimestamp"] = "2024-01-01T00:00:00Z"
        #expect(plan.step(part, existing: deleted, isReady: true, now: now) == .remove(uid: "p"))
        let other = BuiltInPodPlan(nodeName: "a", nodeUID: "u2", nodeAddress: "10.0.0.1", version: "v1.36.0", started: now)
        #expect(other.step(part, existing: pod, isReady: true, now: now) == .remove(uid: "p"))
    }
}

@Suite struct ComponentLogTests {
    @Test func aLineIsOfTheFormThatComponentsUse() {
        let line = ComponentLogHandler.line(
            .warning, "no \"way\"", ["b": "2", "a": "1"], component: "kube-proxy", at: Timestamp(seconds: 0, nanoseconds: 678_000))
        #expect(line == "W0101 00:00:00.000678 kube-proxy] \"no \\\"way\\\"\" a=\"1\" b=\"2\"")
    }

    @Test func aFullLogMakesRoomForANewOne() async throws {
        try await withTemporaryDirectory { directory in
            let file = ComponentLogFile(path: directory + "/c/0.log", limit: 100)
            for number in 0..<4 { file.write("line \(number) " + String(repeating: "x", count: 30), at: Timestamp(seconds: 1)) }
            #expect(AtomicFile.read(directory + "/c/0.log")?.contains("line 3") == true)
            #expect(AtomicFile.read(directory + "/c/0.log.1")?.contains("line") == true)
            #expect(AtomicFile.read(directory + "/c/0.log")?.hasPrefix("1970-01-01T00:00:01Z stderr F line") == true)
        }
    }
}
