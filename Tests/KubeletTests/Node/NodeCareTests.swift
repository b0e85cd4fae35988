import CRI
import Document
import Resources
import Synchronization
import Testing

@testable import Kubelet

/// A node whose disk runs full, by a supply that tests set.
@Suite struct NodeCareTests {
    private final class Disk: Sendable {
        private struct State {
            var isShort = false
            var relief = ""
            var runtime: ScriptedRuntime?
        }
        private let state = Mutex(State())

        /// - Parameter relief: a call of the runtime, after which there is enough again; empty: nothing helps.
        func runShort(until relief: String = "", of runtime: ScriptedRuntime) {
            state.withLock { $0 = State(isShort: true, relief: relief, runtime: runtime) }
        }

        func recover() { state.withLock { $0.isShort = false } }

        var supply: NodeSupply {
            let now = state.withLock { $0 }
            var supply = Fixtures.plenty
            if now.isShort, now.relief.isEmpty || now.runtime?.calls.contains(now.relief) == false {
                supply.disk.availableBytes = 1 << 20
            }
            return supply
        }
    }

    private static func nanoseconds(_ time: Timestamp) -> Int64 { time.seconds * 1_000_000_000 + Int64(time.nanoseconds) }

    /// Its figures are of the moment.
    private func runtime(_ images: [String]) -> ScriptedRuntime { ScriptedRuntime(images: images, now: { Self.nanoseconds(.now()) }) }

    private func with(
        _ runtime: ScriptedRuntime, _ disk: Disk, figuresTimeout: Duration = .seconds(60), _ body: (KubeletFixture) async throws -> Void
    ) async throws {
        try await KubeletFixture.with(
            runtime: runtime,
            change: { configuration in
                configuration.evictionPeriod = .milliseconds(50)
                configuration.layerFiguresTimeout = figuresTimeout
                configuration.eviction.transitionSeconds = 1
            }, supply: { _ in disk.supply }, body)
    }

    private func eventually(_ condition: () -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < end, !condition() { try await Task.sleep(for: .milliseconds(5)) }
        #expect(condition())
    }

    private let volumes: JSON = ["volumes": [["name": "scratch", "emptyDir": [:]]]]

    private func fill(_ fixture: KubeletFixture, _ pod: String) throws {
        let path = "\(fixture.directory)/root/pods/uid-\(pod)/volumes/kubernetes.io~empty-dir/scratch/file"
        try FileSystem.write(path, [UInt8](repeating: 1, count: 64 << 10))
    }

    @Test func whereUnusedImagesAreEnoughNoPodGoes() async throws {
        let (runtime, disk) = (runtime(["busybox:1", "unused:1"]), Disk())
        try await with(runtime, disk) { fixture in
            fixture.api.put(Fixtures.pod("web", spec: volumes))
            try await fixture.eventually("web", "it runs") { $0?.status.phase == "Running" }
            try fill(fixture, "web")
            disk.runShort(until: "removeImage sha256:unused:1", of: runtime)
            try await eventually { runtime.calls.contains("removeImage sha256:unused:1") }
            try await eventually { fixture.api.events.contains { $0.reason == "NodeHasDiskPressure" } }
            #expect(fixture.api.pod("web")?.status.phase == "Running")
            #expect(!runtime.calls.contains("removeImage sha256:busybox:1"))
        }
    }

    @Test func podsThatHaveEndedGiveTheirContainersBack() async throws {
        let (runtime, disk) = (runtime(["busybox:1"]), Disk())
        try await with(runtime, disk) { fixture in
            fixture.api.put(Fixtures.pod("done", restartPolicy: "Never"))
            try await fixture.eventually("done", "it runs") { $0?.status.phase == "Running" }
            let ended = try #require(runtime.containerID(pod: "done", container: "main"))
            runtime.exit(ended, code: 3)
            try await fixture.eventually("done", "it ends") { $0?.status.phase == "Failed" }
            disk.runShort(until: "removeContainer \(ended)", of: runtime)
            try await eventually { runtime.calls.contains("removeContainer \(ended)") }
            #expect(fixture.api.pod("done")?.status.containerStatuses.first?.state.terminated?.exitCode == 3)
            #expect(fixture.api.pod("done")?.status.reason != "Evicted")
        }
    }

    @Test func aPodGoesWhenThatIsNotEnoughAndGivesBackAllItHeld() async throws {
        let (runtime, disk) = (runtime(["busybox:1"]), Disk())
        try await with(runtime, disk) { fixture in
            fixture.api.put(Fixtures.pod("web", spec: volumes))
            try await fixture.eventually("web", "it runs") { $0?.status.phase == "Running" }
            try fill(fixture, "web")
            disk.runShort(of: runtime)
            let pod = try await fixture.eventually("web", "it is evicted") { $0?.status.reason == "Evicted" }
            #expect(pod?.status.phase == "Failed")
            #expect(
                pod?.status.message.hasPrefix("The node was low on resource: ephemeral-storage. Threshold quantity: 1Gi, available: 1Mi. ")
                    == true)
            #expect(pod?.status.conditions.isTrue("DisruptionTarget") == true)
            disk.recover()
            try await eventually { !FileSystem.exists("\(fixture.directory)/root/pods/uid-web") }
            #expect(try await runtime.listPodSandboxes(labels: [:]).isEmpty)
            #expect(fixture.api.events.contains { $0.reason == "EvictionThresholdMet" })
        }
    }

    @Test func noSecondPodGoesForWhatTheFirstOneHeld() async throws {
        let (runtime, disk) = (runtime(["busybox:1"]), Disk())
        try await with(runtime, disk) { fixture in
            for name in ["web", "modest"] { fixture.api.put(Fixtures.pod(name, spec: volumes)) }
            for name in ["web", "modest"] { try await fixture.eventually(name, "it runs") { $0?.status.phase == "Running" } }
            try fill(fixture, "web")
            disk.runShort(of: runtime)
            try await fixture.eventually("web", "it is evicted") { $0?.status.reason == "Evicted" }
            try await eventually { !FileSystem.exists("\(fixture.directory)/root/pods/uid-web") }
            // The runtime takes the layer away a moment after the container: several periods of the node's care.
            try await Task.sleep(for: .milliseconds(500))
            disk.recover()
            try await Task.sleep(for: .milliseconds(200))
            #expect(fixture.api.pod("modest")?.status.phase == "Running")
        }
    }

    /// Two pods, of which by figures from before the shortage the bystander uses more.
    private func withFiller(
        figuresTimeout: Duration, _ body: (KubeletFixture, ScriptedRuntime, Disk, _ fills: (Int64) throws -> Void) async throws -> Void
    ) async throws {
        let (runtime, disk) = (runtime(["busybox:1"]), Disk())
        try await with(runtime, disk, figuresTimeout: figuresTimeout) { fixture in
            for name in ["bystander", "filler"] { fixture.api.put(Fixtures.pod(name)) }
            for name in ["bystander", "filler"] { try await fixture.eventually(name, "it runs") { $0?.status.phase == "Running" } }
            let before = Self.nanoseconds(.now())
            let bystander = try #require(runtime.containerID(pod: "bystander", container: "main"))
            let filler = try #require(runtime.containerID(pod: "filler", container: "main"))
            runtime.setLayer(bystander, bytes: 64 << 20, measuredAt: before)
            runtime.setLayer(filler, bytes: 0, measuredAt: before)
            disk.runShort(of: runtime)
            try await body(fixture, runtime, disk) { now in
                runtime.setLayer(bystander, bytes: 64 << 20, measuredAt: now)
                runtime.setLayer(filler, bytes: 900 << 20, measuredAt: now)
            }
        }
    }

    @Test func onADiskThatFillsFastTheOneWhoFillsItGoes() async throws {
        try await withFiller(figuresTimeout: .seconds(60)) { fixture, runtime, disk, fills in
            try await eventually { fixture.api.events.contains { $0.reason == "NodeHasDiskPressure" } }
            // Several periods of the node's care, and a look at what the runtime has.
            try await Task.sleep(for: .milliseconds(500))
            #expect(["bystander", "filler"].allSatisfy { fixture.api.pod($0)?.status.phase == "Running" })
            try fills(Self.nanoseconds(.now()))
            try await fixture.eventually("filler", "it is evicted") { $0?.status.reason == "Evicted" }
            disk.recover()
            try await Task.sleep(for: .milliseconds(200))
            #expect(fixture.api.pod("bystander")?.status.phase == "Running")
        }
    }

    @Test func figuresThatDoNotComeAreNotWaitedForWithoutEnd() async throws {
        try await withFiller(figuresTimeout: .milliseconds(300)) { fixture, _, disk, _ in
            try await fixture.eventually("bystander", "it goes, by what is known") { $0?.status.reason == "Evicted" }
            disk.recover()
        }
    }
}
