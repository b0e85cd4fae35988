import CRI
import Resources

/// What is to be done so that the runtime comes to hold what a pod asks for.
struct PodPlan: Sendable, Equatable {
    enum Role: Sendable, Equatable {
        case initial
        case sidecar
        case main
        case ephemeral
    }
    struct Start: Sendable, Equatable {
        var name: String
        var role: Role
        /// How many times the container was started before.
        var attempt: UInt32
    }
    struct Kill: Sendable, Equatable {
        var id: String
        var name: String
        var message: String
        var cause: KillCause
    }
    enum KillCause: Sendable, Equatable {
        case specificationChanged
        case livenessProbe
        case startupProbe
    }

    /// The sandbox has to go, with everything in it.
    var killSandbox = false
    /// The attempt number of the sandbox to be made; nil when the present one stays.
    var createSandbox: UInt32?
    var kill: [Kill] = []
    var start: [Start] = []
    /// Nothing is left to run: the pod has ended by itself.
    var finished = false
}

/// What a plan is made from.
struct PodPlanInput: Sendable {
    var pod: Pod
    var runtime: PodRuntimeState
    /// Containers that failed a probe so often that they have to be restarted.
    var unhealthy: [String: PodPlan.KillCause] = [:]
    /// Containers whose startup probe has passed, or that have none.
    var started: @Sendable (_ containerID: String) -> Bool = { _ in true }
}

extension PodPlan {
    init(_ input: PodPlanInput) {
        self.init()
        let (pod, runtime) = (input.pod, input.runtime)
        let usesHostNetwork = pod.spec.hostNetwork
        guard let sandbox = runtime.readySandbox, usesHostNetwork || !sandbox.addresses.isEmpty else {
            planWithoutSandbox(pod, runtime)
            return
        }
        planInitContainers(input, sandbox.id)
        guard !finished else { return }
        planEphemeral(input)
        if start.contains(where: { $0.role == .initial }) || waitsForInit(input, sandbox.id) { return }
        planMain(input)
    }

    /// The plan where no sandbox runs: a new one, unless the pod has nothing more to run.
    private mutating func planWithoutSandbox(_ pod: Pod, _ runtime: PodRuntimeState) {
        let attempt = runtime.sandboxes.first.map { $0.metadata.attempt + 1 } ?? 0
        killSandbox = !runtime.sandboxes.isEmpty
        if pod.spec.restartPolicy == "Never", attempt != 0, !runtime.containers.isEmpty {
            finished = true
            return
        }
        // What ran in the old sandbox has to run again, unless it had done its work.
        let wanted = pod.spec.containers.filter { container in
            guard let latest = runtime.latest(container.name)?.status, latest.state == .exited else { return true }
            return Self.mustRun(latest, policy: pod.spec.restartPolicy)
        }
        if wanted.isEmpty {
            finished = true
            return
        }
        createSandbox = attempt
        if let first = pod.spec.initContainers.first {
            start = [Start(name: first.name, role: first.isSidecar ? .sidecar : .initial, attempt: Self.nextAttempt(first.name, runtime))]
        } else {
            start = wanted.map { Start(name: $0.name, role: .main, attempt: Self.nextAttempt($0.name, runtime)) }
        }
    }

    /// Whether a container in this state has to be started (again) under a restart policy.
    static func mustRun(_ status: RuntimeContainerStatus?, policy: String) -> Bool {
        guard let status else { return true }
        switch status.state {
        case .running: return false
        // Left behind by a start that never came to its end.
        case .created, .unknown: return true
        case .exited:
            switch policy {
            case "Never": return false
            case "OnFailure": return status.exitCode != 0
            default: return true
            }
        }
    }

    static func nextAttempt(_ name: String, _ runtime: PodRuntimeState) -> UInt32 {
        guard let latest = runtime.latest(name) else { return 0 }
        return UInt32(latest.restartCount) + 1
    }

    private mutating func planInitContainers(_ input: PodPlanInput, _ sandboxID: String) {
        let policy = input.pod.spec.restartPolicy
        let mainHasBegun = input.pod.spec.containers.contains { input.runtime.latest($0.name)?.sandboxID == sandboxID }
        for container in input.pod.spec.initContainers {
            let found = input.runtime.latest(container.name)
            let present = found?.sandboxID == sandboxID ? found : nil
            let role: Role = container.isSidecar ? .sidecar : .initial
            let again = Start(name: container.name, role: role, attempt: Self.nextAttempt(container.name, input.runtime))
            switch present?.status.state {
            case nil:
                if mainHasBegun && !container.isSidecar { continue }
                start.append(again)
                if !mainHasBegun { return }
            case .running:
                guard container.isSidecar, let present else { return }
                if let cause = input.unhealthy[present.status.id] {
                    kill.append(Self.kill(present, container, cause))
                    start.append(again)
                } else if !input.started(present.status.id), !mainHasBegun {
                    return
                }
            case .exited where container.isSidecar:
                start.append(again)
                if !mainHasBegun { return }
            case .exited where present?.status.exitCode == 0 || mainHasBegun:
                continue
            case .exited where policy == "Never":
                (killSandbox, finished) = (true, true)
                return
            default:
                start.append(again)
                return
            }
        }
    }

    /// Whether an init container or a sidecar that has not come up holds the main containers back.
    private func waitsForInit(_ input: PodPlanInput, _ sandboxID: String) -> Bool {
        if input.pod.spec.containers.contains(where: { input.runtime.latest($0.name)?.sandboxID == sandboxID }) { return false }
        for container in input.pod.spec.initContainers {
            guard let present = input.runtime.latest(container.name), present.sandboxID == sandboxID else { return true }
            if container.isSidecar {
                if present.status.state != .running || !input.started(present.status.id) { return true }
            } else if present.status.state != .exited || present.status.exitCode != 0 {
                return true
            }
        }
        return false
    }

    private mutating func planEphemeral(_ input: PodPlanInput) {
        for container in input.pod.spec.ephemeralContainers where input.runtime.latest(container.name) == nil {
            start.append(Start(name: container.name, role: .ephemeral, attempt: 0))
        }
    }

    private mutating func planMain(_ input: PodPlanInput) {
        let policy = input.pod.spec.restartPolicy
        var kept = 0
        var starting = 0
        for container in input.pod.spec.containers {
            let found = input.runtime.latest(container.name)
            let again = Start(name: container.name, role: .main, attempt: Self.nextAttempt(container.name, input.runtime))
            guard let found, found.status.state == .running else {
                if Self.mustRun(found?.status, policy: policy) {
                    start.append(again)
                    starting += 1
                }
                continue
            }
            let changed = found.status.annotations[RuntimeLabel.hash].map { $0 != container.specificationHash } ?? false
            if changed {
                kill.append(Self.kill(found, container, .specificationChanged))
                start.append(again)
                starting += 1
            } else if let cause = input.unhealthy[found.status.id] {
                kill.append(Self.kill(found, container, cause))
                if policy != "Never" {
                    start.append(again)
                    starting += 1
                } else {
                    kept += 1  // it has still to end
                }
            } else {
                kept += 1
            }
        }
        if kept == 0, starting == 0 {
            start.removeAll()
            (killSandbox, finished) = (true, true)
        }
    }

    private static func kill(_ found: PodContainer, _ container: Container, _ cause: KillCause) -> Kill {
        let message =
            switch cause {
            case .specificationChanged: "Container \(container.name) definition changed, will be restarted"
            case .livenessProbe: "Container \(container.name) failed liveness probe, will be restarted"
            case .startupProbe: "Container \(container.name) failed startup probe, will be restarted"
            }
        return Kill(id: found.status.id, name: container.name, message: message, cause: cause)
    }
}
