import CRI
import Client
import Logging
import Resources
import Synchronization

/// Gives each pod of this node its worker, and each worker what concerns it.
final class PodManager: Sendable {
    /// How often everything is listed although events told of every change: only a safety net.
    static let relistPeriod = Duration.seconds(60)

    /// How often, and after which pause, a listing is tried again when the runtime does not answer.
    static let relistAttempts = 10
    static let relistRetryDelay = Duration.milliseconds(200)

    private enum Message: Sendable {
        case changed(Pod)
        case removed(uid: String)
        case forgotten(uid: String)
    }
    private struct State {
        var workers: [String: PodWorker] = [:]
        var pods: [String: Pod] = [:]
        /// Whose sandbox or container an id of the runtime is.
        var owners: [String: String] = [:]
        var isReady = false
    }
    /// What the runtime held when this program began, by pod.
    private struct Listing: Sendable {
        var sandboxes: [String: [SandboxStatus]] = [:]
        var containers: [String: [RuntimeContainer]] = [:]
    }

    private let informer: Informer<Pod>
    private let runtime: any ContainerRuntime
    private let configuration: KubeletConfiguration
    private let logger: Logger
    private let state = Mutex(State())
    private let messages: AsyncStream<Message>
    private let inbox: AsyncStream<Message>.Continuation

    init(informer: Informer<Pod>, runtime: any ContainerRuntime, configuration: KubeletConfiguration, logger: Logger) {
        (self.informer, self.runtime, self.configuration, self.logger) = (informer, runtime, configuration, logger)
        (messages, inbox) = AsyncStream.makeStream()
    }

    func register(_ id: String, _ uid: String) { state.withLock { $0.owners[id] = uid } }

    /// The pods of this node as they were last seen.
    var pods: [Pod] { state.withLock { Array($0.pods.values) } }

    func worker(namespace: String, name: String) -> PodWorker? {
        state.withLock { state in
            state.pods.values.first { $0.namespace == namespace && $0.name == name }.flatMap { state.workers[$0.uid] }
        }
    }

    /// The pods that the server or this program knows of; nil before all are known.
    var knownUIDs: Set<String>? {
        guard informer.isSynced else { return nil }
        return Set(informer.records().map(\.uid)).union(state.withLock { $0.workers.keys })
    }

    func worker(uid: String) -> PodWorker? { state.withLock { $0.workers[uid] } }

    /// - Parameters:
    ///   - context: what workers share.
    ///   - refuse: the node's check of a new pod against the others.
    func run(context: KubeletContext, refuse: @escaping @Sendable (Pod, [Pod]) -> PodMachine.Failure?) async throws {
        informer.onChange { [inbox] change in
            if change.isDeletion {
                inbox.yield(.removed(uid: change.record.uid))
                return
            }
            if change.object.isBuiltIn { return }  // runs in this process; the one that made the pod reports how it is
            if let old = change.old, old.uid != change.record.uid { inbox.yield(.removed(uid: old.uid)) }
            inbox.yield(.changed(change.object))
        }
        let events = runtime.events()
        let found = try await firstListing()
        try await informer.waitUntilSynced()
        await withDiscardingTaskGroup { group in
            group.addTask { await self.dispatch(events) }
            group.addTask { await self.relistForEver() }
            for await message in messages {
                if Task.isCancelled { break }
                switch message {
                case .changed(let pod): await changed(pod, found, context, refuse, &group)
                case .removed(let uid):
                    let worker = state.withLock { state in
                        state.pods[uid] = nil
                        return state.workers[uid]
                    }
                    worker?.post(.removed)
                case .forgotten(let uid):
                    state.withLock { state in
                        state.workers[uid] = nil
                        state.pods[uid] = nil
                        state.owners = state.owners.filter { $0.value != uid }
                    }
                }
            }
            group.cancelAll()
        }
    }

    private func changed(
        _ pod: Pod, _ found: Listing, _ context: KubeletContext, _ refuse: @Sendable (Pod, [Pod]) -> PodMachine.Failure?,
        _ group: inout DiscardingTaskGroup
    ) async {
        let uid = pod.uid
        let present = state.withLock { state in
            state.pods[uid] = pod
            return state.workers[uid]
        }
        if let present { return present.post(.object(pod)) }
        let known = await adopted(uid, found)
        var failure: PodMachine.Failure?
        if known.isEmpty, !pod.isFinished, !pod.isBeingDeleted, pod.status.startTime == nil {
            let others = pods.filter { $0.uid != uid && !$0.isFinished }
            failure = refuse(pod, others)
            if let failure { context.event(pod, warning: true, failure.reason, failure.message) }
        }
        let inbox = inbox
        let worker = PodWorker(pod, known: known, context: context) { inbox.yield(.forgotten(uid: uid)) }
        state.withLock { $0.workers[uid] = worker }
        let admission = failure
        group.addTask { await worker.run(admission: admission) }
    }

    /// What the runtime held of this pod at the start, in full.
    private func adopted(_ uid: String, _ found: Listing) async -> PodRuntimeState {
        var known = PodRuntimeState()
        for sandbox in found.sandboxes[uid] ?? [] {
            if let status = try? await runtime.podSandboxStatus(sandbox.id) { known.set(status) }
        }
        for container in found.containers[uid] ?? [] {
            if let status = try? await runtime.containerStatus(container.id) {
                known.set(PodContainer(sandboxID: container.sandboxID, status: status))
            }
        }
        return known
    }

    // MARK: the runtime

    private func list() async throws -> Listing {
        let sandboxes = try await runtime.listPodSandboxes(labels: [:])
        let containers = try await runtime.listContainers(labels: [:])
        var listing = Listing()
        for sandbox in sandboxes {
            if let uid = sandbox.labels[RuntimeLabel.podUID] { listing.sandboxes[uid, default: []].append(sandbox) }
        }
        for container in containers {
            if let uid = container.labels[RuntimeLabel.podUID] { listing.containers[uid, default: []].append(container) }
        }
        return listing
    }

    private func firstListing() async throws -> Listing {
        while true {
            do {
                return try await list()
            } catch {
                try Task.checkCancellation()
                logger.debug("the runtime does not answer yet", metadata: ["error": "\(error)"])
                try await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    private func dispatch(_ events: AsyncStream<RuntimeEvent>) async {
        await withDiscardingTaskGroup { group in
            for await event in events {
                if event.kind == .resynchronize {
                    // Beside the events that follow: clearing away what is left of old pods takes time.
                    group.addTask { await self.relist() }
                } else if let worker = state.withLock({ state in state.owners[event.id].flatMap { state.workers[$0] } }) {
                    worker.post(.runtime(event))
                }
            }
            group.cancelAll()
        }
    }

    private func relistForEver() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.relistPeriod, tolerance: .seconds(10))
            if !Task.isCancelled { await relist() }
        }
    }

    private func listing(attempts: Int) async -> Listing? {
        for attempt in 1...attempts {
            if Task.isCancelled { return nil }
            do {
                return try await list()
            } catch {
                logger.debug("could not list what the runtime has", metadata: ["error": "\(error)"])
                if attempt < attempts { try? await Task.sleep(for: Self.relistRetryDelay) }
            }
        }
        return nil
    }

    private func relist() async {
        guard let listing = await listing(attempts: Self.relistAttempts) else { return }
        let workers = state.withLock { $0.workers }
        for (uid, worker) in workers {
            worker.post(.listed(sandboxes: listing.sandboxes[uid] ?? [], containers: listing.containers[uid] ?? []))
        }
        guard informer.isSynced else { return }
        let wanted = Set(informer.records().map(\.uid))
        for (uid, sandboxes) in listing.sandboxes where workers[uid] == nil && !wanted.contains(uid) {
            logger.info("removing what is left of a pod that no longer exists", metadata: ["uid": "\(uid)"])
            for sandbox in sandboxes {
                try? await runtime.stopPodSandbox(sandbox.id)
                try? await runtime.removePodSandbox(sandbox.id)
                let metadata = sandbox.metadata
                try? FileSystem.removeTree("\(configuration.podLogsDirectory)/\(metadata.namespace)_\(metadata.name)_\(uid)")
            }
            await ImageVolumes(configuration: configuration).unmount(podUID: uid)
            try? VolumeMounter(configuration: configuration).remove(podUID: uid)
        }
    }
}
