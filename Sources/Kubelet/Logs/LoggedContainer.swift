import CRI
import Resources

/// Which container of a pod has the log that is asked for; when none has, why. Words are upstream's (`pkg/kubelet`).
enum LoggedContainer {
    /// - Parameters:
    ///   - known: what the runtime has of the pod. The pod's status may tell of containers that were cleared away since.
    ///   - waiting: what keeps the container from running.
    ///   - previous: asks for the run before the present one.
    static func find(
        _ name: String, of pod: Pod, known: PodRuntimeState, waiting: WaitingReason?, previous: Bool
    ) throws(ConfigurationError) -> PodContainer {
        let place = "container \"\(name)\" in pod \"\(pod.name)\""
        let reported = pod.reportedStatus(name)
        // A pod that the node never took has no containers at all.
        guard pod.specification(name) != nil, reported != nil || known.latest(name) != nil || !pod.isFinished else {
            throw ConfigurationError("\(place) is not available")
        }
        let last = reported?.lastState.terminated
        if previous {
            if let found = known.previous(name) { return found }
            // Between two runs, the last one to have ended is the previous one.
            if let latest = known.latest(name), latest.status.state == .exited, waiting != nil { return latest }
            throw last.flatMap(cleared) ?? ConfigurationError("previous terminated \(place) not found")
        }
        if let found = known.latest(name) { return found }
        if let ended = reported?.state.terminated {
            throw cleared(ended) ?? last.flatMap(cleared) ?? ConfigurationError("\(place) is terminated")
        }
        if let last { throw cleared(last) ?? ConfigurationError("\(place) is terminated") }
        let reason = waiting?.reason ?? reported?.state.waiting?.reason ?? WaitingReason.containerCreating.reason
        let said =
            switch reason {
            case "ErrImagePull": "image can't be pulled"
            case "ImagePullBackOff": "trying and failing to pull image"
            default: reason
            }
        throw ConfigurationError("\(place) is waiting to start: \(said)")
    }

    /// Nil for one that never was.
    private static func cleared(_ ended: ContainerStateTerminated) -> ConfigurationError? {
        ended.containerID.isEmpty ? nil : ConfigurationError("unable to retrieve container logs for \(ended.containerID)")
    }
}
