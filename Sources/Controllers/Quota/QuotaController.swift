internal import Client
internal import Document
internal import Logging
internal import Resources
internal import ServiceLifecycle
import Synchronization

/// Keeps in every ResourceQuota how much of it is used. Admission counts for itself; this is what people see.
package final class QuotaController: ServiceLifecycle.Service {
    /// How long changes of a namespace's objects are gathered before they are counted.
    static let gathering: Duration = .milliseconds(50)
    /// Every quota is counted anew after this time, as upstream does, in case a change was missed.
    static let resync: Duration = .seconds(300)

    private let context: ControllerContext
    private let quotas: Informer<ResourceQuota>
    private let discovery: ResourceDiscovery
    private let queue = WorkQueue<ObjectKey>()
    /// Resources that are watched since a quota counts them; at most as many as the server has.
    private let watched = Mutex<[QualifiedName: ResourceType]>([:])
    private let watches: AsyncStream<ResourceType>
    private let startWatch: AsyncStream<ResourceType>.Continuation

    package init(_ context: ControllerContext) {
        self.context = context
        quotas = context.informers.informer(ResourceQuota.self)
        discovery = ResourceDiscovery(client: context.client)
        (watches, startWatch) = AsyncStream.makeStream()
        quotas.onChange { [weak self] change in
            guard let self else { return }
            if !change.isDeletion { self.queue.add(change.key) }
            self.note(ResourceType.resourceQuotas, namespace: change.key.namespace)
        }
        context.pods.onChange { [weak self] in self?.note($0) }
    }

    package func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { await self.runWatches() }
            try await ControllerRunner(
                name: "resource-quotas", queue: queue, workers: 4, waitFor: [quotas, context.pods], logger: context.logger,
                reconcile: { [self] in try await reconcile($0) }
            ).run()
            group.cancelAll()
        }
    }

    private func runWatches() async {
        await withDiscardingTaskGroup { group in
            let definitions = RecordWatcher(
                client: context.client, type: .customResourceDefinitions, logger: context.logger, listed: {},
                handle: { [weak self] _ in self?.noteKinds() })
            group.addTask { await definitions.run() }
            for await type in watches {
                let watcher = RecordWatcher(
                    client: context.client, type: type, logger: context.logger, listed: {},
                    handle: { [weak self] event in
                        if let record = event.record { self?.note(type, namespace: record.key.namespace) }
                    })
                group.addTask { [weak self] in
                    await watcher.run()
                    self?.watched.withLock { _ = $0.removeValue(forKey: type.qualifiedResource) }
                }
            }
        }
    }

    // MARK: What concerns whom

    /// An object of a resource has changed: the quotas of its namespace that count such objects are counted anew.
    private func note(_ type: ResourceType, namespace: String) {
        if quotas.count == 0 { return }
        for quota in quotas.list(namespace: namespace) where QuotaUsage.counts(type, towards: quota.hard.keys) {
            queue.add(quota.key, after: Self.gathering)
        }
    }

    /// Kinds have come or gone: quotas that count some nobody knew are counted anew.
    private func noteKinds() {
        if quotas.count == 0 { return }
        let known = watched.withLock { Set($0.keys) }
        for quota in quotas.list() {
            let counted = quota.hard.keys.compactMap { QuotaUsage.resource(countedBy: $0) }
            if counted.contains(where: { !known.contains($0) }) { queue.add(quota.key, after: Self.gathering) }
        }
    }

    /// Most changes of a pod are of its status and count for nothing.
    private func note(_ change: PodChange) {
        let namespace = change.pod.key.namespace
        if quotas.count == 0 || quotas.records(namespace: namespace).isEmpty { return }
        if let old = change.old, !change.isDeletion, !Self.differ(old, change.pod, now: context.now()) { return }
        note(.pods, namespace: namespace)
    }

    private static func differ(_ old: PodSummary, _ new: PodSummary, now: Timestamp) -> Bool {
        if old.isBeingDeleted != new.isBeingDeleted || old.isFinished != new.isFinished { return true }
        return old.record.part("spec") != new.record.part("spec")
    }

    // MARK: Counting

    private func reconcile(_ key: ObjectKey) async throws -> Requeue {
        guard let quota = quotas.get(key), !quota.isBeingDeleted else { return .done }
        let hard = quota.hard
        var used = ResourceList(quota.json["status"]["used"]).filter { hard[$0.key] != nil }
        let counted = Set(hard.keys.compactMap { QuotaUsage.resource(countedBy: $0) })
        for resource in counted {
            guard let type = try await type(of: resource) else { continue }
            let usage = try await usage(of: type, in: key.namespace, quota.json)
            for name in hard.keys where QuotaUsage.resource(countedBy: name) == resource { used[name] = usage[name] ?? Quantity(0) }
        }
        for name in hard.keys where used[name] == nil && QuotaUsage.resource(countedBy: name) == nil { used[name] = Quantity(0) }
        try await write(quota, used)
        return .after(Self.resync)
    }

    private func usage(of type: ResourceType, in namespace: String, _ quota: JSON) async throws -> ResourceList {
        let now = context.now()
        let records =
            type.qualifiedResource == ResourceType.pods.qualifiedResource
            ? context.pods.selected(by: .everything, in: namespace).map(\.record)
            : try await context.client.list(type, ListOptions(namespace: namespace)).records
        var usage: ResourceList = [:]
        for record in records {
            guard let object = try? record.document(), QuotaUsage.counts(quota, object, type) else { continue }
            usage.add(QuotaUsage.of(object, type, now: now))
        }
        return usage
    }

    /// The resource in the version that is served, followed from now on; nil when there is none of this name.
    private func type(of resource: QualifiedName) async throws -> ResourceType? {
        if let known = watched.withLock({ $0[resource] }) { return known }
        let entry = try await discovery.all().first { entry in
            entry.type.qualifiedResource == resource && entry.type.namespaced && entry.verbs.isSuperset(of: ["list", "watch"])
        }
        guard let type = entry?.type else { return nil }
        let isNew = watched.withLock { watched in watched.updateValue(type, forKey: resource) == nil }
        // Pods and quotas are followed by informers that everybody shares.
        if isNew, resource != ResourceType.pods.qualifiedResource, resource != ResourceType.resourceQuotas.qualifiedResource {
            startWatch.yield(type)
        }
        return type
    }

    private func write(_ quota: ResourceQuota, _ used: ResourceList) async throws {
        let status = quota.json["status"]
        if ResourceList(status["hard"]) == quota.hard, ResourceList(status["used"]) == used, !status["used"].isNull { return }
        var updated = quota
        updated.json["status"] = ["hard": quota.json["spec"]["hard"], "used": used.json]
        do {
            try await context.client.updateStatus(updated)
        } catch let error as APIError where error.isNotFound {
            return
        }
    }
}
