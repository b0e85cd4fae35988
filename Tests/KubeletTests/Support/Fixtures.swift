import CRI
import Document
import Logging
import Resources

@testable import Kubelet

/// Builders of the values tests talk about.
enum Fixtures {
    static let start = Timestamp(seconds: 1_700_000_000)

    /// A node that is short of nothing.
    static let plenty = NodeSupply(
        memoryBytes: 4 << 30, memoryCapacityBytes: 8 << 30,
        disk: FilesystemSupply(availableBytes: 90 << 30, capacityBytes: 100 << 30, freeInodes: 900, inodes: 1000))

    static func pod(
        _ name: String = "web", containers: [JSON] = [["name": "main", "image": "busybox:1"]], restartPolicy: String = "Always",
        initContainers: [JSON] = [], spec: JSON = [:], status: JSON = [:]
    ) -> Pod {
        var pod = Pod(name: name, namespace: "default")
        pod.metadata.uid = "uid-" + name
        pod.metadata.generation = 1
        var json = spec
        json["containers"] = .array(containers)
        if !initContainers.isEmpty { json["initContainers"] = .array(initContainers) }
        json["restartPolicy"] = .string(restartPolicy)
        json["nodeName"] = "node-1"
        if json["terminationGracePeriodSeconds"].isNull { json["terminationGracePeriodSeconds"] = 30 }
        pod.json["spec"] = json
        pod.json["status"] = status.isNull || status.object?.isEmpty == true ? ["phase": "Pending"] : status
        return pod
    }

    static func sandbox(ready: Bool = true, attempt: UInt32 = 0, id: String = "s0") -> SandboxStatus {
        SandboxStatus(
            id: id, metadata: SandboxMetadata(name: "web", uid: "uid-web", namespace: "default", attempt: attempt), ready: ready,
            createdAt: Int64(attempt), addresses: ["10.244.0.5"])
    }

    static func container(
        _ name: String = "main", _ state: RuntimeContainerState = .running, exit: Int32 = 0, attempt: UInt32 = 0, sandbox: String = "s0",
        reason: String = "", hash: String? = nil
    ) -> PodContainer {
        var status = RuntimeContainerStatus(id: "\(name)-\(attempt)", name: name, attempt: attempt, state: state)
        status.createdAt = 1_700_000_001_000_000_000 + Int64(attempt)
        status.startedAt = 1_700_000_002_000_000_000
        if state == .exited { status.finishedAt = 1_700_000_003_000_000_000 }
        status.exitCode = exit
        status.image = "docker.io/library/busybox:1"
        status.imageRef = "docker.io/library/busybox@sha256:abc"
        status.reason = reason
        status.annotations[RuntimeLabel.restartCount] = String(attempt)
        if let hash { status.annotations[RuntimeLabel.hash] = hash }
        return PodContainer(sandboxID: sandbox, status: status)
    }

    static func runtime(_ containers: PodContainer..., sandboxes: [SandboxStatus] = [sandbox()]) -> PodRuntimeState {
        PodRuntimeState(sandboxes: sandboxes, containers: containers)
    }
}
