internal import Client
internal import Document
internal import Logging
internal import Resources

/// The IPAddress objects of cluster IPs (KEP-1880). One is made before a Service with the address is written, so that of several servers
/// only one can give the address away; and whatever does not fit the Services that are stored is put right.
package final class ServiceAddressObjects: Sendable {
    /// Seconds that an object may be there without its Service: another server may be about to write it (upstream: a minute).
    private static let graceSeconds: Double = 60

    struct Work: Hashable, Sendable {
        var address: IPv4Address
        /// The Service that is known to have let go of it.
        var former: ObjectKey?
    }

    /// What is to be done about an address.
    enum Step: Equatable, Sendable {
        case nothing
        case create(for: ObjectKey)
        /// It tells of another holder than the address has.
        case replace(for: ObjectKey)
        case remove
        case look(after: Duration)
    }

    private let allocations: ServiceAllocations
    private let store: ResourceStore
    private let environment: ServerEnvironment
    private let queue = WorkQueue<Work>()

    /// Follows Services, ranges and addresses from here on. Nil when the server does not store the objects.
    init?(_ allocations: ServiceAllocations, registry: ResourceRegistry, environment: ServerEnvironment) {
        guard let store = registry.store(.ipAddresses) else { return nil }
        self.allocations = allocations
        self.store = store
        self.environment = environment
        let caches = ObjectCaches(registry)
        caches.follow(.serviceCIDRs) { [allocations] key, record in
            allocations.update(range: key.name, record?.view(ServiceCIDR.self))
        }
        caches.follow(.ipAddresses) { [allocations, queue] key, record in
            guard let address = IPv4Address(key.name) else { return }
            let object = record?.view(IPAddress.self)
            allocations.setForeign(address, object.map { $0.service == nil || !$0.isManagedByAllocator } ?? false)
            if object == nil { allocations.forgetFormerOwner(of: address) }
            queue.add(Work(address: address))
        }
        allocations.onChange { [queue] address, former in queue.add(Work(address: address, former: former)) }
    }

    /// Writes down that a Service takes an address.
    /// - Returns: false when something else has it.
    func claim(_ address: IPv4Address, for service: ObjectKey) async throws(APIError) -> Bool {
        let key = ObjectKey(name: address.description)
        if let present = store[key] {
            if Self.belongs(present, to: service) { return true }
            // The object of a Service that was deleted a moment ago need not be waited for.
            guard present.view(IPAddress.self).isManagedByAllocator, let former = allocations.formerOwner(of: address),
                Self.belongs(present, to: former)
            else { return false }
            _ = try await store.delete(present)
        }
        var object = IPAddress.held(address, by: service)
        MetadataRules.fillSystemFields(&object, environment)
        switch try await store.create(object, key: key) {
        case .written: return true
        case .conflict, .refused: return store[key].map { Self.belongs($0, to: service) } ?? false
        }
    }

    private static func belongs(_ record: ObjectRecord, to service: ObjectKey) -> Bool {
        record.view(IPAddress.self).service == service
    }

    // MARK: Putting right

    func run(logger: Logger) async throws {
        try await ControllerRunner(
            name: "service-addresses", queue: queue, workers: 1, logger: logger,
            reconcile: { [self] in try await reconcile($0) }
        ).run()
    }

    private func reconcile(_ work: Work) async throws -> Requeue {
        let key = ObjectKey(name: work.address.description)
        let (owner, isHeld) = allocations.owner(of: work.address)
        let present = store[key]
        let object = present?.view(IPAddress.self)
        let age = object.flatMap { $0.metadata.creationTimestamp }.map { environment.now().secondsSince($0) } ?? 0
        switch Self.step(object, owner: owner, isHeld: isHeld, former: work.former, ageSeconds: age) {
        case .nothing:
            if present == nil { allocations.forgetFormerOwner(of: work.address) }
            return .done
        case .look(let delay):
            queue.add(Work(address: work.address), after: delay)
            return .done
        case .create(let service): return try await claim(work.address, for: service) ? .done : .retry
        case .replace(let service):
            if let present { _ = try await store.delete(present) }
            return try await claim(work.address, for: service) ? .done : .retry
        case .remove:
            guard let present else { return .done }
            if case .conflict = try await store.delete(present) { return .retry }
            return .done
        }
    }

    /// - Parameters:
    ///   - owner: the stored Service that has the address.
    ///   - isHeld: whether a write is under way that will have it.
    static func step(_ object: IPAddress?, owner: ObjectKey?, isHeld: Bool, former: ObjectKey?, ageSeconds: Double) -> Step {
        guard let object else { return owner.map { .create(for: $0) } ?? .nothing }
        guard object.isManagedByAllocator, let holder = object.service else { return .nothing }
        if let owner { return holder == owner ? .nothing : .replace(for: owner) }
        if isHeld { return .look(after: .seconds(2)) }
        if former == holder || ageSeconds >= graceSeconds { return .remove }
        return .look(after: .seconds(graceSeconds - ageSeconds))
    }
}
