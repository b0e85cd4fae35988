internal import Client
internal import Document
internal import Logging
internal import Resources
internal import ServiceLifecycle

/// Writes the Endpoints and EndpointSlices of every service: of its pods when it has a selector, of hand-made Endpoints when not.
package final class EndpointsController: ServiceLifecycle.Service {
    private static let byService = "service"

    private let context: ControllerContext
    private let services: Informer<Service>
    private let pods: Informer<Pod>
    private let endpoints: Informer<Endpoints>
    private let slices: Informer<EndpointSlice>
    private let queue = WorkQueue<ObjectKey>()
    private let written = WrittenRevisions()

    package init(_ context: ControllerContext) {
        self.context = context
        services = context.informers.informer(Service.self)
        pods = context.informers.informer(Pod.self)
        endpoints = context.informers.informer(Endpoints.self)
        slices = context.informers.informer(
            EndpointSlice.self,
            indexes: [Self.byService: { record in record.label(EndpointSlice.serviceNameLabel).map { ["\(record.key.namespace)/\($0)"] } ?? [] }])
        services.onChange { [queue] in queue.add($0.key) }
        endpoints.onChange { [queue] in queue.add($0.key) }
        slices.onChange { [queue] change in
            if let service = change.record.label(EndpointSlice.serviceNameLabel) { queue.add(ObjectKey(namespace: change.key.namespace, name: service)) }
        }
        pods.onChange { [weak self] in self?.note($0) }
    }

    package func run() async throws {
        try await ControllerRunner(
            name: "endpoints", queue: queue, workers: 5, waitFor: [services, pods, endpoints, slices], logger: context.logger,
            reconcile: { [self] in try await reconcile($0) }
        ).run()
    }

    private func note(_ change: InformerChange<Pod>) {
        for service in services.list(namespace: change.key.namespace) {
            guard let selector = Self.selector(service) else { continue }
            if selector.matches(change.record.labels) || change.old.map({ selector.matches($0.labels) }) ?? false { queue.add(service.key) }
        }
    }

    /// Nil for services whose endpoints are not made from pods.
    static func selector(_ service: Service) -> LabelSelector? {
        let labels = service.json["spec", "selector"].stringMap
        return labels.isEmpty || service.json["spec", "type"].string == "ExternalName" ? nil : LabelSelector(equal: labels)
    }

    private func reconcile(_ key: ObjectKey) async throws -> Requeue {
        guard written.isCovered(key, by: slices.revision) else { return .after(catchUpDelay) }
        let existing = slices.list(index: Self.byService, key: key.description)
        let managed = existing.filter { [EndpointSlicePlan.controllerName, EndpointSlicePlan.mirroringName].contains($0.labels[EndpointSlice.managedByLabel]) }
        let endpoints = endpoints.get(key)
        guard let service = services.get(key), !service.isBeingDeleted else {
            for slice in managed { _ = try await context.client.deleteExactly(slice) }
            if let endpoints, endpoints.labels[EndpointsPlan.managedByLabel] != nil { _ = try await context.client.deleteExactly(endpoints) }
            return .done
        }
        if let selector = Self.selector(service) {
            let backends = ServiceBackends(service: service, pods: pods.list(namespace: key.namespace, selector: selector))
            try await apply(
                EndpointSlicePlan(service: service, managedBy: EndpointSlicePlan.controllerName, groups: EndpointSlicePlan.groups(backends), existing: managed), key)
            try await write(EndpointsPlan.wished(backends, existing: endpoints), isNew: endpoints == nil)
        } else {
            let mirrors = endpoints.map { $0.labels["endpointslice.kubernetes.io/skip-mirror"] != "true" } ?? false
            let groups = mirrors ? endpoints.map(EndpointSlicePlan.groups(mirroring:)) ?? [] : []
            // Slices the owner of the service wrote by hand, and those made for an earlier selector, are told apart by who manages them.
            try await apply(EndpointSlicePlan(service: service, managedBy: EndpointSlicePlan.mirroringName, groups: groups, existing: managed), key)
        }
        return .done
    }

    private func apply(_ plan: EndpointSlicePlan, _ key: ObjectKey) async throws {
        for slice in plan.create { written.note(key, try await context.client.create(slice).resourceVersion) }
        for slice in plan.update { written.note(key, try await context.client.update(slice).resourceVersion) }
        for slice in plan.delete { _ = try await context.client.deleteExactly(slice) }
    }

    private func write(_ endpoints: Endpoints?, isNew: Bool) async throws {
        guard let endpoints else { return }
        if isNew { try await context.client.create(endpoints) } else { try await context.client.update(endpoints) }
    }
}
