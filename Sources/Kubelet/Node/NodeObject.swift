import CRI
import Document
import Resources

/// Computes the Node object: what is registered at first, and the status that is reported from then on. No I/O.
struct NodeObject {
    let configuration: KubeletConfiguration
    let facts: NodeFacts

    /// The images listed in the status; a node may hold more.
    static let maximumImages = 50

    /// The object to register.
    func registration() -> Node {
        var node = Node(name: configuration.nodeName)
        node.metadata.labels = labels
        node.metadata.annotations = annotations
        node.spec.taints = configuration.taints.map { taint in
            var result = Taint()
            result.key = taint.key
            result.value = taint.value
            result.effect = taint.effect
            return result
        }
        return node
    }

    var annotations: [String: String] {
        [
            "volumes.kubernetes.io/controller-managed-attach-detach": "true",
            LocalVolumes.directoryAnnotation: configuration.localVolumesDirectory,
        ].merging(configuration.annotations) { $1 }
    }

    var labels: [String: String] {
        [
            "kubernetes.io/hostname": configuration.hostname, "kubernetes.io/os": "linux", "kubernetes.io/arch": facts.architecture,
            "beta.kubernetes.io/os": "linux", "beta.kubernetes.io/arch": facts.architecture,
        ].merging(configuration.labels) { $1 }
    }

    var capacity: [String: Quantity] {
        [
            "cpu": Quantity(milli: facts.milliCPU), "memory": Quantity(facts.memoryBytes / 1024 * 1024, .binarySI),
            "ephemeral-storage": Quantity(facts.ephemeralStorageBytes / 1024 * 1024, .binarySI),
            "pods": Quantity(Int64(configuration.maximumPods)),
            "hugepages-1Gi": Quantity(0), "hugepages-2Mi": Quantity(0),
        ]
    }

    var allocatable: [String: Quantity] {
        var result = capacity
        result["cpu"] = Quantity(milli: allocatableMilliCPU)
        result["memory"] = Quantity(allocatableMemory, .binarySI)
        return result
    }

    var allocatableMilliCPU: Int64 { max(facts.milliCPU - configuration.reservedMilliCPU, 0) }
    var allocatableMemory: Int64 { max(facts.memoryBytes - configuration.reservedMemoryBytes, 0) / 1024 * 1024 }

    struct Report: Sendable {
        var runtimeVersion: RuntimeVersion?
        var runtimeConditions: [RuntimeCondition]
        var images: [RuntimeImage]
        var pressure = NodeCare.Pressure()
    }

    /// - Parameter old: the conditions last reported, whose transition times are kept where nothing changed.
    func status(_ report: Report, old: [Condition], now: Timestamp) -> NodeStatus {
        var status = NodeStatus()
        status.capacity = capacity
        status.allocatable = allocatable
        status.addresses = [address("InternalIP", configuration.nodeAddress), address("Hostname", configuration.hostname)]
        status.daemonEndpoints = ["kubeletEndpoint": ["Port": .int(Int64(configuration.port))]]
        status.nodeInfo = nodeInfo(report.runtimeVersion)
        status.images = images(report.images)
        var conditions = old
        let heartbeat = now.wholeSeconds
        for var condition in self.conditions(report) {
            condition.lastHeartbeatTime = heartbeat
            conditions.set(condition, now: heartbeat)
        }
        status.conditions = conditions
        return status
    }

    private func conditions(_ report: Report) -> [Condition] {
        var ready = Condition(type: "Ready", status: .isTrue, reason: "KubeletReady", message: "kubelet is posting ready status")
        let failing = report.runtimeConditions.filter { !$0.status }
        if report.runtimeVersion == nil {
            ready = Condition(
                type: "Ready", status: .isFalse, reason: "KubeletNotReady", message: "container runtime is down")
        } else if !failing.isEmpty {
            let text = failing.map { "container runtime network not ready: \($0.type)=false reason:\($0.reason) message:\($0.message)" }
            ready = Condition(type: "Ready", status: .isFalse, reason: "KubeletNotReady", message: text.joined(separator: ", "))
        }
        return [
            Condition(
                type: "MemoryPressure", status: .init(report.pressure.memory),
                reason: report.pressure.memory ? "KubeletHasInsufficientMemory" : "KubeletHasSufficientMemory",
                message: report.pressure.memory ? "kubelet has insufficient memory available" : "kubelet has sufficient memory available"),
            Condition(
                type: "DiskPressure", status: .init(report.pressure.disk),
                reason: report.pressure.disk ? "KubeletHasDiskPressure" : "KubeletHasNoDiskPressure",
                message: report.pressure.disk ? "kubelet has disk pressure" : "kubelet has no disk pressure"),
            Condition(
                type: "PIDPressure", status: .init(report.pressure.processIDs),
                reason: report.pressure.processIDs ? "KubeletHasInsufficientPID" : "KubeletHasSufficientPID",
                message: report.pressure.processIDs ? "kubelet has insufficient PID available" : "kubelet has sufficient PID available"),
            ready,
        ]
    }

    /// What events tell of conditions that are others than before, in upstream's words. That a node is ready from its first word on is told
    /// by no event.
    static func changes(from old: [Condition], to new: [Condition]) -> [String] {
        new.compactMap { condition in
            let before = old.first { $0.type == condition.type }
            if before?.status == condition.status { return nil }
            switch condition.type {
            case "MemoryPressure": return condition.isTrue ? "NodeHasInsufficientMemory" : "NodeHasSufficientMemory"
            case "DiskPressure": return condition.isTrue ? "NodeHasDiskPressure" : "NodeHasNoDiskPressure"
            case "PIDPressure": return condition.isTrue ? "NodeHasInsufficientPID" : "NodeHasSufficientPID"
            case "Ready": return before == nil ? nil : condition.isTrue ? "NodeReady" : "NodeNotReady"
            default: return nil
            }
        }
    }

    private func address(_ type: String, _ value: String) -> NodeAddress {
        var address = NodeAddress()
        address.type = type
        address.address = value
        return address
    }

    private func nodeInfo(_ version: RuntimeVersion?) -> NodeSystemInfo {
        var info = NodeSystemInfo()
        info.machineID = facts.machineID
        info.systemUUID = facts.systemUUID.isEmpty ? facts.machineID : facts.systemUUID
        info.bootID = facts.bootID
        info.kernelVersion = facts.kernelVersion
        info.osImage = facts.osImage
        info.containerRuntimeVersion = version.map { "\($0.name)://\($0.version)" } ?? "containerd://Unknown"
        info.kubeletVersion = configuration.version
        info.json["kubeProxyVersion"] = ""
        info.operatingSystem = "linux"
        info.architecture = facts.architecture
        return info
    }

    /// The largest first, as the scheduler wants to know where a large image is already.
    private func images(_ images: [RuntimeImage]) -> [ContainerImage] {
        images.sorted { ($0.size, $1.id) > ($1.size, $0.id) }.prefix(Self.maximumImages).compactMap { image in
            let names = image.digests + image.tags
            guard !names.isEmpty else { return nil }
            var result = ContainerImage()
            result.names = Array(names.prefix(5))
            result.sizeBytes = Int(clamping: image.size)
            return result
        }
    }
}
