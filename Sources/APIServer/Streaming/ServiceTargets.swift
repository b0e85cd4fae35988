internal import HTTPServing
internal import Resources

/// Where the pods behind a service listen.
struct ServiceTargets: Sendable {
    struct Target: Sendable, Hashable {
        var host: String
        var port: Int
    }

    let registry: ResourceRegistry

    /// The ready endpoints of a service's port; nil when nothing says where the service's pods are.
    func ready(_ service: ObjectKey, portName: String) -> [Target]? {
        if let endpoints = registry[.endpoints, service]?.view(Endpoints.self) {
            return endpoints.subsets.flatMap { subset -> [Target] in
                guard let port = subset.ports.first(where: { $0.name == portName })?.port else { return [] }
                return subset.addresses.map { Target(host: $0.ip, port: port) }
            }
        }
        // Slices without Endpoints are written by hand, for services without a selector.
        return sliced(service, portName: portName)?.map(\.target)
    }

    /// The ready endpoints of a service's port by its EndpointSlices; nil when it has none.
    func sliced(_ service: ObjectKey, portName: String) -> [(endpoint: Endpoint, target: Target)]? {
        var result: [(endpoint: Endpoint, target: Target)]?
        registry.store(.endpointSlices)?.cache.snapshot().records.forEach(namespace: service.namespace) { record in
            guard record.label(EndpointSlice.serviceNameLabel) == service.name else { return true }
            let slice = record.view(EndpointSlice.self)
            var found = result ?? []
            if slice.addressType != "FQDN", let port = slice.ports.first(where: { $0.name == portName })?.port {
                for endpoint in slice.endpoints where endpoint.conditions.ready ?? true {
                    // Further addresses lead to the same place.
                    if let host = endpoint.addresses.first { found.append((endpoint, Target(host: host, port: port))) }
                }
            }
            result = found
            return true
        }
        return result
    }

    /// A connection, not yet opened, to one of the endpoints of a service's port over TLS.
    /// - Throws: when there is no such service, port or endpoint.
    func connection(to service: ObjectKey, port: Int, tls: ClientTLS) throws(APIError) -> HTTPClientConnection {
        guard let record = registry[.services, service] else { throw .notFound(.services, service.name) }
        let spec = record.view(Service.self).spec
        if spec.type == "ExternalName" { return HTTPClientConnection(host: spec.externalName, port: port, tls: tls) }
        guard let named = spec.ports.first(where: { $0.port == port }) else {
            throw .serviceUnavailable("no service port \(port) found for service \"\(service.name)\"")
        }
        guard let chosen = ready(service, portName: named.name)?.randomElement() else {
            throw .serviceUnavailable("no endpoints available for service \"\(service.name)\"")
        }
        return HTTPClientConnection(host: chosen.host, port: chosen.port, tls: tls)
    }
}
