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
        var memory = memoryEntry(time, UInt64(clamping: total - available), UInt64(clamping: NodeFacts.memory("AnonPages")), UInt64(clamping: total - NodeFacts.memory("MemFree")))
        memory["availableBytes"] = .int(available)
        return [
            "nodeName": .string(configuration.nodeName), "cpu": cpuEntry(time, cpu, nanoCores("", stamp, cpu)), "memory": memory,
        ]
    }

    private func nodeCPUNanoseconds() -> UInt64 {
        let text = FileSystem.readText(configuration.cgroupFilesystem + "/cpuacct/cpuacct.usage") ?? ""
        if let value = UInt64(text.filter(\.isNumber)) { return value }
        // Ticks of 10 ms, of all processors together.
        let fields = (FileSystem.readText("/proc/stat") ?? "").split(separator: "\n").first?.split(separator: " ").dropFirst().compactMap { UInt64($0) } ?? []
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

    /// The Prometheus text that metrics collectors read.
    func resourceMetrics() async throws -> String {
        let stats = try await runtime.containerStats()
        var text = "# TYPE container_cpu_usage_seconds_total counter\n"
        func labels(_ container: RuntimeContainerStats) -> String {
            "{container=\"\(container.name)\",namespace=\"\(container.labels[RuntimeLabel.podNamespace] ?? "")\",pod=\"\(container.labels[RuntimeLabel.podName] ?? "")\"}"
        }
        for container in stats { text += "container_cpu_usage_seconds_total\(labels(container)) \(Double(container.cpuNanoseconds) / 1e9)\n" }
        text += "# TYPE container_memory_working_set_bytes gauge\n"
        for container in stats { text += "container_memory_working_set_bytes\(labels(container)) \(container.workingSetBytes)\n" }
        text += "# TYPE node_cpu_usage_seconds_total counter\nnode_cpu_usage_seconds_total \(Double(nodeCPUNanoseconds()) / 1e9)\n"
        let used = NodeFacts.memory("MemTotal") - NodeFacts.memory("MemAvailable")
        return text + "# TYPE node_memory_working_set_bytes gauge\nnode_memory_working_set_bytes \(used)\n"
    }
}
