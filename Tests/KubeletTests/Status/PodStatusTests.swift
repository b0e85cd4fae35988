import CRI
import Document
import Resources
import Testing

@testable import Kubelet

@Suite struct PodStatusTests {
    private func status(
        _ pod: Pod, _ runtime: PodRuntimeState, waiting: [String: WaitingReason] = [:], ready: Bool = true, terminal: Bool = false,
        failure: PodMachine.Failure? = nil
    ) -> PodStatus {
        PodStatusComputer.status(
            PodStatusInput(
                pod: pod, runtime: runtime, waiting: waiting, isReady: { _ in ready }, failure: failure, isTerminal: terminal,
                nodeAddress: "192.0.2.1", now: Fixtures.start))
    }

    @Test func aRunningPodInFull() throws {
        let status = status(Fixtures.pod(), Fixtures.runtime(Fixtures.container()))
        let expected = try YAML.parseOne(
            """
            observedGeneration: 1
            phase: Running
            conditions:
            - {type: PodReadyToStartContainers, status: "True", lastTransitionTime: "2023-11-14T22:13:20Z", \
            lastProbeTime: null, observedGeneration: 1}
            - {type: Initialized, status: "True", lastTransitionTime: "2023-11-14T22:13:20Z", lastProbeTime: null, observedGeneration: 1}
            - {type: Ready, status: "True", lastTransitionTime: "2023-11-14T22:13:20Z", lastProbeTime: null, observedGeneration: 1}
            - {type: ContainersReady, status: "True", lastTransitionTime: "2023-11-14T22:13:20Z", \
            lastProbeTime: null, observedGeneration: 1}
            - {type: PodScheduled, status: "True", lastTransitionTime: "2023-11-14T22:13:20Z", lastProbeTime: null, observedGeneration: 1}
            hostIP: 192.0.2.1
            hostIPs: [{ip: 192.0.2.1}]
            podIP: 10.244.0.5
            podIPs: [{ip: 10.244.0.5}]
            startTime: "2023-11-14T22:13:20Z"
            containerStatuses:
            - name: main
              state: {running: {startedAt: "2023-11-14T22:13:22Z"}}
              lastState: {}
              ready: true
              restartCount: 0
              image: docker.io/library/busybox:1
              imageID: docker.io/library/busybox@sha256:abc
              containerID: containerd://main-0
              started: true
            qosClass: BestEffort
            """)
        #expect(status.json == expected, "\(status.json.prettyText)")
    }

    @Test(arguments: [
        ("Always", [("a", RuntimeContainerState.running, Int32(0)), ("b", .exited, 1)], "Running"),
        ("Always", [("a", .exited, 0), ("b", .exited, 0)], "Running"), ("Never", [("a", .exited, 0), ("b", .exited, 0)], "Succeeded"),
        ("Never", [("a", .exited, 0), ("b", .exited, 2)], "Failed"), ("OnFailure", [("a", .exited, 2)], "Running"),
        ("OnFailure", [("a", .exited, 0)], "Succeeded"), ("Always", [("a", .created, 0)], "Pending"),
    ])
    func phases(policy: String, containers: [(String, RuntimeContainerState, Int32)], phase: String) {
        let pod = Fixtures.pod(containers: containers.map { ["name": .string($0.0), "image": "x"] }, restartPolicy: policy)
        let runtime = PodRuntimeState(
            sandboxes: [Fixtures.sandbox()], containers: containers.map { Fixtures.container($0.0, $0.1, exit: $0.2) })
        #expect(status(pod, runtime).phase == phase)
    }

    @Test func aNewPodIsCreating() {
        let status = status(Fixtures.pod(), PodRuntimeState())
        #expect(status.phase == "Pending")
        #expect(status.containerStatuses[0].state.waiting?.reason == "ContainerCreating")
        #expect(status.conditions[type: "Ready"]?.message == "containers with unready status: [main]")
        #expect(status.conditions[type: "PodReadyToStartContainers"]?.isTrue == false)
    }

    @Test func aCrashLoopShowsWhyItWaitsAndHowItEnded() {
        let waiting = WaitingReason(
            reason: "CrashLoopBackOff", message: "back-off 10s restarting failed container=main pod=web_default(uid-web)")
        let runtime = Fixtures.runtime(Fixtures.container("main", .exited, exit: 137, attempt: 1, reason: "OOMKilled"))
        let found = status(Fixtures.pod(), runtime, waiting: ["main": waiting])
        #expect(found.phase == "Running")
        #expect(found.containerStatuses[0].state.waiting?.reason == "CrashLoopBackOff")
        #expect(found.containerStatuses[0].lastState.terminated?.reason == "OOMKilled")
        #expect(found.containerStatuses[0].lastState.terminated?.exitCode == 137)
        #expect(found.containerStatuses[0].restartCount == 1)
    }

    @Test func anUnreadyContainerMakesThePodUnready() {
        let found = status(Fixtures.pod(), Fixtures.runtime(Fixtures.container()), ready: false)
        #expect(found.phase == "Running")
        #expect(found.containerStatuses[0].ready == false)
        #expect(found.conditions[type: "Ready"]?.reason == "ContainersNotReady")
    }

    @Test func initializingPodsSaySo() {
        let pod = Fixtures.pod(initContainers: [["name": "one", "image": "x"]])
        let found = status(pod, Fixtures.runtime(Fixtures.container("one")))
        #expect(found.phase == "Pending")
        #expect(found.containerStatuses[0].state.waiting?.reason == "PodInitializing")
        #expect(found.conditions[type: "Initialized"]?.message == "containers with incomplete status: [one]")
    }

    @Test func aStoppedPodOfAnyPolicyHasEnded() {
        let runtime = Fixtures.runtime(Fixtures.container("main", .exited, exit: 143), sandboxes: [Fixtures.sandbox(ready: false)])
        #expect(status(Fixtures.pod(), runtime, terminal: true).phase == "Failed")
        let clean = Fixtures.runtime(Fixtures.container("main", .exited), sandboxes: [Fixtures.sandbox(ready: false)])
        #expect(status(Fixtures.pod(), clean, terminal: true).phase == "Succeeded")
    }

    @Test func aRefusedPodFailsWithItsReason() {
        let found = status(Fixtures.pod(), PodRuntimeState(), failure: .init(reason: "OutOfcpu", message: "no room"))
        #expect(found.phase == "Failed")
        #expect(found.reason == "OutOfcpu")
        #expect(found.containerStatuses.isEmpty)
    }

    @Test func readinessGatesHoldReadyBack() {
        let pod = Fixtures.pod(spec: ["readinessGates": [["conditionType": "x.example/ok"]]])
        let found = status(pod, Fixtures.runtime(Fixtures.container()))
        #expect(found.conditions[type: "ContainersReady"]?.isTrue == true)
        #expect(found.conditions[type: "Ready"]?.reason == "ReadinessGatesNotReady")
    }

    @Test func thePatchCarriesOnlyWhatChanged() {
        let old = PodStatus([
            "phase": "Pending", "podIP": "10.0.0.1", "podIPs": [["ip": "10.0.0.1"]], "reason": "X", "nominatedNodeName": "n",
        ])
        let new = PodStatus(["phase": "Running", "podIP": "10.0.0.2", "podIPs": [["ip": "10.0.0.2"]]])
        var expected: JSON = [
            "metadata": ["uid": "u"],
            "status": ["phase": "Running", "podIP": "10.0.0.2", "podIPs": [["$patch": "replace"], ["ip": "10.0.0.2"]]],
        ]
        expected["status"].mutateObject { $0.append("reason", .null) }
        #expect(StatusWriter.patch(new, from: old, uid: "u") == expected)
    }

    /// Conditions are merged member by member: what one no longer says is taken back.
    @Test func aPodThatBecameReadyNoLongerTellsWhyItWasNot() {
        func status(_ condition: JSON) -> PodStatus { PodStatus(["conditions": [condition, ["type": "Initialized", "status": "True"]]]) }
        let old = status(["type": "Ready", "status": "False", "reason": "ContainersNotReady", "message": "waiting"])
        let patch = StatusWriter.patch(status(["type": "Ready", "status": "True"]), from: old, uid: "u")
        let ready = patch["status"]["conditions"][0].object
        #expect(ready?.first { $0.key == "reason" }?.value == .null && ready?.first { $0.key == "message" }?.value == .null)
        #expect(patch["status"]["conditions"][1] == ["type": "Initialized", "status": "True"])
    }

    @Test(
        arguments: [
            (["requests": ["cpu": "1"]], "Burstable"), ([:], "BestEffort"), (["limits": ["cpu": "1", "memory": "1Gi"]], "Guaranteed"),
            (["limits": ["cpu": "1", "memory": "1Gi"], "requests": ["cpu": "500m"]], "Burstable"), (["limits": ["cpu": "1"]], "Burstable"),
        ] as [(JSON, String)])
    func qualityOfService(resources: JSON, expected: String) {
        let pod = Fixtures.pod(containers: [["name": "a", "image": "x", "resources": resources]])
        #expect(QualityOfService(pod.spec).rawValue == expected)
    }
}
