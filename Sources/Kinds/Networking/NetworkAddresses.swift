internal import Document
internal import Resources
internal import Schema

/// networking.k8s.io/v1 IPAddress: an address that something holds. Its name is the address, in canonical form.
struct IPAddressRules: KindBehaviour {
    var nameRule: NameRule { .address }
    var columns: [TableColumn] { [.name, TableColumn("ParentRef"), .age] }
    var selectable: [SelectableField] { [] }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let parent = object["spec"]["parentRef"]
        let path: FieldPath = "spec.parentRef"
        if parent.isNull { return errors.append(.required(path)) }
        if let group = parent["group"].string, !group.isEmpty {
            for problem in NameRules.dns1123Subdomain(group) { errors.append(.invalid(path.child("group"), group, problem)) }
        }
        for key in ["resource", "name", "namespace"] {
            let value = parent[key].string ?? ""
            if value.isEmpty {
                if key != "namespace" { errors.append(.required(path.child(key))) }
                continue
            }
            for problem in NameRules.pathSegment(value) { errors.append(.invalid(path.child(key), value, problem)) }
        }
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        SpecChecks.immutable(object["spec"]["parentRef"], old["spec"]["parentRef"], "spec.parentRef", &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let parent = object["spec"]["parentRef"]
        var text = "<none>"
        if !parent.isNull {
            let name = QualifiedName(group: parent["group"].string ?? "", name: parent["resource"].string ?? "")
            text = name.description.lowercased()
            if let namespace = parent["namespace"].string, !namespace.isEmpty { text += "/" + namespace }
            text += "/" + (parent["name"].string ?? "")
        }
        return [object.nameCell, .string(text), object.ageCell(now: now)]
    }
}

/// networking.k8s.io/v1 ServiceCIDR: a range that cluster IPs are taken from.
struct ServiceCIDRRules: KindBehaviour {
    var separatesStatus: Bool { true }
    var columns: [TableColumn] { [.name, TableColumn("CIDRs"), .age] }

    func validateCreate(_ object: JSON, _ errors: inout [FieldError]) {
        let ranges = object["spec"]["cidrs"].strings
        let path: FieldPath = "spec.cidrs"
        if ranges.isEmpty { return errors.append(.required(path, "at least one CIDR required")) }
        if ranges.count > 2 { return errors.append(.invalid(path, object["spec"], "may only hold up to 2 values")) }
        for (index, range) in ranges.enumerated() { AddressRange.check(range, path.index(index), &errors) }
        if ranges.count == 2, ranges[0].contains(":") == ranges[1].contains(":") {
            errors.append(
                .invalid(
                    path, JSON(ranges), "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64"))
        }
    }

    /// A range of the other family may be added; nothing else changes.
    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        let (new, before) = (object["spec"]["cidrs"].strings, old["spec"]["cidrs"].strings)
        guard new.count == before.count || before.count == 1 && new.count == 2 else {
            return errors.append(.invalid("spec.cidrs", JSON(new), "field is immutable"))
        }
        for (index, range) in before.enumerated() where new[index] != range {
            errors.append(.invalid(FieldPath("spec.cidrs").index(index), new[index], "field is immutable"))
        }
        if new.count > before.count { validateCreate(object, &errors) }
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        [object.nameCell, .string(object["spec"]["cidrs"].strings.joined(separator: ",")), object.ageCell(now: now)]
    }
}

/// Ranges of addresses as text.
enum AddressRange {
    static let message = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"

    /// Adds an error unless `text` is a range in canonical form.
    static func check(_ text: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        if let range = CIDR(text) {
            if range.description != text {
                errors.append(.invalid(path, text, "must be in canonical form (\(range.description.goQuoted))"))
            }
        } else if !isIPv6(text) {
            errors.append(.invalid(path, text, message))
        }
    }

    /// Whether it is a range of either family, canonical or not.
    static func isRange(_ text: String) -> Bool { CIDR(text) != nil || isIPv6(text) }

    private static func isIPv6(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let prefix = Int(parts[1]), (0...128).contains(prefix), String(prefix) == parts[1] else { return false }
        return AddressChecks.isIPv6(parts[0])
    }
}
