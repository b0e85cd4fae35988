internal import Document
internal import Resources
internal import Schema

/// flowcontrol.apiserver.k8s.io/v1 FlowSchema.
struct FlowSchemaRules: KindBehaviour {
    private static let lowestPrecedence = 10_000
    private static let verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch"]

    var separatesStatus: Bool { true }
    var generationFields: [String] { ["spec"] }
    var columns: [TableColumn] {
        [
            .name, TableColumn("PriorityLevel"), TableColumn("MatchingPrecedence"), TableColumn("DistinguisherMethod"), .age,
            TableColumn("MissingPL"),
        ]
    }

    func applyDefaults(_ object: inout JSON) {
        if object["spec"]["matchingPrecedence"].isEmptyValue { object["spec"]["matchingPrecedence"] = 1000 }
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        let name = object["metadata"]["name"].string ?? ""
        precedence(spec["matchingPrecedence"].int ?? 0, name, &errors)
        if let method = spec["distinguisherMethod"]["type"].string, !["ByNamespace", "ByUser"].contains(method) {
            errors.append(.notSupported("spec.distinguisherMethod.type", method, ["ByNamespace", "ByUser"]))
        }
        let level = spec["priorityLevelConfiguration"]["name"].string ?? ""
        if level.isEmpty {
            errors.append(.required("spec.priorityLevelConfiguration.name", "must reference a priority level"))
        } else {
            for problem in NameRules.dns1123Subdomain(level) {
                errors.append(.invalid("spec.priorityLevelConfiguration.name", level, problem))
            }
        }
        for (index, rule) in (spec["rules"].array ?? []).enumerated() { self.rule(rule, FieldPath("spec.rules").index(index), &errors) }
        if let fixed = FlowControlDefaults.mandatory(FlowControlDefaults.flowSchemas, name), fixed != spec {
            errors.append(.invalid("spec", spec, "spec of '\(name)' must equal the fixed value"))
        }
    }

    private func precedence(_ value: Int, _ name: String, _ errors: inout [FieldError]) {
        let path: FieldPath = "spec.matchingPrecedence"
        if value <= 0 { errors.append(.invalid(path, value, "must be a positive value")) }
        if value > Self.lowestPrecedence { errors.append(.invalid(path, value, "must not be greater than \(Self.lowestPrecedence)")) }
        if value == 1, name != "exempt" {
            errors.append(.invalid(path, value, "only the schema named 'exempt' may have matchingPrecedence 1"))
        }
    }

    private func rule(_ rule: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let subjects = rule["subjects"].array ?? []
        if subjects.isEmpty { errors.append(.required(path.child("subjects"), "subjects must contain at least one value")) }
        for (index, subject) in subjects.enumerated() { self.subject(subject, path.child("subjects").index(index), &errors) }
        let (resources, urls) = (rule["resourceRules"].array ?? [], rule["nonResourceRules"].array ?? [])
        if resources.isEmpty, urls.isEmpty {
            errors.append(.required(path, "at least one of resourceRules and nonResourceRules has to be non-empty"))
        }
        for (index, rule) in resources.enumerated() { resource(rule, path.child("resourceRules").index(index), &errors) }
        for (index, rule) in urls.enumerated() {
            let path = path.child("nonResourceRules").index(index)
            list(rule["verbs"], path.child("verbs"), "verbs must contain at least one value", "verbs", &errors, allowed: Self.verbs)
            list(
                rule["nonResourceURLs"], path.child("nonResourceURLs"), "nonResourceURLs must contain at least one value",
                "non-resource URLs", &errors)
            for (position, url) in rule["nonResourceURLs"].strings.enumerated() where url != "*" {
                if let problem = Self.urlProblem(url) {
                    errors.append(.invalid(path.child("nonResourceURLs").index(position), url, problem))
                }
            }
        }
    }

    /// Paths are absolute; a star stands at the end alone, behind a slash.
    private static func urlProblem(_ url: String) -> String? {
        if url.isEmpty { return "must not be empty" }
        if url == "/" { return nil }
        if !url.hasPrefix("/") { return "must start with slash" }
        if url.contains(" ") { return "must not contain white-space" }
        if url.contains("//") { return "must not contain double slash" }
        if url.contains("*"), !url.hasSuffix("/*") || url.filter({ $0 == "*" }).count > 1 {
            return "wildcard can only do suffix matching"
        }
        return nil
    }

    private func resource(_ rule: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        list(rule["verbs"], path.child("verbs"), "verbs must contain at least one value", "verbs", &errors, allowed: Self.verbs)
        list(
            rule["apiGroups"], path.child("apiGroups"), "resource rules must supply at least one api group", "api groups", &errors)
        list(rule["resources"], path.child("resources"), "resource rules must supply at least one resource", "resources", &errors)
        let namespaces = rule["namespaces"].strings
        if namespaces.isEmpty {
            if rule["clusterScope"].bool == true { return }
            return errors.append(
                .required(
                    path.child("namespaces"), "resource rules that are not cluster scoped must supply at least one namespace"))
        }
        list(rule["namespaces"], path.child("namespaces"), "", "namespaces", &errors)
        for (index, name) in namespaces.enumerated() where name != "*" {
            for problem in NameRules.dns1123Label(name) {
                let detail = "each member of this list must be '*' or a DNS-1123 label; " + problem
                errors.append(.invalid(path.child("namespaces").index(index), name, detail))
            }
        }
    }

    private func list(
        _ json: JSON, _ path: FieldPath, _ missing: String, _ what: String, _ errors: inout [FieldError], allowed: [String]? = nil
    ) {
        let values = json.strings
        if values.isEmpty { return errors.append(.required(path, missing)) }
        if values.contains("*") {
            if values.count > 1 { errors.append(.invalid(path, json, "if '*' is present, must not specify other \(what)")) }
        } else if let allowed, let other = values.first(where: { !allowed.contains($0) }) {
            errors.append(.notSupported(path, other, allowed))
        }
    }

    private func subject(_ subject: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let members = ["ServiceAccount": "serviceAccount", "User": "user", "Group": "group"]
        let kind = subject["kind"].string ?? ""
        guard let member = members[kind] else {
            return errors.append(.notSupported(path.child("kind"), kind, ["Group", "ServiceAccount", "User"]))
        }
        if subject[member].isNull {
            errors.append(.required(path.child(member), "\(member) is required when subject kind is '\(kind)'"))
        } else {
            if subject[member]["name"].isEmptyValue { errors.append(.required(path.child(member, "name"))) }
            if kind == "ServiceAccount", subject[member]["namespace"].isEmptyValue {
                errors.append(.required(path.child(member, "namespace"), "must specify namespace for service account"))
            }
            if kind == "ServiceAccount" { serviceAccount(subject[member], path.child(member), &errors) }
        }
        for (other, key) in members.sorted(by: { $0.key < $1.key }) where key != member && !subject[key].isNull {
            errors.append(.forbidden(path.child(key), "\(key) is forbidden when subject kind is not '\(other)'"))
        }
    }

    private func serviceAccount(_ account: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        if let name = account["name"].string, !name.isEmpty, name != "*" {
            for problem in NameRules.dns1123Subdomain(name) { errors.append(.invalid(path.child("name"), name, problem)) }
        }
        if let name = account["namespace"].string, !name.isEmpty {
            for problem in NameRules.dns1123Label(name) { errors.append(.invalid(path.child("namespace"), name, problem)) }
        }
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let spec = object["spec"]
        let dangling = (object["status"]["conditions"].array ?? []).first { $0["type"].string == "Dangling" }
        return [
            object.nameCell, spec["priorityLevelConfiguration"]["name"].textCell, spec["matchingPrecedence"].countCell,
            .string(spec["distinguisherMethod"]["type"].string ?? "<none>"), object.ageCell(now: now),
            .string(dangling?["status"].string ?? "?"),
        ]
    }
}
