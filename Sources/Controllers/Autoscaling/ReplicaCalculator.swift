package import Document
package import Resources

/// What was measured of one pod.
package struct PodMetric: Sendable, Equatable {
    /// In thousandths.
    package var value: Int64
    /// The end of the time that was measured, and its length in seconds.
    package var time: Timestamp
    package var window: Double

    package init(value: Int64, time: Timestamp, window: Double) {
        self.value = value
        self.time = time
        self.window = window
    }
}

/// How far a load may be from its aim before anything is done about it, as a share of the aim.
package struct Tolerances: Sendable, Equatable {
    package var down = 0.1
    package var up = 0.1

    /// Upstream's default of 10 %, or what the behavior of an autoscaler says.
    package init(behavior: JSON = .null) {
        if let given = Quantity(field: behavior["scaleDown"]["tolerance"]) { down = given.approximateDouble }
        if let given = Quantity(field: behavior["scaleUp"]["tolerance"]) { up = given.approximateDouble }
    }

    func cover(_ ratio: Double) -> Bool { 1 - down <= ratio && ratio <= 1 + up }
}

/// Why a number of replicas could not be calculated, in upstream's words.
package struct CalculationError: Error, CustomStringConvertible, Equatable {
    package let description: String
    package init(_ description: String) { self.description = description }
}

/// The pods of a scaled workload by what their measurements are worth.
package struct MeasuredPods: Sendable, Equatable {
    /// Seconds after a pod's start in which its processor use counts only while it is ready (upstream's default: 5 minutes).
    static let initialisationSeconds: Int64 = 300
    /// A pod that was unready this soon after its start, in seconds, has never been ready (upstream's default).
    static let firstReadinessSeconds: Int64 = 30

    package var ready = 0
    /// Not running yet, or not to be judged by their processor use yet.
    package var unready: Set<String> = []
    /// Running, but nobody knows how they do.
    package var missing: Set<String> = []
    /// Ended or about to.
    package var ignored: Set<String> = []

    package init(_ pods: [PodSummary], metrics: [String: PodMetric], isCPU: Bool, now: Timestamp) {
        for pod in pods {
            let name = pod.key.name
            if pod.isBeingDeleted || pod.phase == .failed {
                ignored.insert(name)
            } else if pod.phase == .pending {
                unready.insert(name)
            } else if let metric = metrics[name] {
                if isCPU, Self.isUnready(pod, metric, now) { unready.insert(name) } else { ready += 1 }
            } else {
                missing.insert(name)
            }
        }
    }

    /// A pod works hard while it starts, which says nothing of its load.
    private static func isUnready(_ pod: PodSummary, _ metric: PodMetric, _ now: Timestamp) -> Bool {
        let status = PodStatus(pod.record.part("status"))
        guard let condition = status.conditions[type: "Ready"], let start = status.startTime else { return true }
        let changed = condition.lastTransitionTime ?? start
        let isFalse = condition.status == .isFalse
        if start.adding(seconds: Int(initialisationSeconds)) > now {
            // What was measured must have begun after the pod became ready.
            return isFalse || metric.time.secondsSince(changed) < metric.window
        }
        return isFalse && start.adding(seconds: Int(firstReadinessSeconds)) > changed
    }
}

/// How many replicas a load asks for: `ceil(replicas × load / aim)`, careful about pods whose load is not known. Behaviour is upstream's.
package enum ReplicaCalculator {
    /// - Parameters:
    ///   - current: replicas wished for now.
    ///   - metrics: what was measured, by pod.
    ///   - fallback: what a pod of unknown load is taken to use when there would be fewer replicas.
    ///   - ratio: the load in relation to its aim.
    package static func replicas(
        current: Int, pods: MeasuredPods, metrics: [String: Int64], tolerances: Tolerances, fallback: (String) -> Int64,
        ratio: ([String: Int64]) throws(CalculationError) -> Double
    ) throws(CalculationError) -> Int {
        let measured = counted(metrics, pods)
        if measured.isEmpty { throw CalculationError("did not receive metrics for targeted pods (pods might be unready)") }
        let first = try ratio(measured)
        let doubtsGrowth = !pods.unready.isEmpty && first > 1
        if !doubtsGrowth && pods.missing.isEmpty { return tolerances.cover(first) ? current : ceiling(first * Double(pods.ready)) }

        var assumed = measured
        if first < 1 {
            for name in pods.missing { assumed[name] = fallback(name) }
        } else if first > 1 {
            for name in pods.missing { assumed[name] = 0 }
        }
        if doubtsGrowth { for name in pods.unready { assumed[name] = 0 } }
        let second = try ratio(assumed)
        let turns = first < 1 && second > 1 || first > 1 && second < 1
        if turns || tolerances.cover(second) { return current }
        let wanted = ceiling(second * Double(assumed.count))
        return second < 1 && wanted > current || second > 1 && wanted < current ? current : wanted
    }

    /// The measurements that count.
    package static func counted(_ metrics: [String: Int64], _ pods: MeasuredPods) -> [String: Int64] {
        metrics.filter { !pods.ignored.contains($0.key) && !pods.unready.contains($0.key) }
    }

    /// Use in percent of what the pods request, and the average use of a pod.
    package static func utilization(
        _ metrics: [String: Int64], requests: [String: Int64]
    ) throws(CalculationError) -> (percent: Int, average: Int64) {
        var (used, requested, count) = (Int64(0), Int64(0), Int64(0))
        for (name, value) in metrics {
            guard let request = requests[name] else { continue }
            used = saturating(used, value)
            requested = saturating(requested, request)
            count += 1
        }
        if requested == 0 { throw CalculationError("no metrics returned matched known pods") }
        let percent = used.multipliedFullWidth(by: 100)
        let (quotient, _) = percent.high >= requested ? (Int64.max, 0) : requested.dividingFullWidth(percent)
        return (Int(quotient), used / count)
    }

    package static func average(_ metrics: [String: Int64]) -> Int64 {
        metrics.isEmpty ? 0 : metrics.values.reduce(0, saturating) / Int64(metrics.count)
    }

    /// Replicas by a number that belongs to no pod: so many as make `usage` meet its aim.
    /// - Parameter ready: pods that run and are ready.
    package static func replicas(current: Int, usage: Int64, aim: Int64, ready: Int, tolerances: Tolerances) -> Int {
        let ratio = Double(usage) / Double(aim)
        if current == 0 { return ceiling(ratio) }
        return tolerances.cover(ratio) ? current : ceiling(ratio * Double(ready))
    }

    /// Replicas such that each gets its share of `usage`, and the share each has now.
    package static func shared(current: Int, usage: Int64, aim: Int64, tolerances: Tolerances) -> (replicas: Int, share: Int64) {
        let ratio = Double(usage) / (Double(aim) * Double(current))
        let replicas = tolerances.cover(ratio) ? current : ceiling(Double(usage) / Double(aim))
        let share = current == 0 ? usage : Int64((Double(usage) / Double(current)).rounded(.up))
        return (replicas, share)
    }

    static func saturating(_ a: Int64, _ b: Int64) -> Int64 {
        let (sum, overflow) = a.addingReportingOverflow(b)
        return overflow ? .max : sum
    }

    private static func ceiling(_ value: Double) -> Int { value.isNaN ? 0 : Int(max(min(value.rounded(.up), Double(Int32.max)), 0)) }
}

/// What the pods of a workload request, which their use is compared with.
package enum PodRequests {
    /// - Parameter container: the only container that counts; empty for all.
    package static func milli(_ pods: [PodSummary], _ resource: String, container: String) throws(CalculationError) -> [String: Int64] {
        var result: [String: Int64] = [:]
        for pod in pods { result[pod.key.name] = try milli(pod, resource, container) }
        return result
    }

    private static func milli(_ pod: PodSummary, _ resource: String, _ container: String) throws(CalculationError) -> Int64 {
        let spec = pod.record.part("spec")
        if container.isEmpty, !spec["resources"]["requests"].isEmptyValue {
            guard let amount = PodResources.total(["spec": spec], "requests")[resource] else {
                throw CalculationError("missing pod-level request for \(resource) in Pod \(pod.key.name)")
            }
            return amount.milliValue
        }
        let sidecars = (spec["initContainers"].array ?? []).filter { $0["restartPolicy"].string == "Always" }
        var sum: Int64 = 0
        for entry in (spec["containers"].array ?? []) + sidecars {
            let name = entry["name"].string ?? ""
            guard container.isEmpty || container == name else { continue }
            guard let amount = Quantity(field: entry["resources"]["requests"][resource]) else {
                throw CalculationError("missing request for \(resource) in container \(name) of Pod \(pod.key.name)")
            }
            if container == name { return amount.milliValue }
            sum = ReplicaCalculator.saturating(sum, amount.milliValue)
        }
        if !container.isEmpty { throw CalculationError("container \(container) not found in Pod \(pod.key.name)") }
        return sum
    }
}
