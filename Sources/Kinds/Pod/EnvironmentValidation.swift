internal import Document
internal import Resources

/// `env` and `envFrom` of a container.
enum EnvironmentValidation {
    private static let fields = [
        "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP",
        "status.hostIPs", "status.podIP", "status.podIPs",
    ].sorted()
    private static let resources = [
        "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory",
    ]
    private static let sources = ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"]

    static func validate(_ container: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        for (index, variable) in (container["env"].array ?? []).enumerated() {
            let path = path.child("env").index(index)
            let name = variable["name"].string ?? ""
            if name.isEmpty {
                errors.append(.required(path.child("name")))
            } else {
                for problem in NameRules.environmentVariableName(name) { errors.append(.invalid(path.child("name"), name, problem)) }
            }
            if !variable["valueFrom"].isNull { source(variable, path.child("valueFrom"), &errors) }
        }
        for (index, from) in (container["envFrom"].array ?? []).enumerated() {
            self.from(from, path.child("envFrom").index(index), &errors)
        }
    }

    private static func source(_ variable: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let source = variable["valueFrom"]
        let present = sources.filter { !source[$0].isNull }
        for kind in present {
            let path = path.child(kind)
            switch kind {
            case "fieldRef": field(source[kind], path, &errors)
            case "resourceFieldRef": resource(source[kind], path, allowed: resources, needsContainer: false, &errors)
            case "configMapKeyRef", "secretKeyRef": key(source[kind], path, &errors)
            default: break
            }
        }
        if present.isEmpty {
            let detail = "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`"
            errors.append(.invalid(path, "", detail))
        } else if let value = variable["value"].string, !value.isEmpty {
            errors.append(.invalid(path, "", "may not be specified when `value` is not empty"))
        } else if present.count > 1 {
            errors.append(.invalid(path, "", "may not have more than one field specified at a time"))
        }
    }

    private static func field(_ selector: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        fieldReference(selector, path, allowed: fields, &errors)
    }

    /// A reference to a field of the pod itself; labels and annotations by `['key']`.
    static func fieldReference(_ selector: JSON, _ path: FieldPath, allowed: [String], _ errors: inout [FieldError]) {
        guard let field = selector["fieldPath"].string, !field.isEmpty else { return errors.append(.required(path.child("fieldPath"))) }
        if field.hasSuffix("']"), let bracket = field.range(of: "['") {
            let base = String(field[..<bracket.lowerBound])
            let key = String(field[bracket.upperBound...].dropLast(2))
            guard base == "metadata.labels" || base == "metadata.annotations" else {
                return errors.append(.invalid(path, base, "does not support subscript"))
            }
            for problem in NameRules.qualifiedName(base == "metadata.labels" ? key : key.lowercased()) {
                errors.append(.invalid(path, key, problem))
            }
            return
        }
        if allowed.contains(field) { return }
        if fields.contains(field) || field == "metadata.labels" || field == "metadata.annotations" {
            errors.append(.notSupported(path.child("fieldPath"), field, allowed))
        } else {
            errors.append(.invalid(path.child("fieldPath"), field, "error converting fieldPath: field label not supported: \(field)"))
        }
    }

    static func resource(
        _ selector: JSON, _ path: FieldPath, allowed: [String], needsContainer: Bool, _ errors: inout [FieldError]
    ) {
        guard let name = selector["resource"].string, !name.isEmpty else { return errors.append(.required(path.child("resource"))) }
        if needsContainer, selector["containerName"].string?.isEmpty ?? true { errors.append(.required(path.child("containerName"))) }
        let isHugePage = name.hasPrefix("limits.hugepages-") || name.hasPrefix("requests.hugepages-")
        if !allowed.contains(name), !isHugePage { errors.append(.notSupported(path.child("resource"), name, allowed)) }
    }

    static var containerResources: [String] { resources }

    private static func key(_ selector: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let name = selector["name"].string ?? ""
        if name.isEmpty {
            errors.append(.required(path.child("name")))
        } else {
            for problem in NameRules.dns1123Subdomain(name) { errors.append(.invalid(path.child("name"), name, problem)) }
        }
        let key = selector["key"].string ?? ""
        if key.isEmpty {
            errors.append(.required(path.child("key")))
        } else {
            for problem in NameRules.configMapKey(key) { errors.append(.invalid(path.child("key"), key, problem)) }
        }
    }

    private static func from(_ from: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        if let prefix = from["prefix"].string, !prefix.isEmpty {
            for problem in NameRules.environmentVariableName(prefix) { errors.append(.invalid(path.child("prefix"), prefix, problem)) }
        }
        let present = ["configMapRef", "secretRef"].filter { !from[$0].isNull }
        for kind in present {
            let name = from[kind]["name"].string ?? ""
            if name.isEmpty {
                errors.append(.required(path.child(kind, "name")))
            } else {
                for problem in NameRules.dns1123Subdomain(name) { errors.append(.invalid(path.child(kind, "name"), name, problem)) }
            }
        }
        if present.isEmpty {
            errors.append(.invalid(path, "", "must specify one of: `configMapRef` or `secretRef`"))
        } else if present.count > 1 {
            errors.append(.invalid(path, "", "may not have more than one field specified at a time"))
        }
    }
}

extension String {
    /// Where `part` stands first.
    fileprivate func range(of part: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(part) { return start..<index(start, offsetBy: part.count) }
            start = index(after: start)
        }
        return nil
    }
}
