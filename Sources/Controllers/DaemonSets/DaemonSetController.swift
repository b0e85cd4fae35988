internal import Client
internal import Document
internal import Logging
internal import Resources
internal import ServiceLifecycle
import Synchronization

/// Keeps one pod of each DaemonSet on every node that fits.
package final class DaemonSetController: ServiceLifecycle.Service {
    /// Pods made or deleted in one go; the rest follows when these have shown up.
    static let burst = 250
    /// The wait before a failed pod is replaced, doubled each time.
    static let failureBackoff = Backoff(first: .seconds(1), limit: .seconds(900))
    /// A node whose pods have not failed for this long, in seconds, begins anew.
    static let failureMemory: Int64 = 1800

    private struct Failure {
        var count: Int
        var last: Timestamp
    }

    private let context: ControllerContext
    private let sets: Informer<DaemonSet>
    private let nodes: Informer<Node>
    private let pods: PodSummaries
    private let queue = WorkQueue<ObjectKey>()
    private let control: PodControl
    private let keeper: RevisionKeeper
    private let written = WrittenRevisions()
    /// By uid and generation of the set, and node.
    private let failures = Mutex<[String: Failure]>([:])

    package init(_ context: ControllerContext) {
        self.context = context
        sets = context.informers.informer(DaemonSet.self)
        nodes = context.informers.informer(Node.self)
        pods = context.pods
        control = PodControl(context)
        keeper = RevisionKeeper(context, hashLabel: DaemonSet.hashLabel)
        sets.onChange { [queue] in queue.add($0.key) }
        pods.follow(sets, into: queue) { $0.spec.labelSelector }
        keeper.follow(DaemonSet.type.kind, into: queue)
        nodes.onChange { [weak self] in self?.note($0) }
    }

    package func run() async throws {
        try await ControllerRunner(
            name: "daemon-sets", queue: queue, workers: 2, waitFor: [sets, nodes, pods, keeper.source], logger: context.logger,
            reconcile: { [self] in try await reconcile($0) }
        ).run()
    }

    /// Nodes report themselves all the time; only labels and taints matter here.
    private func note(_ change: InformerChange<Node>) {
        if let old = change.oldObject, !change.isDeletion {
            let node = change.object
            if node.labels == old.labels, node.spec.taints == old.spec.taints { return }
        }
        for record in sets.records() { queue.add(record.key) }
    }

    private func reconcile(_ key: ObjectKey) async throws -> Requeue {
        let now = context.now()
        guard control.isCovered(key), keeper.isCovered(key), written.isCovered(key, by: sets.revision, now: now) else {
            return .after(WrittenRevisions.recheck)
        }
        guard let set = sets.get(key) else {
            control.forget(key)
            return .done
        }
        if set.isBeingDeleted { return .done }
        if set.spec.labelSelector.isEverything {
            context.events.record(
                set, .warning, reason: "SelectingAll",
                message: "This daemon set is selecting all pods. A non-empty selector is required.")
            return .done
        }
        let history = try await keeper.history(of: set, selector: set.spec.labelSelector)
        var collisions = set.status.collisionCount ?? 0
        let current = try await keeper.current(of: set, template: set.spec.template, history, collisions: &collisions)
        let hash = current.labels[DaemonSet.hashLabel] ?? current.name
        let claims = PodClaims.inEveryState(
            selector: set.spec.labelSelector, isBeingDeleted: false, controlled: pods.owned(by: set.uid),
            orphans: pods.orphans(in: key.namespace))
        let adopted = try await control.settle(claims, set)
        // An adopted pod tells its node only when it comes back with its owner.
        let mine = control.remaining(key, of: claims.owned) + adopted.filter { !$0.nodeName.isEmpty }
        let view = DaemonView(set, hash: hash, nodes: nodes.list(), pods: mine, now: now)
        let (failure, wait) = await adjust(view)
        var updated = set
        updated.status = .found(view, collisions: collisions)
        guard try await context.writeStatus(updated, insteadOf: set, written) else { return .after(WrittenRevisions.recheck) }
        if failure { return .retry }
        try await cleanUp(history, current, set)
        let available = mine.compactMap { $0.secondsUntilAvailable(minReadySeconds: set.spec.minReadySeconds, now: now) }.min()
        let next = [wait, available.map { .seconds($0) }].compactMap { $0 }.min()
        return next.map { .after($0) } ?? .done
    }

    /// Does what the plans say. Whether something was refused, and when failed pods that wait are due.
    private func adjust(_ view: DaemonView) async -> (hasFailed: Bool, wait: Duration?) {
        let waits = backoffs(view)
        let plan = DaemonPlan.manage(view) { waits[$0] != nil }
        tell(plan, view)
        var hasFailed = await act(plan, view)
        if !hasFailed, view.set.spec.updateStrategy["type"].string == "RollingUpdate", plan.create.isEmpty, plan.delete.isEmpty {
            hasFailed = await act(DaemonRollout.plan(view), view)
        }
        return (hasFailed, plan.waiting.compactMap { waits[$0] }.min())
    }

    private func act(_ plan: DaemonPlan, _ view: DaemonView) async -> Bool {
        let byUID = view.pods.values.joined().reduce(into: [String: PodSummary]()) { $0[$1.uid] = $1 }
        let create = Array(plan.create.prefix(Self.burst))
        let created = await control.create(create.count, for: view.set) { view.set.pod(on: create[$0], hash: view.hash) }
        let doomed = Array(plan.delete.prefix(Self.burst).compactMap { byUID[$0] })
        let deleted = await control.delete(doomed, of: view.set)
        return created.failure != nil || deleted.failure != nil
    }

    private func tell(_ plan: DaemonPlan, _ view: DaemonView) {
        for ended in plan.ended {
            if ended.hasFailed {
                context.events.record(
                    view.set, .warning, reason: "FailedDaemonPod",
                    message: "Found failed daemon pod \(ended.pod) on node \(ended.node), will try to kill it")
            } else {
                context.events.record(
                    view.set, .normal, reason: "SucceededDaemonPod",
                    message: "Found succeeded daemon pod \(ended.pod) on node \(ended.node), will try to delete it")
            }
        }
        failures.withLock { failures in
            for ended in plan.ended where ended.hasFailed {
                let key = Self.failureKey(view.set, ended.node)
                let known = failures[key].flatMap { view.now.seconds - $0.last.seconds > Self.failureMemory ? nil : $0.count } ?? 0
                failures[key] = Failure(count: known + 1, last: view.now)
            }
            failures = failures.filter { view.now.seconds - $0.value.last.seconds <= Self.failureMemory }
        }
    }

    /// How long failed pods have to wait, by node.
    private func backoffs(_ view: DaemonView) -> [String: Duration] {
        failures.withLock { failures in
            guard !failures.isEmpty else { return [:] }
            return view.nodes.reduce(into: [:]) { waits, node in
                guard let failure = failures[Self.failureKey(view.set, node)] else { return }
                let left = failure.last + Self.failureBackoff.delay(failures: failure.count - 1) - view.now
                if left > .zero { waits[node] = left }
            }
        }
    }

    private static func failureKey(_ set: DaemonSet, _ node: String) -> String { "\(set.uid)/\(set.metadata.generation)/\(node)" }

    private func cleanUp(_ history: RevisionHistory, _ current: ControllerRevision, _ set: DaemonSet) async throws {
        let live = Set(pods.owned(by: set.uid).compactMap { $0.record.label(DaemonSet.hashLabel) })
        let old = history.beyond(limit: set.spec.revisionHistoryLimit ?? 10) { revision in
            revision.uid == current.uid || live.contains(revision.labels[DaemonSet.hashLabel] ?? "")
        }
        try await keeper.forget(old, of: set)
    }
}
