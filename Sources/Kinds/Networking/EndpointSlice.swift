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
        let type = object["addressType"].string ?? ""
        if type.isEmpty {
            errors.append(.required("addressType"))
        } else if !Self.addressTypes.contains(type) {
            errors.append(.notSupported("addressType", type, Self.addressTypes))
        }
        ports(object["ports"].array ?? [], &errors)
        let endpoints = object["endpoints"].array ?? []
        if endpoints.count > Self.endpointLimit {
            return errors.append(.tooMany("endpoints", endpoints.count, limit: Self.endpointLimit))
        }
        for (index, endpoint) in endpoints.enumerated() {
            let path = FieldPath("endpoints").index(index)
            addresses(endpoint["addresses"].strings, type, path.child("addresses"), &errors)
            let names: [(String, (String) -> [String])] = [
                ("nodeName", NameRules.dns1123Subdomain), ("hostname", NameRules.dns1123Label),
            ]
            for (key, rule) in names {
                guard let name = endpoint[key].string else { continue }
                for problem in rule(name) { errors.append(.invalid(path.child(key), name, problem)) }
            }
            let topology = endpoint["deprecatedTopology"].object ?? JSONObject()
            if topology.count > Self.topologyLimit {
                errors.append(.tooMany(path.child("deprecatedTopology"), topology.count, limit: Self.topologyLimit))
            }
            MetadataValidation.labels(endpoint["deprecatedTopology"], path.child("deprecatedTopology"), &errors)
            hints(endpoint["hints"], "forZones", NameRules.labelValue, path, &errors)
            hints(endpoint["hints"], "forNodes", NameRules.dns1123Subdomain, path, &errors)
        }
    }

    private static let topologyLimit = 16
    private static let hostLabel = "kubernetes.io/hostname"

    /// v1 writes no topology: an endpoint's node and zone have fields of their own.
    func prepareForCreate(_ object: inout JSON) { dropTopology(&object, nodes: []) }

    /// Endpoints that a former version wrote keep theirs until they are changed, and their node for good.
    func prepareForUpdate(_ object: inout JSON, old: JSON, subresource: String?) {
        if object["endpoints"] == old["endpoints"] { return }
        let before = (old["endpoints"].array ?? []).compactMap { $0["deprecatedTopology"][Self.hostLabel].string }
        dropTopology(&object, nodes: Set(before))
    }

    private func dropTopology(_ object: inout JSON, nodes: Set<String>) {
        guard let endpoints = object["endpoints"].array, endpoints.contains(where: { !$0["deprecatedTopology"].isNull }) else { return }
        object["endpoints"].mutateArray { endpoints in
            for index in endpoints.indices where !endpoints[index]["deprecatedTopology"].isNull {
                let node = endpoints[index]["deprecatedTopology"][Self.hostLabel].string ?? ""
                let isKnown = nodes.contains(node) && NameRules.dns1123Subdomain(node).isEmpty
                if isKnown, endpoints[index]["nodeName"].isNull { endpoints[index]["nodeName"] = .string(node) }
                endpoints[index]["deprecatedTopology"] = .null
            }
        }
    }

    private static let addressTypes = ["FQDN", "IPv4", "IPv6"]
    private static let addressLimit = 100
    private static let hintLimit = 8

    private func addresses(_ addresses: [String], _ type: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        if addresses.isEmpty {
            errors.append(.required(path, "must contain at least 1 address"))
        } else if addresses.count > Self.addressLimit {
            errors.append(.tooMany(path, addresses.count, limit: Self.addressLimit))
        }
        for (index, address) in addresses.enumerated() {
            let place = path.index(index)
            switch type {
            case "IPv4", "IPv6":
                let before = errors.count
                AddressChecks.external(address, place, &errors)
                if let parsed = AddressText(address), parsed.isIPv6 != (type == "IPv6") {
                    let detail = type == "IPv4" ? "must be an IPv4 address" : "must be an IPv6 address"
                    errors.insert(.invalid(path, address, detail), at: before)
                }
            case "FQDN": fullName(address, place, &errors)
            default: break
            }
        }
    }

    /// A domain name of at least two labels, perhaps with its last dot.
    private func fullName(_ name: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        if name.isEmpty { return errors.append(.required(path)) }
        let bare = name.hasSuffix(".") ? String(name.dropLast()) : name
        let problems = NameRules.dns1123Subdomain(bare)
        if !problems.isEmpty { return errors.append(.invalid(path, name, problems.joined(separator: ","))) }
        let labels = bare.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        if labels.count < 2 {
            return errors.append(.invalid(path, name, "should be a domain with at least two segments separated by dots"))
        }
        for label in labels {
            let problems = NameRules.dns1123Label(label)
            if !problems.isEmpty { return errors.append(.invalid(path, label, problems.joined(separator: ","))) }
        }
    }

    private func hints(
        _ hints: JSON, _ list: String, _ rule: (String) -> [String], _ path: FieldPath, _ errors: inout [FieldError]
    ) {
        let entries = hints[list].array ?? []
        let path = path.child("hints", list)
        if entries.count > Self.hintLimit { return errors.append(.tooMany(path, entries.count, limit: Self.hintLimit)) }
        var names: Set<String> = []
        for (index, entry) in entries.enumerated() {
            let place = path.index(index).child("name")
            let name = entry["name"].string ?? ""
            if !names.insert(name).inserted { errors.append(.duplicate(place, name)) }
            for problem in rule(name) { errors.append(.invalid(place, name, problem)) }
        }
    }

    private func ports(_ ports: [JSON], _ errors: inout [FieldError]) {
        if ports.count > Self.portLimit { return errors.append(.tooMany("ports", ports.count, limit: Self.portLimit)) }
        var names: Set<String> = []
        for (index, port) in ports.enumerated() {
            let path = FieldPath("ports").index(index)
            let name = port["name"].string ?? ""
            if !name.isEmpty {
                for problem in NameRules.dns1123Label(name) { errors.append(.invalid(path.child("name"), name, problem)) }
            }
            if !names.insert(name).inserted { errors.append(.duplicate(path.child("name"), name)) }
            if let name = port["appProtocol"].string {
                for problem in NameRules.qualifiedName(name) { errors.append(.invalid(path.child("appProtocol"), name, problem)) }
            }
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
