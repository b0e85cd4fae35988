internal import Client
internal import Document
internal import Logging
internal import Resources
internal import ServiceLifecycle

/// Keeps the pods of StatefulSets, each with its own name and claims, and rolls them from one template to the next.
package final class StatefulSetController: ServiceLifecycle.Service {
    private let context: ControllerContext
    private let sets: Informer<StatefulSet>
    private let claims: Informer<PersistentVolumeClaim>
    private let pods: PodSummaries
    private let queue = WorkQueue<ObjectKey>()
    private let control: PodControl
    private let keeper: RevisionKeeper
    private let hands: StatefulClaims
    private let written = WrittenRevisions()

    package init(_ context: ControllerContext) {
        self.context = context
        sets = context.informers.informer(StatefulSet.self)
        claims = context.informers.informer(PersistentVolumeClaim.self)
        pods = context.pods
        control = PodControl(context, words: .stateful)
        keeper = RevisionKeeper(context, hashLabel: "controller.kubernetes.io/hash")
        hands = StatefulClaims(context: context)
        sets.onChange { [queue] in queue.add($0.key) }
        pods.follow(sets, into: queue) { $0.spec.labelSelector }
        keeper.follow(StatefulSet.type.kind, into: queue)
        claims.onChange { [weak self] in if $0.isDeletion { self?.noteGone($0.key) } }
    }

    package func run() async throws {
        try await ControllerRunner(
            name: "stateful-sets", queue: queue, workers: 5, waitFor: [sets, claims, pods, keeper.source], logger: context.logger,
            reconcile: { [self] in try await reconcile($0) }
        ).run()
    }

    /// A pod may be waiting until an old claim of its name has gone.
    private func noteGone(_ claim: ObjectKey) {
        for set in sets.list(namespace: claim.namespace) where claim.name.contains("-\(set.name)-") { queue.add(set.key) }
    }

    private func reconcile(_ key: ObjectKey) async throws -> Requeue {
        let now = context.now()
        guard control.isCovered(key), keeper.isCovered(key), hands.isCovered(key, by: claims.revision),
            written.isCovered(key, by: sets.revision, now: now)
        else { return .after(WrittenRevisions.recheck) }
        guard let set = sets.get(key) else {
            control.forget(key)
            return .done
        }
        let history = try await keeper.history(of: set, selector: set.spec.labelSelector)
        var collisions = set.status.collisionCount ?? 0
        let update = try await keeper.current(of: set, template: set.spec.template, history, collisions: &collisions)
        let current = history[set.status.currentRevision] ?? update
        let mine = try await claim(set)
        let living = Set(control.remaining(key, of: mine).map(\.uid))
        let view = StatefulView(
            set, current: current.name, update: update.name, pods: mine, claims: claimsOf(set),
            leaving: Set(mine.map(\.uid)).subtracting(living), now: now)
        let plan = StatefulPlan.next(view)
        let revisions = Dictionary([(current.name, current), (update.name, update)], uniquingKeysWith: { first, _ in first })
        let isDone = try await act(plan, view, revisions)
        var updated = set
        updated.status = .found(view, replaced: isDone ? plan.replaced : 0, collisions: collisions)
        guard try await context.writeStatus(updated, insteadOf: set, written) else { return .after(WrittenRevisions.recheck) }
        if !isDone { return .retry }
        if !set.isBeingDeleted { try await cleanUp(history, view) }
        let next = mine.compactMap { $0.secondsUntilAvailable(minReadySeconds: set.spec.minReadySeconds, now: now) }.min()
        return next.map { .after(.seconds($0)) } ?? .done
    }

    private func claim(_ set: StatefulSet) async throws -> [PodSummary] {
        let claims = PodClaims.inEveryState(
            selector: set.spec.labelSelector, isBeingDeleted: set.isBeingDeleted, controlled: pods.owned(by: set.uid),
            orphans: pods.orphans(in: set.namespace), isMember: { set.ordinal(ofPod: $0.key.name) != nil })
        return claims.owned + (try await control.settle(claims, set))
    }

    /// The claims that pods of the set may have, looked up by name.
    private func claimsOf(_ set: StatefulSet) -> [PersistentVolumeClaim] {
        guard !set.spec.volumeClaimTemplates.isEmpty else { return [] }
        let prefixes = set.spec.volumeClaimTemplates.map { "\($0["metadata", "name"].string ?? "")-\(set.name)-" }
        return claims.records(namespace: set.namespace).filter { record in prefixes.contains { record.key.name.hasPrefix($0) } }
            .map { $0.view(PersistentVolumeClaim.self) }
    }

    /// Does what the plan says; false when something was refused.
    private func act(_ plan: StatefulPlan, _ view: StatefulView, _ revisions: [String: ControllerRevision]) async throws -> Bool {
        let set = view.set
        for ordinal in plan.claims + plan.create.map(\.ordinal) {
            guard try await hands.make(ordinal, view) else { return false }
        }
        let births = plan.create
        let templates = revisions.mapValues(RevisionHistory.template)
        let created = await control.create(births.count, for: set) { index in
            let birth = births[index]
            let template = birth.revision == view.updateRevision ? set.spec.template : templates[birth.revision] ?? set.spec.template
            return set.pod(birth.ordinal, template: template, revision: birth.revision)
        }
        for ordinal in plan.repair { try await repair(ordinal, view) }
        let all = Array(view.replicas.values) + view.condemned.map(\.pod)
        let deleted = await control.delete(all.filter { plan.delete.contains($0.uid) }, of: set)
        return created.failure == nil && deleted.failure == nil
    }

    /// Puts a pod's labels and its claims' owners right.
    private func repair(_ ordinal: Int, _ view: StatefulView) async throws {
        guard let pod = view.replicas[ordinal] ?? view.condemned.first(where: { $0.ordinal == ordinal })?.pod else { return }
        if view.set.ordinals.contains(ordinal), !view.set.hasIdentity(pod, ordinal) {
            _ = try await hands.make(ordinal, view)
            let wished = view.set.identified(pod.pod, ordinal)
            do {
                control.note(view.set.key, try await context.client.update(wished).resourceVersion)
                context.events.record(
                    view.set, .normal, reason: "SuccessfulUpdate", message: PodWords.statefulDone("Update", pod.key.name, view.set.name))
            } catch let error as APIError where !error.isConflict {
                context.events.record(
                    view.set, .warning, reason: "FailedUpdate",
                    message: PodWords.statefulFailed("Update", pod.key.name, view.set.name, error.message))
            }
        }
        try await hands.settleOwners(ordinal, pod, view)
    }

    private func cleanUp(_ history: RevisionHistory, _ view: StatefulView) async throws {
        var live = Set(pods.owned(by: view.set.uid).map(view.revision))
        live.formUnion([view.currentRevision, view.updateRevision])
        try await keeper.forget(history.beyond(limit: view.set.spec.revisionHistoryLimit ?? 10) { live.contains($0.name) }, of: view.set)
    }
}

extension PodWords {
    static func statefulDone(_ verb: String, _ pod: String, _ set: String) -> String {
        "\(verb) Pod \(pod) in StatefulSet \(set) successful"
    }
    static func statefulFailed(_ verb: String, _ pod: String, _ set: String, _ why: String) -> String {
        "\(verb) Pod \(pod) in StatefulSet \(set) failed error: \(why)"
    }

    static let stateful = PodWords(
        created: { statefulDone("Create", $0, $1) }, notCreated: { statefulFailed("Create", $0, $1, $2) },
        deleted: { statefulDone("Delete", $0, $1) }, notDeleted: { statefulFailed("Delete", $0, $1, $2) })
}
