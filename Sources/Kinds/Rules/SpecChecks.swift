internal import Document
internal import Resources

/// Checks that several kinds share.
enum SpecChecks {
    static func nonNegative(_ json: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        if let value = json.int, value < 0 { errors.append(.invalid(path, value, "must be greater than or equal to 0")) }
    }

    static func immutable(_ new: JSON, _ old: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        if new != old { errors.append(.invalid(path, new, "field is immutable")) }
    }

    /// A meta/v1 LabelSelector.
    static func labelSelector(_ json: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        MetadataValidation.labels(json["matchLabels"], path.child("matchLabels"), &errors)
        for (index, expression) in (json["matchExpressions"].array ?? []).enumerated() {
            let path = path.child("matchExpressions").index(index)
            let values = expression["values"].strings
            switch expression["operator"].string ?? "" {
            case "In", "NotIn":
                if values.isEmpty { errors.append(.required(path.child("values"), "must be specified when `operator` is 'In' or 'NotIn'")) }
            case "Exists", "DoesNotExist":
                if !values.isEmpty {
                    errors.append(.forbidden(path.child("values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"))
                }
            case let other: errors.append(.invalid(path.child("operator"), other, "not a valid selector operator"))
            }
            let key = expression["key"].string ?? ""
            for problem in NameRules.qualifiedName(key) { errors.append(.invalid(path.child("key"), key, problem)) }
            for (position, value) in values.enumerated() {
                for problem in NameRules.labelValue(value) {
                    errors.append(.invalid(path.child("values").index(position), value, problem))
                }
            }
        }
    }

    /// A core/v1 TypedLocalObjectReference.
    static func localReference(_ json: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        if let group = json["apiGroup"].string {
            for problem in NameRules.dns1123Subdomain(group) { errors.append(.invalid(path.child("apiGroup"), group, problem)) }
        }
        for key in ["kind", "name"] { pathSegment(json[key], path.child(key), &errors) }
    }

    /// A name that has to be there and fits into a URL.
    static func pathSegment(_ json: JSON, _ path: FieldPath, missing: String = "", _ errors: inout [FieldError]) {
        let value = json.string ?? ""
        if value.isEmpty { return errors.append(.required(path, missing)) }
        for problem in NameRules.pathSegment(value) { errors.append(.invalid(path, value, problem)) }
    }

    static func isEmptySelector(_ json: JSON) -> Bool {
        (json["matchLabels"].object?.isEmpty ?? true) && (json["matchExpressions"].array?.isEmpty ?? true)
    }

    /// Whether a meta/v1 LabelSelector matches labels; malformed selectors match nothing (other checks report them).
    static func matches(_ selector: JSON, _ labels: JSON) -> Bool {
        guard !selector.isNull, let parsed = try? LabelSelector(json: selector) else { return false }
        return parsed.matches(labels.stringMap)
    }

    /// A number or a percentage: `maxSurge`, `minAvailable`.
    static func amountOrPercent(_ json: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        if case .string(let text) = json {
            for problem in NameRules.percent(text) { errors.append(.invalid(path, text, problem)) }
        } else {
            nonNegative(json, path, &errors)
        }
    }

    static func notMoreThanAll(_ json: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        if case .string(let text) = json, NameRules.percent(text).isEmpty, let percent = Int(text.dropLast()), percent > 100 {
            errors.append(.invalid(path, text, "must not be greater than 100%"))
        }
    }

    static func isZeroAmount(_ json: JSON) -> Bool {
        switch json {
        case .int(let value): value == 0
        // Text that is no number counts as none.
        case .string(let text): NameRules.percent(text).isEmpty ? Int(text.dropLast()) == 0 : Int(text) ?? 0 == 0
        case .null: true
        default: false
        }
    }
}
