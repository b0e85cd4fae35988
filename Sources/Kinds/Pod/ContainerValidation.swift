internal import Document
internal import Resources

/// The containers of a pod, of all three lists.
struct ContainerValidation {
    let spec: JSON
    /// Names of the pod's volumes that are well-formed.
    let volumes: Set<String>
    private var names: Set<String> = []

    init(spec: JSON, volumes: Set<String>) {
        self.spec = spec
        self.volumes = volumes
    }

    mutating func validateAll(_ path: FieldPath, _ errors: inout [FieldError]) {
        let containers = spec["containers"].array ?? []
        if containers.isEmpty { errors.append(.required(path.child("containers"))) }
        for (index, container) in containers.enumerated() {
            let path = path.child("containers").index(index)
            validate(container, path, &errors)
            probes(container, path, &errors)
        }
        for (index, container) in (spec["initContainers"].array ?? []).enumerated() {
            let path = path.child("initContainers").index(index)
            validate(container, path, &errors)
            if container["restartPolicy"].string == "Always" {
                probes(container, path, &errors)
            } else {
                for key in ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"] where !container[key].isNull {
                    errors.append(.forbidden(path.child(key), "may not be set for init containers without restartPolicy=Always"))
                }
            }
        }
        for (index, container) in (spec["ephemeralContainers"].array ?? []).enumerated() {
            ephemeral(container, path.child("ephemeralContainers").index(index), &errors)
        }
    }

    private mutating func validate(_ container: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let name = container["name"].string ?? ""
        if name.isEmpty {
            errors.append(.required(path.child("name")))
        } else {
            for problem in NameRules.dns1123Label(name) { errors.append(.invalid(path.child("name"), name, problem)) }
            if !names.insert(name).inserted { errors.append(.duplicate(path.child("name"), name)) }
        }
        image(container, path, &errors)
        ports(container["ports"].array ?? [], path.child("ports"), &errors)
        EnvironmentValidation.validate(container, path, &errors)
        mounts(container, path, &errors)
        ResourceValidation.requirements(container["resources"], path.child("resources"), &errors)
        SecurityValidation.container(container["securityContext"], path.child("securityContext"), &errors)
    }

    private func image(_ container: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let image = container["image"].string ?? ""
        if image.isEmpty { return errors.append(.required(path.child("image"))) }
        if image.first?.isWhitespace == true || image.last?.isWhitespace == true {
            errors.append(.invalid(path.child("image"), image, "must not have leading or trailing whitespace"))
        }
    }

    private mutating func ephemeral(_ container: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        validate(container, path, &errors)
        if let target = container["targetContainerName"].string, !target.isEmpty, !names.contains(target) {
            errors.append(.notFound(path.child("targetContainerName"), .string(target)))
        }
        for key in ["ports", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle"] where !container[key].isNull {
            errors.append(.forbidden(path.child(key), "cannot be set for an Ephemeral Container"))
        }
        if !(container["resources"].object?.isEmpty ?? true) {
            errors.append(.forbidden(path.child("resources"), "cannot be set for an Ephemeral Container"))
        }
    }

    private func ports(_ ports: [JSON], _ path: FieldPath, _ errors: inout [FieldError]) {
        var names: Set<String> = []
        for (index, port) in ports.enumerated() {
            let path = path.index(index)
            if let name = port["name"].string, !name.isEmpty {
                let problems = NameRules.portName(name)
                for problem in problems { errors.append(.invalid(path.child("name"), name, problem)) }
                if problems.isEmpty, !names.insert(name).inserted { errors.append(.duplicate(path.child("name"), name)) }
            }
            let number = port["containerPort"].int ?? 0
            if number == 0 {
                errors.append(.required(path.child("containerPort")))
            } else {
                for problem in NameRules.portNumber(number) { errors.append(.invalid(path.child("containerPort"), number, problem)) }
            }
            if let host = port["hostPort"].int, host != 0 {
                for problem in NameRules.portNumber(host) { errors.append(.invalid(path.child("hostPort"), host, problem)) }
            }
        }
    }

    private func mounts(_ container: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        var points: Set<String> = []
        for (index, mount) in (container["volumeMounts"].array ?? []).enumerated() {
            let path = path.child("volumeMounts").index(index)
            let name = mount["name"].string ?? ""
            let point = mount["mountPath"].string ?? ""
            if name.isEmpty { errors.append(.required(path.child("name"))) }
            if !volumes.contains(name) { errors.append(.notFound(path.child("name"), .string(name))) }
            if point.isEmpty { errors.append(.required(path.child("mountPath"))) }
            if !points.insert(point).inserted { errors.append(.invalid(path.child("mountPath"), point, "must be unique")) }
            if let subPath = mount["subPath"].string, !subPath.isEmpty {
                PathChecks.descending(subPath, path.child("subPath"), &errors)
                if !mount["subPathExpr"].isNull {
                    errors.append(
                        .invalid(
                            path.child("subPathExpr"), mount["subPathExpr"], "subPathExpr and subPath are mutually exclusive"))
                }
            }
            if let expression = mount["subPathExpr"].string { PathChecks.descending(expression, path.child("subPathExpr"), &errors) }
        }
    }

    private func probes(_ container: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        ProbeValidation.probe(container["livenessProbe"], path.child("livenessProbe"), mustSucceedOnce: true, &errors)
        ProbeValidation.probe(container["readinessProbe"], path.child("readinessProbe"), mustSucceedOnce: false, &errors)
        ProbeValidation.probe(container["startupProbe"], path.child("startupProbe"), mustSucceedOnce: true, &errors)
        if !container["readinessProbe"]["terminationGracePeriodSeconds"].isNull {
            errors.append(
                .invalid(
                    path.child("readinessProbe", "terminationGracePeriodSeconds"),
                    container["readinessProbe"]["terminationGracePeriodSeconds"], "must not be set for readinessProbes"))
        }
        for hook in ["postStart", "preStop"] where !container["lifecycle"][hook].isNull {
            ProbeValidation.handler(container["lifecycle"][hook], path.child("lifecycle", hook), &errors)
        }
    }
}

enum PathChecks {
    /// A path below some folder: relative, and never up.
    static func descending(_ path: String, _ field: FieldPath, _ errors: inout [FieldError]) {
        if path.hasPrefix("/") { errors.append(.invalid(field, path, "must be a relative path")) }
        noBacksteps(path, field, &errors)
    }

    static func noBacksteps(_ path: String, _ field: FieldPath, _ errors: inout [FieldError]) {
        if path.split(separator: "/").contains("..") { errors.append(.invalid(field, path, "must not contain '..'")) }
    }
}
