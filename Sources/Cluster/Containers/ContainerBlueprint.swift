import CRI
import Document

/// What the runtime is told to make of a request: a sandbox and the container in it.
struct ContainerBlueprint: Sendable {
    static let logFile = "output.log"
    /// Microseconds of an accounting period, and the shares of one processor.
    static let cpuPeriod: Int64 = 100_000
    static let sharesPerCPU: Int64 = 1024

    let id: String
    let request: ContainerRequest
    /// The image's id.
    let image: String
    let paths: ClusterPaths
    /// How many times it was started before.
    var attempt: UInt32 = 0

    private var labels: [String: String] {
        [PlainContainer.Label.mark: "true", PlainContainer.Label.name: request.name, PlainContainer.Label.id: id]
    }

    var sandbox: SandboxConfiguration {
        // The runtime reserves the name with its namespace and uid, so that of two who want one name at once, one is refused.
        var sandbox = SandboxConfiguration(
            metadata: SandboxMetadata(name: request.name, uid: "container", namespace: PlainContainer.sandboxNamespace, attempt: attempt))
        sandbox.hostname = request.hostname.isEmpty ? String(id.prefix(12)) : request.hostname
        sandbox.logDirectory = paths.containerLogs + "/" + id
        sandbox.portMappings = request.ports.map(\.mapping)
        sandbox.labels = labels
        sandbox.cgroupParent = paths.cgroupRoot + "/containers"
        sandbox.privileged = request.isPrivileged
        return sandbox
    }

    func container() throws -> ContainerConfiguration {
        var container = ContainerConfiguration(name: request.name, attempt: attempt, image: image)
        container.userSpecifiedImage = request.image
        (container.command, container.arguments) = (request.entrypoint, request.command)
        container.workingDirectory = request.workingDirectory
        container.environment = request.environment.map { entry in
            let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            return (name: parts[0], value: parts.count == 2 ? parts[1] : "")
        }
        if request.hasTerminal { container.environment.insert((name: "TERM", value: "xterm"), at: 0) }
        container.mounts = request.mounts.map {
            RuntimeMount(containerPath: $0.target, hostPath: $0.hostPath(volumes: paths.containerVolumes), readOnly: $0.isReadOnly)
        }
        container.labels = labels
        container.annotations = [PlainContainer.requestAnnotation: request.json.text]
        container.logPath = Self.logFile
        (container.stdin, container.tty) = (request.takesInput, request.hasTerminal)
        container.stdinOnce = request.takesInput && !request.hasTerminal
        container.resources = resources
        container.security = try security()
        return container
    }

    private var resources: LinuxResources {
        var resources = LinuxResources()
        resources.memoryLimitBytes = request.memoryLimitBytes
        if request.milliCPU > 0 {
            resources.cpuPeriod = Self.cpuPeriod
            resources.cpuQuota = max(1000, request.milliCPU * Self.cpuPeriod / 1000)
            resources.cpuShares = max(2, request.milliCPU * Self.sharesPerCPU / 1000)
        }
        return resources
    }

    private func security() throws -> ContainerSecurity {
        var security = ContainerSecurity()
        security.privileged = request.isPrivileged
        security.readOnlyRootFilesystem = request.isReadOnly
        if request.isPrivileged {
            security.seccomp = .unconfined
        } else {
            security.seccomp = .runtimeDefault
            security.maskedPaths = ContainerSecurity.usualMaskedPaths
            security.readOnlyPaths = ContainerSecurity.usualReadOnlyPaths
        }
        guard !request.user.isEmpty else { return security }
        let parts = request.user.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        if let number = Int64(parts[0]) { security.runAsUser = number } else { security.runAsUsername = parts[0] }
        if parts.count == 2 {
            guard let group = Int64(parts[1]), security.runAsUser != nil else {
                throw ClusterError("--user \(request.user): a group goes with a numeric user, and is a number itself")
            }
            security.runAsGroup = group
        }
        return security
    }
}
