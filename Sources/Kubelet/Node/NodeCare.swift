import CRI
import Client
import Logging
import Resources
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Keeps the node from running out of memory and disk: shows pressure, evicts pods, and clears away what nobody needs any more.
final class NodeCare: Sendable {
    /// How often supply and use are measured.
    static let period = Duration.seconds(10)
    /// How often what vanished pods left behind is looked for, in periods.
    static let sweepPeriods = 6

    struct Pressure: Sendable, Equatable {
        var memory = false
        var disk = false
    }
    private struct State {
        var seen: [EvictionPlan.Signal: Timestamp] = [:]
        var images = ImageCollection()
    }

    private let pods: PodManager
    private let runtime: any ContainerRuntime
    private let configuration: KubeletConfiguration
    private let events: any EventSink
    private let node: ObjectReference
    private let now: @Sendable () -> Timestamp
    private let logger: Logger
    private let state = Mutex(State())

    init(
        pods: PodManager, runtime: any ContainerRuntime, configuration: KubeletConfiguration, events: any EventSink, node: ObjectReference,
        now: @escaping @Sendable () -> Timestamp, logger: Logger
    ) {
        (self.pods, self.runtime, self.configuration) = (pods, runtime, configuration)
        (self.events, self.node, self.now, self.logger) = (events, node, now, logger)
    }

    /// What the node's conditions and its admission of pods go by.
    var pressure: Pressure {
        let time = now()
        return state.withLock { state in
            func holds(_ signal: EvictionPlan.Signal) -> Bool {
                state.seen[signal].map { time.secondsSince($0) < Double(configuration.eviction.transitionSeconds) } ?? false
            }
            return Pressure(memory: holds(.memory), disk: holds(.disk))
        }
    }

    func run() async {
        var round = 0
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.period, tolerance: .seconds(1))
            if Task.isCancelled { return }
            round += 1
            let sweeps = round % Self.sweepPeriods == 0
            await check(collectsImages: sweeps)
            if sweeps { sweep() }
        }
    }

    /// One look at the node and its pods.
    func check(collectsImages: Bool) async {
        guard let supply = Self.supply(configuration.rootDirectory) else { return }
        if collectsImages { await collectImages(supply) }
        let thresholds = configuration.eviction
        let isShort = !EvictionPlan(supply, thresholds, pods: []).shortages.isEmpty
        let concerned = pods.pods.filter { !$0.isFinished && !$0.isBeingDeleted && (isShort || EvictionPlan.hasDiskLimits($0)) }
        if concerned.isEmpty, !isShort { return }
        let stats = (try? await runtime.containerStats()) ?? []
        let byPod = Dictionary(grouping: stats) { $0.labels[RuntimeLabel.podUID] ?? "" }
        let measured = concerned.map { (pod: $0, usage: usage(of: $0, byPod[$0.uid] ?? [])) }
        for (pod, usage) in measured {
            if let message = EvictionPlan.excess(of: pod, usage) { await evict(pod.uid, message) }
        }
        let plan = EvictionPlan(supply, thresholds, pods: measured)
        let time = now()
        state.withLock { state in for signal in plan.shortages { state.seen[signal] = time } }
        for signal in plan.shortages {
            let name = signal == .memory ? "memory" : "ephemeral-storage"
            events.record(node, warning: true, reason: "EvictionThresholdMet", message: "Attempting to reclaim \(name)")
        }
        if let victim = plan.victim { await evict(victim.uid, victim.message) }
    }

    private func evict(_ uid: String, _ message: String) async {
        guard let worker = pods.worker(uid: uid) else { return }
        logger.warning("evicting a pod", metadata: ["uid": "\(uid)", "message": "\(message)"])
        worker.post(.evict(PodMachine.Failure(reason: "Evicted", message: message)))
    }

    // MARK: measuring

    static func supply(_ directory: String) -> NodeSupply? {
        var disk = statvfs()
        guard statvfs(directory, &disk) == 0 else { return nil }
        let block = Int64(disk.f_frsize)
        return NodeSupply(
            memoryBytes: NodeFacts.memory("MemAvailable"), diskBytes: Int64(disk.f_bavail) * block,
            diskCapacityBytes: Int64(disk.f_blocks) * block, freeInodes: Int64(disk.f_favail), inodes: Int64(disk.f_files))
    }

    private func usage(of pod: Pod, _ stats: [RuntimeContainerStats]) -> PodUsage {
        var usage = PodUsage()
        let logs = SandboxBuilder.logDirectory(pod, root: configuration.podLogsDirectory)
        usage.containers = stats.map { container in
            PodUsage.Container(
                name: container.name, memoryBytes: Int64(clamping: container.workingSetBytes),
                diskBytes: Int64(clamping: container.writableLayerBytes) + FileSystem.usedBytes("\(logs)/\(container.name)"))
        }.sorted { $0.name < $1.name }
        let mounter = VolumeMounter(configuration: configuration)
        for volume in pod.spec.volumes {
            guard let source = volume.emptyDir, source.medium != "Memory" else { continue }
            usage.volumeBytes[volume.name] = FileSystem.usedBytes(mounter.directory(pod, "kubernetes.io~empty-dir", volume.name))
        }
        return usage
    }

    // MARK: clearing away

    private func collectImages(_ supply: NodeSupply) async {
        guard let images = try? await runtime.listImages(), let containers = try? await runtime.listContainers(labels: [:]) else { return }
        let used = Set(containers.flatMap { [$0.image, $0.imageRef] })
        let time = now()
        let wanted = configuration.eviction.imageFloor(diskCapacityBytes: supply.diskCapacityBytes) - supply.diskBytes
        let doomed = state.withLock { $0.images.choose(images, used: used, toFree: wanted, now: time) }
        var freed: Int64 = 0
        for image in doomed {
            do {
                try await runtime.removeImage(image.id)
                freed += Int64(clamping: image.size)
                logger.info("removed an unused image", metadata: ["image": "\(image.tags.first ?? image.id)", "bytes": "\(image.size)"])
            } catch {
                logger.warning("could not remove an unused image", metadata: ["image": "\(image.id)", "error": "\(error)"])
            }
        }
        if wanted > 0, freed < wanted {
            let message =
                "Failed to garbage collect required amount of images. "
                + "Attempted to free \(wanted) bytes, but only found \(freed) bytes eligible to free."
            events.record(node, warning: true, reason: "FreeDiskSpaceFailed", message: message)
        }
    }

    /// Removes logs and volumes of pods that neither the server nor this program knows any more, as a crash may leave them.
    private func sweep() {
        guard let known = pods.knownUIDs else { return }
        for name in FileSystem.list(configuration.podLogsDirectory) {
            let parts = name.split(separator: "_")
            guard parts.count == 3, !known.contains(String(parts[2])) else { continue }
            try? FileSystem.removeTree("\(configuration.podLogsDirectory)/\(name)")
        }
        for uid in FileSystem.list(configuration.rootDirectory + "/pods") where !known.contains(uid) {
            try? VolumeMounter(configuration: configuration).remove(podUID: uid)
        }
    }
}
