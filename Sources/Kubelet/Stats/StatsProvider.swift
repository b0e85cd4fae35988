import CRI
import Document
import Resources
import Synchronization

/// What pods and the node use, as `/stats/summary` and `/metrics/resource` tell it.
final class StatsProvider: Sendable {
    private struct Sample {
        var timestamp: Int64
        var cpuNanoseconds: UInt64
    }

    private let pods: PodManager
    private let runtime: any ContainerRuntime
    private let configuration: KubeletConfiguration
    private let now: @Sendable () -> Timestamp
    /// The samples before, from which rates are made, by container id; "" is the node.
    private let samples = Mutex<[String: Sample]>([:])

    init(pods: PodManager, runtime: any ContainerRuntime, configuration: KubeletConfiguration, now: @escaping @Sendable () -> Timestamp) {
        (self.pods, self.runtime, self.configuration, self.now) = (pods, runtime, configuration, now)
    }

    func summary() async throws -> JSON {
        let stats = try await runtime.containerStats()
        let time = now()
        let byPod = Dictionary(grouping: stats) { $0.labels[RuntimeLabel.podUID] ?? "" }
        var podEntries: [JSON] = []
        for pod in pods.pods {
            guard let containers = byPod[pod.uid], !containers.isEmpty else { continue }
            podEntries.append(entry(pod, containers, time))
        }
        let current = Set(stats.map(\.id) + [""])
        samples.withLock { samples in samples = samples.filter { current.contains($0.key) } }
        return ["node": node(time), "pods": .array(podEntries)]
    }

    private func entry(_ pod: Pod, _ containers: [RuntimeContainerStats], _ time: Timestamp) -> JSON {
        var (cpu, rate, memory, rss, usage) = (UInt64(0), UInt64(0), UInt64(0), UInt64(0), UInt64(0))
        var hasRate = false
        let entries: [JSON] = containers.map { container in
            let speed = nanoCores(container.id, container.timestamp, container.cpuNanoseconds)
            cpu += container.cpuNanoseconds
            if let speed { (rate, hasRate) = (rate + speed, true) }
            memory += container.workingSetBytes
            rss += container.rssBytes
            usage += container.usageBytes
            return [
                "name": .string(container.name), "startTime": JSON(pod.status.startTime?.description),
                "cpu": cpuEntry(time, container.cpuNanoseconds, speed),
                "memory": memoryEntry(time, container.workingSetBytes, container.rssBytes, container.usageBytes),
                "rootfs": ["time": .string(time.description), "usedBytes": number(container.writableLayerBytes)],
            ]
        }
        return [
            "podRef": ["name": .string(pod.name), "namespace": .string(pod.namespace), "uid": .string(pod.uid)],
            "startTime": JSON(pod.status.startTime?.description), "containers": .array(entries),
            "cpu": cpuEntry(time, cpu, hasRate ? rate : nil), "memory": memoryEntry(time, memory, rss, usage),
        ]
    }

    private func node(_ time: Timestamp) -> JSON {
        let cpu = nodeCPUNanoseconds()
        let stamp = time.seconds * 1_000_000_000 + Int64(time.nanoseconds)
        let available = NodeFacts.memory("MemAvailable")
        let total = NodeFacts.memory("MemTotal")
        var memory = memoryEntry(
            time, UInt64(clamping: total - available), UInt64(clamping: NodeFacts.memory("AnonPages")),
            UInt64(clamping: total - NodeFacts.memory("MemFree")))
        memory["availableBytes"] = .int(available)
        return [
            "nodeName": .string(configuration.nodeName), "cpu": cpuEntry(time, cpu, nanoCores("", stamp, cpu)), "memory": memory,
        ]
    }

    private func nodeCPUNanoseconds() -> UInt64 {
        let text = FileSystem.readText(configuration.cgroupFilesystem + "/cpuacct/cpuacct.usage") ?? ""
        if let value = UInt64(text.filter(\.isNumber)) { return value }
        // Ticks of 10 ms, of all processors together.
        let fields =
            (FileSystem.readText("/proc/stat") ?? "").split(separator: "\n").first?.split(separator: " ").dropFirst().compactMap {
                UInt64($0)
            } ?? []
        let busy = fields.enumerated().filter { $0.offset != 3 && $0.offset != 4 && $0.offset < 8 }.reduce(0) { $0 + $1.element }
        return busy * 10_000_000
    }

    private func nanoCores(_ id: String, _ timestamp: Int64, _ cpu: UInt64) -> UInt64? {
        samples.withLock { samples in
            defer { samples[id] = Sample(timestamp: timestamp, cpuNanoseconds: cpu) }
            guard let old = samples[id], timestamp > old.timestamp, cpu >= old.cpuNanoseconds else { return nil }
            return UInt64(Double(cpu - old.cpuNanoseconds) / Double(timestamp - old.timestamp) * 1e9)
        }
    }

    private func number(_ value: UInt64) -> JSON { .int(Int64(clamping: value)) }

    private func cpuEntry(_ time: Timestamp, _ total: UInt64, _ rate: UInt64?) -> JSON {
        ["time": .string(time.description), "usageNanoCores": rate.map(number) ?? .null, "usageCoreNanoSeconds": number(total)]
    }

    private func memoryEntry(_ time: Timestamp, _ workingSet: UInt64, _ rss: UInt64, _ usage: UInt64) -> JSON {
        ["time": .string(time.description), "usageBytes": number(usage), "workingSetBytes": number(workingSet), "rssBytes": number(rss)]
    }

    /// The Prometheus text that metrics collectors read, with the names and the order of upstream's `/metrics/resource`.
    func resourceMetrics() async throws -> String {
        let stats = try await runtime.containerStats().sorted { ($0.podKey, $0.name) < ($1.podKey, $1.name) }
        let time = now()
        var text = ResourceMetricsText()
        let starts = Dictionary(
            pods.pods.flatMap { pod in
                pod.status.containerStatuses.map { ($0.containerID.split(separator: "/").last.map(String.init) ?? "", $0) }
            }
            .compactMap { id, status in status.state.running?.startedAt.map { (id, $0.seconds) } }, uniquingKeysWith: { first, _ in first })
        text.begin("container_cpu_usage_seconds_total", "counter", "Processor time used by the container, in core-seconds")
        for one in stats { text.add(one.metricLabels, Double(one.cpuNanoseconds) / 1e9, one.timestamp / 1_000_000) }
        text.begin("container_memory_working_set_bytes", "gauge", "Working set of the container, in bytes")
        for one in stats { text.add(one.metricLabels, Double(one.workingSetBytes), one.timestamp / 1_000_000) }
        text.begin("container_start_time_seconds", "gauge", "When the container began, in seconds since 1970")
        for one in stats { if let start = starts[one.id] { text.add(one.metricLabels, Double(start)) } }
        text.begin("node_cpu_usage_seconds_total", "counter", "Processor time used by the node, in core-seconds")
        text.add([], Double(nodeCPUNanoseconds()) / 1e9, time.milliseconds)
        text.begin("node_memory_working_set_bytes", "gauge", "Working set of the node, in bytes")
        text.add([], Double(NodeFacts.memory("MemTotal") - NodeFacts.memory("MemAvailable")), time.milliseconds)
        let byPod = Dictionary(grouping: stats, by: \.podKey).sorted { $0.key < $1.key }.map(\.value)
        text.begin("pod_cpu_usage_seconds_total", "counter", "Processor time used by the pod, in core-seconds")
        for group in byPod { text.add(group[0].podLabels, group.reduce(0) { $0 + Double($1.cpuNanoseconds) / 1e9 }, time.milliseconds) }
        text.begin("pod_memory_working_set_bytes", "gauge", "Working set of the pod, in bytes")
        for group in byPod { text.add(group[0].podLabels, group.reduce(0) { $0 + Double($1.workingSetBytes) }, time.milliseconds) }
        text.begin("resource_scrape_error", "gauge", "1 when something could not be measured, otherwise 0")
        text.add([], 0)
        return text.text
    }
}

/// Prometheus' text form (exposition format 0.0.4), as far as the kubelet needs it.
struct ResourceMetricsText {
    private(set) var text = ""
    private var name = ""

    mutating func begin(_ name: String, _ type: String, _ help: String) {
        self.name = name
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    mutating func add(_ labels: [(String, String)], _ value: Double, _ milliseconds: Int64? = nil) {
        text += name
        if !labels.isEmpty { text += "{" + labels.map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ",") + "}" }
        text += " \(value)"
        if let milliseconds { text += " \(milliseconds)" }
        text += "\n"
    }
}

extension RuntimeContainerStats {
    fileprivate var podKey: String { (labels[RuntimeLabel.podNamespace] ?? "") + "/" + (labels[RuntimeLabel.podName] ?? "") }
    fileprivate var podLabels: [(String, String)] {
        [("namespace", labels[RuntimeLabel.podNamespace] ?? ""), ("pod", labels[RuntimeLabel.podName] ?? "")]
    }
    fileprivate var metricLabels: [(String, String)] { [("container", name)] + podLabels }
}

extension Timestamp {
    fileprivate var milliseconds: Int64 { seconds * 1000 + Int64(nanoseconds) / 1_000_000 }
}
