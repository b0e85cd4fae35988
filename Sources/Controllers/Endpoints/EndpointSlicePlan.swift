internal import Document
internal import Resources

/// Which EndpointSlices (discovery.k8s.io/v1) to write so that they hold just these endpoints, touching as few as may be.
struct EndpointSlicePlan: Sendable {
    /// Endpoints in one slice.
    static let sliceSize = 100
    static let controllerName = "endpointslice-controller.k8s.io"
    static let mirroringName = "endpointslicemirroring-controller.k8s.io"

    /// Endpoints that share their ports.
    struct Group: Sendable {
        var ports: [EndpointPort]
        var endpoints: [JSON]
    }

    var create: [EndpointSlice] = []
    var update: [EndpointSlice] = []
    var delete: [EndpointSlice] = []

    init(service: Service, managedBy: String, groups: [Group], existing: [EndpointSlice]) {
        var unused = existing.filter { !$0.isBeingDeleted }
        for group in groups {
            var chunks = stride(from: 0, to: max(1, group.endpoints.count), by: Self.sliceSize).map {
                Array(group.endpoints[$0..<min($0 + Self.sliceSize, group.endpoints.count)])
            }
            var reusable = unused.filter { $0.ports == group.ports }
            unused.removeAll { slice in reusable.contains { $0.uid == slice.uid } }
            // Slices that already hold a chunk stay as they are.
            for slice in reusable {
                let held = slice.json["endpoints"].array ?? []
                if let index = chunks.firstIndex(of: held) {
                    chunks.remove(at: index)
                    reusable.removeAll { $0.uid == slice.uid }
                    let wished = Self.fill(slice, service, managedBy, group.ports, held)
                    if wished.json != slice.json { update.append(wished) }
                }
            }
            for chunk in chunks {
                if reusable.isEmpty {
                    create.append(Self.fill(Self.new(service), service, managedBy, group.ports, chunk))
                } else {
                    update.append(Self.fill(reusable.removeFirst(), service, managedBy, group.ports, chunk))
                }
            }
            unused += reusable
        }
        delete = unused
    }

    /// The groups of a service with a selector. A service without any pod has one empty slice, which says that it was looked at.
    static func groups(_ backends: ServiceBackends) -> [Group] {
        var groups: [Group] = []
        for backend in backends.backends {
            let index = groups.firstIndex { $0.ports == backend.ports } ?? {
                groups.append(Group(ports: backend.ports, endpoints: []))
                return groups.count - 1
            }()
            let ready = backends.publishesUnready || (backend.isReady && !backend.isTerminating)
            groups[index].endpoints.append([
                "addresses": [.string(backend.address)],
                "conditions": ["ready": .bool(ready), "serving": .bool(backend.isReady || backends.publishesUnready), "terminating": .bool(backend.isTerminating)],
                "hostname": JSON(backend.hostname), "targetRef": ServiceBackends.reference(backend.pod),
                "nodeName": backend.pod.spec.nodeName.isEmpty ? .null : .string(backend.pod.spec.nodeName),
            ])
        }
        return groups.isEmpty ? [Group(ports: [], endpoints: [])] : groups
    }

    /// The groups of Endpoints that somebody wrote by hand.
    static func groups(mirroring endpoints: Endpoints) -> [Group] {
        endpoints.subsets.map { subset in
            let endpoint = { (address: EndpointAddress, ready: Bool) -> JSON in
                [
                    "addresses": [.string(address.ip)], "conditions": ["ready": .bool(ready)],
                    "hostname": address.hostname.isEmpty ? .null : .string(address.hostname), "nodeName": JSON(address.nodeName),
                    "targetRef": address.json["targetRef"],
                ]
            }
            let ports = subset.ports.map { port -> EndpointPort in
                var port = port
                if port.protocol.isEmpty { port.protocol = "TCP" }
                return port
            }
            return Group(ports: ports, endpoints: subset.addresses.map { endpoint($0, true) } + subset.notReadyAddresses.map { endpoint($0, false) })
        }
    }

    private static func new(_ service: Service) -> EndpointSlice {
        var slice = EndpointSlice(name: "", namespace: service.namespace)
        slice.json["metadata"] = ["generateName": .string(service.name + "-"), "namespace": .string(service.namespace)]
        slice.metadata.ownerReferences = [service.controllerReference]
        slice.addressType = "IPv4"
        return slice
    }

    private static func fill(_ slice: EndpointSlice, _ service: Service, _ managedBy: String, _ ports: [EndpointPort], _ endpoints: [JSON]) -> EndpointSlice {
        var slice = slice
        var labels = service.labels
        labels[EndpointSlice.serviceNameLabel] = service.name
        labels[EndpointSlice.managedByLabel] = managedBy
        if service.json["spec", "clusterIP"].string == "None" { labels[EndpointsPlan.headlessLabel] = "" }
        if labels != slice.labels { slice.metadata.labels = labels }
        slice.json["endpoints"] = .array(endpoints)
        if ports != slice.ports || slice.json["ports"].isNull { slice.json["ports"] = .array(ports.map(\.json)) }
        return slice
    }
}
