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
    /// Bindings that are written at the same time.
    static let bindingWorkers = 64

    private struct State {
        var cluster = ClusterState()
        var queue = SchedulingQueue()
        /// Walks on so that pods without preference spread over equal nodes.
        var start = 0
    }

    /// Pods that wait for their volumes at the same time before they are bound.
    static let volumeWorkers = 64

    private struct Binding: Sendable {
        let pod: PodInfo
        let node: String
        /// What is to be done for the pod's volumes first.
        var volumes: VolumePlan?
    }

    private let name: String
    private let plugins: PluginSet
    private let client: any APIClient
    private let pods: Informer<Pod>
    private let nodes: Informer<Node>
    private let events: EventRecorder
    private let logger: Logger
    private let time: TimeSource
    private let state = Mutex(State())
    private let (wakes, waker) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    private let volumes: VolumeListers?
    private let (bindings, binder) = AsyncStream<Binding>.makeStream()
    private let (volumeBindings, volumeBinder) = AsyncStream<Binding>.makeStream()
    private let (refusals, refuser) = AsyncStream<(pod: PodInfo, message: String)>.makeStream()

    package init(
        name: String = Scheduler.defaultName, plugins: PluginSet = .standard, client: any APIClient, pods: Informer<Pod>,
        nodes: Informer<Node>, volumes: VolumeListers? = nil,
        events: EventRecorder, logger: Logger, time: TimeSource = .system
    ) {
        self.name = name
        self.plugins = volumes.map { plugins.adding($0) } ?? plugins
        self.volumes = volumes
        self.client = client
        self.pods = pods
        self.nodes = nodes
        self.events = events
        self.logger = logger
        self.time = time
        nodes.onChange { [weak self] in self?.note($0) }
        pods.onChange { [weak self] in self?.note($0) }
        volumes?.onChange { [weak self] in self?.volumesChanged() }
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown { [self] in
            guard (try? await nodes.waitUntilSynced()) != nil, (try? await pods.waitUntilSynced()) != nil,
                (try? await volumes?.waitUntilSynced()) != nil || volumes == nil
            else { return }
            await withDiscardingTaskGroup { group in
                for _ in 0..<Self.bindingWorkers {
                    group.addTask { [self] in for await binding in bindings { await bind(binding) } }
                }
                for _ in 0..<Self.volumeWorkers {
                    group.addTask { [self] in for await binding in volumeBindings { await bindVolumes(binding) } }
                }
                group.addTask { [self] in for await refusal in refusals { await report(refusal.pod, refusal.message) } }
                await placePods()
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
                state.cluster.update(change.object)
                state.queue.note(.nodeChanged, now: time.now())
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
            if let old = change.old, old.uid == record.uid, !(old.field("spec.nodeName") ?? "").isEmpty { return }
            let info = PodInfo(change.object)
            state.withLock { state in
                state.queue.remove(uid: info.uid)
                state.cluster.place(info, on: info.nodeName)
            }
        } else {
            let info = PodInfo(change.object)
            guard info.schedulerName == name else { return }
            state.withLock { info.isTerminating ? $0.queue.remove(uid: info.uid) : $0.queue.add(info) }
            waker.yield()
        }
    }

    private func volumesChanged() {
        state.withLock { $0.queue.note(.volumesChanged, now: time.now()) }
        waker.yield()
    }

    private func leave(_ uid: String) {
        state.withLock { state in
            state.queue.remove(uid: uid)
            if state.cluster.removePod(uid: uid) { state.queue.note(.podLeft, now: time.now()) }
        }
        waker.yield()
    }

    // MARK: Deciding

    private func placePods() async {
        var timer: Task<Void, Never>?
        for await _ in wakes {
            timer?.cancel()
            while placeOne() {}
            guard let next = state.withLock({ $0.queue.wake(now: time.now()) }) else { continue }
            timer = Task { [time, waker] in
                if (try? await time.sleep(next - time.now())) != nil { waker.yield() }
            }
        }
        timer?.cancel()
    }

    /// Takes one pod off the queue; false when there is none.
    private func placeOne() -> Bool {
        let (pod, placement, plan) = state.withLock { state -> (PodInfo?, Placement?, VolumePlan?) in
            _ = state.queue.wake(now: time.now())
            guard let pod = state.queue.pop() else { return (nil, nil, nil) }
            let placement = plugins.place(pod, on: state.cluster.registered, from: state.start)
            var plan: VolumePlan?
            switch placement {
            case .node(let node):
                state.start += 1
                if !pod.claims.isEmpty, let info = state.cluster.nodes.first(where: { $0.name == node }) {
                    plan = try? volumes?.plan(pod, info).get()
                }
                state.cluster.place(pod, on: node)
            case .none(let refusal): state.queue.failed(uid: pod.uid, rescue: refusal.rescueChanges, now: time.now())
            }
            return (pod, placement, plan)
        }
        guard let pod, let placement else { return false }
        switch placement {
        case .node(let node):
            let binding = Binding(pod: pod, node: node, volumes: plan)
            if plan?.isDone ?? true { binder.yield(binding) } else { volumeBinder.yield(binding) }
        case .none(let refusal): refuser.yield((pod, refusal.message))
        }
        return true
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

    private func report(_ pod: PodInfo, _ message: String) async {
        events.record(pod.reference, .warning, reason: "FailedScheduling", message: message)
        guard let current = pods.get(pod.key), current.uid == pod.uid else { return }
        let known = current.status.conditions.first { $0.type == "PodScheduled" }
        if known?.message == message { return }
        let condition: JSON = [
            "type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": .string(message),
            "lastTransitionTime": known?.json["lastTransitionTime"] ?? .string(Timestamp.now().description),
        ]
        do {
            try await client.patch(
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
