internal import Document
internal import Resources
internal import Schema

/// admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy and MutatingAdmissionPolicy. Their expressions are kept, but neither
/// compiled nor evaluated.
struct AdmissionPolicyRules: KindBehaviour {
    var isMutating: Bool

    var separatesStatus: Bool { !isMutating }
    var generationFields: [String] { ["spec"] }
    var columns: [TableColumn] {
        [.name, TableColumn(isMutating ? "Mutations" : "Validations", type: "integer"), TableColumn("ParamKind"), .age]
    }

    func applyDefaults(_ object: inout JSON) {
        if isMutating, !object["spec"].isNull, object["spec"]["failurePolicy"].isNull { object["spec"]["failurePolicy"] = "Fail" }
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        if !spec["paramKind"].isNull { paramKind(spec["paramKind"], "spec.paramKind", &errors) }
        if spec["matchConstraints"].isNull {
            errors.append(.required("spec.matchConstraints"))
        } else {
            AdmissionMatchChecks.resources(spec["matchConstraints"], "spec.matchConstraints", requiresRules: true, &errors)
        }
        AdmissionRuleChecks.matchConditions(spec["matchConditions"], "spec.matchConditions", &errors)
        for (index, variable) in (spec["variables"].array ?? []).enumerated() {
            for key in ["name", "expression"] where variable[key].isEmptyValue {
                errors.append(.required(FieldPath("spec.variables").index(index).child(key)))
            }
        }
        if isMutating { mutations(spec, &errors) } else { validations(spec, &errors) }
    }

    private func paramKind(_ kind: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let version = kind["apiVersion"].string ?? ""
        if version.isEmpty { errors.append(.required(path.child("apiVersion"))) }
        if version.split(separator: "/", omittingEmptySubsequences: false).count > 2 {
            errors.append(.invalid(path.child("apiVersion"), version, "unexpected GroupVersion string: " + version))
        }
        let name = kind["kind"].string ?? ""
        if name.isEmpty {
            errors.append(.required(path.child("kind")))
        } else {
            for problem in NameRules.dns1035Label(name.lowercased()) {
                errors.append(.invalid(path.child("kind"), name, "may have mixed case, but should otherwise match: " + problem))
            }
        }
    }

    private func validations(_ spec: JSON, _ errors: inout [FieldError]) {
        let (validations, annotations) = (spec["validations"].array ?? [], spec["auditAnnotations"].array ?? [])
        if validations.isEmpty, annotations.isEmpty {
            errors.append(.required("spec.validations", "validations or auditAnnotations must be defined"))
            errors.append(.required("spec.auditAnnotations", "validations or auditAnnotations must be defined"))
        }
        for (index, validation) in validations.enumerated() {
            let path = FieldPath("spec.validations").index(index)
            if (validation["expression"].string ?? "").trimmingSpaces.isEmpty { errors.append(.required(path.child("expression"))) }
            if let reason = validation["reason"].string, !["Forbidden", "Invalid", "RequestEntityTooLarge"].contains(reason) {
                errors.append(.notSupported(path.child("reason"), reason, ["Forbidden", "Invalid", "RequestEntityTooLarge"]))
            }
        }
        var keys: Set<String> = []
        for (index, annotation) in annotations.enumerated() {
            let path = FieldPath("spec.auditAnnotations").index(index)
            let key = annotation["key"].string ?? ""
            if key.isEmpty { errors.append(.required(path.child("key"))) }
            if annotation["valueExpression"].isEmptyValue { errors.append(.required(path.child("valueExpression"))) }
            if !key.isEmpty, !keys.insert(key).inserted { errors.append(.duplicate(path.child("key"), key)) }
        }
    }

    private func mutations(_ spec: JSON, _ errors: inout [FieldError]) {
        let mutations = spec["mutations"].array ?? []
        if mutations.isEmpty { errors.append(.required("spec.mutations", "mutations must contain at least one item")) }
        if spec["reinvocationPolicy"].isEmptyValue { errors.append(.required("spec.reinvocationPolicy")) }
        for (index, mutation) in mutations.enumerated() {
            let path = FieldPath("spec.mutations").index(index)
            let members = ["ApplyConfiguration": "applyConfiguration", "JSONPatch": "jsonPatch"]
            guard let type = mutation["patchType"].string, let member = members[type] else {
                if mutation["patchType"].isEmptyValue { errors.append(.required(path.child("patchType"))) }
                continue
            }
            if mutation[member]["expression"].isEmptyValue { errors.append(.required(path.child(member, "expression"))) }
            for other in members.values where other != member && !mutation[other].isNull {
                errors.append(.invalid(path.child(other), mutation[other], "must not be set when patchType is \(type)"))
            }
        }
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let spec = object["spec"]
        let kind = spec["paramKind"]
        let count = (spec[isMutating ? "mutations" : "validations"].array ?? []).count
        let text = kind.isNull ? "<unset>" : (kind["apiVersion"].string ?? "") + "/" + (kind["kind"].string ?? "")
        return [object.nameCell, .int(Int64(count)), .string(text), object.ageCell(now: now)]
    }
}

/// Bindings of both.
struct AdmissionPolicyBindingRules: KindBehaviour {
    var isMutating: Bool

    var generationFields: [String] { ["spec"] }
    var columns: [TableColumn] { [.name, TableColumn("PolicyName"), TableColumn("ParamRef"), .age] }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        let name = spec["policyName"].string ?? ""
        if name.isEmpty {
            errors.append(.required("spec.policyName"))
        } else {
            for problem in NameRules.dns1123Subdomain(name) { errors.append(.invalid("spec.policyName", name, problem)) }
        }
        if !spec["paramRef"].isNull { paramRef(spec["paramRef"], "spec.paramRef", &errors) }
        if !spec["matchResources"].isNull {
            AdmissionMatchChecks.resources(spec["matchResources"], "spec.matchResources", requiresRules: false, &errors)
        }
        guard !isMutating else { return }
        let actions = spec["validationActions"].strings
        if actions.isEmpty { errors.append(.required("spec.validationActions", "at least one validation action is required")) }
        for (index, action) in actions.enumerated() where actions[..<index].contains(action) {
            errors.append(.duplicate(FieldPath("spec.validationActions").index(index), action))
        }
        if actions.contains("Deny"), actions.contains("Warn") {
            errors.append(
                .invalid(
                    "spec.validationActions", spec["validationActions"],
                    "must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)"
                ))
        }
    }

    private func paramRef(_ reference: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let name = reference["name"].string ?? ""
        if name.isEmpty == reference["selector"].isNull {
            errors.append(
                name.isEmpty
                    ? .required(path, "one of name or selector must be specified")
                    : .forbidden(path.child("name"), "name and selector are mutually exclusive"))
        }
        for problem in name.isEmpty ? [] : NameRules.pathSegment(name) { errors.append(.invalid(path.child("name"), name, problem)) }
        if !reference["selector"].isNull { SpecChecks.labelSelector(reference["selector"], path.child("selector"), &errors) }
        switch reference["parameterNotFoundAction"].string {
        case nil: errors.append(.required(path.child("parameterNotFoundAction")))
        case "Allow", "Deny": break
        case .some(let other): errors.append(.notSupported(path.child("parameterNotFoundAction"), other, ["Deny", "Allow"]))
        }
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let reference = object["spec"]["paramRef"]
        var text = "<unset>"
        if let name = reference["name"].string, !name.isEmpty {
            let namespace = reference["namespace"].string ?? ""
            text = (namespace.isEmpty ? "*" : namespace) + "/" + name
        } else if !reference["selector"].isNull {
            text = reference["selector"].selectorText
        }
        return [object.nameCell, object["spec"]["policyName"].textCell, .string(text), object.ageCell(now: now)]
    }
}

enum AdmissionMatchChecks {
    static func resources(_ match: JSON, _ path: FieldPath, requiresRules: Bool, _ errors: inout [FieldError]) {
        for key in ["namespaceSelector", "objectSelector"] where !match[key].isNull {
            SpecChecks.labelSelector(match[key], path.child(key), &errors)
        }
        if requiresRules, (match["resourceRules"].array ?? []).isEmpty { errors.append(.required(path.child("resourceRules"))) }
        for key in ["resourceRules", "excludeResourceRules"] {
            for (index, rule) in (match[key].array ?? []).enumerated() {
                AdmissionRuleChecks.rule(rule, path.child(key).index(index), &errors)
            }
        }
    }
}
