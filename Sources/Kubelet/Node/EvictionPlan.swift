import Resources

/// What is left of the node's memory and disk.
struct NodeSupply: Sendable, Equatable {
    var memoryBytes: Int64
    var diskBytes: Int64
    var diskCapacityBytes: Int64
    var freeInodes: Int64
    var inodes: Int64
}

/// What one pod uses of what may run short.
struct PodUsage: Sendable, Equatable {
    struct Container: Sendable, Equatable {
        var name: String
        var memoryBytes: Int64 = 0
        /// Its writable layer and its logs.
        var diskBytes: Int64 = 0
    }
    var containers: [Container] = []
    /// Volumes of kind emptyDir that lie on the disk, by name.
    var volumeBytes: [String: Int64] = [:]

    var memoryBytes: Int64 { containers.reduce(0) { $0 + $1.memoryBytes } }
    var diskBytes: Int64 { containers.reduce(0) { $0 + $1.diskBytes } + volumeBytes.values.reduce(0, +) }
}

/// Decides on pressure and on the pod that has to go. No I/O. Words and order are upstream's (`pkg/kubelet/eviction`).
struct EvictionPlan: Sendable, Equatable {
    enum Signal: String, Sendable { case memory, disk }

    struct Victim: Sendable, Equatable {
        var uid: String
        var message: String
    }

    var shortages: Set<Signal> = []
    var victim: Victim?

    init(_ supply: NodeSupply, _ thresholds: EvictionThresholds, pods: [(pod: Pod, usage: PodUsage)]) {
        if supply.memoryBytes < thresholds.memoryBytes { shortages.insert(.memory) }
        let inodesShort = supply.inodes > 0 && supply.freeInodes * 100 < supply.inodes * thresholds.inodePercent
        if supply.diskBytes < thresholds.diskBytes || inodesShort { shortages.insert(.disk) }
        // Memory first: it ends the kernel's patience sooner.
        guard let signal: Signal = shortages.contains(.memory) ? .memory : shortages.contains(.disk) ? .disk : nil else { return }
        let name = signal == .memory ? "memory" : "ephemeral-storage"
        func used(_ usage: PodUsage) -> Int64 { signal == .memory ? usage.memoryBytes : usage.diskBytes }
        func requested(_ pod: Pod) -> Int64 { ResourceSettings.podRequests(pod.spec)[name]?.value ?? 0 }
        let candidates = pods.filter { !Self.isCritical($0.pod) && used($0.usage) > 0 }
        let chosen = candidates.max { a, b in
            let (aOver, bOver) = (used(a.usage) - requested(a.pod), used(b.usage) - requested(b.pod))
            if (aOver > 0) != (bOver > 0) { return bOver > 0 }
            let (aRank, bRank) = (a.pod.spec.priority ?? 0, b.pod.spec.priority ?? 0)
            return aRank != bRank ? bRank < aRank : aOver < bOver
        }
        guard let chosen else { return }
        let threshold = Quantity(signal == .memory ? thresholds.memoryBytes : thresholds.diskBytes, .binarySI)
        let available = Quantity((signal == .memory ? supply.memoryBytes : supply.diskBytes) / 1024 * 1024, .binarySI)
        var message = "The node was low on resource: \(name). Threshold quantity: \(threshold), available: \(available). "
        for container in chosen.usage.containers {
            let amount = signal == .memory ? container.memoryBytes : container.diskBytes
            let asked = (chosen.pod.spec.containers.first { $0.name == container.name })?.resources.requests[name] ?? Quantity(0)
            guard amount > asked.value else { continue }
            message += "Container \(container.name) was using \(Quantity(amount / 1024 * 1024, .binarySI)), request is \(asked), "
            message += "has larger consumption of \(name). "
        }
        victim = Victim(uid: chosen.pod.uid, message: message)
    }

    /// Pods the cluster cannot do without are never evicted.
    static func isCritical(_ pod: Pod) -> Bool { (pod.spec.priority ?? 0) >= 2_000_000_000 }

    /// Why a pod has to go because of its own use of the disk; nil when it keeps its limits.
    static func excess(of pod: Pod, _ usage: PodUsage) -> String? {
        for volume in pod.spec.volumes {
            guard let source = volume.emptyDir, source.medium != "Memory", let limit = source.sizeLimit, limit.sign > 0 else { continue }
            if (usage.volumeBytes[volume.name] ?? 0) > limit.value {
                return "Usage of EmptyDir volume \"\(volume.name)\" exceeds the limit \"\(limit)\". "
            }
        }
        let resource = "ephemeral-storage"
        if let limit = ResourceSettings.podRequests(pod.spec, limits: true)[resource], limit.sign > 0,
            pod.spec.containers.allSatisfy({ $0.resources.limits[resource] != nil }), usage.diskBytes > limit.value
        {
            return "Pod ephemeral local storage usage exceeds the total limit of containers \(limit). "
        }
        for container in pod.spec.containers {
            guard let limit = container.resources.limits[resource], limit.sign > 0 else { continue }
            let used = usage.containers.first { $0.name == container.name }?.diskBytes ?? 0
            if used > limit.value { return "Container \(container.name) exceeded its local ephemeral storage limit \"\(limit)\". " }
        }
        return nil
    }

    /// Whether a pod's use of the disk has to be measured although the disk is not short.
    static func hasDiskLimits(_ pod: Pod) -> Bool {
        pod.spec.volumes.contains { $0.emptyDir?.sizeLimit != nil && $0.emptyDir?.medium != "Memory" }
            || pod.spec.containers.contains { $0.resources.limits["ephemeral-storage"] != nil }
    }
}
