import Document
import Resources
import Testing

@testable import Kinds

@Suite struct PodColumnsTests {
    /// Status of the pod, and what READY, STATUS and RESTARTS show.
    @Test(arguments: [
        ("{phase: Pending}", "0/1", "Pending", "0"),
        ("{phase: Running, containerStatuses: [{name: a, ready: true, state: {running: {}}}]}", "1/1", "Running", "0"),
        (
            "{phase: Running, containerStatuses: [{name: a, restartCount: 3, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {finishedAt: \"2024-05-01T11:55:00Z\"}}}]}",
            "0/1", "CrashLoopBackOff", "3 (5m ago)"
        ),
        (
            "{phase: Succeeded, containerStatuses: [{name: a, state: {terminated: {exitCode: 0, reason: Completed}}}]}", "0/1", "Completed",
            "0"
        ),
        (
            "{phase: Failed, containerStatuses: [{name: a, state: {terminated: {exitCode: 137, reason: OOMKilled}}}]}", "0/1", "OOMKilled",
            "0"
        ),
        ("{phase: Failed, containerStatuses: [{name: a, state: {terminated: {exitCode: 2}}}]}", "0/1", "ExitCode:2", "0"),
        ("{phase: Failed, reason: Evicted}", "0/1", "Evicted", "0"),
        (
            "{phase: Pending, conditions: [{type: PodScheduled, status: \"False\", reason: SchedulingGated}]}", "0/1", "SchedulingGated",
            "0"
        ),
        ("{phase: Pending, initContainerStatuses: [{name: i, state: {running: {}}}]}", "0/1", "Init:0/1", "0"),
        ("{phase: Pending, initContainerStatuses: [{name: i, state: {waiting: {reason: ErrImagePull}}}]}", "0/1", "Init:ErrImagePull", "0"),
        (
            "{phase: Pending, initContainerStatuses: [{name: i, restartCount: 1, state: {terminated: {exitCode: 1, reason: Error}}}]}",
            "0/1",
            "Init:Error", "1"
        ),
    ])
    func sumsUp(status: String, ready: String, word: String, restarts: String) throws {
        let pods = Fixture("v1", "Pod")
        let row = try pods.row("{spec: {initContainers: [{name: i}], containers: [{name: a}]}, status: \(status)}")
        #expect(row == ["it", ready, word, restarts, "5m", "<none>", "<none>", "<none>", "<none>"])
    }

    @Test func deletionAndPlace() throws {
        let row = try Fixture("v1", "Pod").row(
            """
            metadata: {deletionTimestamp: "2024-05-01T12:00:00Z"}
            spec: {nodeName: n1, containers: [{name: a}, {name: b}], readinessGates: [{conditionType: x}]}
            status: {phase: Running, podIP: 10.0.0.1, podIPs: [{ip: 10.0.0.1}], containerStatuses: [{name: a, ready: true, state: {running: {}}}]}
            """)
        #expect(row == ["it", "1/2", "Terminating", "0", "5m", "10.0.0.1", "n1", "<none>", "0/1"])
    }
}
