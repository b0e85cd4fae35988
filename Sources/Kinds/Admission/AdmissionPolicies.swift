internal import Document
internal import Resources
internal import Schema

/// admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy and MutatingAdmissionPolicy. Their expressions are kept, but neither
/// compiled nor evaluated.
struct AdmissionPolicyRules: KindBehaviour {
    var allowsShortFinalizers: Bool { true }
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
            self.variable(variable, FieldPath("spec.variables").index(index), &errors)
        }
        if isMutating { mutations(spec, &errors) } else { validations(object, &errors) }
    }

    private func variable(_ variable: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let name = variable["name"].string ?? ""
        if name.trimmed.isEmpty {
            errors.append(.required(path.child("name"), "name is not specified"))
        } else if !AdmissionExpressions.isIdentifier(name) {
            errors.append(.invalid(path.child("name"), name, "must be a valid CEL identifier"))
        }
        if (variable["expression"].string ?? "").trimmed.isEmpty {
            errors.append(.required(path.child("expression"), "expression is not specified"))
        }
    }

    private func paramKind(_ kind: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        groupVersion(kind["apiVersion"].string ?? "", path.child("apiVersion"), &errors)
        let name = kind["kind"].string ?? ""
        if name.isEmpty {
            errors.append(.required(path.child("kind")))
        } else {
            let problems = NameRules.dns1035Label(name.lowercased())
            if problems.isEmpty { return }
            let why = "may have mixed case, but should otherwise match: " + problems.joined(separator: ",")
            errors.append(.invalid(path.child("kind"), name, why))
        }
    }

    private func groupVersion(_ text: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        if text.isEmpty { return errors.append(.required(path)) }
        let parts = text == "/" ? ["", ""] : text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if parts.count > 2 { return errors.append(.invalid(path, text, "unexpected GroupVersion string: " + text)) }
        let (group, version) = parts.count == 2 ? (parts[0], parts[1]) : ("", text)
        let problems = group.isEmpty ? [] : NameRules.dns1123Subdomain(group)
        if !problems.isEmpty { errors.append(.invalid(path, group, problems.joined(separator: ","))) }
        if version.isEmpty { return errors.append(.invalid(path, text, "version must be specified")) }
        let faults = NameRules.dns1035Label(version)
        if !faults.isEmpty { errors.append(.invalid(path, version, faults.joined(separator: ","))) }
    }

    private static let annotationLimit = 20
    private static let annotationLimitBytes = 5 * 1024

    private func validations(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        let (validations, annotations) = (spec["validations"].array ?? [], spec["auditAnnotations"].array ?? [])
        if validations.isEmpty, annotations.isEmpty {
            for path in ["spec.validations", "spec.auditAnnotations"] as [FieldPath] {
                errors.append(.required(path, "validations or auditAnnotations must contain at least one item"))
            }
        }
        for (index, validation) in validations.enumerated() {
            let path = FieldPath("spec.validations").index(index)
            if (validation["expression"].string ?? "").trimmed.isEmpty {
                errors.append(.required(path.child("expression"), "expression is not specified"))
            }
            for key in ["messageExpression", "message"] {
                guard let text = validation[key].string, !text.isEmpty else { continue }
                if text.trimmed.isEmpty {
                    errors.append(.invalid(path.child(key), text, "must be non-empty if specified"))
                } else if key == "message", text.trimmed.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) {
                    errors.append(.invalid(path.child(key), text, "must not contain line breaks"))
                }
            }
            if let reason = validation["reason"].string, !["Forbidden", "Invalid", "RequestEntityTooLarge"].contains(reason) {
                errors.append(.notSupported(path.child("reason"), reason, ["Forbidden", "Invalid", "RequestEntityTooLarge"]))
            }
        }
        auditAnnotations(annotations, of: object["metadata"]["name"].string ?? "", &errors)
    }

    private func auditAnnotations(_ annotations: [JSON], of policy: String, _ errors: inout [FieldError]) {
        let path: FieldPath = "spec.auditAnnotations"
        if annotations.count > Self.annotationLimit {
            let why = "must not have more than \(Self.annotationLimit) auditAnnotations"
            errors.append(.invalid(path, .array(annotations), why))
        }
        var keys: Set<String> = []
        for (index, annotation) in annotations.enumerated() {
            let path = path.index(index)
            let (key, full) = (annotation["key"].string ?? "", policy + "/" + (annotation["key"].string ?? ""))
            if policy.isEmpty { errors.append(.invalid(path.child("key"), key, "requires metadata.name be non-empty")) }
            for problem in policy.isEmpty ? [] : NameRules.qualifiedName(full) { errors.append(.invalid(path.child("key"), full, problem)) }
            let value = (annotation["valueExpression"].string ?? "").trimmed
            if value.isEmpty {
                errors.append(.required(path.child("valueExpression"), "valueExpression is not specified"))
            } else if value.utf8.count > Self.annotationLimitBytes {
                let why = "must not exceed \(Self.annotationLimitBytes) bytes in length"
                errors.append(.required(path.child("valueExpression"), why))
            }
            if !keys.insert(key).inserted { errors.append(.duplicate(path.child("key"), key)) }
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
    var allowsShortFinalizers: Bool { true }
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
        if name.isEmpty, reference["selector"].isNull { errors.append(.required(path, "one of name or selector must be specified")) }
        if !name.isEmpty, !reference["selector"].isNull {
            for key in ["name", "selector"] { errors.append(.forbidden(path.child(key), "name and selector are mutually exclusive")) }
        }
        for problem in name.isEmpty ? [] : NameRules.pathSegment(name) { errors.append(.invalid(path.child("name"), name, problem)) }
        if !reference["selector"].isNull { SpecChecks.labelSelector(reference["selector"], path.child("selector"), &errors) }
        switch reference["parameterNotFoundAction"].string {
        case nil, "": errors.append(.required(path.child("parameterNotFoundAction")))
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
                names(rule["resourceNames"].strings, path.child(key).index(index).child("resourceNames"), &errors)
                AdmissionRuleChecks.rule(rule, path.child(key).index(index), &errors)
            }
        }
    }

    private static func names(_ names: [String], _ path: FieldPath, _ errors: inout [FieldError]) {
        for (index, name) in names.enumerated() {
            for problem in NameRules.pathSegment(name) { errors.append(.invalid(path.index(index), name, problem)) }
            if names[..<index].contains(name) { errors.append(.duplicate(path.index(index), name)) }
        }
    }
}

/// What can be told of expressions without compiling them.
enum AdmissionExpressions {
    /// Words that the language keeps for itself.
    private static let reserved: Set<String> = [
        "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop",
        "package", "namespace", "return", "var", "void", "while",
    ]

    static func isIdentifier(_ name: String) -> Bool {
        let areWordBytes = name.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        }
        guard areWordBytes, let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return !reserved.contains(name)
    }
}
