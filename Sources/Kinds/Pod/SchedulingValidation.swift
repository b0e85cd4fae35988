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
                for problem in NameRules.labelValue(value) { errors.append(.invalid(path.child("operator"), value, problem)) }
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
            nodeTerm(term["preference"], path.child("preference"), &errors)
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

    private static func nodeTerm(_ term: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
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
        }
    }

    private static func podTerm(_ term: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        SpecChecks.labelSelector(term["labelSelector"], path.child("labelSelector"), &errors)
        let key = term["topologyKey"].string ?? ""
        if key.isEmpty {
            errors.append(.required(path.child("topologyKey"), "can not be empty"))
        } else {
            for problem in NameRules.qualifiedName(key) { errors.append(.invalid(path.child("topologyKey"), key, problem)) }
        }
    }

    private static func spread(_ constraint: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let skew = constraint["maxSkew"].int ?? 0
        if skew <= 0 { errors.append(.invalid(path.child("maxSkew"), skew, "must be greater than zero")) }
        let key = constraint["topologyKey"].string ?? ""
        if key.isEmpty {
            errors.append(.required(path.child("topologyKey"), "can not be empty"))
        } else {
            for problem in NameRules.qualifiedName(key) { errors.append(.invalid(path.child("topologyKey"), key, problem)) }
        }
        let unsatisfiable = constraint["whenUnsatisfiable"].string ?? ""
        if unsatisfiable.isEmpty {
            errors.append(.notSupported(path.child("whenUnsatisfiable"), "", ["DoNotSchedule", "ScheduleAnyway"]))
        }
        if let domains = constraint["minDomains"].int, domains <= 0 {
            errors.append(.invalid(path.child("minDomains"), domains, "must be greater than zero"))
        }
        SpecChecks.labelSelector(constraint["labelSelector"], path.child("labelSelector"), &errors)
    }
}
