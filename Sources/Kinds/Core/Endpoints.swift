internal import Document
internal import Resources
internal import Schema

/// core/v1 Endpoints.
struct EndpointsRules: KindBehaviour {
    var columns: [TableColumn] { [.name, TableColumn("Endpoints", description: "Addresses and ports behind the service."), .age] }

    func validateCreate(_ object: JSON, _ errors: inout [FieldError]) { subsets(object, &errors) }

    /// What was taken once may stay.
    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        if object["subsets"] != old["subsets"] { subsets(object, &errors) }
    }

    private func subsets(_ object: JSON, _ errors: inout [FieldError]) {
        for (index, subset) in (object["subsets"].array ?? []).enumerated() {
            let path = FieldPath("subsets").index(index)
            let lists = ["addresses", "notReadyAddresses"].map { ($0, subset[$0].array ?? []) }
            if lists.allSatisfy({ $0.1.isEmpty }) {
                errors.append(.required(path, "must specify `addresses` or `notReadyAddresses`"))
            }
            for (key, addresses) in lists {
                for (position, address) in addresses.enumerated() {
                    self.address(address, path.child(key).index(position), &errors)
                }
            }
            let ports = subset["ports"].array ?? []
            for (position, port) in ports.enumerated() {
                let path = path.child("ports").index(position)
                let name = port["name"].string ?? ""
                if name.isEmpty {
                    if ports.count > 1 { errors.append(.required(path.child("name"))) }
                } else {
                    for problem in NameRules.dns1123Label(name) { errors.append(.invalid(path.child("name"), name, problem)) }
                }
                let number = port["port"].int ?? 0
                for problem in NameRules.portNumber(number) { errors.append(.invalid(path.child("port"), number, problem)) }
                if let name = port["appProtocol"].string {
                    for problem in NameRules.qualifiedName(name) { errors.append(.invalid(path.child("appProtocol"), name, problem)) }
                }
            }
        }
    }

    private func address(_ address: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let text = address["ip"].string ?? ""
        AddressChecks.ip(text, path.child("ip"), &errors)
        AddressChecks.reachable(text, path.child("ip"), &errors)
        if let name = address["hostname"].string, !name.isEmpty {
            for problem in NameRules.dns1123Label(name) { errors.append(.invalid(path.child("hostname"), name, problem)) }
        }
        if let name = address["nodeName"].string {
            for problem in NameRules.dns1123Subdomain(name) { errors.append(.invalid(path.child("nodeName"), name, problem)) }
        }
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        var list: [String] = []
        for subset in object["subsets"].array ?? [] {
            let addresses = (subset["addresses"].array ?? []).map { $0["ip"].string ?? "" }
            let ports = subset["ports"].array ?? []
            if ports.isEmpty { list += addresses }
            for port in ports { list += addresses.map { $0 + ":\(port["port"].int ?? 0)" } }
        }
        return [object.nameCell, .string(ShortList.text(list)), object.ageCell(now: now)]
    }
}

/// Long lists in a cell: three entries, then how many more there are.
enum ShortList {
    private static let shown = 3

    static func text(_ list: [String], ifEmpty: String = "<none>") -> String {
        if list.isEmpty { return ifEmpty }
        let text = list.prefix(shown).joined(separator: ",")
        return list.count > shown ? text + " + \(list.count - shown) more..." : text
    }
}
