internal import Document
internal import Resources

/// Checks that claims for devices, and descriptions of them, share.
enum DeviceChecks {
    typealias Check = (JSON, FieldPath, inout [FieldError]) -> Void

    static let configLimit = 32
    private static let selectorLimit = 32
    private static let expressionLimitBytes = 10 * 1024
    private static let parameterLimitBytes = 10 * 1024
    private static let longestPoolName = 253
    private static let longestIdentifier = 32

    /// The elements of a list; none is looked at in one that is too long.
    static func list(_ json: JSON, _ path: FieldPath, limit: Int, _ errors: inout [FieldError], _ check: Check) {
        let elements = json.array ?? []
        if elements.count > limit { return errors.append(.tooMany(path, elements.count, limit: limit)) }
        for (index, element) in elements.enumerated() { check(element, path.index(index), &errors) }
    }

    /// The elements of a list, of which each is there once.
    /// - Parameter key: the member that tells elements apart; nil where the whole element does.
    static func set(
        _ json: JSON, _ path: FieldPath, limit: Int, key: String? = nil, _ errors: inout [FieldError], _ check: Check
    ) {
        let elements = json.array ?? []
        list(json, path, limit: limit, &errors, check)
        if elements.count > limit { return }
        var seen: Set<JSON> = []
        for (index, element) in elements.enumerated() {
            let value = key.map { element[$0].isNull ? "" : element[$0] } ?? element
            if !seen.insert(value).inserted { errors.append(.duplicate(path.index(index), value)) }
        }
    }

    // MARK: Names

    static func label(_ name: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        for problem in NameRules.dns1123Label(name) { errors.append(.invalid(path, name, problem)) }
    }

    static func poolName(_ name: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        if name.isEmpty { return errors.append(.required(path)) }
        if name.utf8.count > longestPoolName { errors.append(.tooLong(path, limitBytes: longestPoolName)) }
        for part in name.split(separator: "/", omittingEmptySubsequences: false).map(String.init) {
            for problem in NameRules.dns1123Subdomain(part) { errors.append(.invalid(path, part, problem)) }
        }
    }

    /// `model` or `example.com/model`.
    static func qualifiedName(_ name: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch parts.count {
        case 1: identifier(parts[0], path, &errors)
        case 2:
            if parts[0].isEmpty {
                errors.append(.invalid(path, "", "the domain must not be empty"))
            } else {
                StorageChecks.driverName(parts[0], path, &errors)
            }
            if parts[1].isEmpty {
                errors.append(.invalid(path, "", "the name must not be empty"))
            } else {
                identifier(parts[1], path, &errors)
            }
        default: return
        }
    }

    static func fullyQualifiedName(_ name: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        qualifiedName(name, path, &errors)
        if !name.contains("/") {
            errors.append(.invalid(path, name, "a fully qualified name must be a domain and a name separated by a slash"))
        }
    }

    private static func identifier(_ name: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        if name.utf8.count > longestIdentifier { errors.append(.tooLong(path, limitBytes: longestIdentifier)) }
        let isWord = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: byte == UInt8(ascii: "_")
            }
        }
        if isWord, let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) { return }
        let why =
            "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_' "
            + "(e.g. 'my_name',  or 'MY_NAME',  or 'MyName', regex used for validation is '[A-Za-z_][A-Za-z0-9_]*')"
        errors.append(.invalid(path, name, why))
    }

    // MARK: Parts

    static func selectors(_ json: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        list(json, path, limit: selectorLimit, &errors) { selector, path, errors in
            if selector["cel"].isNull { return errors.append(.required(path.child("cel"))) }
            let (expression, place) = (selector["cel"]["expression"].string ?? "", path.child("cel", "expression"))
            if expression.isEmpty { errors.append(.required(place)) }
            if expression.utf8.count > expressionLimitBytes { errors.append(.tooLong(place, limitBytes: expressionLimitBytes)) }
        }
    }

    /// What only the driver understands.
    static func configuration(_ config: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let opaque = config["opaque"]
        if opaque.isNull { return errors.append(.required(path.child("opaque"))) }
        StorageChecks.driverName(opaque["driver"].string ?? "", path.child("opaque", "driver"), &errors)
        let (parameters, place) = (opaque["parameters"], path.child("opaque", "parameters"))
        if parameters.isNull {
            errors.append(.required(place))
        } else if parameters.text.utf8.count > parameterLimitBytes {
            errors.append(.tooLong(place, limitBytes: parameterLimitBytes))
        } else if parameters.object == nil {
            errors.append(.invalid(place, "<value omitted>", "must be a valid JSON object"))
        }
    }

    static func toleration(_ toleration: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        if let key = toleration["key"].string, !key.isEmpty {
            for problem in NameRules.qualifiedName(key) { errors.append(.invalid(path.child("key"), key, problem)) }
        }
        let value = toleration["value"].string ?? ""
        switch toleration["operator"].string ?? "" {
        case "Exists":
            if !value.isEmpty { errors.append(.invalid(path.child("value"), value, "must be empty for operator `Exists`")) }
        case "Equal": for problem in NameRules.labelValue(value) { errors.append(.invalid(path.child("value"), value, problem)) }
        case "": errors.append(.required(path.child("operator")))
        case let other: errors.append(.notSupported(path.child("operator"), other, ["Equal", "Exists"]))
        }
        let effects = ["NoExecute", "NoSchedule", "None"]
        if let effect = toleration["effect"].string, !effect.isEmpty, !effects.contains(effect) {
            errors.append(.notSupported(path.child("effect"), effect, effects))
        }
    }

    static func taint(_ taint: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let (key, value) = (taint["key"].string ?? "", taint["value"].string ?? "")
        for problem in NameRules.qualifiedName(key) { errors.append(.invalid(path.child("key"), key, problem)) }
        for problem in NameRules.labelValue(value) { errors.append(.invalid(path.child("value"), value, problem)) }
        if taint["effect"].isEmptyValue { errors.append(.required(path.child("effect"))) }
    }
}
