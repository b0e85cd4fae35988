internal import DNSWire
internal import Resources

/// What stands at one name of the zone.
enum ZoneNode: Equatable {
    /// No such name, nor any below it.
    case missing
    /// The name exists; its records, perhaps none (an empty non-terminal: NODATA, RFC 8020). The second list helps readers of SRV
    /// records: addresses of the targets.
    case records([DNSRecordData], additional: [DNSRecord] = [])
}

/// Finds what stands at a name, per the Kubernetes DNS specification 1.1.
struct ZoneLookup {
    let data: ZoneData
    let zone: ZoneConfiguration
    /// Whether SRV records are asked for: only then are a service's ports looked up by its own name.
    var asksForPlaces = false

    private static let reverseZone: [String] = ["arpa", "in-addr"]

    /// nil when the name is not this zone's business.
    func node(at name: DNSName) -> ZoneNode? {
        if name.isInside(zone.domain) {
            let labels = name.labels
            return forward(Array(labels.dropLast(zone.domain.labels.count)))
        }
        let labels = name.labels
        guard labels.count == 6, Array(labels.reversed().prefix(2)) == Self.reverseZone,
            let address = IPv4Address(labels.prefix(4).reversed().joined(separator: ".")),
            zone.reverseRanges.contains(where: { $0.contains(address) }) || data.service(at: address) != nil
        else { return nil }
        return reverse(address)
    }

    /// `labels` without the domain, the leftmost first.
    private func forward(_ labels: [String]) -> ZoneNode {
        switch (labels.last, labels.count) {
        case (nil, _): apex
        case ("svc", 1), ("pod", 1): .records([])
        case ("dns-version", 1): .records([.txt([Array(ZoneConfiguration.specificationVersion.utf8)])])
        case ("dns", 1): .records([])
        case ("dns", 2) where labels[0] == "ns": .records([.a(zone.nameServer.bits)])
        case ("svc", let count): inNamespace(labels[count - 2]) { services(labels.dropLast(2), namespace: labels[count - 2]) }
        case ("pod", let count): inNamespace(labels[count - 2]) { pod(labels.dropLast(2)) }
        default: .missing
        }
    }

    private var apex: ZoneNode {
        let server = try? DNSName("ns.dns").inside(zone.domain)
        return .records([.soa(zone.authority)] + (server.map { [.ns($0)] } ?? []))
    }

    private func inNamespace(_ name: String, _ body: () -> ZoneNode) -> ZoneNode {
        data.namespaces.contains(name) ? body() : .missing
    }

    /// Pods have a name made of their address in every namespace that exists; the specification keeps it for compatibility.
    private func pod(_ labels: ArraySlice<String>) -> ZoneNode {
        guard let label = labels.last else { return .records([]) }
        guard labels.count == 1, let address = IPv4Address(dashed: label) else { return .missing }
        return .records([.a(address.bits)])
    }

    private func services(_ labels: ArraySlice<String>, namespace: String) -> ZoneNode {
        guard let name = labels.last else { return .records([]) }
        let key = ObjectKey(namespace: namespace, name: name)
        guard let service = data.services[key] else { return .missing }
        let below = Array(labels.dropLast())
        if case .external(let target) = service.kind { return below.isEmpty ? .records([.cname(target)]) : .missing }
        switch below.count {
        case 0: return whole(service, key)
        case 1: return below[0].hasPrefix("_") ? protocolNode(below[0], service, key) : endpoint(below[0], key)
        case 2: return ports(name: below[0], transport: below[1], service, key)
        default: return .missing
        }
    }

    /// The service's addresses, and where its named ports are served, as CoreDNS tells those who ask for SRV records without naming one.
    private func whole(_ service: ServiceZoneFacts, _ key: ObjectKey) -> ZoneNode {
        let addresses = addresses(of: service, key).map { DNSRecordData.a($0.bits) }
        guard asksForPlaces, case .records(let places, let additional) = ports(service, key, matching: { _ in true }) else {
            return .records(addresses)
        }
        return .records(addresses + places, additional: additional)
    }

    private func addresses(of service: ServiceZoneFacts, _ key: ObjectKey) -> [IPv4Address] {
        if case .address(let address) = service.kind { return [address] }
        return Set(data.slices(of: key).flatMap(\.members).map(\.address)).sorted()
    }

    private func endpoint(_ label: String, _ key: ObjectKey) -> ZoneNode {
        let addresses = Set(data.slices(of: key).flatMap(\.members).filter { $0.label == label }.map(\.address)).sorted()
        return addresses.isEmpty ? .missing : .records(addresses.map { .a($0.bits) })
    }

    /// `_tcp.service…` exists, without records, when a port of that protocol has a name.
    private func protocolNode(_ label: String, _ service: ServiceZoneFacts, _ key: ObjectKey) -> ZoneNode {
        let known = service.ports + (service.kind == .headless ? data.slices(of: key).flatMap(\.ports) : [])
        return known.contains { "_\($0.transport)" == label } ? .records([]) : .missing
    }

    private func ports(name: String, transport: String, _ service: ServiceZoneFacts, _ key: ObjectKey) -> ZoneNode {
        guard name.hasPrefix("_"), transport.hasPrefix("_") else { return .missing }
        return ports(service, key) { "_\($0.name)" == name && "_\($0.transport)" == transport }
    }

    private func ports(_ service: ServiceZoneFacts, _ key: ObjectKey, matching matches: (ZonePort) -> Bool) -> ZoneNode {
        guard let owner = try? serviceName(key) else { return .missing }
        var targets: [(target: DNSName, port: UInt16, address: IPv4Address)] = []
        if case .address(let address) = service.kind {
            targets = service.ports.filter(matches).map { (owner, $0.port, address) }
            if targets.isEmpty { return .missing }
        } else {
            var known = service.ports.contains(where: matches)
            for slice in data.slices(of: key) {
                for port in slice.ports where matches(port) {
                    known = true
                    for member in slice.members {
                        guard let target = try? DNSName(labels: [member.label]).inside(owner) else { continue }
                        targets.append((target, port.port, member.address))
                    }
                }
            }
            guard known else { return .missing }
        }
        // An even weight for each, out of a hundred.
        let weight = UInt16(max(1, 100 / max(1, targets.count)))
        return .records(
            targets.map { .srv(DNSServiceLocation(priority: 0, weight: weight, port: $0.port, target: $0.target)) },
            additional: targets.map { DNSRecord(name: $0.target, ttl: zone.ttl, data: .a($0.address.bits)) })
    }

    private func serviceName(_ key: ObjectKey) throws(DNSSyntaxError) -> DNSName {
        try DNSName(labels: [key.name, key.namespace, "svc"]).inside(zone.domain)
    }

    private func reverse(_ address: IPv4Address) -> ZoneNode {
        if let key = data.service(at: address), let name = try? serviceName(key) { return .records([.ptr(name)]) }
        var names: [DNSRecordData] = []
        for key in data.headlessServices(with: address) {
            for member in data.slices(of: key).flatMap(\.members) where member.address == address {
                guard let name = try? DNSName(labels: [member.label]).inside(serviceName(key)) else { continue }
                if !names.contains(.ptr(name)) { names.append(.ptr(name)) }
            }
        }
        return names.isEmpty ? .missing : .records(names)
    }
}

extension ZoneConfiguration {
    /// The zone's SOA record. The serial never changes: nobody may transfer the zone.
    var authority: DNSStartOfAuthority {
        let primary = (try? DNSName("ns.dns").inside(domain)) ?? domain
        let mailbox = (try? DNSName("hostmaster").inside(domain)) ?? domain
        return DNSStartOfAuthority(primary: primary, mailbox: mailbox, serial: 1, refresh: 7200, retry: 1800, expire: 86_400, minimum: ttl)
    }
}
