package import Resources

/// What is known of services and endpoints, which of it changed, and the table that follows from it. A value: informers feed it,
/// `changes` drains it.
package struct ProxyState: Sendable {
    private var services: [ObjectKey: ServiceFacts] = [:]
    /// By service, then by the slice's name.
    private var slices: [ObjectKey: [String: EndpointFacts]] = [:]
    /// Which service a slice belongs to, for slices that are deleted or change hands.
    private var owners: [ObjectKey: ObjectKey] = [:]
    private var dirty: Set<ObjectKey> = []
    /// Services with a health check port.
    private var checked: Set<ObjectKey> = []
    private var place: Topology
    private var nodeName: String { place.nodeName }

    package init(nodeName: String) { place = Topology(nodeName: nodeName) }

    package var hasChanges: Bool { !dirty.isEmpty }

    package mutating func serviceChanged(_ key: ObjectKey, _ service: Service?) {
        let facts = service.flatMap(ServiceFacts.init)
        guard services[key] != facts else { return }
        services[key] = facts
        if facts?.healthCheckPort == nil { checked.remove(key) } else { checked.insert(key) }
        dirty.insert(key)
    }

    package mutating func sliceChanged(_ key: ObjectKey, _ slice: EndpointSlice?) {
        let facts = slice.flatMap { EndpointFacts($0, nodeName: nodeName) }
        let owner = slice.flatMap { $0.serviceName.isEmpty ? nil : ObjectKey(namespace: key.namespace, name: $0.serviceName) }
        if let former = owners[key], former != owner || facts == nil {
            slices[former]?[key.name] = nil
            if slices[former]?.isEmpty == true { slices[former] = nil }
            owners[key] = nil
            dirty.insert(former)
        }
        guard let owner, let facts, slices[owner]?[key.name] != facts else { return }
        owners[key] = owner
        slices[owner, default: [:]][key.name] = facts
        dirty.insert(owner)
    }

    /// The node has come into another zone: which endpoints are meant for it is decided anew.
    package mutating func zoneChanged(_ zone: String?) {
        guard place.zone != zone else { return }
        place.zone = zone
        for (service, slices) in slices where slices.values.contains(where: { $0.addresses.contains { $0.hints != nil } }) {
            dirty.insert(service)
        }
    }

    /// What each health check port of this node answers.
    package var healthChecks: [UInt16: HealthCheck] {
        var checks: [UInt16: HealthCheck] = [:]
        for key in checked.sorted() {
            guard let port = services[key]?.healthCheckPort, checks[port] == nil else { continue }
            let ready = (slices[key] ?? [:]).values.flatMap(\.addresses).filter { $0.isLocal && $0.readiness == .ready }
            checks[port] = HealthCheck(service: key, localEndpoints: Set(ready.map(\.address)).count)
        }
        return checks
    }

    /// What the services that changed since the last call want now; nil for those without rules.
    package mutating func changes() -> [ObjectKey: ServiceRuleSet?] {
        var changes: [ObjectKey: ServiceRuleSet?] = [:]
        changes.reserveCapacity(dirty.count)
        for key in dirty {
            let wanted = services[key].map { ServiceRules.ruleSet($0, slices[key].map { Array($0.values) } ?? [], at: place) }
            changes.updateValue(wanted, forKey: key)
        }
        dirty.removeAll()
        return changes
    }
}
