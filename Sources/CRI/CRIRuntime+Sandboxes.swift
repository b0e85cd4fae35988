private typealias Method = Runtime_V1_RuntimeService.Method

extension CRIRuntime {
    package func version() async throws -> RuntimeVersion {
        let answer = try await call(
            Method.Version.descriptor, Runtime_V1_VersionRequest(), returning: Runtime_V1_VersionResponse.self)
        return RuntimeVersion(name: answer.runtimeName, version: answer.runtimeVersion, apiVersion: answer.runtimeApiVersion)
    }

    package func conditions() async throws -> [RuntimeCondition] {
        let answer = try await call(Method.Status.descriptor, Runtime_V1_StatusRequest(), returning: Runtime_V1_StatusResponse.self)
        return answer.status.conditions.map {
            RuntimeCondition(type: $0.type, status: $0.status, reason: $0.reason, message: $0.message)
        }
    }

    package func runPodSandbox(_ configuration: SandboxConfiguration) async throws -> String {
        var request = Runtime_V1_RunPodSandboxRequest()
        request.config = .init(configuration)
        request.runtimeHandler = configuration.runtimeHandler
        return try await call(
            Method.RunPodSandbox.descriptor, request, timeout: Self.longTimeout, returning: Runtime_V1_RunPodSandboxResponse.self
        ).podSandboxID
    }

    package func stopPodSandbox(_ id: String) async throws {
        var request = Runtime_V1_StopPodSandboxRequest()
        request.podSandboxID = id
        try await callIgnoringMissing(
            Method.StopPodSandbox.descriptor, request, timeout: Self.longTimeout, returning: Runtime_V1_StopPodSandboxResponse.self)
    }

    package func removePodSandbox(_ id: String) async throws {
        var request = Runtime_V1_RemovePodSandboxRequest()
        request.podSandboxID = id
        try await callIgnoringMissing(
            Method.RemovePodSandbox.descriptor, request, timeout: Self.longTimeout, returning: Runtime_V1_RemovePodSandboxResponse.self)
    }

    package func podSandboxStatus(_ id: String) async throws -> SandboxStatus {
        var request = Runtime_V1_PodSandboxStatusRequest()
        request.podSandboxID = id
        return SandboxStatus(
            try await call(Method.PodSandboxStatus.descriptor, request, returning: Runtime_V1_PodSandboxStatusResponse.self).status)
    }

    package func listPodSandboxes(labels: [String: String]) async throws -> [SandboxStatus] {
        var request = Runtime_V1_ListPodSandboxRequest()
        request.filter.labelSelector = labels
        let answer = try await call(Method.ListPodSandbox.descriptor, request, returning: Runtime_V1_ListPodSandboxResponse.self)
        return answer.items.map(SandboxStatus.init)
    }

    package func portForwardURL(sandboxID: String, ports: [Int32]) async throws -> String {
        var request = Runtime_V1_PortForwardRequest()
        request.podSandboxID = sandboxID
        request.port = ports
        return try await call(Method.PortForward.descriptor, request, returning: Runtime_V1_PortForwardResponse.self).url
    }
}

extension SandboxMetadata {
    init(_ wire: Runtime_V1_PodSandboxMetadata) {
        self.init(name: wire.name, uid: wire.uid, namespace: wire.namespace, attempt: wire.attempt)
    }
}

extension SandboxStatus {
    init(_ wire: Runtime_V1_PodSandboxStatus) {
        let addresses = ([wire.network.ip] + wire.network.additionalIps.map(\.ip)).filter { !$0.isEmpty }
        self.init(
            id: wire.id, metadata: SandboxMetadata(wire.metadata), ready: wire.state == .sandboxReady, createdAt: wire.createdAt,
            addresses: addresses, labels: wire.labels, annotations: wire.annotations)
    }

    init(_ wire: Runtime_V1_PodSandbox) {
        self.init(
            id: wire.id, metadata: SandboxMetadata(wire.metadata), ready: wire.state == .sandboxReady, createdAt: wire.createdAt,
            labels: wire.labels, annotations: wire.annotations)
    }
}

extension Runtime_V1_NamespaceMode {
    init(_ scope: NamespaceScope) {
        self =
            switch scope {
            case .pod: .pod
            case .container: .container
            case .node: .node
            }
    }
}

extension Runtime_V1_NamespaceOption {
    init(_ scopes: NamespaceScopes) {
        self.init()
        network = .init(scopes.network)
        pid = .init(scopes.pid)
        ipc = .init(scopes.ipc)
    }
}

extension Runtime_V1_SecurityProfile {
    init(_ profile: SecurityProfile) {
        self.init()
        switch profile {
        case .runtimeDefault: profileType = .runtimeDefault
        case .unconfined: profileType = .unconfined
        case .localhost(let name):
            profileType = .localhost
            localhostRef = name
        }
    }
}

extension Runtime_V1_Int64Value {
    init(_ value: Int64) {
        self.init()
        self.value = value
    }
}

extension Runtime_V1_PodSandboxConfig {
    init(_ configuration: SandboxConfiguration) {
        self.init()
        metadata.name = configuration.metadata.name
        metadata.uid = configuration.metadata.uid
        metadata.namespace = configuration.metadata.namespace
        metadata.attempt = configuration.metadata.attempt
        hostname = configuration.hostname
        logDirectory = configuration.logDirectory
        dnsConfig.servers = configuration.dns.servers
        dnsConfig.searches = configuration.dns.searches
        dnsConfig.options = configuration.dns.options
        portMappings = configuration.portMappings.map(Runtime_V1_PortMapping.init)
        labels = configuration.labels
        annotations = configuration.annotations
        linux.cgroupParent = configuration.cgroupParent
        linux.sysctls = configuration.sysctls
        linux.securityContext.namespaceOptions = .init(configuration.namespaces)
        if let user = configuration.runAsUser { linux.securityContext.runAsUser = .init(user) }
        if let group = configuration.runAsGroup { linux.securityContext.runAsGroup = .init(group) }
        linux.securityContext.supplementalGroups = configuration.supplementalGroups
        linux.securityContext.privileged = configuration.privileged
        linux.securityContext.seccomp = .init(configuration.seccomp)
    }
}

extension Runtime_V1_PortMapping {
    init(_ mapping: SandboxPortMapping) {
        self.init()
        `protocol` =
            switch mapping.transport {
            case .tcp: .tcp
            case .udp: .udp
            case .sctp: .sctp
            }
        containerPort = mapping.containerPort
        hostPort = mapping.hostPort
        hostIp = mapping.hostIP
    }
}
