internal import Document
internal import Resources

/// Amounts of resources: names, signs, and requests within limits.
enum ResourceValidation {
    private static let standard: Set<String> = ["cpu", "memory", "ephemeral-storage"]
    private static let integerMessage = "must be an integer"

    /// - Parameter claims: names of the pod's resource claims.
    static func requirements(
        _ resources: JSON, _ path: FieldPath, claims: Set<String>, isPod: Bool = false, _ errors: inout [FieldError]
    ) {
        let limits = resources["limits"].object ?? JSONObject()
        let requests = resources["requests"].object ?? JSONObject()
        for (name, amount) in limits { check(name, amount, path.child("limits"), isPod: isPod, &errors) }
        for (name, amount) in requests {
            check(name, amount, path.child("requests"), isPod: isPod, &errors)
            guard let wanted = Quantity(field: amount) else { continue }
            let place = path.child("requests")
            if let limit = limits[name].flatMap({ Quantity(field: $0) }) {
                if isExact(name), wanted != limit {
                    errors.append(.invalid(place, wanted.description, "must be equal to \(name) limit of \(limit)"))
                } else if limit < wanted {
                    errors.append(.invalid(place, wanted.description, "must be less than or equal to \(name) limit of \(limit)"))
                }
            } else if isExact(name) {
                errors.append(.required(path.child("limits"), "Limit must be set for non overcommitable resources"))
            }
        }
        let names = Set(limits.keys).union(requests.keys)
        if names.isDisjoint(with: ["cpu", "memory"]), names.contains(where: { $0.hasPrefix("hugepages-") }) {
            errors.append(.forbidden(path, "HugePages require cpu or memory"))
        }
        if !resources["claims"].isNull { self.claims(resources["claims"].array ?? [], known: claims, path.child("claims"), &errors) }
    }

    /// Names of the cluster's own: without a domain, or of one of Kubernetes'.
    static func isNative(_ name: String) -> Bool { !name.contains("/") || name.contains("kubernetes.io/") }

    /// Huge pages and devices cannot be promised twice: request and limit are one.
    private static func isExact(_ name: String) -> Bool { !isNative(name) || name.hasPrefix("hugepages-") }

    private static func check(_ name: String, _ amount: JSON, _ path: FieldPath, isPod: Bool, _ errors: inout [FieldError]) {
        let place = path.key(name)
        names(name, place, isPod: isPod, &errors)
        guard let quantity = Quantity(field: amount) else { return }
        self.amount(quantity, of: name, place, &errors)
        guard name.hasPrefix("hugepages-") else { return }
        let size = Quantity(field: .string(String(name.dropFirst("hugepages-".count))))
        guard let size, size.sign > 0, size.milliValue % 1000 == 0, size.valueOrZero != 0,
            quantity.valueOrZero % size.valueOrZero == 0
        else {
            return errors.append(.invalid(place, quantity.description, "\(quantity) is not positive integer multiple of \(name)"))
        }
    }

    /// An amount: not below zero, and a whole number of what comes in pieces.
    static func amount(_ quantity: Quantity, of name: String, _ place: FieldPath, _ errors: inout [FieldError]) {
        if quantity.sign < 0 { errors.append(.invalid(place, quantity.description, "must be greater than or equal to 0")) }
        if isCounted(name), !quantity.isWhole { errors.append(.invalid(place, quantity.description, integerMessage)) }
    }

    private static let counted: Set<String> = [
        "pods", "services", "replicationcontrollers", "resourcequotas", "secrets", "configmaps", "persistentvolumeclaims",
        "services.nodeports", "services.loadbalancers",
    ]

    private static func isCounted(_ name: String) -> Bool { counted.contains(name) || isExtended(name) }

    /// Resources that nodes offer under names of others.
    static func isExtended(_ name: String) -> Bool {
        !isNative(name) && !name.hasPrefix("requests.") && NameRules.qualifiedName("requests." + name).isEmpty
    }

    /// The name of what a container may ask for.
    static func containerResource(_ name: String, _ place: FieldPath, _ errors: inout [FieldError]) {
        names(name, place, isPod: false, &errors)
    }

    /// A name of any resource: qualified, or one of the cluster's own. False when it is neither.
    @discardableResult
    static func resource(_ name: String, _ place: FieldPath, _ errors: inout [FieldError]) -> Bool {
        let problems = NameRules.qualifiedName(name)
        for problem in problems { errors.append(.invalid(place, name, problem)) }
        if !problems.isEmpty { return false }
        if name.contains("/") || ResourceNames.standard.contains(name) || ResourceNames.isHugePage(name) { return true }
        errors.append(.invalid(place, name, "must be a standard resource type or fully qualified"))
        return false
    }

    private static func names(_ name: String, _ place: FieldPath, isPod: Bool, _ errors: inout [FieldError]) {
        let isSound = resource(name, place, &errors)
        if isPod {
            if isSound, !["cpu", "memory"].contains(name), !name.hasPrefix("hugepages-") {
                errors.append(.notSupported(place, name, ["cpu", "hugepages-", "memory"]))
            }
        } else if !name.contains("/") {
            if !standard.contains(name), !name.hasPrefix("hugepages-") {
                errors.append(.invalid(place, name, "must be a standard resource for containers"))
            }
        } else if !isNative(name), !isExtended(name) {
            errors.append(.invalid(place, name, "doesn't follow extended resource name standard"))
        }
    }

    private static func claims(_ claims: [JSON], known: Set<String>, _ path: FieldPath, _ errors: inout [FieldError]) {
        var seen: Set<String> = []
        for (index, claim) in claims.enumerated() {
            let path = path.index(index)
            let (name, request) = (claim["name"].string ?? "", claim["request"].string ?? "")
            if name.isEmpty {
                errors.append(.required(path))
                continue
            }
            if seen.contains(name) {
                errors.append(.duplicate(path, name))
            } else {
                var key = name
                if !request.isEmpty {
                    for problem in NameRules.dns1123Label(request) { errors.append(.invalid(path.child("request"), request, problem)) }
                    key += "/" + request
                }
                if seen.contains(key) {
                    errors.append(.duplicate(path, key))
                } else if request.isEmpty {
                    for _ in seen where seen.contains(where: { $0.hasPrefix(name + "/") }) { errors.append(.duplicate(path, name)) }
                }
                seen.insert(key)
            }
            if known.contains(name) { continue }
            var error = FieldError.notFound(path, .string(name))
            error.detail = "must be one of the names in pod.spec.resourceClaims"
            error.detail += known.isEmpty ? " which is empty" : ": " + known.sorted().joined(separator: ", ")
            errors.append(error)
        }
    }
}

/// Names that resources may have without a domain before them.
enum ResourceNames {
    static let standard: Set<String> = quota.union(["storage"])
    /// Those that quotas count.
    static let quota: Set<String> = [
        "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.storage", "requests.ephemeral-storage",
        "limits.cpu", "limits.memory", "limits.ephemeral-storage", "pods", "resourcequotas", "services", "replicationcontrollers",
        "secrets", "persistentvolumeclaims", "configmaps", "services.nodeports", "services.loadbalancers",
    ]

    static func isHugePage(_ name: String) -> Bool { name.hasPrefix("hugepages-") || name.hasPrefix("requests.hugepages-") }
}
