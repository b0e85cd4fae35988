internal import Resources

/// What one kubelet told of its node and the containers there, at one moment.
struct NodeReading: Sendable {
    struct ContainerName: Sendable, Hashable {
        var namespace: String
        var pod: String
        var container: String
    }

    /// Processor time used so far and memory in use.
    struct Point: Sendable, Equatable {
        var time: Timestamp
        var cpuSeconds: Double
        var memoryBytes: Double
        /// When the counting of processor time began, in seconds since 1970.
        var start: Double?
    }

    var node: Point?
    var containers: [ContainerName: Point] = [:]

    /// Reads the kubelet's `/metrics/resource`.
    /// - Parameter now: for samples that do not say when they were taken.
    init(_ text: PrometheusText, now: Timestamp) {
        var cpu: [ContainerName?: (seconds: Double, time: Timestamp)] = [:]
        var memory: [ContainerName?: Double] = [:]
        var starts: [ContainerName: Double] = [:]
        for sample in text.samples {
            let name = ContainerName(
                namespace: sample.labels["namespace"] ?? "", pod: sample.labels["pod"] ?? "", container: sample.labels["container"] ?? "")
            let time = sample.milliseconds.map { Timestamp(milliseconds: $0) } ?? now
            switch sample.name {
            case "node_cpu_usage_seconds_total": cpu[.none] = (sample.value, time)
            case "node_memory_working_set_bytes": memory[.none] = sample.value
            case "container_cpu_usage_seconds_total": cpu[name] = (sample.value, time)
            case "container_memory_working_set_bytes": memory[name] = sample.value
            case "container_start_time_seconds": starts[name] = sample.value
            default: break
            }
        }
        for (name, used) in cpu {
            guard let bytes = memory[name] else { continue }
            let point = Point(time: used.time, cpuSeconds: used.seconds, memoryBytes: bytes, start: name.flatMap { starts[$0] })
            if let name { containers[name] = point } else { node = point }
        }
    }

    init() {}
}

extension Timestamp {
    init(milliseconds: Int64) {
        let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000)
        self.init(seconds: seconds, nanoseconds: Int32(rest * 1_000_000))
    }
}

/// What is used of processor and memory: the average over a window that ends at `time`.
struct Usage: Sendable, Equatable {
    var time: Timestamp
    /// Seconds.
    var window: Double
    var cores: Double
    var memoryBytes: Double

    /// A container that began after the reading before must have run this long to be told of, in seconds; as metrics-server has it.
    static let freshSeconds = 10.0

    /// Nil while there is no window to average over.
    init?(_ old: NodeReading.Point?, _ new: NodeReading.Point) {
        var (startTime, startSeconds): (Double, Double)
        if let old, new.cpuSeconds >= old.cpuSeconds, new.start == old.start {
            (startTime, startSeconds) = (old.time.fractionalSeconds, old.cpuSeconds)
        } else if let start = new.start, new.time.fractionalSeconds - start >= Self.freshSeconds, old == nil || start > (old?.start ?? 0) {
            (startTime, startSeconds) = (start, 0)
        } else {
            return nil
        }
        window = new.time.fractionalSeconds - startTime
        guard window > 0 else { return nil }
        time = new.time
        cores = max(new.cpuSeconds - startSeconds, 0) / window
        memoryBytes = new.memoryBytes
    }
}

extension Timestamp {
    fileprivate var fractionalSeconds: Double { Double(seconds) + Double(nanoseconds) / 1e9 }
}
