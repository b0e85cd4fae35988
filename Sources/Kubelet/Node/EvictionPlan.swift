import Resources

/// Decides which pod has to go while something is short. No I/O. Words and order are upstream's (`pkg/kubelet/eviction`).
struct EvictionPlan: Sendable, Equatable {
    struct Victim: Sendable, Equatable {
        var uid: String
        var message: String
    }

    private(set) var shortages: [EvictionSignal]
    /// By what is known; nil when nobody would free anything by going.
    private(set) var victim: Victim?
    /// Whether the one who fills the disk may be another than the victim: some figures are from before the disk was short.
    private(set) var isEarly = false

    /// - Parameter since: when each shortage was first seen.
    init(
        _ supply: NodeSupply, _ thresholds: EvictionThresholds, since: [EvictionSignal: Timestamp] = [:],
        pods: [(pod: Pod, usage: PodUsage)]
    ) {
        shortages = thresholds.shortages(supply)
        guard let signal = shortages.first else { return }
        let isSplit = supply.imageDisk != nil
        func used(_ usage: PodUsage) -> Int64 { usage.amount(signal, isSplit: isSplit) }
        func excess(_ one: (pod: Pod, usage: PodUsage)) -> Int64 {
            used(one.usage) - (ResourceSettings.podRequests(one.pod.spec)[signal.resource]?.value ?? 0)
        }
        let movable = pods.filter { !Self.isCritical($0.pod) }
        if let time = since[signal] { isEarly = movable.contains { $0.usage.isOutdated(signal, since: time, isSplit: isSplit) } }
        // Who uses nothing of it frees nothing by going.
        let candidates = movable.filter { used($0.usage) > 0 }
        let chosen = candidates.max { a, b in
            let (aOver, bOver) = (excess(a), excess(b))
            if (aOver > 0) != (bOver > 0) { return bOver > 0 }
            let (aRank, bRank) = (a.pod.spec.priority ?? 0, b.pod.spec.priority ?? 0)
            return aRank != bRank ? bRank < aRank : aOver < bOver
        }
        guard let chosen else { return }
        victim = Victim(uid: chosen.pod.uid, message: Self.message(signal, supply, thresholds, chosen.pod, chosen.usage))
    }

    private static func message(
        _ signal: EvictionSignal, _ supply: NodeSupply, _ thresholds: EvictionThresholds, _ pod: Pod, _ usage: PodUsage
    ) -> String {
        let name = signal.resource
        var message = "The node was low on resource: \(name). "
        if let (available, capacity) = supply.amount(signal), let threshold = thresholds.threshold(signal, capacity: capacity) {
            message += "Threshold quantity: \(threshold), available: \(quantity(available, signal)). "
        }
        guard signal.format == .binarySI else { return message }
        for container in usage.containers {
            let amount = signal == .memory ? container.memoryBytes : container.diskBytes
            let asked = (pod.spec.containers.first { $0.name == container.name })?.resources.requests[name] ?? Quantity(0)
            guard amount > asked.value else { continue }
            message += "Container \(container.name) was using \(quantity(amount, signal)), request is \(asked), "
            message += "has larger consumption of \(name). "
        }
        return message
    }

    private static func quantity(_ amount: Int64, _ signal: EvictionSignal) -> Quantity {
        signal.format == .binarySI ? Quantity(amount / 1024 * 1024, .binarySI) : Quantity(amount)
    }

    /// Pods the cluster cannot do without are never evicted.
    static func isCritical(_ pod: Pod) -> Bool { (pod.spec.priority ?? 0) >= 2_000_000_000 }

    /// Why a pod has to go because of its own use of the disk; nil when it keeps its limits.
    static func excess(of pod: Pod, _ usage: PodUsage) -> String? {
        for volume in pod.spec.volumes {
            guard let source = volume.emptyDir, source.medium != "Memory", let limit = source.sizeLimit, limit.sign > 0 else { continue }
            if (usage.volumes[volume.name]?.bytes ?? 0) > limit.value {
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
