import Document
import Resources
import Testing

@testable import Diagnosis

@Suite struct FarProbeTests {
    private let probe = FarProbe(
        node: "far",
        targets: [
            .init(.nodeToAPI(from: "far"), address: "10.96.0.1", port: 443),
            .init(.nodeToDNS(from: "far"), address: "10.96.0.10", port: 53),
        ])

    private func pod(ready: [Bool]) -> Pod {
        Pod([
            "metadata": ["name": "far-1"],
            "status": [
                "containerStatuses": .array(
                    ready.enumerated().map { ["name": .string("target-\($0.offset)"), "ready": .bool($0.element)] })
            ],
        ])
    }

    private func event(_ container: Int, _ message: String) -> Event {
        Event([
            "reason": "Unhealthy", "message": .string("Readiness probe failed: dial tcp 10.96.0.10:53: " + message),
            "involvedObject": ["fieldPath": .string("spec.containers{target-\(container)}")],
        ])
    }

    @Test func aContainerForEachTargetIsProbedByItsKubelet() {
        let stage = DoctorStage(namespace: "n", localImage: "pause:1", registryImage: "r/pause:1")
        let spec = stage.farPod(1, probe)["spec"]
        #expect(spec["nodeSelector"]["kubernetes.io/hostname"] == "far")
        #expect(spec["containers"].array?.count == 2)
        #expect(spec["containers"][1]["readinessProbe"]["tcpSocket"] == ["host": "10.96.0.10", "port": 53])
    }

    @Test func readinessAndItsFailuresAreTheAnswers() {
        let half = pod(ready: [true, false])
        #expect(probe.outcome(0, half, []) == .answered(""))
        #expect(probe.outcome(1, half, []) == nil)
        #expect(probe.outcome(1, half, [event(0, "connect: connection refused")]) == nil)
        #expect(probe.outcome(1, half, [event(1, "connect: connection refused")]) == .refused)
        #expect(probe.outcome(1, half, [event(1, "i/o timeout")]) == .silent)
        let found = Link.nodeToDNS(from: "far").finding(target: "10.96.0.10:53", .silent, milliseconds: nil)
        #expect(found.state == .bad && found.what == "node far → DNS by TCP")
        let good = Link.nodeToAPI(from: "far").finding(target: "10.96.0.1:443", .answered(""), milliseconds: nil)
        #expect(good.result == "10.96.0.1:443 answers")
    }
}
