import Client
import Document
import Logging
import Resources
import ServiceLifecycle
import Synchronization

/// Gives every pod without a node one: the best of those that pass all filters.
///
/// Informers feed the state; one loop takes pods off the queue, decides on the state as it is, and reserves the place at once, so
/// that the next pod is decided on a state that counts the last one. Bindings are written by tasks of their own.
package final class Scheduler: ServiceLifecycle.Service {
    /// Pods ask for a scheduler by this name unless they name another.
    package static let defaultName = "default-scheduler"
    /// Seconds between two writes of how often a pod could not be placed, once it is known that this repeats.
    package static let eventRepeatSeconds = 1800.0
    /// Events that may wait to be written. Thousands of pods may get their nodes within seconds, and upstream's scheduler writes each event
    /// by itself and drops none (client-go `tools/events`).
    package static let eventBufferLimit = 10_000
    /// Bindings that are written at the same time.
    static let bindingWorkers = 64

    private struct State {
        var cluster = ClusterState()
        var queue = SchedulingQueue()
        /// Walks on so that pods without preference spread over equal nodes.
        var start = 0
    }

    /// Refusals that are told together, and the pause before the next: telling takes two writes a pod, and a flood of pods that fit
    /// nowhere must not take the API server from its clients (upstream's scheduler is held to 50 writes a second by its own client). The
    /// first is told at once.
    private static let refusalsAtOnce = 10
    private static let refusalPause = Duration.milliseconds(100)

    /// Pods that wait for their volumes at the same time before they are bound.
    static let volumeWorkers = 64

    private struct Eviction: Sendable {
        let pod: PodInfo
        let node: String
        let victims: [PodInfo]
    }

    /// What has been decided for a pod.
    private struct Decision: Sendable {
        let pod: PodInfo
        let placement: Placement
        let volumes: VolumePlan?
        /// How often this process has tried to place it, this time included.
        let attempts: Int
    }

    private struct Binding: Sendable {
        let pod: PodInfo
        let node: String
        /// What is to be done for the pod's volumes first.
        var volumes: VolumePlan?
    }

    let name: String
    private let plugins: PluginSet
    let client: any APIClient
    private let pods: Informer<Pod>
    private let nodes: Informer<Node>
    private let namespaces: Informer<Namespace>?
    private let budgets: Informer<PodDisruptionBudget>?
    let events: EventRecorder
    let logger: Logger
    private let time: TimeSource
    private let state = Mutex(State())
    /// By the specs they were read from.
    private let demands = IdentityMemo<PodDemand>()
    private let (wakes, waker) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    private let volumes: VolumeListers?
    private let (bindings, binder) = AsyncStream<Binding>.makeStream()
    private let (volumeBindings, volumeBinder) = AsyncStream<Binding>.makeStream()
    private let (evictions, evictor) = AsyncStream<Eviction>.makeStream()
    private let refusals = Mutex(RefusalBacklog())
    private let (refused, refuser) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

    package init(
        name: String = Scheduler.defaultName, plugins: PluginSet = .standard, client: any APIClient, pods: Informer<Pod>,
        nodes: Informer<Node>, namespaces: Informer<Namespace>? = nil, budgets: Informer<PodDisruptionBudget>? = nil,
        volumes: VolumeListers? = nil, events: EventRecorder, logger: Logger, time: TimeSource = .system
    ) {
        self.name = name
        self.plugins = volumes.map { plugins.adding($0) } ?? plugins
        self.volumes = volumes
        self.client = client
        self.pods = pods
        self.nodes = nodes
        self.namespaces = namespaces
        self.budgets = budgets
        self.events = events
        self.logger = logger
        self.time = time
        nodes.onChange { [weak self] in self?.note($0) }
        pods.onChange { [weak self] in self?.note($0) }
        volumes?.onChange { [weak self] in self?.volumesChanged() }
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown { [self] in
            let sources: [(any Syncable)?] = [nodes, pods, volumes, namespaces, budgets]
            guard (try? await sources.compactMap { $0 }.waitUntilSynced()) != nil else { return }
            await withDiscardingTaskGroup { group in
                for _ in 0..<Self.bindingWorkers {
                    group.addTask { [self] in for await binding in bindings { await bind(binding) } }
                }
                for _ in 0..<Self.volumeWorkers {
                    group.addTask { [self] in for await binding in volumeBindings { await bindVolumes(binding) } }
                }
                group.addTask { [self] in for await _ in refused { await tellRefusals() } }
                group.addTask { [self] in for await one in evictions { await evict(one.pod, on: one.node, one.victims) } }
                await placePods()
                evictor.finish()
                binder.finish()
                volumeBinder.finish()
                refuser.finish()
            }
        }
    }

    // MARK: Hearing

    private func note(_ change: InformerChange<Node>) {
        state.withLock { state in
            switch change {
            case .added:
                state.cluster.update(change.object)
                state.queue.note(.nodeAdded, now: time.now())
            case .updated:
                // Most changes of a node are signs of life.
                if state.cluster.update(change.object) { state.queue.note(.nodeChanged, now: time.now()) }
            case .deleted: state.cluster.removeNode(change.key.name)
            }
        }
        waker.yield()
    }

    private func note(_ change: InformerChange<Pod>) {
        let record = change.record
        if record.key.namespace == Pod.systemNamespace, record.labels.contains(where: { $0.key == Pod.builtInLabel }) { return }
        let finished = ["Succeeded", "Failed"].contains(record.field("status.phase") ?? "")
        let assigned = !(record.field("spec.nodeName") ?? "").isEmpty
        if change.isDeletion || finished {
            leave(record.uid)
        } else if assigned {
            // Most changes of a bound pod are changes of its status, which its place does not depend on.
            if let old = change.old, old.uid == record.uid, !(old.field("spec.nodeName") ?? "").isEmpty {
                return noteLeaving(record, before: old)
            }
            let info = info(change.object)
            state.withLock { state in
                state.queue.remove(uid: info.uid)
                state.cluster.place(info, on: info.nodeName)
                state.queue.note(.podPlaced, now: time.now())
            }
            refusals.withLock { $0.remove(uid: info.uid) }
            waker.yield()
        } else {
            let info = info(change.object)
            guard info.schedulerName == name else { return }
            let isWorthATry = state.withLock { state in
                guard info.isTerminating else { return state.queue.add(info) }
                state.queue.remove(uid: info.uid)
                state.cluster.withdraw(uid: info.uid)
                return true
            }
            if isWorthATry { waker.yield() }
        }
    }

    private func info(_ pod: Pod) -> PodInfo { PodInfo(pod, demand: demands.value(of: pod.spec.json) { PodDemand(pod.spec) }) }

    private func volumesChanged() {
        state.withLock { $0.queue.note(.volumesChanged, now: time.now()) }
        waker.yield()
    }

    /// A pod that is on its way out still takes its room, but is no longer counted among those of its kind.
    private func noteLeaving(_ record: ObjectRecord, before old: ObjectRecord) {
        let isLeaving = { (record: ObjectRecord) in !record.part("metadata", "deletionTimestamp").isNull }
        guard isLeaving(record), !isLeaving(old) else { return }
        let info = info(record.view(Pod.self))
        state.withLock { state in
            state.cluster.removePod(uid: info.uid)
            state.cluster.place(info, on: info.nodeName)
        }
    }

    private func leave(_ uid: String) {
        state.withLock { state in
            state.queue.remove(uid: uid)
            state.cluster.withdraw(uid: uid)
            if state.cluster.removePod(uid: uid) { state.queue.note(.podLeft, now: time.now()) }
        }
        refusals.withLock { $0.remove(uid: uid) }
        waker.yield()
    }

    // MARK: Deciding

    private func placePods() async {
        var timer: (end: Duration, task: Task<Void, Never>)?
        for await _ in wakes {
            while placeOne() {}
            guard let next = state.withLock({ $0.queue.wake(now: time.now()) }) else { continue }
            // One that rings too early harms nothing, and to set another for every pod that comes costs more than placing it.
            if let timer, timer.end <= next, timer.end > time.now() { continue }
            timer?.task.cancel()
            let task = Task { [time, waker] in
                if (try? await time.sleep(next - time.now())) != nil { waker.yield() }
            }
            timer = (next, task)
        }
        timer?.task.cancel()
    }

    /// Takes one pod off the queue; false when there is none.
    private func placeOne() -> Bool {
        let facts = facts
        let (decision, preemption) = state.withLock { state -> (Decision?, Preemption?) in
            _ = state.queue.wake(now: time.now())
            guard let pod = state.queue.pop() else { return (nil, nil) }
            let placement = plugins.place(pod, on: state.cluster.registered, from: state.start, facts: facts)
            var plan: VolumePlan?
            var preemption: Preemption?
            switch placement {
            case .node(let node):
                state.start += 1
                if !pod.claims.isEmpty, let info = state.cluster.nodes.first(where: { $0.name == node }) {
                    plan = try? volumes?.plan(pod, info).get()
                }
                state.cluster.place(pod, on: node)
                state.queue.note(.podPlaced, now: time.now())
            case .none(let refusal):
                preemption = preempt(pod, refusal, state.cluster.registered, facts)
                if case .victims(let node, _)? = preemption { state.cluster.promise(pod, on: node) }
                state.queue.failed(uid: pod.uid, rescue: refusal.rescueChanges, now: time.now())
            }
            return (Decision(pod: pod, placement: placement, volumes: plan, attempts: state.queue.attempts(uid: pod.uid)), preemption)
        }
        guard let decision else { return false }
        let pod = decision.pod
        switch decision.placement {
        case .node(let node):
            refusals.withLock { $0.remove(uid: pod.uid) }
            let binding = Binding(pod: pod, node: node, volumes: decision.volumes)
            if decision.volumes?.isDone ?? true { binder.yield(binding) } else { volumeBinder.yield(binding) }
        case .none(let refusal):
            refusals.withLock { $0.add(pod, refusal, preemption, isFirst: decision.attempts == 1) }
            refuser.yield()
            if case .victims(let node, let victims)? = preemption { evictor.yield(Eviction(pod: pod, node: node, victims: victims)) }
        }
        return true
    }

    private var facts: ClusterFacts {
        ClusterFacts(
            namespaceLabels: { [namespaces] name in namespaces?.record(ObjectKey(name: name))?.view(Namespace.self).labels ?? [:] },
            budgets: { [budgets] in budgets?.list().map { DisruptionBudget($0) } ?? [] })
    }

    /// Whether less important pods should leave for this one; nil when it does not ask them to, or has already and waits for it.
    private func preempt(_ pod: PodInfo, _ refusal: Refusal, _ nodes: [NodeInfo], _ facts: ClusterFacts) -> Preemption? {
        guard pod.preempts, !nodes.isEmpty else { return nil }
        if refusal.common != nil { return .unhelpful(on: nodes.count) }
        if !pod.nominatedNode.isEmpty, let node = nodes.first(where: { $0.name == pod.nominatedNode }) {
            // Those that were asked are still on their way out.
            if node.pods.values.contains(where: { $0.isTerminating && $0.priority < pod.priority }) { return nil }
        }
        return refusal.isResolvable ? Preemption.plan(pod, nodes, plugins, facts) : .unhelpful(on: nodes.count)
    }

    // MARK: Doing

    private func bindVolumes(_ binding: Binding) async {
        guard let volumes, let plan = binding.volumes else { return await bind(binding) }
        do {
            try await VolumeClaimer(client: client, volumes: volumes, time: time).carryOut(plan, on: binding.node)
            await bind(binding)
        } catch {
            if Task.isCancelled { return }
            let message = "running PreBind plugin \"VolumeBinding\": binding volumes: \(error)"
            let isConflict = (error as? APIError)?.isConflict ?? false
            if !isConflict { events.record(binding.pod.reference, .warning, reason: "FailedScheduling", message: message) }
            giveUp(binding, isGone: pods.get(binding.pod.key)?.uid != binding.pod.uid)
        }
    }

    /// Takes a placement back and has the pod tried again, unless it has gone.
    private func giveUp(_ binding: Binding, isGone: Bool) {
        let uid = binding.pod.uid
        state.withLock { state in
            state.cluster.removePod(uid: uid)
            if isGone { state.queue.remove(uid: uid) } else { state.queue.failed(uid: uid, rescue: nil, now: time.now()) }
        }
        waker.yield()
    }

    private func bind(_ binding: Binding) async {
        let pod = binding.pod
        do {
            try await client.bind(pod.key, uid: pod.uid, to: binding.node)
            events.record(
                pod.reference, .normal, reason: "Scheduled", message: "Successfully assigned \(pod.key) to \(binding.node)")
        } catch {
            let isGone = (error as? APIError)?.isNotFound ?? false
            giveUp(binding, isGone: isGone)
            if !isGone {
                logger.warning("binding failed", metadata: ["pod": "\(pod.key)", "node": "\(binding.node)", "error": "\(error)"])
            }
        }
    }

    private func tellRefusals() async {
        while case let batch = refusals.withLock({ $0.take(Self.refusalsAtOnce) }), !batch.isEmpty {
            await withDiscardingTaskGroup { group in
                for refusal in batch { group.addTask { await self.report(refusal) } }
            }
            if (try? await time.sleep(Self.refusalPause)) == nil { return }
        }
    }

    private func report(_ refusal: RefusalBacklog.Entry) async {
        let (pod, message) = (refusal.pod, refusal.message)
        let current = pods.record(pod.key).flatMap { $0.uid == pod.uid ? $0 : nil }
        let known = (current?.part("status", "conditions").array ?? []).first { $0["type"].string == "PodScheduled" }
        let isKnown = known?["message"].string == message
        // A scheduler that has just begun finds the pods waiting as the one before it left them: that is nothing new to tell of each.
        if !(isKnown && refusal.isFirst) { events.record(pod.reference, .warning, reason: "FailedScheduling", message: message) }
        if current == nil || isKnown { return }
        let condition: JSON = [
            "type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": .string(message),
            "lastTransitionTime": known?["lastTransitionTime"] ?? .string(Timestamp.now().description),
        ]
        do {
            try await client.patchOnly(
                Pod.self, namespace: pod.key.namespace, name: pod.key.name, .strategic(["status": ["conditions": [condition]]]),
                subresource: "status")
        } catch {
            logger.debug("the pod's condition was not written", metadata: ["pod": "\(pod.key)", "error": "\(error)"])
        }
    }
}

extension PodInfo {
    var reference: ObjectReference {
        ObjectReference([
            "apiVersion": "v1", "kind": "Pod", "namespace": .string(key.namespace), "name": .string(key.name), "uid": .string(uid),
        ])
    }
}
