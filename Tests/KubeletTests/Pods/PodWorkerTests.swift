import CRI
import Document
import Resources
import Testing

@testable import Kubelet

@Suite(.timeLimit(.minutes(2))) struct PodWorkerTests {
    @Test func aPodRunsAndIsDeletedWhenAsked() async throws {
        let runtime = ScriptedRuntime(images: ["busybox:1"])
        try await KubeletFixture.with(runtime: runtime) { kubelet in
            kubelet.api.put(Fixtures.pod())
            let pod = try await kubelet.eventually("web", "running") { $0?.status.phase == "Running" && $0?.isReady == true }
            #expect(pod?.status.podIP.hasPrefix("10.244.") == true)
            #expect(pod?.status.hostIP == "192.0.2.1")
            kubelet.api.markDeleted("web", gracePeriod: 7)
            try await kubelet.eventually("web", "deleted") { $0 == nil }
            #expect(runtime.calls.contains { $0.hasPrefix("stopContainer") && $0.hasSuffix(" 7") })
            try await Task.sleep(for: .milliseconds(100))
            #expect(try await runtime.listPodSandboxes(labels: [:]).isEmpty)
            #expect(!FileSystem.exists(kubelet.directory + "/root/pods/uid-web"))
            let reasons = kubelet.api.events.map(\.reason)
            for reason in ["Pulled", "Created", "Started", "Killing"] { #expect(reasons.contains(reason), "\(reasons)") }
        }
    }

    @Test func aCrashedContainerIsRestartedAndThenWaits() async throws {
        let runtime = ScriptedRuntime(images: ["busybox:1"], now: { Timestamp.now().seconds * 1_000_000_000 })
        try await KubeletFixture.with(runtime: runtime) { kubelet in
            kubelet.api.put(Fixtures.pod())
            try await kubelet.eventually("web", "running") { $0?.status.phase == "Running" }
            runtime.exit(try #require(runtime.containerID(pod: "web", container: "main")), code: 1)
            try await kubelet.eventually("web", "restarted") {
                $0?.status.containerStatuses.first?.restartCount == 1 && $0?.status.containerStatuses.first?.state.running != nil
            }
            runtime.exit(try #require(runtime.containerID(pod: "web", container: "main")), code: 3)
            let pod = try await kubelet.eventually("web", "waiting") {
                $0?.status.containerStatuses.first?.state.waiting?.reason == "CrashLoopBackOff"
            }
            let status = try #require(pod?.status.containerStatuses.first)
            #expect(status.lastState.terminated?.exitCode == 3)
            #expect(status.state.waiting?.message == "back-off 10s restarting failed container=main pod=web_default(uid-web)")
            #expect(pod?.status.phase == "Running")
        }
    }

    @Test func aJobsPodSucceedsAndKeepsItsContainer() async throws {
        let runtime = ScriptedRuntime(images: ["busybox:1"])
        try await KubeletFixture.with(runtime: runtime) { kubelet in
            kubelet.api.put(Fixtures.pod(restartPolicy: "Never"))
            try await kubelet.eventually("web", "running") { $0?.status.phase == "Running" }
            runtime.exit(try #require(runtime.containerID(pod: "web", container: "main")), code: 0)
            let pod = try await kubelet.eventually("web", "succeeded") { $0?.status.phase == "Succeeded" }
            #expect(pod?.status.containerStatuses.first?.state.terminated?.reason == "Completed")
            #expect(pod?.status.conditions[type: "Ready"]?.reason == "PodCompleted")
            #expect(runtime.containerID(pod: "web", container: "main") != nil)
        }
    }

    @Test func aMissingImageIsShownAndBacksOff() async throws {
        let runtime = ScriptedRuntime(pullable: [])
        try await KubeletFixture.with(runtime: runtime) { kubelet in
            kubelet.api.put(Fixtures.pod())
            let pod = try await kubelet.eventually("web", "pull failed") {
                $0?.status.containerStatuses.first?.state.waiting?.reason == "ErrImagePull"
            }
            #expect(
                pod?.status.containerStatuses.first?.state.waiting?.message
                    == "rpc error: code = NotFound desc = failed to pull and unpack image \"busybox:1\": not found")
            try await kubelet.eventually("web", "backing off") {
                $0?.status.containerStatuses.first?.state.waiting?.reason == "ImagePullBackOff"
            }
            try await kubelet.eventually("web", "told of") { _ in
                kubelet.api.events.contains { $0.message == "Back-off pulling image \"busybox:1\"" }
            }
        }
    }

    @Test func aDeadSandboxIsMadeAnew() async throws {
        let runtime = ScriptedRuntime(images: ["busybox:1"])
        try await KubeletFixture.with(runtime: runtime) { kubelet in
            kubelet.api.put(Fixtures.pod())
            let first = try await kubelet.eventually("web", "running") { $0?.status.phase == "Running" }
            runtime.exitSandbox(try await runtime.listPodSandboxes(labels: [:])[0].id)
            try await kubelet.eventually("web", "running anew") {
                $0?.status.containerStatuses.first?.restartCount == 1 && $0?.status.podIP != first?.status.podIP
            }
            try await kubelet.eventually("web", "told of") { _ in kubelet.api.events.contains { $0.reason == "SandboxChanged" } }
        }
    }

    @Test func initContainersComeFirst() async throws {
        let runtime = ScriptedRuntime(images: ["busybox:1"])
        try await KubeletFixture.with(runtime: runtime) { kubelet in
            kubelet.api.put(Fixtures.pod(initContainers: [["name": "one", "image": "busybox:1"]]))
            try await kubelet.eventually("web", "initializing") { $0?.status.initContainerStatuses.first?.state.running != nil }
            #expect(runtime.containerID(pod: "web", container: "main") == nil)
            runtime.exit(try #require(runtime.containerID(pod: "web", container: "one")), code: 0)
            try await kubelet.eventually("web", "running") { $0?.status.phase == "Running" }
        }
    }

    @Test func aRestartedKubeletAdoptsWhatRuns() async throws {
        let runtime = ScriptedRuntime(images: ["busybox:1"])
        var running: Pod?
        try await KubeletFixture.with(runtime: runtime) { kubelet in
            kubelet.api.put(Fixtures.pod())
            running = try await kubelet.eventually("web", "running") { $0?.status.phase == "Running" }
        }
        let id = try #require(runtime.containerID(pod: "web", container: "main"))
        try await KubeletFixture.with(runtime: runtime) { kubelet in
            kubelet.api.put(try #require(running))
            try await Task.sleep(for: .milliseconds(300))
            #expect(runtime.containerID(pod: "web", container: "main") == id)
            #expect(runtime.calls.filter { $0.hasPrefix("runPodSandbox") }.count == 1)
            kubelet.api.markDeleted("web", gracePeriod: 1)
            try await kubelet.eventually("web", "deleted") { $0 == nil }
        }
    }

    @Test func aFailingReadinessProbeHoldsThePodBack() async throws {
        let runtime = ScriptedRuntime(images: ["busybox:1"])
        runtime.onExec { _, _ in ExecResult(stdout: Array("no".utf8), exitCode: 1) }
        try await KubeletFixture.with(runtime: runtime) { kubelet in
            let probe: JSON = ["exec": ["command": ["check"]], "periodSeconds": 1, "failureThreshold": 1]
            kubelet.api.put(Fixtures.pod(containers: [["name": "main", "image": "busybox:1", "readinessProbe": probe]]))
            try await kubelet.eventually("web", "running, not ready") { $0?.status.phase == "Running" && $0?.isReady == false }
            try await kubelet.eventually("web", "told of") { _ in
                kubelet.api.events.contains { $0.message == "Readiness probe failed: no" }
            }
            runtime.onExec { _, _ in ExecResult(exitCode: 0) }
            try await kubelet.eventually("web", "ready") { $0?.isReady == true }
        }
    }

    @Test func volumesAreFilledAndServedToTheContainer() async throws {
        let runtime = ScriptedRuntime(images: ["busybox:1"])
        try await KubeletFixture.with(runtime: runtime) { kubelet in
            var map = ConfigMap(name: "c", namespace: "default")
            map.data = ["k": "v"]
            kubelet.api.put(map)
            kubelet.api.put(
                Fixtures.pod(
                    containers: [
                        [
                            "name": "main", "image": "busybox:1",
                            "volumeMounts": [["name": "c", "mountPath": "/c"], ["name": "e", "mountPath": "/e"]],
                        ]
                    ],
                    spec: ["volumes": [["name": "c", "configMap": ["name": "c"]], ["name": "e", "emptyDir": [:]]]]))
            try await kubelet.eventually("web", "running") { $0?.status.phase == "Running" }
            let id = try #require(runtime.containerID(pod: "web", container: "main"))
            let mounts = try #require(runtime.configuration(ofContainer: id)).mounts
            let path = try #require(mounts.first { $0.containerPath == "/c" }).hostPath
            #expect(FileSystem.readText(path + "/k") == "v")
            #expect(mounts.map(\.containerPath) == ["/c", "/e", "/etc/hosts", "/dev/termination-log"])
        }
    }

    @Test func aPodEndsAtItsDeadline() async throws {
        let runtime = ScriptedRuntime(images: ["busybox:1"])
        try await KubeletFixture.with(runtime: runtime) { kubelet in
            kubelet.api.put(Fixtures.pod(spec: ["activeDeadlineSeconds": 1]))
            let pod = try await kubelet.eventually("web", "ended") {
                $0?.status.phase == "Failed" && $0?.status.containerStatuses.first?.state.terminated != nil
            }
            #expect(pod?.status.reason == "DeadlineExceeded")
        }
    }

    @Test func manyPodsComeUpTogether() async throws {
        let runtime = ScriptedRuntime(images: ["busybox:1"])
        try await KubeletFixture.with(runtime: runtime) { kubelet in
            for number in 0..<20 { kubelet.api.put(Fixtures.pod("p\(number)")) }
            for number in 0..<20 { try await kubelet.eventually("p\(number)", "running") { $0?.status.phase == "Running" } }
        }
    }
}
