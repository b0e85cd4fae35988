internal import Document
internal import Resources
internal import Schema

/// core/v1 LimitRange.
struct LimitRangeRules: KindBehaviour {
    /// Limits of containers fill each other: default from max, default request from default, then from min.
    func applyDefaults(_ object: inout JSON) {
        guard !object["spec"]["limits"].isNull else { return }
        object["spec"]["limits"].mutateArray { limits in
            for index in limits.indices where limits[index]["type"].string == "Container" {
                Self.fill(&limits[index], "default", from: "max")
                Self.fill(&limits[index], "defaultRequest", from: "default")
                Self.fill(&limits[index], "defaultRequest", from: "min")
            }
        }
    }

    private static func fill(_ item: inout JSON, _ key: String, from source: String) {
        for (name, amount) in item[source].object ?? JSONObject() where item[key][name].isNull { item[key][name] = amount }
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        var types: Set<String> = []
        for (index, item) in (object["spec"]["limits"].array ?? []).enumerated() {
            let path = FieldPath("spec.limits").index(index)
            let type = item["type"].string ?? ""
            LimitRangeValidation(item: item, type: type, path: path).validate(&errors)
            if !types.insert(type).inserted { errors.append(.duplicate(path.child("type"), type)) }
        }
    }
}

/// core/v1 ResourceQuota.
struct ResourceQuotaRules: KindBehaviour {
    var separatesStatus: Bool { true }
    var columns: [TableColumn] {
        [
            .name, TableColumn("Request", description: "Requests used, of those allowed."),
            TableColumn("Limit", description: "Limits used, of those allowed."), .age,
        ]
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        amounts(spec["hard"], "spec.hard", &errors)
        QuotaScopeValidation(spec: spec).validate(&errors)
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        let scopes = object["spec"]["scopes"]
        if Set(scopes.strings) != Set(old["spec"]["scopes"].strings) {
            errors.append(.invalid("spec.scopes", scopes, "field is immutable"))
        }
    }

    func validateStatus(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        for key in ["hard", "used"] { amounts(object["status"][key], FieldPath("status").child(key), &errors) }
    }

    private func amounts(_ list: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        for (name, amount) in list.object ?? JSONObject() {
            let path = path.key(name)
            ResourceValidation.resource(name, path, &errors)
            if !name.contains("/"), !ResourceNames.quota.contains(name), !ResourceNames.isHugePage(name) {
                errors.append(.invalid(path, name, "must be a standard resource for quota"))
            }
            if let quantity = Quantity(field: amount) { ResourceValidation.amount(quantity, of: name, path, &errors) }
        }
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        var requests: [String] = []
        var limits: [String] = []
        for name in (object["status"]["hard"].object?.keys ?? []).sorted() {
            let used = object["status"]["used"][name].string ?? "0"
            let text = "\(name): \(used)/\(object["status"]["hard"][name].string ?? "0")"
            if name.hasPrefix("limits") { limits.append(text) } else { requests.append(text) }
        }
        return [
            object.nameCell, .string(requests.joined(separator: ", ")), .string(limits.joined(separator: ", ")), object.ageCell(now: now),
        ]
    }
}
