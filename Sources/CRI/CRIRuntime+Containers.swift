private typealias Method = Runtime_V1_RuntimeService.Method

extension CRIRuntime {
    package func createContainer(
        _ configuration: ContainerConfiguration, sandboxID: String, sandbox: SandboxConfiguration
    ) async throws -> String {
        var request = Runtime_V1_CreateContainerRequest()
        request.podSandboxID = sandboxID
        request.config = .init(configuration)
        request.sandboxConfig = .init(sandbox)
        return try await call(
            Method.CreateContainer.descriptor, request, timeout: Self.longTimeout, returning: Runtime_V1_CreateContainerResponse.self
        ).containerID
    }

    package func startContainer(_ id: String) async throws {
        var request = Runtime_V1_StartContainerRequest()
        request.containerID = id
        _ = try await call(
            Method.StartContainer.descriptor, request, timeout: Self.longTimeout, returning: Runtime_V1_StartContainerResponse.self)
    }

    package func stopContainer(_ id: String, gracePeriod: Duration) async throws {
        var request = Runtime_V1_StopContainerRequest()
        request.containerID = id
        request.timeout = gracePeriod.components.seconds
        try await callIgnoringMissing(
            Method.StopContainer.descriptor, request, timeout: gracePeriod + Self.longTimeout,
            returning: Runtime_V1_StopContainerResponse.self)
    }

    package func removeContainer(_ id: String) async throws {
        var request = Runtime_V1_RemoveContainerRequest()
        request.containerID = id
        try await callIgnoringMissing(
            Method.RemoveContainer.descriptor, request, timeout: Self.longTimeout, returning: Runtime_V1_RemoveContainerResponse.self)
    }

    package func listContainers(labels: [String: String]) async throws -> [RuntimeContainer] {
        var request = Runtime_V1_ListContainersRequest()
        request.filter.labelSelector = labels
        let answer = try await call(Method.ListContainers.descriptor, request, returning: Runtime_V1_ListContainersResponse.self)
        return answer.containers.map(RuntimeContainer.init)
    }

    package func containerStatus(_ id: String) async throws -> RuntimeContainerStatus {
        var request = Runtime_V1_ContainerStatusRequest()
        request.containerID = id
        return RuntimeContainerStatus(
            try await call(Method.ContainerStatus.descriptor, request, returning: Runtime_V1_ContainerStatusResponse.self).status)
    }

    package func containerDetails(_ id: String) async throws -> (status: RuntimeContainerStatus, info: [String: String]) {
        var request = Runtime_V1_ContainerStatusRequest()
        request.containerID = id
        request.verbose = true
        let answer = try await call(Method.ContainerStatus.descriptor, request, returning: Runtime_V1_ContainerStatusResponse.self)
        return (RuntimeContainerStatus(answer.status), answer.info)
    }

    package func updateContainerResources(_ id: String, _ resources: LinuxResources) async throws {
        var request = Runtime_V1_UpdateContainerResourcesRequest()
        request.containerID = id
        request.linux = .init(resources)
        _ = try await call(
            Method.UpdateContainerResources.descriptor, request, returning: Runtime_V1_UpdateContainerResourcesResponse.self)
    }

    package func reopenContainerLog(_ id: String) async throws {
        var request = Runtime_V1_ReopenContainerLogRequest()
        request.containerID = id
        _ = try await call(Method.ReopenContainerLog.descriptor, request, returning: Runtime_V1_ReopenContainerLogResponse.self)
    }

    package func execSync(_ id: String, command: [String], timeout: Duration) async throws -> ExecResult {
        var request = Runtime_V1_ExecSyncRequest()
        request.containerID = id
        request.cmd = command
        request.timeout = max(1, timeout.components.seconds)
        let answer = try await call(
            Method.ExecSync.descriptor, request, timeout: timeout + .seconds(2), returning: Runtime_V1_ExecSyncResponse.self)
        return ExecResult(stdout: [UInt8](answer.stdout), stderr: [UInt8](answer.stderr), exitCode: answer.exitCode)
    }

    package func execURL(_ id: String, command: [String], streams: StreamOptions) async throws -> String {
        var request = Runtime_V1_ExecRequest()
        request.containerID = id
        request.cmd = command
        (request.stdin, request.stdout, request.stderr, request.tty) = (streams.stdin, streams.stdout, streams.stderr, streams.tty)
        return try await call(Method.Exec.descriptor, request, returning: Runtime_V1_ExecResponse.self).url
    }

    package func attachURL(_ id: String, streams: StreamOptions) async throws -> String {
        var request = Runtime_V1_AttachRequest()
        request.containerID = id
        (request.stdin, request.stdout, request.stderr, request.tty) = (streams.stdin, streams.stdout, streams.stderr, streams.tty)
        return try await call(Method.Attach.descriptor, request, returning: Runtime_V1_AttachResponse.self).url
    }

    package func containerStats() async throws -> [RuntimeContainerStats] {
        let answer = try await call(
            Method.ListContainerStats.descriptor, Runtime_V1_ListContainerStatsRequest(),
            returning: Runtime_V1_ListContainerStatsResponse.self)
        return answer.stats.map(RuntimeContainerStats.init)
    }
}

extension RuntimeContainerState {
    init(_ wire: Runtime_V1_ContainerState) {
        self =
            switch wire {
            case .containerCreated: .created
            case .containerRunning: .running
            case .containerExited: .exited
            default: .unknown
            }
    }
}

extension RuntimeContainer {
    init(_ wire: Runtime_V1_Container) {
        self.init(
            id: wire.id, sandboxID: wire.podSandboxID, name: wire.metadata.name, attempt: wire.metadata.attempt, image: wire.image.image,
            imageRef: wire.imageRef, state: .init(wire.state), createdAt: wire.createdAt, labels: wire.labels, annotations: wire.annotations
        )
    }
}

extension RuntimeContainerStatus {
    init(_ wire: Runtime_V1_ContainerStatus) {
        self.init(id: wire.id, name: wire.metadata.name, attempt: wire.metadata.attempt, state: .init(wire.state))
        (createdAt, startedAt, finishedAt) = (wire.createdAt, wire.startedAt, wire.finishedAt)
        (exitCode, reason, message) = (wire.exitCode, wire.reason, wire.message)
        (image, imageRef, imageID) = (wire.image.image, wire.imageRef, wire.imageID)
        (labels, annotations, logPath) = (wire.labels, wire.annotations, wire.logPath)
        mounts = wire.mounts.map { mount in
            RuntimeMount(
                containerPath: mount.containerPath, hostPath: mount.hostPath, readOnly: mount.readonly,
                propagation: mount.propagation == .propagationHostToContainer
                    ? .hostToContainer : mount.propagation == .propagationBidirectional ? .bidirectional : .none)
        }
    }
}

extension RuntimeContainerStats {
    init(_ wire: Runtime_V1_ContainerStats) {
        self.init(id: wire.attributes.id, name: wire.attributes.metadata.name, labels: wire.attributes.labels)
        timestamp = wire.cpu.timestamp
        cpuNanoseconds = wire.cpu.usageCoreNanoSeconds.value
        workingSetBytes = wire.memory.workingSetBytes.value
        usageBytes = wire.memory.usageBytes.value
        rssBytes = wire.memory.rssBytes.value
        writableLayerBytes = wire.writableLayer.usedBytes.value
        writableLayerInodes = wire.writableLayer.inodesUsed.value
        writableLayerTimestamp = wire.writableLayer.timestamp
    }
}

extension Runtime_V1_LinuxContainerResources {
    init(_ resources: LinuxResources) {
        self.init()
        (cpuPeriod, cpuQuota, cpuShares) = (resources.cpuPeriod, resources.cpuQuota, resources.cpuShares)
        memoryLimitInBytes = resources.memoryLimitBytes
        oomScoreAdj = resources.oomScoreAdjust
    }
}

extension Runtime_V1_LinuxContainerSecurityContext {
    init(_ security: ContainerSecurity) {
        self.init()
        capabilities.addCapabilities = security.addCapabilities
        capabilities.dropCapabilities = security.dropCapabilities
        privileged = security.privileged
        namespaceOptions = .init(security.namespaces)
        if let user = security.runAsUser { runAsUser = .init(user) } else { runAsUsername = security.runAsUsername }
        if let group = security.runAsGroup { runAsGroup = .init(group) }
        readonlyRootfs = security.readOnlyRootFilesystem
        supplementalGroups = security.supplementalGroups
        noNewPrivs = security.noNewPrivileges
        maskedPaths = security.maskedPaths
        readonlyPaths = security.readOnlyPaths
        seccomp = .init(security.seccomp)
    }
}

extension Runtime_V1_ContainerConfig {
    init(_ configuration: ContainerConfiguration) {
        self.init()
        metadata.name = configuration.name
        metadata.attempt = configuration.attempt
        image.image = configuration.image
        image.userSpecifiedImage = configuration.userSpecifiedImage
        command = configuration.command
        args = configuration.arguments
        workingDir = configuration.workingDirectory
        envs = configuration.environment.map { variable in
            var wire = Runtime_V1_KeyValue()
            (wire.key, wire.value) = (variable.name, variable.value)
            return wire
        }
        mounts = configuration.mounts.map { mount in
            var wire = Runtime_V1_Mount()
            (wire.containerPath, wire.hostPath, wire.readonly) = (mount.containerPath, mount.hostPath, mount.readOnly)
            switch mount.propagation {
            case .none: wire.propagation = .propagationPrivate
            case .hostToContainer: wire.propagation = .propagationHostToContainer
            case .bidirectional: wire.propagation = .propagationBidirectional
            }
            return wire
        }
        devices = configuration.devices.map { device in
            var wire = Runtime_V1_Device()
            (wire.containerPath, wire.hostPath, wire.permissions) = (device.containerPath, device.hostPath, device.permissions)
            return wire
        }
        (labels, annotations, logPath) = (configuration.labels, configuration.annotations, configuration.logPath)
        (stdin, stdinOnce, tty) = (configuration.stdin, configuration.stdinOnce, configuration.tty)
        linux.resources = .init(configuration.resources)
        linux.securityContext = .init(configuration.security)
    }
}
