internal import Document

/// How much a debugging container may do: what is changed in its security context and in its pod.
enum DebugProfile: String, Sendable {
    case legacy, general, baseline, restricted, netadmin, sysadmin

    /// What is debugged.
    enum Style: Sendable {
        case ephemeral, copy, node
    }

    /// What a copy of a pod keeps of it.
    struct Keep: Sendable {
        var labels = false
        var annotations = false
        var liveness = false
        var readiness = false
        var startup = false
        var initContainers = true
    }

    func apply(to pod: inout JSON, container: String, style: Style, keep: Keep) {
        if style == .copy {
            var keep = keep
            if self == .legacy { keep = Keep(annotations: true, liveness: true, readiness: true, startup: true) }
            Self.strip(&pod, keep)
        }
        let sharesHost = style == .node && self != .baseline && self != .restricted
        let mountsRoot = style == .node && (self == .legacy || self == .general || self == .sysadmin)
        Self.change(&pod, container) { container in
            switch self {
            case .legacy: break
            case .general where style == .node: container["securityContext"] = .null
            case .general: Self.add(["SYS_PTRACE"], &container)
            case .baseline: container["securityContext"] = .null
            case .restricted:
                container["securityContext"] = [
                    "runAsNonRoot": true, "capabilities": ["drop": ["ALL"]], "allowPrivilegeEscalation": false,
                    "seccompProfile": ["type": "RuntimeDefault"],
                ]
            case .netadmin: Self.add(["NET_ADMIN", "NET_RAW"], &container)
            case .sysadmin: container["securityContext"]["privileged"] = true
            }
            if mountsRoot { container["volumeMounts"].mutateArray { $0.append(["mountPath": "/host", "name": "host-root"]) } }
        }
        if mountsRoot { pod["spec"]["volumes"].mutateArray { $0.append(["name": "host-root", "hostPath": ["path": "/"]]) } }
        if sharesHost {
            for member in ["hostNetwork", "hostPID", "hostIPC"] { pod["spec"][member] = true }
        }
        if style == .copy, self != .legacy, pod["spec"]["shareProcessNamespace"].isNull { pod["spec"]["shareProcessNamespace"] = true }
    }

    private static func strip(_ pod: inout JSON, _ keep: Keep) {
        if !keep.labels { pod["metadata"]["labels"] = .null }
        if !keep.annotations { pod["metadata"]["annotations"] = .null }
        if !keep.initContainers { pod["spec"]["initContainers"] = .null }
        pod["spec"]["containers"].mutateArray { containers in
            for index in containers.indices {
                if !keep.liveness { containers[index]["livenessProbe"] = .null }
                if !keep.readiness { containers[index]["readinessProbe"] = .null }
                if !keep.startup { containers[index]["startupProbe"] = .null }
            }
        }
    }

    private static func add(_ capabilities: [String], _ container: inout JSON) {
        container["securityContext"]["capabilities"]["add"].mutateArray { $0 += capabilities.map(JSON.string) }
    }

    /// Changes the container of that name, of whichever sort it is.
    static func change(_ pod: inout JSON, _ name: String, _ body: (inout JSON) -> Void) {
        for member in ["initContainers", "containers", "ephemeralContainers"] where pod["spec"][member].isPresent {
            pod["spec"][member].mutateArray { containers in
                for index in containers.indices where containers[index]["name"].words == name { body(&containers[index]) }
            }
        }
    }
}
