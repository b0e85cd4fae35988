internal import Document
internal import Resources

/// Amounts of resources: names, signs, and requests within limits.
enum ResourceValidation {
    private static let standard: Set<String> = ["cpu", "memory", "ephemeral-storage"]

    static func requirements(_ resources: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let limits = resources["limits"].object ?? JSONObject()
        let requests = resources["requests"].object ?? JSONObject()
        for (name, amount) in limits { check(name, amount, path.child("limits"), &errors) }
        for (name, amount) in requests {
            check(name, amount, path.child("requests"), &errors)
            guard let wanted = Quantity(field: amount) else { continue }
            let place = path.child("requests")
            if let limit = limits[name].flatMap({ Quantity(field: $0) }) {
                if isExact(name), wanted != limit {
                    errors.append(.invalid(place, amount, "must be equal to \(name) limit of \(limit)"))
                } else if limit < wanted {
                    errors.append(.invalid(place, amount, "must be less than or equal to \(name) limit of \(limit)"))
                }
            } else if isExact(name) {
                errors.append(.required(path.child("limits"), "Limit must be set for non overcommitable resources"))
            }
        }
    }

    /// Huge pages and devices cannot be promised twice: request and limit are one.
    private static func isExact(_ name: String) -> Bool {
        name.hasPrefix("hugepages-") || (name.contains("/") && !name.hasPrefix("kubernetes.io/"))
    }

    private static func check(_ name: String, _ amount: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let place = path.key(name)
        for problem in NameRules.qualifiedName(name) { errors.append(.invalid(path, name, problem)) }
        if !name.contains("/"), !standard.contains(name), !name.hasPrefix("hugepages-") {
            errors.append(.invalid(path, name, "must be a standard resource for containers"))
        }
        guard let quantity = Quantity(field: amount) else { return }
        if quantity.sign < 0 { errors.append(.invalid(place, amount, "must be greater than or equal to 0")) }
        if isExact(name), quantity.milliValue % 1000 != 0 { errors.append(.invalid(place, amount, "must be an integer")) }
    }
}
