import CRI
import Document
import Resources

/// Computes what a pod's status should say from what its containers are doing. No clock, no I/O.
struct PodStatusComputer {
    let input: PodStatusInput

    static func status(_ input: PodStatusInput) -> PodStatus { PodStatusComputer(input: input).compute() }

    private func compute() -> PodStatus {
        let pod = input.pod
        let containers = ContainerStatusComputer(input: input)
        let main = containers.statuses(of: pod.spec.containers, initial: false)
        let initial = containers.statuses(of: pod.spec.initContainers, initial: true)
        let ephemeral = containers.statuses(
            of: pod.spec.ephemeralContainers.filter { input.runtime.latest($0.name) != nil }, initial: false)

        var status = PodStatus()
        if pod.metadata.generation > 0 { status.observedGeneration = pod.metadata.generation }
        let phase = self.phase(main, initial)
        status.phase = phase
        if let failure = input.failure {
            status.reason = failure.reason
            status.message = failure.message
        } else if input.isTerminal || phase == Pod.Phase.failed {
            status.reason = pod.status.reason
            status.message = pod.status.message
        }
        status.conditions = conditions(phase, main, initial)
        addAddresses(&status)
        status.startTime = pod.status.startTime ?? input.now.wholeSeconds
        if !initial.isEmpty { status.initContainerStatuses = initial }
        // A pod the node never took has no containers to tell of.
        if input.failure == nil || !input.runtime.isEmpty { status.containerStatuses = main }
        if !ephemeral.isEmpty { status.ephemeralContainerStatuses = ephemeral }
        status.qosClass = pod.status.qosClass.isEmpty ? QualityOfService(pod.spec).rawValue : pod.status.qosClass
        return status
    }

    private func addAddresses(_ status: inout PodStatus) {
        if !input.nodeAddress.isEmpty {
            status.hostIP = input.nodeAddress
            status.hostIPs = [PodIP(ip: input.nodeAddress)]
        }
        var addresses = input.pod.spec.hostNetwork ? [input.nodeAddress] : input.runtime.sandboxes.first?.addresses ?? []
        if addresses.isEmpty { addresses = input.pod.status.podIPs.map(\.ip) }
        addresses.removeAll { $0.isEmpty }
        if let first = addresses.first {
            status.podIP = first
            status.podIPs = addresses.map { PodIP(ip: $0) }
        }
    }

    // MARK: phase

    /// core/v1 PodPhase. A pod that ended stays ended.
    func phase(_ main: [ContainerStatus], _ initial: [ContainerStatus]) -> String {
        if input.failure != nil { return Pod.Phase.failed }
        if input.pod.isFinished { return input.pod.status.phase }
        let policy = input.pod.spec.restartPolicy
        var (pendingInit, failedInit) = (0, 0)
        for (container, status) in zip(input.pod.spec.initContainers, initial) {
            if container.isSidecar {
                if status.started != true, status.state.terminated == nil { pendingInit += 1 }
            } else if let ended = status.state.terminated {
                if ended.exitCode != 0 { failedInit += 1 }
            } else if let ended = status.lastState.terminated, status.state.waiting != nil {
                if ended.exitCode != 0 { failedInit += 1 }
            } else {
                pendingInit += 1
            }
        }
        var (running, waiting, stopped, succeeded) = (0, 0, 0, 0)
        for status in main {
            if status.state.running != nil {
                running += 1
            } else if let ended = status.state.terminated {
                stopped += 1
                if ended.exitCode == 0 { succeeded += 1 }
            } else if status.lastState.terminated != nil {
                stopped += 1
            } else {
                waiting += 1
            }
        }
        if failedInit > 0, policy == "Never" { return Pod.Phase.failed }
        let begun = running + stopped > 0
        if !begun, pendingInit + failedInit > 0 { return input.isTerminal ? Pod.Phase.failed : Pod.Phase.pending }
        if waiting > 0 { return input.isTerminal ? Pod.Phase.failed : Pod.Phase.pending }
        if running > 0 { return Pod.Phase.running }
        guard stopped > 0 else { return Pod.Phase.pending }
        if input.isTerminal { return stopped == succeeded ? Pod.Phase.succeeded : Pod.Phase.failed }
        if policy == "Always" { return Pod.Phase.running }
        if stopped == succeeded { return Pod.Phase.succeeded }
        return policy == "Never" ? Pod.Phase.failed : Pod.Phase.running
    }

    // MARK: conditions

    /// The kubelet's own conditions first, then those of others, which are kept as they are.
    private func conditions(_ phase: String, _ main: [ContainerStatus], _ initial: [ContainerStatus]) -> [Condition] {
        let own = [
            sandboxCondition(), initialized(phase, main, initial), ready(phase, main, initial), containersReady(phase, main, initial),
            scheduled(),
        ]
        let known = input.pod.status.conditions
        var result: [Condition] = []
        for var condition in own {
            let old = known[type: condition.type]
            let since = old.flatMap { $0.status == condition.status ? $0.lastTransitionTime : nil } ?? input.now.wholeSeconds
            var ordered: JSON = [
                "type": .string(condition.type), "status": .string(condition.status.rawValue),
                "lastTransitionTime": .string(since.description),
            ]
            ordered.mutateObject { $0["lastProbeTime"] = .null }
            if !condition.reason.isEmpty { ordered["reason"] = .string(condition.reason) }
            if !condition.message.isEmpty { ordered["message"] = .string(condition.message) }
            if input.pod.metadata.generation > 0 { ordered["observedGeneration"] = .int(Int64(input.pod.metadata.generation)) }
            condition = Condition(ordered)
            result.append(condition)
        }
        let names = Set(own.map(\.type))
        return result + known.filter { !names.contains($0.type) }
    }

    private func sandboxCondition() -> Condition {
        let ready = input.runtime.readySandbox.map { input.pod.spec.hostNetwork || !$0.addresses.isEmpty } ?? false
        return Condition(type: "PodReadyToStartContainers", status: .init(ready))
    }

    private func scheduled() -> Condition { Condition(type: "PodScheduled", status: .isTrue) }

    private func initialized(_ phase: String, _ main: [ContainerStatus], _ initial: [ContainerStatus]) -> Condition {
        let pending = zip(input.pod.spec.initContainers, initial).filter { container, status in
            container.isSidecar ? status.started != true && status.state.terminated == nil : !status.ready
        }.map { $0.1.name }
        if phase == Pod.Phase.succeeded {
            return Condition(type: "Initialized", status: .isTrue, reason: initial.isEmpty ? "" : "PodCompleted")
        }
        // Once a main container has run, initialization is past, whatever became of it.
        let begun = main.contains { $0.state.running != nil || $0.state.terminated != nil || $0.lastState.terminated != nil }
        if pending.isEmpty || begun { return Condition(type: "Initialized", status: .isTrue) }
        return Condition(
            type: "Initialized", status: .isFalse, reason: "ContainersNotInitialized",
            message: "containers with incomplete status: [\(pending.joined(separator: " "))]")
    }

    private func containersReady(_ phase: String, _ main: [ContainerStatus], _ initial: [ContainerStatus]) -> Condition {
        switch phase {
        case Pod.Phase.succeeded: return Condition(type: "ContainersReady", status: .isFalse, reason: "PodCompleted")
        case Pod.Phase.failed: return Condition(type: "ContainersReady", status: .isFalse, reason: "PodFailed")
        default: break
        }
        let sidecars = zip(input.pod.spec.initContainers, initial).filter { $0.0.isSidecar }.map(\.1)
        let unready = (sidecars + main).filter { !$0.ready }.map(\.name)
        if unready.isEmpty { return Condition(type: "ContainersReady", status: .isTrue) }
        return Condition(
            type: "ContainersReady", status: .isFalse, reason: "ContainersNotReady",
            message: "containers with unready status: [\(unready.joined(separator: " "))]")
    }

    private func ready(_ phase: String, _ main: [ContainerStatus], _ initial: [ContainerStatus]) -> Condition {
        var condition = containersReady(phase, main, initial)
        condition.type = "Ready"
        guard condition.isTrue else { return condition }
        var missing: [String] = []
        for gate in input.pod.spec.readinessGates {
            guard let found = input.pod.status.conditions[type: gate.conditionType] else {
                missing.append("corresponding condition of pod readiness gate \"\(gate.conditionType)\" does not exist.")
                continue
            }
            if !found.isTrue {
                missing.append("the status of pod readiness gate \"\(gate.conditionType)\" is not \"True\", but \(found.status.rawValue)")
            }
        }
        if missing.isEmpty { return condition }
        return Condition(type: "Ready", status: .isFalse, reason: "ReadinessGatesNotReady", message: missing.joined(separator: ", "))
    }
}
