import CRI
import Resources

/// The labels and annotations by which a container is known to belong to a pod, also after a restart of this program.
enum RuntimeLabel {
    static let podName = "io.kubernetes.pod.name"
    static let podNamespace = "io.kubernetes.pod.namespace"
    static let podUID = "io.kubernetes.pod.uid"
    static let containerName = "io.kubernetes.container.name"
    // Annotations
    static let hash = "io.kubernetes.container.hash"
    static let restartCount = "io.kubernetes.container.restartCount"
    static let terminationMessagePath = "io.kubernetes.container.terminationMessagePath"
    static let terminationMessagePolicy = "io.kubernetes.container.terminationMessagePolicy"
    static let gracePeriod = "io.kubernetes.pod.terminationGracePeriod"
}

/// A container and the sandbox it lives in.
struct PodContainer: Sendable, Hashable {
    var sandboxID: String
    var status: RuntimeContainerStatus

    var restartCount: Int { status.annotations[RuntimeLabel.restartCount].flatMap { Int($0) } ?? Int(status.attempt) }
}

/// What the runtime holds for one pod.
struct PodRuntimeState: Sendable, Hashable {
    /// Newest first.
    private(set) var sandboxes: [SandboxStatus] = []
    /// By name, then newest first.
    private(set) var containers: [PodContainer] = []

    init() {}

    init(sandboxes: [SandboxStatus], containers: [PodContainer]) {
        for sandbox in sandboxes { set(sandbox) }
        for container in containers { set(container) }
    }

    /// The newest sandbox, if it runs.
    var readySandbox: SandboxStatus? { sandboxes.first.flatMap { $0.ready ? $0 : nil } }
    var isEmpty: Bool { sandboxes.isEmpty && containers.isEmpty }
    var hasRunning: Bool { containers.contains { $0.status.state == .running } || sandboxes.contains { $0.ready } }
    var runningContainers: [PodContainer] { containers.filter { $0.status.state == .running } }

    /// The newest container of this name.
    func latest(_ name: String) -> PodContainer? { containers.first { $0.status.name == name } }

    /// The container of this name before the newest one.
    func previous(_ name: String) -> PodContainer? { containers.filter { $0.status.name == name }.dropFirst().first }

    func container(_ id: String) -> PodContainer? { containers.first { $0.status.id == id } }

    mutating func set(_ sandbox: SandboxStatus) {
        var sandbox = sandbox
        if let index = sandboxes.firstIndex(where: { $0.id == sandbox.id }) {
            // Listings leave addresses out; what was known stays.
            if sandbox.addresses.isEmpty { sandbox.addresses = sandboxes[index].addresses }
            sandboxes.remove(at: index)
        }
        sandboxes.append(sandbox)
        sandboxes.sort { ($0.metadata.attempt, $0.createdAt) > ($1.metadata.attempt, $1.createdAt) }
    }

    mutating func set(_ container: PodContainer) {
        containers.removeAll { $0.status.id == container.status.id }
        containers.append(container)
        containers.sort { a, b in
            (a.status.name, b.status.attempt, b.status.createdAt) < (b.status.name, a.status.attempt, a.status.createdAt)
        }
    }

    mutating func removeContainer(_ id: String) { containers.removeAll { $0.status.id == id } }
    mutating func removeSandbox(_ id: String) { sandboxes.removeAll { $0.id == id } }
}

extension Pod {
    /// What was said of a container last.
    func reportedStatus(_ container: String) -> ContainerStatus? {
        (status.containerStatuses + status.initContainerStatuses + status.ephemeralContainerStatuses).first { $0.name == container }
    }

    func specification(_ container: String) -> Container? {
        (spec.containers + spec.initContainers + spec.ephemeralContainers).first { $0.name == container }
    }
}

extension Container {
    /// A sidecar: an init container that keeps running beside the others (KEP-753).
    var isSidecar: Bool { restartPolicy == "Always" }

    /// A number that changes when the container has to be made anew; of a running pod only the image can change.
    var specificationHash: String { String(StableHash.bits32("\(name)\u{0}\(image)".utf8), radix: 16) }
}
