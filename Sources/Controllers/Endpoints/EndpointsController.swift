internal import Client
internal import Document
internal import Logging
internal import Resources
internal import ServiceLifecycle
import Synchronization

/// Writes the Endpoints and EndpointSlices of every service: of its pods when it has a selector, of hand-made Endpoints when not.
package final class EndpointsController: ServiceLifecycle.Service {
    private struct Known {
        /// Selectors of services by namespace, so that a change of a pod need not look into every service.
        var selectors: [String: [ObjectKey: LabelSelector]] = [:]
        /// Services that have been deleted and whose Endpoints go with them.
        var deleted: Set<ObjectKey> = []
        /// Slices by service, with the newest revision among their changes.
        var slices: [ObjectKey: Set<ObjectKey>] = [:]
        var slicesRevision: UInt64 = 0
        /// Zones of nodes that tell theirs.
        var zones: [String: String] = [:]
        /// How many pods were behind a service when it was last looked at.
        var sizes: [ObjectKey: Int] = [:]
    }

    private let context: ControllerContext
    private let services: Informer<Service>
    private let pods: PodSummaries
    private let endpoints: Informer<Endpoints>
    private let slices: Informer<EndpointSlice>
    private let nodes: Informer<Node>
    private let queue = WorkQueue<ObjectKey>()
    private let writtenSlices = WrittenRevisions()
    private let writtenEndpoints = WrittenRevisions()
    private let known = Mutex(Known())

    package init(_ context: ControllerContext) {
        self.context = context
        services = context.informers.informer(Service.self)
        pods = context.pods
        endpoints = context.informers.informer(Endpoints.self)
        slices = context.informers.informer(EndpointSlice.self)
        nodes = context.informers.informer(Node.self)
        services.onChange { [weak self] in self?.note($0) }
        endpoints.onChange { [queue] in queue.add($0.key) }
        slices.onChange { [weak self] in self?.note($0) }
        pods.onChange { [weak self] in self?.note($0) }
        nodes.onChange { [weak self] in self?.note($0) }
    }

    package func run() async throws {
        try await ControllerRunner(
            name: "endpoints", queue: queue, workers: 5, waitFor: [services, pods, endpoints, slices, nodes], logger: context.logger,
            reconcile: { [self] in try await reconcile($0) }
        ).run()
    }

    private func note(_ change: InformerChange<Service>) {
        let (key, selector) = (change.key, change.isDeletion ? nil : Self.selector(change.object))
        known.withLock { known in
            known.selectors[key.namespace, default: [:]][key] = selector
            if known.selectors[key.namespace]?.isEmpty ?? false { known.selectors[key.namespace] = nil }
            if change.isDeletion {
                known.deleted.insert(key)
                known.sizes[key] = nil
            } else {
                known.deleted.remove(key)
            }
        }
        queue.add(key)
    }

    /// Most changes of a node are of its status; where it is seldom changes.
    private func note(_ change: InformerChange<Node>) {
        let zone = change.isDeletion ? nil : change.record.label(Node.zoneLabel).flatMap { $0.isEmpty ? nil : $0 }
        let isOther = known.withLock { known in
            defer { known.zones[change.key.name] = zone }
            return known.zones[change.key.name] != zone
        }
        if isOther { queue.add(services.records().map(\.key)) }
    }

    private func note(_ change: InformerChange<EndpointSlice>) {
        let service = { (record: ObjectRecord) in
            record.label(EndpointSlice.serviceNameLabel).map { ObjectKey(namespace: record.key.namespace, name: $0) }
        }
        let (before, after) = (change.old.flatMap(service), service(change.record))
        known.withLock { known in
            for key in [before, after].compactMap({ $0 }) {
                if change.isDeletion || key != after {
                    known.slices[key]?.remove(change.key)
                    if known.slices[key]?.isEmpty ?? false { known.slices[key] = nil }
                } else {
                    known.slices[key, default: []].insert(change.key)
                }
            }
            known.slicesRevision = max(known.slicesRevision, change.record.revision)
        }
        queue.add([before, after].compactMap { $0 })
    }

    private func note(_ change: PodChange) {
        let concerned = known.withLock { known in
            (known.selectors[change.pod.key.namespace] ?? [:]).filter { _, selector in
                selector.matches(change.pod.record.labels) || change.old.map { selector.matches($0.record.labels) } ?? false
            }.map { ($0.key, known.sizes[$0.key] ?? 0) }
        }
        for (service, size) in concerned { queue.add(service, after: Gathering.delay(pods: size)) }
    }

    /// Nil for services whose endpoints are not made from pods.
    static func selector(_ service: Service) -> LabelSelector? {
        let labels = service.json["spec", "selector"].stringMap
        return labels.isEmpty || service.json["spec", "type"].string == "ExternalName" ? nil : LabelSelector(equal: labels)
    }

    private func reconcile(_ key: ObjectKey) async throws -> Requeue {
        let now = context.now()
        let (sliceKeys, seen) = known.withLock { ($0.slices[key] ?? [], $0.slicesRevision) }
        guard writtenSlices.isCovered(key, by: seen, now: now), writtenEndpoints.isCovered(key, by: endpoints.revision, now: now) else {
            return .after(WrittenRevisions.recheck)
        }
        let ours = [EndpointSlicePlan.controllerName, EndpointSlicePlan.mirroringName]
        let managed = sliceKeys.compactMap { slices.record($0) }.filter { ours.contains($0.label(EndpointSlice.managedByLabel) ?? "") }.map
        { $0.view(EndpointSlice.self) }
        let current = endpoints.get(key)
        guard let service = services.get(key), !service.isBeingDeleted else {
            try await remove(key, managed, current)
            return .done
        }
        do {
            if let selector = Self.selector(service) {
                let backends = ServiceBackends(service: service, pods: pods.selected(by: selector, in: key.namespace))
                let zones = known.withLock { known in
                    known.sizes[key] = backends.backends.count
                    return known.zones
                }
                try await apply(
                    EndpointSlicePlan(.init(service), groups: EndpointGroup.groups(backends) { zones[$0] }, existing: managed), key)
                try await write(EndpointsPlan.wished(backends, existing: current), isNew: current == nil, key)
            } else {
                try await mirror(service, current, managed)
            }
        } catch let error as APIError where error.isNamespaceTerminating {
            return .done
        } catch let error as APIError where error.isConflict {
            return .after(WrittenRevisions.recheck)
        }
        return .done
    }

    /// Endpoints that somebody keeps by hand become slices; what was made for an earlier selector goes.
    private func mirror(_ service: Service, _ endpoints: Endpoints?, _ managed: [EndpointSlice]) async throws {
        let isMirrored = { (endpoints: Endpoints) in
            endpoints.labels[EndpointSlicePlan.skipMirrorLabel] != "true"
                && endpoints.annotations[EndpointSlicePlan.leaderAnnotation] == nil
                && service.json["spec", "type"].string != "ExternalName"
        }
        guard let endpoints, isMirrored(endpoints) else { return try await remove(service.key, managed, nil) }
        let groups = EndpointGroup.groups(mirroring: endpoints)
        let skipped = EndpointGroup.skipped(mirroring: endpoints, groups)
        if skipped > 0 {
            let message =
                "A max of \(EndpointGroup.mirrorLimit) addresses can be mirrored to EndpointSlices per Endpoints subset. \(skipped) addresses were skipped"
            context.events.record(endpoints, .warning, reason: "TooManyAddressesToMirror", message: message)
        }
        try await apply(EndpointSlicePlan(.init(service, mirroring: endpoints), groups: groups, existing: managed), service.key)
    }

    private func remove(_ key: ObjectKey, _ slices: [EndpointSlice], _ endpoints: Endpoints?) async throws {
        for slice in slices where !slice.isBeingDeleted {
            _ = try await context.client.deleteExactly(EndpointSlice.type, slice.key, uid: slice.uid)
        }
        let serviceHasGone = known.withLock { $0.deleted.remove(key) != nil }
        guard let endpoints, serviceHasGone || endpoints.labels[EndpointsPlan.managedByLabel] != nil else { return }
        _ = try await context.client.deleteExactly(Endpoints.type, key, uid: endpoints.uid)
    }

    private func apply(_ plan: EndpointSlicePlan, _ key: ObjectKey) async throws {
        for slice in plan.create { writtenSlices.note(key, try await context.client.create(slice).resourceVersion, now: context.now()) }
        for slice in plan.update { writtenSlices.note(key, try await context.client.update(slice).resourceVersion, now: context.now()) }
        for slice in plan.delete { _ = try await context.client.deleteExactly(EndpointSlice.type, slice.key, uid: slice.uid) }
    }

    private func write(_ wished: Endpoints?, isNew: Bool, _ key: ObjectKey) async throws {
        guard let wished else { return }
        do {
            let written = isNew ? try await context.client.create(wished) : try await context.client.update(wished)
            writtenEndpoints.note(key, written.resourceVersion, now: context.now())
        } catch let error as APIError where !error.isConflict && !error.isNamespaceTerminating {
            let (reason, what) =
                isNew ? ("FailedToCreateEndpoint", "create endpoint for service") : ("FailedToUpdateEndpoint", "update endpoint")
            context.events.record(wished.reference, .warning, reason: reason, message: "Failed to \(what) \(key): \(error.message)")
            throw error
        }
    }
}
