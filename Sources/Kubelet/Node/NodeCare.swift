import CRI
import Client
import Logging
import Resources
import Synchronization

/// Keeps the node from running short: shows pressure, clears away what nobody needs any more, and evicts pods when that is not enough.
final class NodeCare: Sendable {
    /// How often what vanished pods left behind is looked for, in periods.
    static let sweepPeriods = 6
    /// How long an evicted pod may take to give back what it holds before the next one is looked for.
    static let evictionTimeout = Duration.seconds(30)
    /// How long the system may take after that until it shows what was given back: a runtime takes a container's layer away by itself, a
    /// moment after the container.
    static let reliefTimeout = Duration.seconds(10)
    /// How often it is looked whether the runtime has newer figures; each look measures volumes and logs.
    static let figuresPeriod = Duration.seconds(1)

    struct Pressure: Sendable, Equatable {
        var memory = false
        var disk = false
        var processIDs = false

        /// The node's conditions that are true by it.
        var conditions: [String] {
            (memory ? ["MemoryPressure"] : []) + (disk ? ["DiskPressure"] : []) + (processIDs ? ["PIDPressure"] : [])
        }
    }
    private struct State {
        /// When a shortage was seen last, and when those that go on were seen first.
        var seen: [EvictionSignal: Timestamp] = [:]
        var since: [EvictionSignal: Timestamp] = [:]
        var shown = Pressure()
        var images = ImageCollection()
    }

    private let pods: PodManager
    private let runtime: any ContainerRuntime
    private let configuration: KubeletConfiguration
    private let events: any EventSink
    private let node: ObjectReference
    private let supply: @Sendable () -> NodeSupply?
    private let pressureChanged: @Sendable () -> Void
    private let now: @Sendable () -> Timestamp
    private let logger: Logger
    private let state = Mutex(State())

    /// - Parameters:
    ///   - supply: what is left on the node; nil when it cannot be measured.
    ///   - pressureChanged: called when the node's conditions are others than before.
    init(
        pods: PodManager, runtime: any ContainerRuntime, configuration: KubeletConfiguration, events: any EventSink, node: ObjectReference,
        supply: @escaping @Sendable () -> NodeSupply?, pressureChanged: @escaping @Sendable () -> Void = {},
        now: @escaping @Sendable () -> Timestamp, logger: Logger
    ) {
        (self.pods, self.runtime, self.configuration, self.supply) = (pods, runtime, configuration, supply)
        (self.events, self.node, self.pressureChanged, self.now, self.logger) = (events, node, pressureChanged, now, logger)
    }

    /// What the node's conditions and its admission of pods go by.
    var pressure: Pressure {
        let time = now()
        return state.withLock { state in
            func holds(_ resources: Set<String>) -> Bool {
                state.seen.contains { signal, seen in
                    resources.contains(signal.resource) && time.secondsSince(seen) < Double(configuration.eviction.transitionSeconds)
                }
            }
            return Pressure(memory: holds(["memory"]), disk: holds(["ephemeral-storage", "inodes"]), processIDs: holds(["pids"]))
        }
    }

    func run() async {
        var round = 0
        while !Task.isCancelled {
            try? await Task.sleep(for: configuration.evictionPeriod, tolerance: configuration.evictionPeriod / 10)
            if Task.isCancelled { return }
            round += 1
            let sweeps = round % Self.sweepPeriods == 0
            if sweeps { await collectImages() }
            // As long as pods go, and give back what they had, there may be a next one.
            while await check(), !Task.isCancelled { continue }
            if sweeps { await sweep() }
        }
    }

    /// One look at the node and its pods.
    /// - Returns: whether a pod was evicted because the node is short, and is gone.
    func check() async -> Bool {
        guard let supply = self.supply() else { return false }
        let thresholds = configuration.eviction
        let shortages = thresholds.shortages(supply)
        note(shortages)
        await evictThoseOverTheirLimits()
        guard let first = shortages.first else { return false }
        events.record(node, warning: true, reason: "EvictionThresholdMet", message: "Attempting to reclaim \(first.resource)")
        if first.isOfDisk {
            await reclaim()
            guard let after = self.supply() else { return false }
            if thresholds.shortages(after).isEmpty {
                logger.info("enough was cleared away; no pod has to go", metadata: ["resource": "\(first.resource)"])
                return false
            }
        }
        guard let victim = await plan()?.victim else { return false }
        guard await evict(victim.uid, victim.message) else { return false }
        // So that no second pod goes for what the first one had.
        _ = await wait(upTo: Self.reliefTimeout) { self.supply().map { thresholds.shortages($0).isEmpty } ?? true }
        return true
    }

    /// Who has to go. By figures from before the disk was short a bystander might, so that newer ones are waited for. Every look begins
    /// with the node itself: it may have got better, or short of memory, for which nothing is waited for.
    private func plan() async -> EvictionPlan? {
        var plan: EvictionPlan?
        let isSure = await wait(upTo: configuration.layerFiguresTimeout, every: Self.figuresPeriod) {
            plan = nil
            guard let supply = self.supply() else { return true }
            let since = state.withLock { $0.since }
            let usages = await measured(pods.pods.filter(Self.isActive))
            let current = EvictionPlan(supply, configuration.eviction, since: since, pods: usages)
            plan = current
            return !current.isEarly
        }
        if !isSure { logger.warning("the runtime has no newer figures of its containers; choosing by those it has") }
        return plan
    }

    /// - Returns: whether the condition holds within the time.
    private func wait(
        upTo timeout: Duration, every period: Duration = .milliseconds(100), until holds: () async -> Bool
    ) async -> Bool {
        let deadline = ContinuousClock.now + timeout
        while await !holds() {
            if ContinuousClock.now >= deadline || Task.isCancelled { return false }
            try? await Task.sleep(for: period)
        }
        return true
    }

    private func note(_ shortages: [EvictionSignal]) {
        let time = now()
        state.withLock { state in
            for signal in shortages { state.seen[signal] = time }
            state.since = Dictionary(uniqueKeysWithValues: shortages.map { ($0, state.since[$0] ?? time) })
        }
        let pressure = pressure
        let isOther = state.withLock { state in
            defer { state.shown = pressure }
            return state.shown != pressure
        }
        if isOther { pressureChanged() }
    }

    private static func isActive(_ pod: Pod) -> Bool { !pod.isFinished && !pod.isBeingDeleted }

    private func evictThoseOverTheirLimits() async {
        for (pod, usage) in await measured(pods.pods.filter { Self.isActive($0) && EvictionPlan.hasDiskLimits($0) }) {
            guard !EvictionPlan.isCritical(pod), let message = EvictionPlan.excess(of: pod, usage) else { continue }
            _ = await evict(pod.uid, message)
        }
    }

    /// - Returns: whether it is gone from the node.
    private func evict(_ uid: String, _ message: String) async -> Bool {
        guard let worker = pods.worker(uid: uid) else { return false }
        logger.warning("evicting a pod", metadata: ["uid": "\(uid)", "message": "\(message)"])
        worker.post(.evict(PodMachine.Failure(reason: PodMachine.Failure.evicted, message: message)))
        return await wait(upTo: Self.evictionTimeout) { await worker.hasGivenUp }
    }

    // MARK: measuring

    private func measured(_ concerned: [Pod]) async -> [(pod: Pod, usage: PodUsage)] {
        // Of one that was evicted the server may not know yet: on a full disk it writes nothing down.
        var present: [Pod] = []
        for pod in concerned {
            if let worker = pods.worker(uid: pod.uid), await !worker.hasGivenUp { present.append(pod) }
        }
        if present.isEmpty { return [] }
        let stats = Dictionary(grouping: (try? await runtime.containerStats()) ?? []) { $0.labels[RuntimeLabel.podUID] ?? "" }
        return present.map { (pod: $0, usage: usage(of: $0, stats[$0.uid] ?? [])) }
    }

    private func usage(of pod: Pod, _ stats: [RuntimeContainerStats]) -> PodUsage {
        var usage = PodUsage()
        let logs = SandboxBuilder.logDirectory(pod, root: configuration.podLogsDirectory)
        usage.containers = stats.map { container in
            PodUsage.Container(
                name: container.name, memoryBytes: Int64(clamping: container.workingSetBytes),
                layer: DiskUse(
                    bytes: Int64(clamping: container.writableLayerBytes), inodes: Int64(clamping: container.writableLayerInodes)),
                layerMeasured: Timestamp(nanosecondsSince1970: container.writableLayerTimestamp),
                logs: FileSystem.use("\(logs)/\(container.name)"))
        }.sorted { $0.name < $1.name }
        let mounter = VolumeMounter(configuration: configuration)
        for volume in pod.spec.volumes {
            guard let source = volume.emptyDir, source.medium != "Memory" else { continue }
            usage.volumes[volume.name] = FileSystem.use(mounter.directory(pod, "kubernetes.io~empty-dir", volume.name))
        }
        usage.processes = Cgroups(configuration: configuration).processes(of: pod)
        return usage
    }

    // MARK: clearing away

    /// Takes away what a node can do without when its disk is short: containers of pods that have ended, and images nobody uses.
    private func reclaim() async {
        for pod in pods.pods { await pods.worker(uid: pod.uid)?.releaseContainers() }
        _ = await removeImages(toFree: .max)
    }

    /// Removes unused images before the disk is short.
    func collectImages() async {
        guard let supply = self.supply() else { return }
        let disk = supply.imageDisk ?? supply.disk
        let wanted = EvictionThresholds.imageFloor(diskCapacityBytes: disk.capacityBytes) - disk.availableBytes
        guard let freed = await removeImages(toFree: wanted), wanted > 0, freed < wanted else { return }
        let message =
            "Failed to garbage collect required amount of images. "
            + "Attempted to free \(wanted) bytes, but only found \(freed) bytes eligible to free."
        events.record(node, warning: true, reason: "FreeDiskSpaceFailed", message: message)
    }

    /// - Parameter toFree: bytes that are wanted; zero or less only takes note of what is used.
    /// - Returns: the bytes that were freed; nil when the runtime does not tell what there is.
    private func removeImages(toFree: Int64) async -> Int64? {
        guard let images = try? await runtime.listImages(), let containers = try? await runtime.listContainers(labels: [:]) else {
            return nil
        }
        let used = Set(containers.flatMap { [$0.image, $0.imageRef] })
        let time = now()
        let doomed = state.withLock { $0.images.choose(images, used: used, toFree: toFree, now: time) }
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
        return freed
    }

    /// Removes logs and volumes of pods that neither the server nor this program knows any more, as a crash may leave them.
    private func sweep() async {
        guard let known = pods.knownUIDs else { return }
        for name in FileSystem.list(configuration.podLogsDirectory) {
            let parts = name.split(separator: "_")
            guard parts.count == 3, !known.contains(String(parts[2])) else { continue }
            try? FileSystem.removeTree("\(configuration.podLogsDirectory)/\(name)")
        }
        for uid in FileSystem.list(configuration.rootDirectory + "/pods") where !known.contains(uid) {
            await ImageVolumes(configuration: configuration).unmount(podUID: uid)
            try? VolumeMounter(configuration: configuration).remove(podUID: uid)
        }
    }
}
