internal import Client
internal import Document
internal import Logging
internal import Resources
internal import ServiceLifecycle
import Synchronization

/// Watches over nodes: notices those that have fallen silent, taints them, marks their pods not ready, and removes pods that do not
/// tolerate it. Silence is told by each node's Lease in `kube-node-lease`.
package final class NodeLifecycleController: ServiceLifecycle.Service {
    private let context: ControllerContext
    private let nodes: Informer<Node>
    private let leases: Informer<Lease>
    private let pods: PodSummaries
    private let queue = WorkQueue<String>()
    private let timings: NodeTimings
    /// Pods that will have to leave their node unless it recovers in time.
    private let doomed = Mutex<[String: Set<ObjectKey>]>([:])
    /// When this controller last saw each node's lease or status change, by its own clock: nodes' clocks may differ.
    private let heard = Mutex<[String: Timestamp]>([:])

    package init(_ context: ControllerContext, timings: NodeTimings = NodeTimings()) {
        self.context = context
        self.timings = timings
        nodes = context.informers.informer(Node.self)
        leases = context.informers.informer(Lease.self)
        pods = context.pods
        nodes.onChange { [weak self] in self?.note($0) }
        leases.onChange { [weak self] change in
            if change.key.namespace == "kube-node-lease" { self?.hear(change.key.name) }
        }
        pods.onChange { [queue] change in
            let node = change.pod.nodeName
            if !node.isEmpty, !change.isDeletion, change.old?.nodeName != node { queue.add(node) }
        }
    }

    package func run() async throws {
        try await ControllerRunner(
            name: "node-lifecycle", queue: queue, workers: 4, waitFor: [nodes, leases, pods], logger: context.logger,
            reconcile: { [self] in try await reconcile($0) }
        ).run()
    }

    private func note(_ change: InformerChange<Node>) {
        let name = change.key.name
        if change.isDeletion {
            heard.withLock { $0[name] = nil }
        } else {
            // What this controller writes of a silent node is no sign of life.
            let ready = change.object.status.conditions[type: "Ready"]
            let isReport = ready?.status != .unknown && ready != change.oldObject?.status.conditions[type: "Ready"]
            if change.old == nil || isReport { hear(name) }
        }
        queue.add(name)
    }

    private func hear(_ name: String) {
        let now = context.now()
        let wasSilent = heard.withLock { heard -> Bool in
            let before = heard.updateValue(now, forKey: name)
            return before.map { now.seconds - $0.seconds >= Int64(timings.gracePeriod) } ?? true
        }
        if wasSilent { queue.add(name) }
    }

    private func reconcile(_ name: String) async throws -> Requeue {
        guard let node = nodes.get(name: name) else { return .done }
        let now = context.now()
        let silentFor = Int(now.seconds - (heard.withLock { $0[name] } ?? now).seconds)
        let judged = NodeHealth.judged(node, silentFor: silentFor, timings: timings, now: now)
        guard try await write(judged, insteadOf: node) else { return .after(WrittenRevisions.recheck) }
        let nextEviction = try await treatPods(judged, now)
        // The lease is renewed every ten seconds; there is nothing to see before the grace period could be over.
        let nextCheck = max(1, (judged.isReady ? timings.gracePeriod : timings.startupGracePeriod) - silentFor)
        return .after(.seconds(min(nextEviction ?? nextCheck, nextCheck)))
    }

    /// False when somebody has changed the node in the meantime: that change comes back here.
    private func write(_ judged: Node, insteadOf node: Node) async throws -> Bool {
        var revision = node.resourceVersion
        do {
            if judged.json["status"] != node.json["status"] {
                revision = try await context.client.updateStatus(judged).resourceVersion
                if node.isReady {
                    context.events.record(
                        node.reference, .normal, reason: "NodeNotReady", message: "Node \(node.name) status is now: NodeNotReady")
                }
            }
            guard judged.json["spec", "taints"] != node.json["spec", "taints"] else { return true }
            let taints = judged.json["spec", "taints"].isNull ? [] : judged.json["spec", "taints"]
            // With the revision: taints are a list, and somebody may be adding one of their own.
            try await context.client.patch(
                Node.self, name: node.name, .merge(["metadata": ["resourceVersion": .string(revision)], "spec": ["taints": taints]]))
            return true
        } catch let error as APIError where error.isConflict {
            return false
        } catch let error as APIError where error.isNotFound {
            return true
        }
    }

    /// Evicts and marks the node's pods; seconds until the next one has to leave.
    private func treatPods(_ node: Node, _ now: Timestamp) async throws -> Int? {
        let isSilent = node.status.conditions[type: "Ready"]?.status == .unknown
        let evicts = node.spec.taints.contains { $0.effect == "NoExecute" }
        guard isSilent || evicts else {
            tellReprieve(node.name, except: [])
            return nil
        }
        var next: Int?
        var waiting: Set<ObjectKey> = []
        for summary in pods.on(node: node.name) where !summary.isFinished {
            let pod = summary.pod
            if isSilent, summary.isReady { try await markNotReady(pod, now) }
            guard !summary.isBeingDeleted, let seconds = NodeHealth.secondsUntilEviction(pod, from: node, now: now) else { continue }
            if seconds > 0 {
                next = min(next ?? .max, seconds)
                waiting.insert(pod.key)
                continue
            }
            try await context.mark(
                pod, disruptedBy: "DeletionByTaintManager", message: "Taint manager: deleting due to NoExecute taint")
            if try await context.client.deleteExactly(.pods, pod.key, uid: pod.uid, propagation: nil) {
                context.events.record(
                    pod.reference, .normal, reason: "TaintManagerEviction", message: "Marking for deletion Pod \(pod.key)")
            }
        }
        tellReprieve(node.name, except: waiting)
        return next
    }

    /// Pods that were to leave and may stay after all.
    private func tellReprieve(_ node: String, except waiting: Set<ObjectKey>) {
        let before = doomed.withLock { $0.updateValue(waiting, forKey: node) ?? [] }
        if waiting.isEmpty { doomed.withLock { $0[node] = nil } }
        for key in before.subtracting(waiting) {
            guard let pod = pods[key], !pod.isBeingDeleted, !pod.isFinished else { continue }
            context.events.record(
                pod.reference, .normal, reason: "TaintManagerEviction", message: "Cancelling deletion of Pod \(key)")
        }
    }

    private func markNotReady(_ pod: Pod, _ now: Timestamp) async throws {
        var updated = pod
        var conditions = pod.status.conditions
        guard var ready = conditions[type: "Ready"] else { return }
        ready.status = .isFalse
        conditions.set(ready, now: now)
        updated.status.conditions = conditions
        do {
            try await context.client.updateStatus(updated)
            context.events.record(pod.reference, .warning, reason: "NodeNotReady", message: "Node is not ready")
        } catch let error as APIError where error.isNotFound || error.isConflict {
            return
        }
    }
}
