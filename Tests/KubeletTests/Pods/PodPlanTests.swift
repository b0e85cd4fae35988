import CRI
import Document
import Resources
import Testing

@testable import Kubelet

@Suite struct PodPlanTests {
    private func plan(
        _ pod: Pod, _ runtime: PodRuntimeState, unhealthy: [String: PodPlan.KillCause] = [:],
        started: @escaping @Sendable (String) -> Bool = { _ in true }
    ) -> PodPlan { PodPlan(PodPlanInput(pod: pod, runtime: runtime, unhealthy: unhealthy, started: started)) }

    @Test func aNewPodGetsASandboxAndAllItsContainers() {
        let pod = Fixtures.pod(containers: [["name": "a", "image": "x"], ["name": "b", "image": "y"]])
        let plan = plan(pod, PodRuntimeState())
        #expect(plan.createSandbox == 0)
        #expect(!plan.killSandbox)
        #expect(plan.start.map(\.name) == ["a", "b"])
    }

    @Test func whatRunsIsLeftAlone() {
        #expect(plan(Fixtures.pod(), Fixtures.runtime(Fixtures.container())) == PodPlan())
    }

    @Test(arguments: [
        ("Always", Int32(0), true), ("Always", 1, true), ("OnFailure", 0, false), ("OnFailure", 1, true), ("Never", 0, false),
        ("Never", 1, false),
    ])
    func endedContainersFollowTheRestartPolicy(policy: String, exit: Int32, restarts: Bool) {
        let plan = plan(Fixtures.pod(restartPolicy: policy), Fixtures.runtime(Fixtures.container("main", .exited, exit: exit)))
        #expect(plan.start == (restarts ? [PodPlan.Start(name: "main", role: .main, attempt: 1)] : []))
        #expect(plan.finished == !restarts)
    }

    @Test func aDeadSandboxIsReplaced() {
        let plan = plan(
            Fixtures.pod(), Fixtures.runtime(Fixtures.container("main", .exited, exit: 137), sandboxes: [Fixtures.sandbox(ready: false)]))
        #expect(plan.killSandbox)
        #expect(plan.createSandbox == 1)
        #expect(plan.start.map(\.attempt) == [1])
    }

    @Test func aFinishedPodGetsNoNewSandbox() {
        let state = Fixtures.runtime(Fixtures.container("main", .exited), sandboxes: [Fixtures.sandbox(ready: false)])
        for policy in ["Never", "OnFailure"] {
            let plan = plan(Fixtures.pod(restartPolicy: policy), state)
            #expect(plan.finished)
            #expect(plan.createSandbox == nil)
        }
    }

    @Test func aFailedProbeRestartsTheContainer() {
        let plan = plan(Fixtures.pod(), Fixtures.runtime(Fixtures.container()), unhealthy: ["main-0": .livenessProbe])
        #expect(plan.kill.map(\.message) == ["Container main failed liveness probe, will be restarted"])
        #expect(plan.start.map(\.attempt) == [1])
    }

    @Test func aChangedImageRestartsTheContainer() {
        let plan = plan(Fixtures.pod(), Fixtures.runtime(Fixtures.container(hash: "0")))
        #expect(plan.kill.map(\.message) == ["Container main definition changed, will be restarted"])
    }

    @Test func initContainersRunOneAfterAnother() {
        let pod = Fixtures.pod(initContainers: [["name": "one", "image": "x"], ["name": "two", "image": "x"]])
        #expect(plan(pod, PodRuntimeState()).start.map(\.name) == ["one"])
        #expect(plan(pod, Fixtures.runtime(Fixtures.container("one"))).start.isEmpty)
        #expect(plan(pod, Fixtures.runtime(Fixtures.container("one", .exited))).start.map(\.name) == ["two"])
        let done = Fixtures.runtime(Fixtures.container("one", .exited), Fixtures.container("two", .exited))
        #expect(plan(pod, done).start.map(\.name) == ["main"])
    }

    @Test func aFailedInitContainerIsRetriedUnlessThePodNeverRestarts() {
        let state = Fixtures.runtime(Fixtures.container("one", .exited, exit: 1))
        let containers: [JSON] = [["name": "one", "image": "x"]]
        #expect(plan(Fixtures.pod(initContainers: containers), state).start.map(\.attempt) == [1])
        #expect(plan(Fixtures.pod(restartPolicy: "Never", initContainers: containers), state).finished)
    }

    @Test func sidecarsStartBeforeAndOutliveNothing() {
        let pod = Fixtures.pod(restartPolicy: "Never", initContainers: [["name": "side", "image": "x", "restartPolicy": "Always"]])
        #expect(plan(pod, PodRuntimeState()).start.map(\.role) == [.sidecar])
        #expect(plan(pod, Fixtures.runtime(Fixtures.container("side"))).start.map(\.name) == ["main"])
        #expect(plan(pod, Fixtures.runtime(Fixtures.container("side")), started: { _ in false }).start.isEmpty)
        let ended = Fixtures.runtime(Fixtures.container("side"), Fixtures.container("main", .exited))
        #expect(plan(pod, ended).finished)
        let crashed = Fixtures.runtime(Fixtures.container("side", .exited, exit: 1), Fixtures.container("main"))
        #expect(plan(pod, crashed).start.map(\.name) == ["side"])
    }
}
