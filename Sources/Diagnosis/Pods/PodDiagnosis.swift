internal import Document
internal import Resources

/// Why a pod does not run, does not stay up, or is not ready.
struct PodDiagnosis {
    let pod: Pod
    let world: Surroundings
    private var subject: String { "pod/" + pod.name }

    init(_ pod: Pod, _ world: Surroundings) {
        self.pod = pod
        self.world = world
    }

    var diagnosis: Diagnosis {
        if pod.isBuiltIn, pod.isReady { return Diagnosis(.healthy, subject, "it is ready; a built-in component, which has no containers") }
        if pod.status.phase == Pod.Phase.succeeded { return Diagnosis(.finished, subject, "it has ended well") }
        if pod.status.phase == Pod.Phase.failed { return failed }
        if pod.spec.nodeName.isEmpty { return SchedulingDiagnosis(pod, world).diagnosis }
        if let node = world.find(Node.self, pod.spec.nodeName) {
            if !node.isReady, var why = NodeDiagnosis.diagnose(node, world).first {
                why.evidence.insert("the pod is on node \(node.name)", at: 0)
                return Diagnosis(why.cause, subject, "its node is not ready: \(why.reason)", evidence: why.evidence, fix: why.fix)
            }
        } else if world.lists["nodes"] != nil {
            return Diagnosis(
                .noNodes, subject, "its node \(pod.spec.nodeName) does not exist",
                fix: "make the pod anew without spec.nodeName, or bring the node back: kubectl get nodes")
        }
        for (container, status) in containers {
            if let found = trouble(container, status) { return found }
        }
        if pod.status.phase == Pod.Phase.pending { return pending }
        return readiness
    }

    /// Init containers first, because the others wait for them.
    private var containers: [(Container, ContainerStatus)] {
        let all = pod.spec.initContainers + pod.spec.containers
        let statuses = pod.status.initContainerStatuses + pod.status.containerStatuses
        return all.compactMap { container in statuses.first { $0.name == container.name }.map { (container, $0) } }
    }

    /// Containers whose log tells something, and whether the log is of the run before.
    static func wantedLogs(_ pod: Pod) -> [(container: String, previous: Bool)] {
        (pod.status.initContainerStatuses + pod.status.containerStatuses).compactMap { status in
            if let end = status.state.terminated { return end.exitCode != 0 ? (status.name, false) : nil }
            return status.lastState.terminated != nil && !status.ready ? (status.name, status.state.running != nil) : nil
        }
    }

    private var failed: Diagnosis {
        if pod.status.reason == "Evicted" { return EvictionDiagnosis.diagnose(pod) }
        if pod.status.reason == "DeadlineExceeded" {
            return Diagnosis(
                .deadline, subject, "it ran longer than its activeDeadlineSeconds", evidence: [pod.status.message],
                fix: "raise it, or make the work shorter")
        }
        for (container, status) in containers {
            if let end = status.state.terminated, end.exitCode != 0 { return ended(container, end, restarts: status.restartCount) }
        }
        return Diagnosis(.failed, subject, "it has failed", evidence: [pod.status.reason, pod.status.message])
    }

    private func trouble(_ container: Container, _ status: ContainerStatus) -> Diagnosis? {
        if let waiting = status.state.waiting { return trouble(container, status, waiting) }
        if let end = status.state.terminated, end.exitCode != 0 { return ended(container, end, restarts: status.restartCount) }
        if status.state.running != nil, !status.ready, let last = status.lastState.terminated, status.restartCount > 0 {
            return ended(container, last, restarts: status.restartCount)
        }
        return nil
    }

    private func trouble(_ container: Container, _ status: ContainerStatus, _ waiting: ContainerStateWaiting) -> Diagnosis? {
        switch waiting.reason {
        case "ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName", "ImageInspectError", "RegistryUnavailable":
            let pull = world.events(of: pod, kind: "Pod").first { $0.reason == "Failed" && $0.message.hasPrefix("Failed to pull image") }
            let message = waiting.message.isEmpty ? pull?.message ?? "" : waiting.message
            let volume = pod.spec.volumes.first { volume in
                guard let reference = volume.image?["reference"].string, !reference.isEmpty else { return false }
                return reference != container.image && message.contains("\"\(reference)")
            }
            return ImageDiagnosis.diagnose(
                pod, of: volume.map { "volume \($0.name)" } ?? "container \(container.name)",
                image: volume?.image?["reference"].string ?? container.image, reason: waiting.reason, message: message, world)
        case "CreateContainerConfigError": return ConfigReferenceDiagnosis.diagnose(pod, container, waiting.message, world)
        case "CrashLoopBackOff":
            if let last = status.lastState.terminated { return ended(container, last, restarts: status.restartCount) }
        case "CreateContainerError", "RunContainerError", "StartError":
            if let last = status.lastState.terminated { return ended(container, last, restarts: status.restartCount) }
            if Self.isForeign(waiting.message) {
                let (cause, text, fix) = foreign(container)
                return Diagnosis(cause, subject, "container \(container.name): \(text)", evidence: [waiting.message], fix: fix)
            }
            return Diagnosis(
                .createFailed, subject, "the container \(container.name) cannot be started", evidence: [waiting.message],
                fix: waiting.message.contains("no such file") || waiting.message.contains("not found")
                    ? "correct command, workingDir or mounts of the container" : "")
        default: break
        }
        return nil
    }

    private func ended(_ container: Container, _ end: ContainerStateTerminated, restarts: Int) -> Diagnosis {
        var (cause, text, fix) = ExitMeaning.of(end.exitCode, reason: end.reason)
        var evidence: [String] = []
        let logs = world.logs[pod.name + "/" + container.name] ?? []
        if Self.isForeign(end.message) || logs.contains(where: Self.isForeign) {
            (cause, text, fix) = foreign(container)
        }
        let killing = world.events(of: pod, kind: "Pod").first {
            $0.reason == "Killing" && $0.message.contains("probe") && $0.message.contains(container.name)
        }
        if let killing, [.killed, .terminated, .exited].contains(cause) {
            cause = .probeKilled
            text = "its liveness or startup probe fails, so it is killed again and again (exit code \(end.exitCode))"
            fix = "correct the probe or what it asks, or give the container more time: initialDelaySeconds, failureThreshold, startupProbe"
            evidence += [killing.message, unhealthy(container)?.message ?? ""]
        }
        if restarts > 0 { evidence.append("restarted \(counted(restarts, "time"))") }
        if !end.message.isEmpty { evidence.append(end.message) }
        if cause == .outOfMemory, let limit = container.resources.limits["memory"] { evidence.append("its limit is \(limit)") }
        evidence += logs.map { "log: " + $0 }
        return Diagnosis(cause, subject, "container \(container.name): \(text)", evidence: evidence, fix: fix)
    }

    /// The kernel's words for a program of another processor.
    private static func isForeign(_ text: String) -> Bool { text.lowercased().contains("exec format error") }

    private func foreign(_ container: Container) -> (cause: Diagnosis.Cause, text: String, fix: String) {
        let info = world.find(Node.self, pod.spec.nodeName)?.status.nodeInfo
        let machine = info.map { " (\($0.operatingSystem)/\($0.architecture))" } ?? ""
        return (
            .architecture, "the program in \(container.image) is not made for this machine\(machine): exec format error",
            "build or choose an image for it"
        )
    }

    private func unhealthy(_ container: Container) -> Event? {
        world.events(of: pod, kind: "Pod").first {
            $0.reason == "Unhealthy" && ($0.involvedObject.fieldPath.isEmpty || $0.involvedObject.fieldPath.contains("{\(container.name)}"))
        }
    }

    /// On its node, but nothing of it runs: volumes, sandbox, or it has only just come.
    private var pending: Diagnosis {
        let events = world.events(of: pod, kind: "Pod")
        if let mount = events.first(where: {
            $0.reason == "FailedMount" || $0.reason == "FailedAttachVolume" || $0.reason == "FailedMapVolume"
        }) {
            return ConfigReferenceDiagnosis.mount(pod, mount.message, world)
        }
        if let box = events.first(where: { $0.reason == "FailedCreatePodSandBox" }) {
            return Diagnosis(
                .sandboxFailed, subject, "its network or sandbox cannot be made", evidence: [box.message],
                fix: "see the node and its logs: coxswain why node/\(pod.spec.nodeName)")
        }
        for (container, status) in zip(pod.spec.initContainers, pod.status.initContainerStatuses)
        where status.state.running != nil && status.started != true {
            return Diagnosis(
                .starting, subject, "it waits for its init container \(container.name), which runs",
                fix: "kubectl -n \(pod.namespace) logs \(pod.name) -c \(container.name)")
        }
        return Diagnosis(
            .starting, subject, "it is on node \(pod.spec.nodeName) and about to start", evidence: events.prefix(2).map(\.message))
    }

    private var readiness: Diagnosis {
        if pod.isReady { return Diagnosis(.healthy, subject, "it runs and is ready") }
        for (container, status) in containers where !status.ready && status.state.running != nil {
            guard let probe = container.startupProbe.flatMap({ status.started == true ? nil : $0 }) ?? container.readinessProbe else {
                continue
            }
            let event = unhealthy(container)
            let kind = status.started == true || container.startupProbe == nil ? "readiness" : "startup"
            return Diagnosis(
                event == nil ? .notReady : .probeFailed, subject,
                "container \(container.name) runs, but its \(kind) probe (\(ProbeText.of(probe))) does not succeed",
                evidence: [event?.message ?? "no answer of the probe has been told yet"],
                fix: ProbeText.fix(probe, event?.message ?? "", container))
        }
        let gates = pod.spec.readinessGates.map(\.conditionType).filter { !pod.status.conditions.isTrue($0) }
        if !gates.isEmpty {
            return Diagnosis(
                .readinessGate, subject, "its containers are ready, but nobody has set its readiness gates: \(gates.few())",
                fix: "the component that the gates belong to has to run")
        }
        let condition = pod.status.conditions[type: "Ready"]
        return Diagnosis(.notReady, subject, "it is not ready", evidence: [condition?.reason ?? "", condition?.message ?? ""])
    }
}
