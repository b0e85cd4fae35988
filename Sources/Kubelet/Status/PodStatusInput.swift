import CRI
import Resources

/// Why a container is not running although it should be.
struct WaitingReason: Sendable, Hashable {
    var reason: String
    var message: String

    static let containerCreating = WaitingReason(reason: "ContainerCreating", message: "")
    static let podInitializing = WaitingReason(reason: "PodInitializing", message: "")
}

/// Everything a pod's status is computed from.
struct PodStatusInput: Sendable {
    var pod: Pod
    var runtime: PodRuntimeState
    /// By container name: what keeps it from running.
    var waiting: [String: WaitingReason] = [:]
    /// Whether the readiness probe of a running container passes; true where there is none.
    var isReady: @Sendable (_ containerID: String) -> Bool = { _ in true }
    /// Whether the startup probe of a running container has passed; true where there is none.
    var isStarted: @Sendable (_ containerID: String) -> Bool = { _ in true }
    /// Set when the node refused or ended the pod.
    var failure: PodMachine.Failure?
    /// All containers have stopped and none will be started again.
    var isTerminal = false
    var nodeAddress = ""
    var now: Timestamp
}
