internal import Document
internal import Resources

/// One entry of a LimitRange: what its amounts may be, and that they fit each other.
struct LimitRangeValidation {
    let item: JSON
    let type: String
    let path: FieldPath

    private static let types: Set<String> = ["Pod", "Container", "PersistentVolumeClaim"]

    func validate(_ errors: inout [FieldError]) {
        let problems = NameRules.qualifiedName(type)
        for problem in problems { errors.append(.invalid(path.child("type"), type, problem)) }
        if problems.isEmpty, !type.contains("/"), !Self.types.contains(type) {
            errors.append(.invalid(path.child("type"), type, "must be a standard limit type or fully qualified"))
        }
        var names: Set<String> = []
        for list in ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"] {
            let amounts = item[list].object ?? JSONObject()
            if type == "Pod", list.hasPrefix("default") {
                if !amounts.isEmpty { errors.append(.forbidden(path.child(list), "may not be specified when `type` is 'Pod'")) }
                continue
            }
            for name in amounts.keys {
                resourceName(name, path.child(list).key(name), &errors)
                names.insert(name)
            }
        }
        if type == "PersistentVolumeClaim", item["min"]["storage"].isNull, item["max"]["storage"].isNull {
            errors.append(
                .required(path.child("limits"), "either minimum or maximum storage value is required, but neither was provided"))
        }
        for name in names.sorted() { amounts(name, &errors) }
    }

    private func resourceName(_ name: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        if type == "Pod" || type == "Container" {
            ResourceValidation.containerResource(name, path, &errors)
        } else {
            ResourceValidation.resource(name, path, &errors)
        }
    }

    private func amounts(_ name: String, _ errors: inout [FieldError]) {
        func amount(_ list: String) -> Quantity? {
            type == "Pod" && list.hasPrefix("default") ? nil : Quantity(field: item[list][name])
        }
        let (low, high) = (amount("min"), amount("max"))
        let (limit, request) = (amount("default"), amount("defaultRequest"))
        /// Tells when `small` is greater than `large`, showing `shown` at `list`.
        func check(_ small: (String, Quantity?), _ large: (String, Quantity?), at list: String, shown: Quantity?) {
            guard let less = small.1, let more = large.1, less > more, let shown else { return }
            let detail = "\(small.0) value \(less) is greater than \(large.0) value \(more)"
            errors.append(.invalid(path.child(list).key(name), shown.description, detail))
        }
        check(("min", low), ("max", high), at: "min", shown: low)
        check(("min", low), ("default request", request), at: "defaultRequest", shown: request)
        check(("default request", request), ("max", high), at: "defaultRequest", shown: request)
        check(("default request", request), ("default limit", limit), at: "defaultRequest", shown: request)
        check(("min", low), ("default", limit), at: "default", shown: low)
        check(("default", limit), ("max", high), at: "default", shown: high)
        if let ratio = amount("maxLimitRequestRatio") { self.ratio(ratio, name, low, high, &errors) }
        let isExact = !ResourceValidation.isNative(name) || name.hasPrefix("hugepages-")
        if isExact, let limit, let request, limit != request {
            let detail = "default value \(limit) must equal to defaultRequest value \(request) in \(name)"
            errors.append(.invalid(path.child("defaultRequest").key(name), request.description, detail))
        }
    }

    /// Amounts above this are compared in whole units, smaller ones in thousandths.
    private static let mostThousandths = Int64.max / 1000

    private func ratio(_ ratio: Quantity, _ name: String, _ low: Quantity?, _ high: Quantity?, _ errors: inout [FieldError]) {
        let place = path.child("maxLimitRequestRatio").key(name)
        if ratio < Quantity(1) { errors.append(.invalid(place, ratio.description, "ratio \(ratio) is less than 1")) }
        guard let low, let high else { return }
        let isFine = [ratio, low, high].allSatisfy { $0.valueOrZero < Self.mostThousandths }
        let (most, least) = isFine ? (high.milliValueOrZero, low.milliValueOrZero) : (high.valueOrZero, low.valueOrZero)
        let limit = Double(most) / Double(least)
        if (isFine ? Double(ratio.milliValueOrZero) / 1000 : Double(ratio.valueOrZero)) > limit {
            let shown = Self.sixDigits(limit)
            errors.append(.invalid(place, ratio.description, "ratio \(ratio) is greater than max/min = \(shown)"))
        }
    }

    /// With six digits behind the point.
    private static func sixDigits(_ value: Double) -> String {
        guard value.isFinite else { return value < 0 ? "-Inf" : "+Inf" }
        let scaled = Int128((value.magnitude * 1_000_000).rounded())
        let digits = String(scaled % 1_000_000)
        return (value.sign == .minus ? "-" : "") + "\(scaled / 1_000_000)." + String(repeating: "0", count: 6 - digits.count) + digits
    }
}
