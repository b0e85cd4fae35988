import CRI
import Document
import Resources
import Testing

@testable import Kubelet

@Suite struct LoggedContainerTests {
    private func pod(phase: String = "Running", state: JSON = [:], lastState: JSON = [:], isListed: Bool = true) -> Pod {
        let statuses: [JSON] = isListed ? [["name": "main", "state": state, "lastState": lastState]] : []
        return Fixtures.pod(status: ["phase": .string(phase), "containerStatuses": .array(statuses)])
    }

    private func ended(_ id: String) -> JSON { ["terminated": ["exitCode": 0, "containerID": .string(id)]] }

    private func answer(
        _ pod: Pod, known: PodRuntimeState = PodRuntimeState(), waiting: String? = nil, previous: Bool = false, name: String = "main"
    ) -> String {
        do {
            let reason = waiting.map { WaitingReason(reason: $0, message: "") }
            return try LoggedContainer.find(name, of: pod, known: known, waiting: reason, previous: previous).status.id
        } catch {
            return "\(error)"
        }
    }

    @Test func whatTheRuntimeHasIsRead() {
        let runs = Fixtures.runtime(Fixtures.container("main", .exited, exit: 1), Fixtures.container(attempt: 1))
        #expect(answer(pod(), known: runs) == "main-1")
        #expect(answer(pod(), known: runs, previous: true) == "main-0")
        let between = Fixtures.runtime(Fixtures.container("main", .exited, exit: 1))
        #expect(answer(pod(), known: between, waiting: "CrashLoopBackOff", previous: true) == "main-0")
    }

    /// A pod that has ended gives its containers back where the disk is short.
    @Test func whatWasClearedAwayIsNotSaidToWait() {
        let done = pod(phase: "Succeeded", state: ended("containerd://c1"))
        #expect(answer(done) == "unable to retrieve container logs for containerd://c1")
        let again = pod(phase: "Failed", state: ended("containerd://c2"), lastState: ended("containerd://c1"))
        #expect(answer(again) == "unable to retrieve container logs for containerd://c2")
        #expect(answer(again, previous: true) == "unable to retrieve container logs for containerd://c1")
        #expect(answer(pod(phase: "Failed", state: ended(""))) == #"container "main" in pod "web" is terminated"#)
        let lost = pod(phase: "Failed", state: ended(""), lastState: ended("containerd://c1"))
        #expect(answer(lost) == "unable to retrieve container logs for containerd://c1")
        let waits = pod(state: ["waiting": ["reason": "ImagePullBackOff"]], lastState: ended("containerd://c1"))
        #expect(answer(waits) == "unable to retrieve container logs for containerd://c1")
        #expect(answer(done, previous: true) == #"previous terminated container "main" in pod "web" not found"#)
    }

    @Test(arguments: [
        ("", "ContainerCreating"), ("ContainerCreating", "ContainerCreating"), ("PodInitializing", "PodInitializing"),
        ("ErrImagePull", "image can't be pulled"), ("ImagePullBackOff", "trying and failing to pull image"),
        ("CreateContainerConfigError", "CreateContainerConfigError"), ("InvalidImageName", "InvalidImageName"),
    ])
    func whatHasYetToStartSaysWhy(reason: String, said: String) {
        let message = #"container "main" in pod "web" is waiting to start: \#(said)"#
        #expect(answer(pod(phase: "Pending"), waiting: reason.isEmpty ? nil : reason) == message)
        #expect(answer(pod(phase: "Pending", state: reason.isEmpty ? [:] : ["waiting": ["reason": .string(reason)]])) == message)
        #expect(answer(pod(phase: "Pending", isListed: false), waiting: reason.isEmpty ? nil : reason) == message)
    }

    @Test func whatIsNotThereIsNotAvailable() {
        #expect(answer(pod(), name: "other") == #"container "other" in pod "web" is not available"#)
        #expect(answer(pod(phase: "Failed", isListed: false)) == #"container "main" in pod "web" is not available"#, "never taken")
    }
}
