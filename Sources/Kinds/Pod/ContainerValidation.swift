internal import Document
internal import Resources

/// The containers of a pod, of all three lists.
struct ContainerValidation {
    let spec: JSON
    /// The pod's volumes that are well-formed, by name.
    let volumes: [String: JSON]
    let isTemplate: Bool
    /// Names of `spec.resourceClaims`.
    private let claims: Set<String>

    init(spec: JSON, volumes: [String: JSON], isTemplate: Bool) {
        self.spec = spec
        self.volumes = volumes
        self.isTemplate = isTemplate
        claims = Set((spec["resourceClaims"].array ?? []).compactMap { $0["name"].string }.filter { !$0.isEmpty })
    }

    func validateAll(_ path: FieldPath, _ errors: inout [FieldError]) {
        let containers = spec["containers"].array ?? []
        if containers.isEmpty { errors.append(.required(path.child("containers"))) }
        var names: Set<String> = []
        for (index, container) in containers.enumerated() {
            let path = path.child("containers").index(index)
            common(container, path, &errors)
            unique(container, &names, path, &errors)
            running(container, path, &errors)
            RestartRuleValidation.validate(container, path, &errors)
        }
        initContainers(path.child("initContainers"), names, &errors)
        let others = names.union((spec["initContainers"].array ?? []).compactMap { $0["name"].string })
        names = others
        for (index, container) in (spec["ephemeralContainers"].array ?? []).enumerated() {
            let path = path.child("ephemeralContainers").index(index)
            common(container, path, &errors)
            unique(container, &names, path, &errors)
            ephemeral(container, others, path, &errors)
        }
    }

    private func initContainers(_ list: FieldPath, _ others: Set<String>, _ errors: inout [FieldError]) {
        var names = others
        for (index, container) in (spec["initContainers"].array ?? []).enumerated() {
            let path = list.index(index)
            let isSidecar = container["restartPolicy"].string == "Always"
            common(container, path, &errors)
            RestartRuleValidation.validate(container, path, isInit: true, &errors)
            unique(container, &names, path, &errors)
            if isSidecar {
                running(container, path, &errors)
            } else {
                for key in ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"] where !container[key].isNull {
                    errors.append(.forbidden(path.child(key), "may not be set for init containers without restartPolicy=Always"))
                }
                for (position, policy) in (container["resizePolicy"].array ?? []).enumerated()
                where policy["restartPolicy"].string == "RestartContainer" {
                    errors.append(
                        .invalid(
                            path.child("resizePolicy").index(position).child("restartPolicy"), "RestartContainer",
                            "must not be set to 'RestartContainer' for non-sidecar initContainers"))
                }
            }
        }
    }

    private func unique(_ container: JSON, _ names: inout Set<String>, _ path: FieldPath, _ errors: inout [FieldError]) {
        let name = container["name"].string ?? ""
        if !names.insert(name).inserted { errors.append(.duplicate(path.child("name"), name)) }
    }

    /// What holds for containers of every kind.
    private func common(_ container: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let name = container["name"].string ?? ""
        if name.isEmpty {
            errors.append(.required(path.child("name")))
        } else {
            for problem in NameRules.dns1123Label(name) { errors.append(.invalid(path.child("name"), name, problem)) }
        }
        image(container, path, &errors)
        ports(container["ports"].array ?? [], path.child("ports"), &errors)
        EnvironmentValidation.validate(container, path, &errors)
        MountValidation(container: container, volumes: volumes).validate(path, &errors)
        ResourceValidation.requirements(container["resources"], path.child("resources"), claims: claims, &errors)
        resizePolicy(container["resizePolicy"].array ?? [], path.child("resizePolicy"), &errors)
        SecurityValidation.container(
            container["securityContext"], path.child("securityContext"), sharesUsers: spec["hostUsers"].bool != false, &errors)
    }

    private func image(_ container: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let image = container["image"].string ?? ""
        // A template's image may be filled in by what makes pods of it.
        if image.isEmpty { return errors.append(.required(path.child("image"))) }
        if !isTemplate, image.first?.isWhitespace == true || image.last?.isWhitespace == true {
            errors.append(.invalid(path.child("image"), image, "must not have leading or trailing whitespace"))
        }
    }

    private func ephemeral(_ container: JSON, _ others: Set<String>, _ path: FieldPath, _ errors: inout [FieldError]) {
        if let target = container["targetContainerName"].string, !target.isEmpty, !others.contains(target) {
            errors.append(.notFound(path.child("targetContainerName"), .string(target)))
        }
        let detail = "cannot be set for an Ephemeral Container"
        let forbidden = [
            "ports", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle", "resizePolicy", "restartPolicy", "restartPolicyRules",
        ]
        for key in forbidden where !container[key].isNull { errors.append(.forbidden(path.child(key), detail)) }
        if !(container["resources"].object?.isEmpty ?? true) { errors.append(.forbidden(path.child("resources"), detail)) }
        for (index, mount) in (container["volumeMounts"].array ?? []).enumerated() {
            for key in ["subPath", "subPathExpr"] where !(mount[key].string?.isEmpty ?? true) {
                errors.append(.forbidden(path.child("volumeMounts").index(index).child(key), detail))
            }
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

    /// Faults are told at the list, repeated resources at the element.
    private func resizePolicy(_ policies: [JSON], _ path: FieldPath, _ errors: inout [FieldError]) {
        var seen: Set<String> = []
        for (index, policy) in policies.enumerated() {
            let (resource, restart) = (policy["resourceName"].string ?? "", policy["restartPolicy"].string ?? "")
            if !seen.insert(resource).inserted { errors.append(.duplicate(path.index(index), resource)) }
            for (value, known) in [(resource, ["cpu", "memory"]), (restart, ["NotRequired", "RestartContainer"])]
            where !known.contains(value) {
                errors.append(value.isEmpty ? .required(path) : .notSupported(path, value, known))
            }
            if spec["restartPolicy"].string == "Never", restart != "NotRequired" {
                errors.append(.invalid(path, restart, "must be 'NotRequired' when pod `restartPolicy` is 'Never'"))
            }
        }
    }

    /// Probes and hooks of containers that stay.
    private func running(_ container: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let lifecycle = container["lifecycle"]
        let grace = spec["terminationGracePeriodSeconds"].int
        for hook in ["postStart", "preStop"] where !lifecycle[hook].isNull {
            ProbeValidation.hook(lifecycle[hook], path.child("lifecycle", hook), graceSeconds: grace, &errors)
        }
        ProbeValidation.probe(container["livenessProbe"], path.child("livenessProbe"), mustSucceedOnce: true, &errors)
        ProbeValidation.probe(container["readinessProbe"], path.child("readinessProbe"), mustSucceedOnce: false, &errors)
        ProbeValidation.probe(container["startupProbe"], path.child("startupProbe"), mustSucceedOnce: true, &errors)
        let seconds = container["readinessProbe"]["terminationGracePeriodSeconds"]
        if !seconds.isNull {
            errors.append(
                .invalid(path.child("readinessProbe", "terminationGracePeriodSeconds"), seconds, "must not be set for readinessProbes"))
        }
    }
}
