internal import Document
internal import Resources

/// What a pod asks of the scheduler: tolerations, affinity, spreading.
enum SchedulingValidation {
    static func validate(_ spec: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        tolerations(spec["tolerations"].array ?? [], path.child("tolerations"), &errors)
        affinity(spec["affinity"], path.child("affinity"), &errors)
        for (index, constraint) in (spec["topologySpreadConstraints"].array ?? []).enumerated() {
            spread(constraint, path.child("topologySpreadConstraints").index(index), &errors)
        }
        repeatedSpread(spec["topologySpreadConstraints"].array ?? [], path.child("topologySpreadConstraints"), &errors)
        for (index, gate) in (spec["readinessGates"].array ?? []).enumerated() {
            let type = gate["conditionType"].string ?? ""
            for problem in NameRules.qualifiedName(type) {
                errors.append(.invalid(path.child("readinessGates").index(index).child("conditionType"), type, problem))
            }
        }
        var gates: Set<String> = []
        for (index, gate) in (spec["schedulingGates"].array ?? []).enumerated() {
            let name = gate["name"].string ?? ""
            let path = path.child("schedulingGates").index(index)
            for problem in NameRules.qualifiedName(name) { errors.append(.invalid(path, name, problem)) }
            if !gates.insert(name).inserted { errors.append(.duplicate(path, name)) }
        }
    }

    static func tolerations(_ tolerations: [JSON], _ path: FieldPath, _ errors: inout [FieldError]) {
        for (index, toleration) in tolerations.enumerated() {
            let path = path.index(index)
            let key = toleration["key"].string ?? ""
            let op = toleration["operator"].string ?? ""
            let value = toleration["value"].string ?? ""
            if !key.isEmpty { for problem in NameRules.qualifiedName(key) { errors.append(.invalid(path.child("key"), key, problem)) } }
            if key.isEmpty, op != "Exists" {
                errors.append(
                    .invalid(
                        path.child("operator"), op,
                        "operator must be Exists when `key` is empty, which means \"match all values and all keys\""))
            }
            if !toleration["tolerationSeconds"].isNull, toleration["effect"].string != "NoExecute" {
                errors.append(
                    .invalid(
                        path.child("effect"), toleration["effect"].string ?? "",
                        "effect must be 'NoExecute' when `tolerationSeconds` is set"))
            }
            if op == "Exists", !value.isEmpty {
                errors.append(.invalid(path.child("operator"), value, "value must be empty when `operator` is 'Exists'"))
            } else if op == "Equal" || op.isEmpty {
                let problems = NameRules.labelValue(value)
                if !problems.isEmpty { errors.append(.invalid(path.child("operator"), value, problems.joined(separator: ";"))) }
            }
        }
    }

    private static let required = "requiredDuringSchedulingIgnoredDuringExecution"
    private static let preferred = "preferredDuringSchedulingIgnoredDuringExecution"

    private static func affinity(_ affinity: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let node = affinity["nodeAffinity"]
        let nodePath = path.child("nodeAffinity")
        if !node[required].isNull {
            nodeSelector(node[required], nodePath.child(required), &errors)
        }
        for (index, term) in (node[preferred].array ?? []).enumerated() {
            let path = nodePath.child(preferred).index(index)
            weight(term["weight"], path.child("weight"), &errors)
            nodeTerm(term["preference"], path.child("preference"), checksValues: false, &errors)
        }
        for kind in ["podAffinity", "podAntiAffinity"] {
            for (index, term) in (affinity[kind][required].array ?? []).enumerated() {
                podTerm(term, path.child(kind, required).index(index), &errors)
            }
            for (index, term) in (affinity[kind][preferred].array ?? []).enumerated() {
                let path = path.child(kind, preferred).index(index)
                weight(term["weight"], path.child("weight"), &errors)
                podTerm(term["podAffinityTerm"], path.child("podAffinityTerm"), &errors)
            }
        }
    }

    private static func weight(_ json: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let weight = json.int ?? 0
        if weight < 1 || weight > 100 { errors.append(.invalid(path, weight, "must be in the range 1-100")) }
    }

    static func nodeSelector(_ selector: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let terms = selector["nodeSelectorTerms"].array ?? []
        if terms.isEmpty {
            errors.append(.required(path.child("nodeSelectorTerms"), "must have at least one node selector term"))
        }
        for (index, term) in terms.enumerated() { nodeTerm(term, path.child("nodeSelectorTerms").index(index), &errors) }
    }

    /// - Parameter checksValues: whether values have to be those that labels can have.
    private static func nodeTerm(_ term: JSON, _ path: FieldPath, checksValues: Bool = true, _ errors: inout [FieldError]) {
        for (index, expression) in (term["matchExpressions"].array ?? []).enumerated() {
            let path = path.child("matchExpressions").index(index)
            let values = expression["values"].strings
            switch expression["operator"].string ?? "" {
            case "In", "NotIn":
                if values.isEmpty { errors.append(.required(path.child("values"), "must be specified when `operator` is 'In' or 'NotIn'")) }
            case "Exists", "DoesNotExist":
                if !values.isEmpty {
                    errors.append(.forbidden(path.child("values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"))
                }
            case "Gt", "Lt":
                if values.count != 1 {
                    errors.append(.required(path.child("values"), "must be specified single value when `operator` is 'Lt' or 'Gt'"))
                }
            case let other: errors.append(.invalid(path.child("operator"), other, "not a valid selector operator"))
            }
            let key = expression["key"].string ?? ""
            for problem in NameRules.qualifiedName(key) { errors.append(.invalid(path.child("key"), key, problem)) }
            if checksValues { self.values(values, path.child("values"), NameRules.labelValue, &errors) }
        }
        for (index, requirement) in (term["matchFields"].array ?? []).enumerated() {
            nodeField(requirement, path.child("matchFields").index(index), &errors)
        }
    }

    private static func values(
        _ values: [String], _ path: FieldPath, _ rule: (String) -> [String], _ errors: inout [FieldError]
    ) {
        for (index, value) in values.enumerated() {
            for problem in rule(value) { errors.append(.invalid(path.index(index), value, problem)) }
        }
    }

    /// Nodes are chosen by their name alone, and by one at a time.
    private static func nodeField(_ requirement: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let values = requirement["values"].strings
        let (key, op) = (requirement["key"].string ?? "", requirement["operator"].string ?? "")
        if op != "In", op != "NotIn" {
            errors.append(.invalid(path.child("operator"), op, "not a valid selector operator"))
        } else if values.count != 1 {
            let detail = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"
            errors.append(.required(path.child("values"), detail))
        }
        if key != "metadata.name" { return errors.append(.invalid(path.child("key"), key, "not a valid field selector key")) }
        self.values(values, path.child("values"), NameRules.dns1123Subdomain, &errors)
    }

    private static func podTerm(_ term: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        for key in ["labelSelector", "namespaceSelector"] { SpecChecks.labelSelector(term[key], path.child(key), &errors) }
        for name in term["namespaces"].strings {
            for problem in NameRules.dns1123Label(name) { errors.append(.invalid(path.child("namespace"), name, problem)) }
        }
        labelKeys(term, path, &errors)
        let key = term["topologyKey"].string ?? ""
        if key.isEmpty { errors.append(.required(path.child("topologyKey"), "can not be empty")) }
        for problem in NameRules.qualifiedName(key) { errors.append(.invalid(path.child("topologyKey"), key, problem)) }
    }

    /// Keys whose values are taken from the pod itself. The server has merged them into the selector when this is called.
    private static func labelKeys(_ term: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let selector = term["labelSelector"]
        for list in ["matchLabelKeys", "mismatchLabelKeys"] {
            let keys = term[list].strings
            if keys.isEmpty { continue }
            if selector.isNull {
                errors.append(.forbidden(path.child(list), "must not be specified when labelSelector is not set"))
                continue
            }
            for (index, key) in keys.enumerated() {
                for problem in NameRules.qualifiedName(key) { errors.append(.invalid(path.child(list).index(index), key, problem)) }
            }
        }
        let keys = term["matchLabelKeys"].strings
        var seen = Set((selector["matchLabels"].object ?? JSONObject()).keys)
        for expression in selector["matchExpressions"].array ?? [] {
            let key = expression["key"].string ?? ""
            if let index = keys.lastIndex(of: key), seen.contains(key) {
                errors.append(.invalid(path.index(index), key, "exists in both matchLabelKeys and labelSelector"))
            }
            seen.insert(key)
        }
        let others = term["mismatchLabelKeys"].strings
        for (index, key) in keys.enumerated() where others.contains(key) {
            let detail = "exists in both matchLabelKeys and mismatchLabelKeys"
            errors.append(.invalid(path.child("matchLabelKeys").index(index), key, detail))
        }
    }

    private static func spread(_ constraint: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let skew = constraint["maxSkew"].int ?? 0
        if skew <= 0 { errors.append(.invalid(path.child("maxSkew"), skew, "must be greater than zero")) }
        if constraint["topologyKey"].string?.isEmpty ?? true { errors.append(.required(path.child("topologyKey"), "can not be empty")) }
        let unsatisfiable = constraint["whenUnsatisfiable"].string ?? ""
        if unsatisfiable.isEmpty {
            errors.append(.notSupported(path.child("whenUnsatisfiable"), "", ["DoNotSchedule", "ScheduleAnyway"]))
        }
        if let domains = constraint["minDomains"].int {
            if domains <= 0 { errors.append(.invalid(path.child("minDomains"), domains, "must be greater than zero")) }
            if unsatisfiable != "DoNotSchedule" {
                let detail = "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not \(unsatisfiable)"
                errors.append(.invalid(path.child("minDomains"), domains, detail))
            }
        }
        labelKeys(constraint, path, &errors)
        SpecChecks.labelSelector(constraint["labelSelector"], path.child("labelSelector"), &errors)
    }

    /// The same key may not be spread over twice in the same way.
    private static func repeatedSpread(_ constraints: [JSON], _ path: FieldPath, _ errors: inout [FieldError]) {
        let keys = constraints.map { "{\($0["topologyKey"].string ?? ""), \($0["whenUnsatisfiable"].string ?? "")}" }
        for (index, key) in keys.enumerated() where keys[(index + 1)...].contains(key) {
            errors.append(.duplicate(path.index(index).child("{topologyKey, whenUnsatisfiable}"), key))
        }
    }
}
