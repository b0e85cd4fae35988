import CRI
import Document
import Resources

/// Computes the entries of `containerStatuses` and `initContainerStatuses`.
struct ContainerStatusComputer {
    let input: PodStatusInput

    func statuses(of containers: [Container], initial: Bool) -> [ContainerStatus] {
        containers.map { status(of: $0, initial: initial) }
    }

    private func status(of container: Container, initial: Bool) -> ContainerStatus {
        guard let latest = input.runtime.latest(container.name) else { return withoutRecord(container, initial: initial) }
        var status = ContainerStatus()
        status.name = container.name
        status.restartCount = latest.restartCount
        status.image = latest.status.image.isEmpty ? container.image : latest.status.image
        status.imageID = latest.status.imageRef
        status.containerID = "containerd://" + latest.status.id
        status.state = state(latest.status, container, initial: initial)
        status.lastState = ContainerState()
        if let previous = input.runtime.previous(container.name), previous.status.state == .exited {
            status.lastState = terminated(previous.status)
        } else if latest.restartCount > 0, let known = reported(container.name) {
            // The one before has been cleared away; what was reported of it stays true.
            status.lastState =
                known.restartCount == latest.restartCount ? known.lastState : known.state.terminated != nil ? known.state : known.lastState
        }
        let running = latest.status.state == .running
        let started = running && (!initial || container.isSidecar) && input.isStarted(latest.status.id)
        status.started = started
        if initial, !container.isSidecar {
            status.ready = latest.status.state == .exited && latest.status.exitCode == 0
        } else {
            status.ready = started && input.isReady(latest.status.id)
        }
        applyWaiting(&status, container)
        return ordered(status)
    }

    /// A container that is to be restarted and is held back shows why; how it ended moves to the last state.
    private func applyWaiting(_ status: inout ContainerStatus, _ container: Container) {
        guard !input.isTerminal, status.state.running == nil, let reason = input.waiting[container.name] else { return }
        if status.state.terminated != nil { status.lastState = status.state }
        status.state = waiting(reason)
    }

    private func withoutRecord(_ container: Container, initial: Bool) -> ContainerStatus {
        var status = ContainerStatus()
        status.name = container.name
        status.image = container.image
        status.imageID = ""
        status.json["imageID"] = ""
        status.ready = false
        status.started = false
        status.lastState = ContainerState()
        status.restartCount = 0
        if let known = reported(container.name), input.isTerminal || !known.containerID.isEmpty {
            if known.state.terminated != nil { return known }
            if known.state.running != nil {
                var lost = known
                lost.ready = false
                lost.started = false
                lost.state = ContainerState([
                    "terminated": [
                        "exitCode": 137, "reason": "ContainerStatusUnknown",
                        "message": "The container could not be located when the pod was terminated", "startedAt": .null,
                        "finishedAt": .null,
                    ]
                ])
                return lost
            }
        }
        let hasInit = !input.pod.spec.initContainers.isEmpty
        status.state = waiting(input.waiting[container.name] ?? (hasInit ? .podInitializing : .containerCreating))
        return ordered(status)
    }

    private func reported(_ name: String) -> ContainerStatus? { input.pod.reportedStatus(name) }

    private func state(_ status: RuntimeContainerStatus, _ container: Container, initial: Bool) -> ContainerState {
        switch status.state {
        case .running:
            return ContainerState(["running": ["startedAt": JSON(time(status.startedAt))]])
        case .exited:
            return terminated(status)
        case .created, .unknown:
            return waiting(input.waiting[container.name] ?? .containerCreating)
        }
    }

    private func waiting(_ reason: WaitingReason) -> ContainerState {
        var detail: JSON = ["reason": .string(reason.reason)]
        if !reason.message.isEmpty { detail["message"] = .string(reason.message) }
        return ContainerState(["waiting": detail])
    }

    private func terminated(_ status: RuntimeContainerStatus) -> ContainerState {
        var detail: JSON = ["exitCode": .int(Int64(status.exitCode))]
        detail["reason"] = .string(status.reason.isEmpty ? (status.exitCode == 0 ? "Completed" : "Error") : status.reason)
        if !status.message.isEmpty { detail["message"] = .string(status.message) }
        detail["startedAt"] = JSON(time(status.startedAt))
        detail["finishedAt"] = JSON(time(status.finishedAt))
        detail["containerID"] = .string("containerd://" + status.id)
        return ContainerState(["terminated": detail])
    }

    private func time(_ nanoseconds: Int64) -> String? {
        nanoseconds > 0 ? Timestamp(nanosecondsSince1970: nanoseconds).description : nil
    }

    /// The members in the order the API shows them, with the ones that are always there.
    private func ordered(_ status: ContainerStatus) -> ContainerStatus {
        var object = JSONObject()
        for key in ["name", "state", "lastState", "ready", "restartCount", "image", "imageID", "containerID", "started"] {
            let value = status.json[key]
            switch key {
            case "state", "lastState": object[key] = value.isNull ? .object(JSONObject()) : value
            case "imageID": object[key] = value.isNull ? "" : value
            default: if !value.isNull { object[key] = value }
            }
        }
        return ContainerStatus(.object(object))
    }
}
