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
        for (index, item) in (object["spec"]["limits"].array ?? []).enumerated() {
            let path = FieldPath("spec.limits").index(index)
            let pairs = [("min", "max"), ("min", "default"), ("min", "defaultRequest"), ("default", "max"), ("defaultRequest", "max")]
            for (low, high) in pairs {
                for (name, amount) in item[low].object ?? JSONObject() {
                    guard let small = Quantity(field: amount), let large = Quantity(field: item[high][name]), small > large else {
                        continue
                    }
                    let words = "\(low) value \(small) is greater than \(high) value \(large)"
                    errors.append(.invalid(path.child(low).key(name), amount, words))
                }
            }
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
        for (name, amount) in object["spec"]["hard"].object ?? JSONObject() {
            let path = FieldPath("spec.hard").key(name)
            for problem in NameRules.qualifiedName(name) { errors.append(.invalid(path, name, problem)) }
            if let quantity = Quantity(field: amount), quantity.sign < 0 {
                errors.append(.invalid(path, amount, "must be greater than or equal to 0"))
            }
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
