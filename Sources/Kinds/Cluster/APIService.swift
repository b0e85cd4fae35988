internal import Document
internal import Resources
internal import Schema

/// apiregistration.k8s.io/v1 APIService.
struct APIServiceRules: KindBehaviour {
    var allowsShortFinalizers: Bool { true }
    var separatesStatus: Bool { true }
    var nameRule: NameRule { .pathSegment }
    var columns: [TableColumn] {
        [
            .name, TableColumn("Service", description: "Who answers for the group: a service, or this server itself."),
            TableColumn("Available", description: "Whether the group can be asked now."), .age,
        ]
    }

    /// What the server answers for itself is available from the moment it is told of.
    func prepareForCreate(_ object: inout JSON) {
        guard object["spec"]["service"].isNull else { return }
        var conditions: [Condition] = []
        let now = object["metadata"]["creationTimestamp"].string.flatMap { Timestamp($0) } ?? Timestamp(seconds: 0)
        conditions.set(
            Condition(type: "Available", status: .isTrue, reason: "Local", message: "Local APIServices are always available"), now: now)
        object["status"] = ["conditions": .array(conditions.map(\.json))]
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        let (group, version) = (spec["group"].string ?? "", spec["version"].string ?? "")
        let wanted = "\(version).\(group)"
        for key in ["generateName", "name"] {
            // What is wrong with the name itself is told first, and alone.
            guard let text = object["metadata"][key].string, !text.isEmpty, text != wanted, NameRules.pathSegment(text).isEmpty else {
                continue
            }
            errors.append(
                .invalid(FieldPath("metadata", key), text, "must be `spec.version+\".\"+spec.group`: \(wanted.goQuoted)"))
        }
        if group.isEmpty, version != "v1" {
            errors.append(.required("spec.group", "only v1 may have an empty group and it better be legacy kube"))
        }
        if !group.isEmpty {
            for problem in NameRules.dns1123Subdomain(group) { errors.append(.invalid("spec.group", group, problem)) }
        }
        for problem in NameRules.dns1035Label(version) { errors.append(.invalid("spec.version", version, problem)) }
        let (groupPriority, versionPriority) = (spec["groupPriorityMinimum"].int ?? 0, spec["versionPriority"].int ?? 0)
        if !(1...20_000).contains(groupPriority) {
            errors.append(.invalid("spec.groupPriorityMinimum", groupPriority, "must be positive and less than 20000"))
        }
        if !(1...1000).contains(versionPriority) {
            errors.append(.invalid("spec.versionPriority", versionPriority, "must be positive and less than 1000"))
        }
        validatePlace(spec, &errors)
    }

    /// Where another server is that answers for the group, and whose certificate it shows.
    private func validatePlace(_ spec: JSON, _ errors: inout [FieldError]) {
        let (service, isUnverified) = (spec["service"], spec["insecureSkipTLSVerify"].bool ?? false)
        let bundle = spec["caBundle"].string ?? ""
        if service.isNull {
            if !bundle.isEmpty {
                let bytes = bundle.utf8.count / 4 * 3 - bundle.utf8.suffix(2).count(where: { $0 == UInt8(ascii: "=") })
                errors.append(.invalid("spec.caBundle", "\(bytes) bytes", "local APIServices may not have a caBundle"))
            }
            if isUnverified {
                errors.append(
                    .invalid("spec.insecureSkipTLSVerify", .bool(true), "local APIServices may not have insecureSkipTLSVerify"))
            }
            return
        }
        for key in ["namespace", "name"] where (service[key].string ?? "").isEmpty {
            errors.append(.required(("spec.service" as FieldPath).child(key)))
        }
        let port = service["port"].int ?? 443
        if !(1...65_535).contains(port) {
            errors.append(.invalid("spec.service.port", port, "port is not valid: must be between 1 and 65535, inclusive"))
        }
        if isUnverified, !bundle.isEmpty {
            errors.append(.invalid("spec.insecureSkipTLSVerify", .bool(true), "may not be true if caBundle is present"))
        }
    }

    func validateStatus(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        for (index, condition) in (object["status"]["conditions"].array ?? []).enumerated() {
            let status = condition["status"].string ?? ""
            if Condition.Status(rawValue: status) == nil {
                errors.append(
                    .notSupported(("status.conditions" as FieldPath).index(index).child("status"), status, ["True", "False", "Unknown"]))
            }
        }
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let service = object["spec"]["service"]
        let place = service.isNull ? "Local" : "\(service["namespace"].string ?? "")/\(service["name"].string ?? "")"
        let condition = (object["status"]["conditions"].array ?? []).first { $0["type"].string == "Available" }
        var available = "Unknown"
        if let condition {
            available = condition["status"].string ?? "Unknown"
            if available != "True" { available += " (\(condition["reason"].string ?? ""))" }
        }
        return [object.nameCell, .string(place), .string(available), object.ageCell(now: now)]
    }
}
