package import Resources

/// Everything the zone knows of the cluster, indexed for questions. A value; changes cost what they change.
package struct ZoneData: Sendable {
    private(set) var namespaces: Set<String> = []
    private(set) var services: [ObjectKey: ServiceZoneFacts] = [:]
    /// By service, then by the slice's name.
    private var slices: [ObjectKey: [String: SliceZoneFacts]] = [:]
    private var sliceOwners: [ObjectKey: ObjectKey] = [:]
    private var clusterAddresses: [IPv4Address: ObjectKey] = [:]
    /// Services an endpoint address belongs to, with how many slices say so.
    private var memberOf: [IPv4Address: [ObjectKey: Int]] = [:]

    package init() {}

    package mutating func namespaceChanged(_ name: String, exists: Bool) {
        if exists { namespaces.insert(name) } else { namespaces.remove(name) }
    }

    package mutating func serviceChanged(_ key: ObjectKey, _ service: Service?) {
        if case .address(let address) = services[key]?.kind, clusterAddresses[address] == key { clusterAddresses[address] = nil }
        services[key] = service.flatMap(ServiceZoneFacts.init)
        if case .address(let address) = services[key]?.kind { clusterAddresses[address] = key }
    }

    package mutating func sliceChanged(_ key: ObjectKey, _ slice: EndpointSlice?) {
        if let former = sliceOwners.removeValue(forKey: key) {
            for member in slices[former]?[key.name]?.members ?? [] { count(member.address, former, -1) }
            slices[former]?[key.name] = nil
            if slices[former]?.isEmpty == true { slices[former] = nil }
        }
        guard let slice, let facts = SliceZoneFacts(slice), !slice.serviceName.isEmpty else { return }
        let owner = ObjectKey(namespace: key.namespace, name: slice.serviceName)
        sliceOwners[key] = owner
        slices[owner, default: [:]][key.name] = facts
        for member in facts.members { count(member.address, owner, 1) }
    }

    private mutating func count(_ address: IPv4Address, _ service: ObjectKey, _ difference: Int) {
        let count = (memberOf[address]?[service] ?? 0) + difference
        memberOf[address, default: [:]][service] = count > 0 ? count : nil
        if memberOf[address]?.isEmpty == true { memberOf[address] = nil }
    }

    func slices(of service: ObjectKey) -> some Collection<SliceZoneFacts> { slices[service, default: [:]].values }

    /// The service with this cluster address.
    func service(at address: IPv4Address) -> ObjectKey? { clusterAddresses[address] }

    /// The headless services this address is an endpoint of, in order.
    func headlessServices(with address: IPv4Address) -> [ObjectKey] {
        (memberOf[address] ?? [:]).keys.filter { services[$0]?.kind == .headless }.sorted()
    }
}
