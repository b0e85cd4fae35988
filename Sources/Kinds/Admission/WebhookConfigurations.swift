internal import Document
internal import Resources
internal import Schema

/// admissionregistration.k8s.io/v1 MutatingWebhookConfiguration and ValidatingWebhookConfiguration.
struct WebhookConfigurationRules: KindBehaviour {
    private static let versions = ["v1", "v1beta1"]
    private static let timeoutSeconds = 1...30

    var generationFields: [String] { ["webhooks"] }
    var allowsShortFinalizers: Bool { true }
    var columns: [TableColumn] { [.name, TableColumn("Webhooks", type: "integer"), .age] }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        var names: Set<String> = []
        for (index, hook) in (object["webhooks"].array ?? []).enumerated() {
            let path = FieldPath("webhooks").index(index)
            self.hook(hook, path, &errors)
            reviewVersions(hook["admissionReviewVersions"], path.child("admissionReviewVersions"), &errors)
            let name = hook["name"].string ?? ""
            if !name.isEmpty, !names.insert(name).inserted { errors.append(.duplicate(path.child("name"), name)) }
        }
    }

    private func hook(_ hook: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        qualifiedName(hook["name"].string ?? "", path.child("name"), &errors)
        for (index, rule) in (hook["rules"].array ?? []).enumerated() {
            AdmissionRuleChecks.rule(rule, path.child("rules").index(index), &errors)
        }
        sideEffects(hook, path.child("sideEffects"), &errors)
        if let seconds = hook["timeoutSeconds"].int, !Self.timeoutSeconds.contains(seconds) {
            errors.append(.invalid(path.child("timeoutSeconds"), seconds, "the timeout value must be between 1 and 30 seconds"))
        }
        for key in ["namespaceSelector", "objectSelector"] where !hook[key].isNull {
            SpecChecks.labelSelector(hook[key], path.child(key), &errors)
        }
        WebhookClientChecks.client(hook["clientConfig"], path.child("clientConfig"), &errors)
        AdmissionRuleChecks.matchConditions(hook["matchConditions"], path.child("matchConditions"), &errors)
    }

    /// A name with at least three parts, such as `pods.example.com`.
    private func qualifiedName(_ name: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        if name.isEmpty { return errors.append(.required(path)) }
        let problems = NameRules.dns1123Subdomain(name)
        for problem in problems { errors.append(.invalid(path, name, problem)) }
        if problems.isEmpty, name.split(separator: ".").count < 3 {
            errors.append(.invalid(path, name, "should be a domain with at least three segments separated by dots"))
        }
    }

    /// Webhooks that are written for v1beta1 alone may still have side effects.
    private func sideEffects(_ hook: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let isOld = hook["admissionReviewVersions"].strings == ["v1beta1"]
        let allowed = isOld ? ["None", "NoneOnDryRun", "Some", "Unknown"] : ["None", "NoneOnDryRun"]
        guard let value = hook["sideEffects"].string else {
            return errors.append(.required(path, "must specify one of " + allowed.joined(separator: ", ")))
        }
        if !allowed.contains(value) { errors.append(.notSupported(path, value, allowed)) }
    }

    private func reviewVersions(_ json: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let given = json.strings
        if given.isEmpty {
            return errors.append(.required(path, "must specify one of " + Self.versions.joined(separator: ", ")))
        }
        var seen: Set<String> = []
        for (index, version) in given.enumerated() {
            if !seen.insert(version).inserted {
                errors.append(.invalid(path.index(index), version, "duplicate version"))
                continue
            }
            for problem in NameRules.dns1035Label(version) { errors.append(.invalid(path.index(index), version, problem)) }
        }
        if seen.isDisjoint(with: Self.versions) {
            errors.append(.invalid(path, json, "must include at least one of " + Self.versions.joined(separator: ", ")))
        }
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        [object.nameCell, .int(Int64((object["webhooks"].array ?? []).count)), object.ageCell(now: now)]
    }
}

/// Checks that webhooks and admission policies share.
enum AdmissionRuleChecks {
    static func rule(_ rule: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        list(rule["operations"], path.child("operations"), "operations", &errors)
        list(rule["apiGroups"], path.child("apiGroups"), "API groups", &errors)
        list(rule["apiVersions"], path.child("apiVersions"), "API versions", &errors)
        for (index, version) in rule["apiVersions"].strings.enumerated() where version.isEmpty {
            errors.append(.required(path.child("apiVersions").index(index)))
        }
        resources(rule["resources"], path.child("resources"), &errors)
    }

    private static func list(_ json: JSON, _ path: FieldPath, _ what: String, _ errors: inout [FieldError]) {
        let values = json.strings
        if values.isEmpty { return errors.append(.required(path)) }
        if values.count > 1, values.contains("*") {
            errors.append(.invalid(path, json, "if '*' is present, must not specify other \(what)"))
        }
    }

    private static func resources(_ json: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let values = json.strings
        if values.isEmpty { errors.append(.required(path)) }
        for (index, value) in values.enumerated() {
            if value.isEmpty {
                errors.append(.required(path.index(index)))
                continue
            }
            guard let slash = value.firstIndex(of: "/") else { continue }
            let (resource, sub) = (value[..<slash], value[value.index(after: slash)...])
            for wide in ["\(resource)/*", "*/\(sub)"] where values[..<index].contains(wide) {
                errors.append(.invalid(path.index(index), value, "if '\(wide)' is present, must not specify \(value)"))
            }
        }
        if values.count > 1, values.contains("*/*") {
            errors.append(.invalid(path, json, "if '*/*' is present, must not specify other resources"))
        }
        // Of the resources without a subresource, upstream looks at the last.
        if values.contains("*"), values.last(where: { !$0.isEmpty && !$0.contains("/") }) != "*" {
            errors.append(
                .invalid(path, json, "if '*' is present, must not specify other resources without subresources"))
        }
    }

    static func matchConditions(_ json: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let conditions = json.array ?? []
        if conditions.count > 64 { errors.append(.tooMany(path, conditions.count, limit: 64)) }
        var names: Set<String> = []
        for (index, condition) in conditions.enumerated() {
            let path = path.index(index)
            if (condition["expression"].string ?? "").trimmed.isEmpty { errors.append(.required(path.child("expression"))) }
            let name = condition["name"].string ?? ""
            if name.isEmpty { errors.append(.required(path.child("name"))) }
            for problem in name.isEmpty ? [] : NameRules.qualifiedName(name) { errors.append(.invalid(path.child("name"), name, problem)) }
            if !name.isEmpty, !names.insert(name).inserted { errors.append(.duplicate(path.child("name"), name)) }
        }
    }
}
