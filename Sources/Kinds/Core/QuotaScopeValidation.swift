internal import Document
internal import Resources

/// Which objects a quota counts: `scopes` and `scopeSelector`.
struct QuotaScopeValidation {
    let spec: JSON

    private static let scopes: Set<String> = [
        "Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "PriorityClass", "VolumeAttributesClass",
        "CrossNamespacePodAffinity",
    ]
    private static let podResources: Set<String> = [
        "pods", "cpu", "memory", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory",
    ]
    private static let claimResources: Set<String> = ["persistentvolumeclaims", "requests.storage"]
    private static let conflicts = [["BestEffort", "NotBestEffort"], ["Terminating", "NotTerminating"]]
    /// Scopes that an object is of, or is not.
    private static let plain: Set<String> = [
        "BestEffort", "NotBestEffort", "Terminating", "NotTerminating", "CrossNamespacePodAffinity",
    ]

    func validate(_ errors: inout [FieldError]) {
        let scopes = spec["scopes"].strings
        for scope in scopes {
            if !Self.scopes.contains(scope) { errors.append(.invalid("spec.scopes", spec["scopes"], "unsupported scope")) }
            mismatches(scope, "spec.scopes", shown: spec["scopes"], &errors)
        }
        conflicts(Set(scopes), "spec.scopes", &errors)
        if !spec["scopeSelector"].isNull { selector("spec.scopeSelector.matchExpressions", &errors) }
    }

    private func mismatches(_ scope: String, _ path: FieldPath, shown: JSON, _ errors: inout [FieldError]) {
        for name in (spec["hard"].object ?? JSONObject()).keys
        where (ResourceNames.quota.contains(name) || ResourceNames.isHugePage(name)) && !Self.fits(scope, name) {
            errors.append(.invalid(path, shown, "unsupported scope applied to resource"))
        }
    }

    private static func fits(_ scope: String, _ resource: String) -> Bool {
        switch scope {
        case "BestEffort": resource == "pods"
        case "VolumeAttributesClass": claimResources.contains(resource)
        case _ where scopes.contains(scope): podResources.contains(resource)
        default: true
        }
    }

    private func conflicts(_ scopes: Set<String>, _ path: FieldPath, _ errors: inout [FieldError]) {
        for pair in Self.conflicts where pair.allSatisfy(scopes.contains) {
            errors.append(.invalid(path, spec["scopes"], "conflicting scopes"))
        }
    }

    /// Faults are told at the list's members, without their place in it.
    private func selector(_ path: FieldPath, _ errors: inout [FieldError]) {
        var scopes: Set<String> = []
        for requirement in spec["scopeSelector"]["matchExpressions"].array ?? [] {
            let (scope, op) = (requirement["scopeName"].string ?? "", requirement["operator"].string ?? "")
            let values = requirement["values"].strings
            if !Self.scopes.contains(scope) { errors.append(.invalid(path.child("scopeName"), scope, "unsupported scope")) }
            mismatches(scope, path, shown: spec["scopeSelector"], &errors)
            if Self.plain.contains(scope), op != "Exists" {
                let detail =
                    "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, "
                    + "ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity"
                errors.append(.invalid(path.child("operator"), op, detail))
            }
            switch op {
            case "In", "NotIn":
                if values.isEmpty {
                    let detail = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"
                    errors.append(.required(path.child("values"), detail))
                }
            case "Exists", "DoesNotExist":
                if !values.isEmpty {
                    let detail = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"
                    errors.append(.invalid(path.child("values"), requirement["values"], detail))
                }
            default: errors.append(.invalid(path.child("operator"), op, "not a valid selector operator"))
            }
            scopes.insert(scope)
        }
        conflicts(scopes, path, &errors)
    }
}
