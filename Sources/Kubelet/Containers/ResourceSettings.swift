import CRI
import Resources

/// Turns requests and limits into the settings of control groups.
enum ResourceSettings {
    /// The fewest and the most shares the kernel takes; a container that asks for nothing gets the fewest.
    static let shareRange: ClosedRange<Int64> = 2...262_144
    /// Microseconds: the accounting period and the least quota in it.
    static let period: Int64 = 100_000
    static let minimumQuota: Int64 = 1_000

    static func shares(milliCPU: Int64) -> Int64 {
        milliCPU <= 0 ? shareRange.lowerBound : min(max(milliCPU * 1024 / 1000, shareRange.lowerBound), shareRange.upperBound)
    }

    static func quota(milliCPU: Int64) -> Int64 { milliCPU <= 0 ? 0 : max(milliCPU * period / 1000, minimumQuota) }

    static func container(_ container: Container, pod: PodSpec, nodeMemory: Int64) -> LinuxResources {
        var resources = LinuxResources()
        let (requests, limits) = (container.resources.requests, container.resources.limits)
        let cpu = requests["cpu"] ?? limits["cpu"]
        resources.cpuShares = shares(milliCPU: cpu?.milliValue ?? 0)
        if let limit = limits["cpu"], !limit.isZero {
            resources.cpuPeriod = period
            resources.cpuQuota = quota(milliCPU: limit.milliValue)
        }
        resources.memoryLimitBytes = limits["memory"]?.value ?? 0
        resources.oomScoreAdjust = oomScore(container, pod: pod, nodeMemory: nodeMemory)
        return resources
    }

    /// How readily the kernel kills the container's processes when the node runs out of memory: the less it asked for, the sooner.
    static func oomScore(_ container: Container, pod: PodSpec, nodeMemory: Int64) -> Int64 {
        switch QualityOfService(pod) {
        case .guaranteed: return -997
        case .bestEffort: return 1000
        case .burstable:
            let request = (container.resources.requests["memory"] ?? container.resources.limits["memory"])?.value ?? 0
            let score = 1000 - (nodeMemory > 0 ? 1000 * request / nodeMemory : 0)
            return min(max(score, 3), 999)
        }
    }

    /// What the scheduler counts for a pod: the sum of its containers, or the largest init container where that is more, and overhead.
    static func podRequests(_ spec: PodSpec, limits: Bool = false) -> [String: Quantity] {
        func of(_ container: Container) -> [String: Quantity] { limits ? container.resources.limits : container.resources.requests }
        var total: [String: Quantity] = [:]
        for container in spec.containers { for (name, amount) in of(container) { total[name, default: Quantity(0)] += amount } }
        var sidecars: [String: Quantity] = [:]
        var largest: [String: Quantity] = [:]
        for container in spec.initContainers {
            if container.isSidecar {
                for (name, amount) in of(container) {
                    total[name, default: Quantity(0)] += amount
                    sidecars[name, default: Quantity(0)] += amount
                }
                for (name, amount) in sidecars { largest[name] = max(largest[name] ?? Quantity(0), amount) }
            } else {
                for (name, amount) in of(container) {
                    largest[name] = max(largest[name] ?? Quantity(0), amount + (sidecars[name] ?? Quantity(0)))
                }
            }
        }
        for (name, amount) in largest { total[name] = max(total[name] ?? Quantity(0), amount) }
        for (name, amount) in spec.overhead { total[name, default: Quantity(0)] += amount }
        return total
    }
}
