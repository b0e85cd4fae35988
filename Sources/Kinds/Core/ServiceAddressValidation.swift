internal import Document
internal import Resources

/// The addresses of a Service within the cluster, and the families they are of.
struct ServiceAddressValidation {
    let spec: JSON
    private let path: FieldPath = "spec.clusterIPs"
    /// One of each family.
    private static let addressLimit = 2

    init(spec: JSON) { self.spec = spec }

    func validate(_ errors: inout [FieldError]) {
        let list = spec["clusterIPs"].strings
        let shown = JSON(list)
        let first = spec["clusterIP"].string ?? ""
        if first.isEmpty {
            if !list.isEmpty { errors.append(.invalid(path, shown, "must be empty when `clusterIP` is not specified")) }
        } else if list.isEmpty {
            errors.append(.required(path))
        } else if list[0] != first {
            errors.append(.invalid(path, shown, "first value must match `clusterIP`"))
        }
        let families = (spec["ipFamilies"].array ?? []).map { $0.string ?? "" }
        for (index, family) in families.enumerated() {
            let path = FieldPath("spec.ipFamilies").index(index)
            if !Self.families.contains(family) { errors.append(.notSupported(path, family, Self.families)) }
            if families[..<index].contains(family) { errors.append(.duplicate(path, family)) }
        }
        let sound = errors.count
        for (index, address) in list.enumerated() {
            if index == 0, address == "None" {
                if list.count > 1 { errors.append(.invalid(path, shown, "'None' must be the first and only value")) }
            } else {
                AddressChecks.ip(address, path.index(index), &errors)
            }
        }
        let hasFaults = errors.count > sound
        if list.count > Self.addressLimit { errors.append(.invalid(path, shown, "may only hold up to 2 values")) }
        if hasFaults { return }
        let kinds = Set(list.map(AddressChecks.isIPv6))
        if list.count > 1, kinds.count < 2 {
            errors.append(.invalid(path, shown, "may specify no more than one IP for each IP family"))
        }
        if list == ["None"] { return }
        for (index, (address, family)) in zip(list, families).enumerated() {
            let isIPv6 = AddressChecks.isIPv6(address)
            if (family == "IPv4" && isIPv6) || (family == "IPv6" && !isIPv6) {
                errors.append(
                    .invalid(path.index(index), address, "expected an \(family) value as indicated by `ipFamilies[\(index)]`"))
            }
        }
    }

    private static let families = ["IPv4", "IPv6"]

    func validateChange(_ old: JSON, _ errors: inout [FieldError]) {
        if spec["type"].string == "ExternalName" || old["type"].string == "ExternalName" { return }
        let (list, before) = (spec["clusterIPs"].strings, old["clusterIPs"].strings)
        let (isHeadless, wasHeadless) = (list == ["None"], before == ["None"])
        if !(isHeadless && wasHeadless) { addresses(list, before, &errors) }
        if !isHeadless, !wasHeadless { families(list, old, &errors) }
    }

    private func addresses(_ list: [String], _ before: [String], _ errors: inout [FieldError]) {
        let shown = JSON(list)
        if list.count == before.count {
            for (index, (new, old)) in zip(list, before).enumerated() where new != old {
                errors.append(.invalid(path.index(index), shown, "may not change once set"))
            }
            return
        }
        if let first = before.first, let new = list.first, new != first {
            errors.append(.invalid(path.index(0), shown, "may not change once set"))
        }
        guard before.count > list.count else { return }
        if list.isEmpty { errors.append(.invalid(path.index(0), shown, "primary clusterIP can not be unset")) }
        released("clusterIP", list.count, &errors)
    }

    private func families(_ addresses: [String], _ old: JSON, _ errors: inout [FieldError]) {
        let (list, before) = (spec["ipFamilies"].strings, old["ipFamilies"].strings)
        let path = FieldPath("spec.ipFamilies").index(0)
        if list.count == before.count {
            for (new, old) in zip(list, before) where new != old {
                errors.append(.invalid(path, JSON(list), "may not change once set"))
            }
            return
        }
        if before.count > list.count, addresses.isEmpty {
            errors.append(.invalid(path, JSON(list), "primary ipFamily can not be unset"))
        }
        if let first = before.first, let new = list.first, new != first {
            errors.append(.invalid(path, JSON(addresses), "may not change once set"))
        }
        if before.count > list.count { released("ipFamily", list.count, &errors) }
    }

    private func released(_ what: String, _ left: Int, _ errors: inout [FieldError]) {
        guard left == 1, spec["ipFamilyPolicy"].string != "SingleStack" else { return }
        errors.append(
            .invalid(
                "spec.ipFamilyPolicy", spec["ipFamilyPolicy"], "must be set to 'SingleStack' when releasing the secondary \(what)"))
    }
}
