import CRI
import Document
import Resources

/// Builds the configuration of one container from its specification and what was prepared for it.
struct ContainerBuilder {
    let pod: Pod
    let configuration: KubeletConfiguration
    let environment: [(name: String, value: String)]
    let mounts: [RuntimeMount]
    var devices: [RuntimeDevice] = []
    /// The image on the node that the container runs.
    let image: RuntimeImage
    let nodeMemory: Int64

    func build(_ container: Container, attempt: UInt32) throws(ConfigurationError) -> ContainerConfiguration {
        var result = ContainerConfiguration(name: container.name, attempt: attempt, image: image.id)
        result.userSpecifiedImage = container.image
        let values = Dictionary(environment.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        result.command = container.command.map { expand($0) { values[$0] } }
        result.arguments = container.args.map { expand($0) { values[$0] } }
        result.workingDirectory = container.workingDir
        result.environment = environment
        (result.mounts, result.devices) = (mounts, devices)
        result.labels = SandboxBuilder.labels(pod)
        result.labels[RuntimeLabel.containerName] = container.name
        result.annotations = [
            RuntimeLabel.hash: container.specificationHash, RuntimeLabel.restartCount: String(attempt),
            RuntimeLabel.terminationMessagePath: TerminationMessage.path(container),
            RuntimeLabel.terminationMessagePolicy: container.terminationMessagePolicy,
        ]
        if let grace = pod.spec.terminationGracePeriodSeconds { result.annotations[RuntimeLabel.gracePeriod] = String(grace) }
        result.logPath = "\(container.name)/\(attempt).log"
        (result.stdin, result.stdinOnce, result.tty) = (container.stdin, container.stdinOnce, container.tty)
        result.resources = ResourceSettings.container(container, pod: pod.spec, nodeMemory: nodeMemory)
        result.security = try security(container)
        return result
    }

    private func security(_ container: Container) throws(ConfigurationError) -> ContainerSecurity {
        let (own, shared) = (container.securityContext, pod.spec.securityContext)
        var security = ContainerSecurity()
        security.privileged = own.privileged ?? false
        security.addCapabilities = own.capabilities?.add.map(Self.capability) ?? []
        security.dropCapabilities = own.capabilities?.drop.map(Self.capability) ?? []
        security.runAsUser = (own.runAsUser ?? shared.runAsUser).map(Int64.init)
        security.runAsGroup = (own.runAsGroup ?? shared.runAsGroup).map(Int64.init)
        if security.runAsUser == nil {
            // The image's own user; runtimes want it said.
            security.runAsUser = image.userID
            security.runAsUsername = image.username
            if image.userID == nil, image.username.isEmpty { security.runAsUser = 0 }
        }
        if own.runAsNonRoot ?? shared.runAsNonRoot ?? false { try refuseRoot(security, container) }
        security.readOnlyRootFilesystem = own.readOnlyRootFilesystem ?? false
        security.supplementalGroups = Self.supplementalGroups(pod.spec)
        security.noNewPrivileges = own.allowPrivilegeEscalation == false
        security.namespaces.network = pod.spec.hostNetwork ? .node : .pod
        security.namespaces.ipc = pod.spec.hostIPC ? .node : .pod
        security.namespaces.pid = pod.spec.hostPID ? .node : pod.spec.shareProcessNamespace == true ? .pod : .container
        if own.procMount != "Unmasked", !security.privileged {
            security.maskedPaths = ContainerSecurity.usualMaskedPaths
            security.readOnlyPaths = ContainerSecurity.usualReadOnlyPaths
        }
        let profile = own.seccompProfile ?? shared.seccompProfile
        switch profile?["type"].string {
        case "RuntimeDefault": security.seccomp = .runtimeDefault
        case "Localhost":
            security.seccomp = .localhost("\(configuration.rootDirectory)/seccomp/\(profile?["localhostProfile"].string ?? "")")
        default: security.seccomp = .unconfined
        }
        return security
    }

    private func refuseRoot(_ security: ContainerSecurity, _ container: Container) throws(ConfigurationError) {
        let name = "\(pod.name)_\(pod.namespace)(\(pod.uid))"
        if security.runAsUser == 0 {
            let stated = container.securityContext.runAsUser ?? pod.spec.securityContext.runAsUser
            throw ConfigurationError(
                stated == nil
                    ? "container has runAsNonRoot and image will run as root (pod: \"\(name)\", container: \(container.name))"
                    : "container's runAsUser breaks non-root policy (pod: \"\(name)\", container: \(container.name))")
        }
        if security.runAsUser == nil {
            throw ConfigurationError(
                "container has runAsNonRoot and image has non-numeric user (\(security.runAsUsername)), cannot verify user is non-root "
                    + "(pod: \"\(name)\", container: \(container.name))")
        }
    }

    /// The interface names capabilities without the `CAP_` that users may write.
    static func capability(_ name: String) -> String {
        let upper = name.uppercased()
        return upper.hasPrefix("CAP_") ? String(upper.dropFirst(4)) : upper
    }

    static func supplementalGroups(_ spec: PodSpec) -> [Int64] {
        var groups = spec.securityContext.supplementalGroups.compactMap { $0.int.map(Int64.init) }
        if let fsGroup = spec.securityContext.fsGroup { groups.append(Int64(fsGroup)) }
        return groups
    }
}
