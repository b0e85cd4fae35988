import Document
import Resources
import Testing

@testable import Diagnosis

@Suite struct DeletionDiagnosisTests {
    private func why(after seconds: Int, container: String = "state: {running: {}}", hook: String = "") throws -> Diagnosis {
        let end = try #require(Timestamp("2024-01-01T00:00:30Z"))
        var world = try Worlds.world(
            .pods,
            """
            metadata: {name: web, namespace: default, deletionTimestamp: "2024-01-01T00:00:30Z", deletionGracePeriodSeconds: 30}
            spec: {nodeName: n1, containers: [{name: c, image: a\(hook)}]}
            status: {phase: Running, containerStatuses: [{name: c, \(container)}]}
            """, [.nodes: [Worlds.node]])
        world.now = end.adding(seconds: seconds - 30)
        return try #require(Decider.diagnose(world).first)
    }

    @Test func aPodThatIsToldToEndHasItsTime() throws {
        #expect(try why(after: 1).reason == "it is being deleted and has 30 seconds to end")
        #expect(try why(after: 20, container: "state: {terminated: {exitCode: 0}}").reason.hasPrefix("it is being deleted"))
    }

    @Test func aProgramThatIgnoresTheSignalIsNamed() throws {
        let found = try why(after: 12)
        #expect(found.cause == .deleting && !found.isHealthy)
        #expect(
            found.reason
                == "it was told to end 12 seconds ago, but container c runs on: SIGTERM is ignored; SIGKILL follows in 18 seconds")
        #expect(found.fix.contains("process 1"))
        #expect(try why(after: 12, hook: ", lifecycle: {preStop: {exec: {command: [sleep, \"20\"]}}}").reason.contains("preStop hook"))
        #expect(try why(after: 40).reason.hasSuffix("its time is over"))
    }
}
