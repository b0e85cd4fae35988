internal import Document
internal import Resources
internal import Schema

/// rbac.authorization.k8s.io/v1 Role and ClusterRole.
struct RoleRules: KindBehaviour {
    /// ClusterRoles may also speak of URLs.
    var allowsURLs: Bool

    var nameRule: NameRule { .pathSegment }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        if !object["aggregationRule"].isNull { aggregation(object["aggregationRule"], &errors) }
        for (index, rule) in (object["rules"].array ?? []).enumerated() {
            let path = FieldPath("rules").index(index)
            if rule["verbs"].strings.isEmpty { errors.append(.required(path.child("verbs"), "verbs must contain at least one value")) }
            let urls = rule["nonResourceURLs"].strings
            let groups = rule["apiGroups"].strings
            let resources = rule["resources"].strings
            if !urls.isEmpty {
                if !allowsURLs {
                    errors.append(
                        .invalid(path.child("nonResourceURLs"), JSON(urls), "namespaced rules cannot apply to non-resource URLs"))
                }
                if !groups.isEmpty || !resources.isEmpty || !rule["resourceNames"].strings.isEmpty {
                    errors.append(
                        .invalid(
                            path.child("nonResourceURLs"), JSON(urls), "rules cannot apply to both regular resources and non-resource URLs")
                    )
                }
                continue
            }
            if groups.isEmpty {
                errors.append(.required(path.child("apiGroups"), "resource rules must supply at least one api group"))
            }
            if resources.isEmpty {
                errors.append(.required(path.child("resources"), "resource rules must supply at least one resource"))
            }
        }
    }
}

extension RoleRules {
    /// The roles that make up another one.
    private func aggregation(_ rule: JSON, _ errors: inout [FieldError]) {
        let path: FieldPath = "aggregationRule.clusterRoleSelectors"
        let selectors = rule["clusterRoleSelectors"].array ?? []
        if selectors.isEmpty {
            return errors.append(.required(path, "at least one clusterRoleSelector required if aggregationRule is non-nil"))
        }
        for (index, selector) in selectors.enumerated() {
            let path = path.index(index)
            let before = errors.count
            SpecChecks.labelSelector(selector, path, &errors)
            if errors.count > before || (try? LabelSelector(json: selector)) == nil {
                errors.append(.invalid(path, selector, "invalid label selector."))
            }
        }
    }
}

/// rbac.authorization.k8s.io/v1 RoleBinding and ClusterRoleBinding.
struct RoleBindingRules: KindBehaviour {
    private static let group = "rbac.authorization.k8s.io"
    var isCluster: Bool

    var nameRule: NameRule { .pathSegment }
    var columns: [TableColumn] {
        let subjects = ["Users", "Groups", "ServiceAccounts"].map { TableColumn($0, priority: 1) }
        return [.name, TableColumn("Role"), .age] + subjects
    }

    func applyDefaults(_ object: inout JSON) {
        if object["roleRef"]["apiGroup"].string?.isEmpty ?? true { object["roleRef"]["apiGroup"] = .string(Self.group) }
        guard !object["subjects"].isNull else { return }
        object["subjects"].mutateArray { subjects in
            for index in subjects.indices where subjects[index]["apiGroup"].string?.isEmpty ?? true {
                switch subjects[index]["kind"].string {
                case "User", "Group": subjects[index]["apiGroup"] = .string(Self.group)
                default: break
                }
            }
        }
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let role = object["roleRef"]
        let path: FieldPath = "roleRef"
        if role["apiGroup"].string != Self.group {
            errors.append(.notSupported(path.child("apiGroup"), role["apiGroup"].string ?? "", [Self.group]))
        }
        let kinds = isCluster ? ["ClusterRole"] : ["Role", "ClusterRole"]
        if !kinds.contains(role["kind"].string ?? "") { errors.append(.notSupported(path.child("kind"), role["kind"].string ?? "", kinds)) }
        let name = role["name"].string ?? ""
        if name.isEmpty {
            errors.append(.required(path.child("name")))
        } else {
            for problem in NameRules.pathSegment(name) { errors.append(.invalid(path.child("name"), name, problem)) }
        }
        for (index, subject) in (object["subjects"].array ?? []).enumerated() {
            self.subject(subject, FieldPath("subjects").index(index), &errors)
        }
    }

    private func subject(_ subject: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let name = subject["name"].string ?? ""
        if name.isEmpty { errors.append(.required(path.child("name"))) }
        let apiGroup = subject["apiGroup"].string ?? ""
        switch subject["kind"].string ?? "" {
        case "ServiceAccount":
            if !name.isEmpty {
                for problem in NameRules.dns1123Subdomain(name) { errors.append(.invalid(path.child("name"), name, problem)) }
            }
            if !apiGroup.isEmpty { errors.append(.notSupported(path.child("apiGroup"), apiGroup, [""])) }
            if isCluster, subject["namespace"].string?.isEmpty ?? true { errors.append(.required(path.child("namespace"))) }
        case "User", "Group":
            if apiGroup != Self.group { errors.append(.notSupported(path.child("apiGroup"), apiGroup, [Self.group])) }
        case let other: errors.append(.notSupported(path.child("kind"), other, ["ServiceAccount", "User", "Group"]))
        }
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        if object["roleRef"] != old["roleRef"] { errors.append(.invalid("roleRef", object["roleRef"], "cannot change roleRef")) }
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let subjects = object["subjects"].array ?? []
        func names(_ kind: String) -> JSON {
            let named = subjects.filter { $0["kind"].string == kind }.map { subject in
                let name = subject["name"].string ?? ""
                guard kind == "ServiceAccount", let namespace = subject["namespace"].string, !namespace.isEmpty else { return name }
                return namespace + "/" + name
            }
            return .string(named.joined(separator: ", "))
        }
        let role = "\(object["roleRef"]["kind"].string ?? "")/\(object["roleRef"]["name"].string ?? "")"
        return [object.nameCell, .string(role), object.ageCell(now: now), names("User"), names("Group"), names("ServiceAccount")]
    }
}
