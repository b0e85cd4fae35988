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
    /// Fields that the pod has under this name, whether or not a variable may show them.
    private static let known =
        fields + ["metadata.labels", "metadata.annotations", "spec.restartPolicy", "spec.schedulerName", "status.phase", "spec.host"]
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
            self.from(from, path.child("envFrom"), path.child("envFrom").index(index), &errors)
        }
    }

    private static func source(_ variable: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let source = variable["valueFrom"]
        let present = sources.filter { !source[$0].isNull }
        for kind in present {
            let path = path.child(kind)
            switch kind {
            case "fieldRef": fieldReference(source[kind], path, allowed: fields, &errors)
            case "resourceFieldRef": resource(source[kind], path, needsContainer: false, &errors)
            case "fileKeyRef": fileKey(source[kind], path, &errors)
            default: key(source[kind], path, &errors)
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

    /// A reference to a field of the pod itself; labels and annotations by `['key']`.
    static func fieldReference(_ selector: JSON, _ path: FieldPath, allowed: [String], _ errors: inout [FieldError]) {
        let version = selector["apiVersion"].string ?? ""
        if version.isEmpty { return errors.append(.required(path.child("apiVersion"))) }
        guard let field = selector["fieldPath"].string, !field.isEmpty else { return errors.append(.required(path.child("fieldPath"))) }
        let failed = "error converting fieldPath: "
        if version != "v1" {
            return errors.append(.invalid(path.child("fieldPath"), field, failed + "unsupported pod version: \(version)"))
        }
        if field.hasSuffix("']"), let bracket = field.range(of: "['") {
            let base = String(field[..<bracket.lowerBound])
            let key = String(field[bracket.upperBound...].dropLast(2))
            guard base == "metadata.labels" || base == "metadata.annotations" else {
                let detail = failed + "field label does not support subscript: \(field)"
                return errors.append(.invalid(path.child("fieldPath"), field, detail))
            }
            for problem in NameRules.qualifiedName(base == "metadata.labels" ? key : key.lowercased()) {
                errors.append(.invalid(path, key, problem))
            }
            return
        }
        if allowed.contains(field) { return }
        if known.contains(field) {
            // An old name of spec.nodeName goes through the door, but has no value of its own.
            errors.append(.notSupported(path.child("fieldPath"), field == "spec.host" ? "spec.nodeName" : field, allowed))
        } else {
            errors.append(.invalid(path.child("fieldPath"), field, failed + "field label not supported: \(field)"))
        }
    }

    static func resource(_ selector: JSON, _ path: FieldPath, needsContainer: Bool, _ errors: inout [FieldError]) {
        let name = selector["resource"].string ?? ""
        let isHugePage = name.hasPrefix("limits.hugepages-") || name.hasPrefix("requests.hugepages-")
        if needsContainer, selector["containerName"].string?.isEmpty ?? true {
            errors.append(.required(path.child("containerName")))
        } else if name.isEmpty {
            errors.append(.required(path.child("resource")))
        } else if !resources.contains(name), !isHugePage {
            errors.append(.notSupported(path.child("resource"), name, resources))
        }
        divisor(selector["divisor"], name, isHugePage, path.child("divisor"), &errors)
    }

    private static let sizes = ["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"]

    private static func divisor(
        _ json: JSON, _ resource: String, _ isHugePage: Bool, _ path: FieldPath, _ errors: inout [FieldError]
    ) {
        guard let amount = Quantity(field: json), amount.sign != 0 else { return }
        let text = amount.description
        if resource.hasSuffix(".cpu") {
            if text != "1m", text != "1" {
                errors.append(.invalid(path, resource, "only divisor's values 1m and 1 are supported with the cpu resource"))
            }
            return
        }
        let shown =
            resource.hasSuffix(".memory") ? "memory" : resource.hasSuffix(".ephemeral-storage") ? "local ephemeral storage" : "hugepages"
        guard isHugePage || resources.contains(resource), !sizes.contains(text) else { return }
        let list = sizes.joined(separator: ", ")
        errors.append(.invalid(path, resource, "only divisor's values \(list) are supported with the \(shown) resource"))
    }

    private static func key(_ selector: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let name = selector["name"].string ?? ""
        for problem in NameRules.dns1123Subdomain(name) { errors.append(.invalid(path.child("name"), name, problem)) }
        let key = selector["key"].string ?? ""
        if key.isEmpty { return errors.append(.required(path.child("key"))) }
        for problem in NameRules.configMapKey(key) { errors.append(.invalid(path.child("key"), key, problem)) }
    }

    /// A line `KEY=value` of a file that another container wrote.
    private static func fileKey(_ selector: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let rules: [(String, (String) -> [String])] = [
            ("key", NameRules.environmentVariableName), ("volumeName", NameRules.dns1123Label),
        ]
        for (field, rule) in rules {
            let value = selector[field].string ?? ""
            if value.isEmpty {
                errors.append(.required(path.child(field)))
            } else {
                for problem in rule(value) { errors.append(.invalid(path.child(field), value, problem)) }
            }
        }
        let file = selector["path"].string ?? ""
        if file.isEmpty { return errors.append(.required(path.child("path"))) }
        PathChecks.noBacksteps(file, path.child("path"), &errors)
    }

    /// The volumes that such files lie in are empty directories of the pod.
    static func fileVolumes(_ spec: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        for list in ["initContainers", "containers", "ephemeralContainers"] {
            for (index, container) in (spec[list].array ?? []).enumerated() {
                for (position, variable) in (container["env"].array ?? []).enumerated() {
                    let reference = variable["valueFrom"]["fileKeyRef"]
                    if reference.isNull { continue }
                    let name = reference["volumeName"].string ?? ""
                    let place = path.child(list).index(index).child("env").index(position)
                        .child("valueFrom", "fileKeyRef", "volumeName")
                    if let volume = (spec["volumes"].array ?? []).last(where: { $0["name"].string ?? "" == name }) {
                        if volume["emptyDir"].isNull {
                            errors.append(.invalid(place, name, "referenced volume must be of type emptyDir"))
                        }
                    } else {
                        errors.append(.notFound(place, .string(name)))
                    }
                }
            }
        }
    }

    /// Faults of the choice between the sources are told at the list.
    private static func from(_ from: JSON, _ list: FieldPath, _ path: FieldPath, _ errors: inout [FieldError]) {
        if let prefix = from["prefix"].string, !prefix.isEmpty {
            for problem in NameRules.environmentVariableName(prefix) { errors.append(.invalid(path.child("prefix"), prefix, problem)) }
        }
        let present = ["configMapRef", "secretRef"].filter { !from[$0].isNull }
        for kind in present {
            let name = from[kind]["name"].string ?? ""
            if name.isEmpty {
                errors.append(.required(path.child(kind, "name")))
            } else {
                for problem in NameRules.dns1123Subdomain(name.hasSuffix("-") ? name.dropLast() + "a" : name) {
                    errors.append(.invalid(path.child(kind, "name"), name, problem))
                }
            }
        }
        if present.isEmpty {
            errors.append(.invalid(list, "", "must specify one of: `configMapRef` or `secretRef`"))
        } else if present.count > 1 {
            errors.append(.invalid(list, "", "may not have more than one field specified at a time"))
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
