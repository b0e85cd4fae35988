internal import Resources

/// From a service and one of its ports to the addresses behind it.
struct ServiceTarget {
    enum Failure: Error, Equatable {
        case noPort
        case unusable(String)
    }

    let service: Resources.Service
    let slices: [EndpointSlice]

    func servers(_ wanted: ServiceBackendPort) throws(Failure) -> ProxyBackend.Servers {
        let port = service.spec.ports.first { wanted.name.isEmpty ? $0.port == wanted.number : $0.name == wanted.name }
        if service.spec.type == "ExternalName" {
            // Such a service need not list its ports.
            guard let number = UInt16(exactly: port?.port ?? wanted.number), number > 0 else { throw .noPort }
            let name = service.spec.externalName
            guard !name.isEmpty, NameRules.dns1123Subdomain(name.lowercased()).isEmpty else {
                throw .unusable("\"\(name)\" is no DNS name")
            }
            return .name(name.lowercased(), port: number)
        }
        guard let port else { throw .noPort }
        guard ["", "TCP"].contains(port.protocol) else { throw .unusable("its port \(port.port) is not a TCP port") }
        return .addresses(addresses(port.name))
    }

    /// Ready endpoints; when there is none, those that end but still serve.
    private func addresses(_ port: String) -> [ServerAddress] {
        var found: [EndpointConditions.Usability: Set<ServerAddress>] = [:]
        for slice in slices where slice.addressType == "IPv4" {
            for entry in slice.ports where entry.name == port && ["", "TCP"].contains(entry.protocol) {
                guard let number = entry.port.flatMap(UInt16.init(exactly:)), number > 0 else { continue }
                for endpoint in slice.endpoints {
                    guard let address = endpoint.addresses.first, IPv4Address(address) != nil else { continue }
                    found[endpoint.conditions.usability, default: []].insert(ServerAddress(address: address, port: number))
                }
            }
        }
        return (found[.ready] ?? found[.servingWhileTerminating] ?? []).sorted()
    }
}
