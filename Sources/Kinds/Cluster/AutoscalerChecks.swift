internal import Document
internal import Resources

/// What the parts of a HorizontalPodAutoscaler may be.
enum AutoscalerChecks {
    /// The longest time that rules may look back, in seconds.
    private static let longestWindowSeconds = 3600
    /// The longest period of a policy, in seconds.
    private static let longestPeriodSeconds = 1800

    /// - Parameter needsGroup: whether kinds of the first group, which is named by its version alone, are left out.
    static func reference(_ reference: JSON, _ path: FieldPath, needsGroup: Bool, _ errors: inout [FieldError]) {
        for key in ["kind", "name"] { SpecChecks.pathSegment(reference[key], path.child(key), &errors) }
        let version = reference["apiVersion"].string ?? ""
        if version.filter({ $0 == "/" }).count > 1 {
            errors.append(.invalid(path.child("apiVersion"), version, "unexpected GroupVersion string: \(version)"))
        } else if needsGroup, !version.contains("/") || version.hasPrefix("/") {
            errors.append(.invalid(path.child("apiVersion"), version, "apiVersion must specify API group"))
        }
    }

    // MARK: Behavior

    static func rules(_ rules: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        if let window = rules["stabilizationWindowSeconds"].int {
            let place = path.child("stabilizationWindowSeconds")
            if window < 0 { errors.append(.invalid(place, window, "must be greater than or equal to zero")) }
            if window > longestWindowSeconds {
                errors.append(.invalid(place, window, "must be less than or equal to \(longestWindowSeconds)"))
            }
        }
        if let choice = rules["selectPolicy"].string, !["Disabled", "Max", "Min"].contains(choice) {
            errors.append(.notSupported(path.child("selectPolicy"), choice, ["Disabled", "Max", "Min"]))
        }
        let policies = rules["policies"].array ?? []
        if policies.isEmpty { errors.append(.required(path.child("policies"), "must specify at least one Policy")) }
        for (index, policy) in policies.enumerated() {
            let path = path.child("policies").index(index)
            let type = policy["type"].string ?? ""
            if type != "Pods", type != "Percent" { errors.append(.notSupported(path.child("type"), type, ["Percent", "Pods"])) }
            for key in ["value", "periodSeconds"] where (policy[key].int ?? 0) <= 0 {
                errors.append(.invalid(path.child(key), policy[key].int ?? 0, "must be greater than zero"))
            }
            if let period = policy["periodSeconds"].int, period > longestPeriodSeconds {
                errors.append(.invalid(path.child("periodSeconds"), period, "must be less than or equal to \(longestPeriodSeconds)"))
            }
        }
        if let tolerance = Quantity(field: rules["tolerance"]), tolerance.sign < 0 {
            errors.append(.invalid(path.child("tolerance"), rules["tolerance"], "must be greater than or equal to 0"))
        }
    }

    // MARK: Metrics

    private static let types = ["ContainerResource", "External", "Object", "Pods", "Resource"]
    private static let sources = ["object", "external", "pods", "resource", "containerResource"]

    static func metric(_ metric: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let type = metric["type"].string ?? ""
        if type.isEmpty { errors.append(.required(path.child("type"), "must specify a metric source type")) }
        // Told twice: once as a value, once as what it leads to.
        if !types.contains(type) { errors += [FieldError](repeating: .notSupported(path.child("type"), type, types), count: 2) }
        let expected = type.prefix(1).lowercased() + type.dropFirst()
        let present = sources.filter { !metric[$0].isNull }
        if let first = present.first { source(metric[first], first, path.child(first), &errors) }
        if sources.contains(expected), metric[expected].isNull {
            errors.append(.required(path.child(expected), "must populate information for the given metric source"))
        }
        guard present.count != 1 else { return }
        for other in present where other != expected {
            errors.append(.forbidden(path.child(other), "must populate the given metric source only"))
        }
    }

    private static func source(_ source: JSON, _ kind: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        let target = source["target"]
        let place = path.child("target")
        switch kind {
        case "resource", "containerResource":
            if source["name"].string?.isEmpty ?? true { errors.append(.required(path.child("name"), "must specify a resource name")) }
            if kind == "containerResource", let name = source["name"].string, !name.isEmpty {
                ResourceValidation.containerResource(name, path.child("name"), &errors)
            }
            if kind == "containerResource" { container(source["container"].string ?? "", path.child("container"), &errors) }
        case "object":
            reference(source["describedObject"], path.child("describedObject"), needsGroup: false, &errors)
            identifier(source["metric"], path.child("metric"), &errors)
        default: identifier(source["metric"], path.child("metric"), &errors)
        }
        amounts(target, place, &errors)
        let (value, average) = (!target["value"].isNull, !target["averageValue"].isNull)
        let utilization = !target["averageUtilization"].isNull
        switch kind {
        case "object" where !value && !average:
            errors.append(.required(place.child("averageValue"), "must set either a target value or averageValue"))
        case "external" where !value && !average:
            errors.append(.required(place.child("averageValue"), "must set either a target value for metric or a per-pod target"))
        case "external" where value && average:
            errors.append(.forbidden(place.child("value"), "may not set both a target value for metric and a per-pod target"))
        case "pods" where !average:
            errors.append(.required(place.child("averageValue"), "must specify a positive target averageValue"))
        case "resource" where !utilization && !average, "containerResource" where !utilization && !average:
            errors.append(.required(place.child("averageUtilization"), "must set either a target raw value or a target utilization"))
        case "resource" where utilization && average, "containerResource" where utilization && average:
            errors.append(.forbidden(place.child("averageValue"), "may not set both a target raw value and a target utilization"))
        default: break
        }
    }

    private static func container(_ name: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        if name.isEmpty {
            errors.append(.required(path, "must specify a container"))
        } else {
            errors += NameRules.dns1123Label(name).map { .invalid(path, name, $0) }
        }
    }

    private static func identifier(_ metric: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        SpecChecks.pathSegment(metric["name"], path.child("name"), missing: "must specify a metric name", &errors)
    }

    private static func amounts(_ target: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let type = target["type"].string ?? ""
        if type.isEmpty { errors.append(.required(path.child("type"), "must specify a metric target type")) }
        if !["Utilization", "Value", "AverageValue"].contains(type) {
            errors.append(.invalid(path.child("type"), type, "must be either Utilization, Value, or AverageValue"))
        }
        for key in ["value", "averageValue"] {
            if let amount = Quantity(field: target[key]), amount.sign <= 0 {
                errors.append(.invalid(path.child(key), target[key], "must be positive"))
            }
        }
        if let share = target["averageUtilization"].int, share < 1 {
            errors.append(.invalid(path.child("averageUtilization"), share, "must be greater than 0"))
        }
    }
}
