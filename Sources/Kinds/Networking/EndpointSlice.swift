internal import Document
internal import Resources
internal import Schema

/// discovery.k8s.io/v1 EndpointSlice.
struct EndpointSliceRules: KindBehaviour {
    private static let endpointLimit = 1000
    private static let portLimit = 20_000

    var generationFields: [String] { ["endpoints", "ports", "addressType"] }
    var columns: [TableColumn] { [.name, TableColumn("AddressType"), TableColumn("Ports"), TableColumn("Endpoints"), .age] }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let endpoints = object["endpoints"].array ?? []
        let type = object["addressType"].string ?? ""
        if type.isEmpty { errors.append(.required("addressType")) }
        if endpoints.count > Self.endpointLimit {
            errors.append(.tooMany("endpoints", endpoints.count, limit: Self.endpointLimit))
        }
        for (index, endpoint) in endpoints.enumerated() {
            let path = FieldPath("endpoints").index(index).child("addresses")
            let addresses = endpoint["addresses"].strings
            if addresses.isEmpty { errors.append(.required(path, "must contain at least 1 address")) }
            for (position, address) in addresses.enumerated() {
                switch type {
                case "IPv4":
                    if IPv4Address(address) == nil {
                        errors.append(.invalid(path.index(position), address, "must be a valid IPv4 address"))
                    }
                case "FQDN":
                    for problem in NameRules.dns1123Subdomain(address) { errors.append(.invalid(path.index(position), address, problem)) }
                default:
                    if !AddressChecks.isIPv6(address) {
                        errors.append(.invalid(path.index(position), address, "must be a valid IPv6 address"))
                    }
                }
            }
        }
        ports(object["ports"].array ?? [], &errors)
    }

    private func ports(_ ports: [JSON], _ errors: inout [FieldError]) {
        if ports.count > Self.portLimit { errors.append(.tooMany("ports", ports.count, limit: Self.portLimit)) }
        var names: Set<String> = []
        for (index, port) in ports.enumerated() {
            let path = FieldPath("ports").index(index)
            let name = port["name"].string ?? ""
            if !name.isEmpty {
                for problem in NameRules.dns1123Label(name) { errors.append(.invalid(path.child("name"), name, problem)) }
            }
            if !names.insert(name).inserted { errors.append(.duplicate(path.child("name"), name)) }
        }
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        SpecChecks.immutable(object["addressType"], old["addressType"], "addressType", &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let ports = (object["ports"].array ?? []).map { port in
            port["port"].int.map(String.init) ?? port["name"].string ?? "*"
        }
        let addresses = (object["endpoints"].array ?? []).flatMap { $0["addresses"].strings }
        return [
            object.nameCell, object["addressType"].textCell, .string(ShortList.text(ports, ifEmpty: "<unset>")),
            .string(ShortList.text(addresses, ifEmpty: "<unset>")), object.ageCell(now: now),
        ]
    }
}
