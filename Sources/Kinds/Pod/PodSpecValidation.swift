internal import Document
internal import Resources

/// The rules of a pod's spec, alone or in a template. Closed sets of strings are the schema's.
struct PodSpecValidation {
    let spec: JSON
    let path: FieldPath
    /// Templates may leave out what only a pod itself needs.
    let isTemplate: Bool

    func validate(_ errors: inout [FieldError]) {
        let volumes = VolumeValidation.validate(spec["volumes"].array ?? [], path.child("volumes"), &errors)
        var containers = ContainerValidation(spec: spec, volumes: volumes)
        containers.validateAll(path, &errors)
        scalars(&errors)
        security(&errors)
        SchedulingValidation.validate(spec, path, &errors)
        for (index, secret) in (spec["imagePullSecrets"].array ?? []).enumerated() where secret["name"].string?.isEmpty ?? true {
            errors.append(.required(path.child("imagePullSecrets").index(index).child("name")))
        }
        hostAliases(&errors)
        dns(&errors)
        hostPorts(&errors)
    }

    private func scalars(_ errors: inout [FieldError]) {
        name("serviceAccountName", NameRules.dns1123Subdomain, &errors)
        name("nodeName", NameRules.dns1123Subdomain, &errors)
        name("hostname", NameRules.dns1123Label, &errors)
        name("subdomain", NameRules.dns1123Label, &errors)
        name("priorityClassName", NameRules.dns1123Subdomain, &errors)
        name("runtimeClassName", NameRules.dns1123Subdomain, &errors)
        name("schedulerName", NameRules.qualifiedName, &errors)
        if let deadline = spec["activeDeadlineSeconds"].int, deadline < 1 || deadline > Int(Int32.max) {
            errors.append(.invalid(path.child("activeDeadlineSeconds"), deadline, "must be between 1 and 2147483647, inclusive"))
        }
        if let grace = spec["terminationGracePeriodSeconds"].int, grace < 0, isTemplate {
            errors.append(.invalid(path.child("terminationGracePeriodSeconds"), grace, "must be greater than or equal to 0"))
        }
        for (key, value) in spec["nodeSelector"].object ?? JSONObject() {
            MetadataValidation.labels(.object(JSONObject(uniqueMembers: [(key, value)])), path.child("nodeSelector"), &errors)
        }
        if !spec["resources"].isNull { ResourceValidation.requirements(spec["resources"], path.child("resources"), &errors) }
    }

    private func name(_ key: String, _ rule: (String) -> [String], _ errors: inout [FieldError]) {
        guard let value = spec[key].string, !value.isEmpty else { return }
        for problem in rule(value) { errors.append(.invalid(path.child(key), value, problem)) }
    }

    private func security(_ errors: inout [FieldError]) {
        let context = spec["securityContext"]
        let path = path.child("securityContext")
        SecurityValidation.ids(context, ["runAsUser", "runAsGroup", "fsGroup"], path, &errors)
        for (index, group) in (context["supplementalGroups"].array ?? []).enumerated() {
            guard let id = group.int else { continue }
            for problem in NameRules.userOrGroupID(id) {
                errors.append(.invalid(path.child("supplementalGroups").index(index), id, problem))
            }
        }
        if spec["shareProcessNamespace"].bool == true, spec["hostPID"].bool == true {
            errors.append(
                .invalid(path.child("shareProcessNamespace"), true, "ShareProcessNamespace and HostPID cannot both be enabled"))
        }
        SysctlValidation.validate(spec, self.path, &errors)
    }

    private func hostAliases(_ errors: inout [FieldError]) {
        for (index, alias) in (spec["hostAliases"].array ?? []).enumerated() {
            let path = path.child("hostAliases").index(index)
            AddressChecks.ip(alias["ip"].string ?? "", path.child("ip"), &errors)
            for (position, name) in alias["hostnames"].strings.enumerated() {
                for problem in NameRules.dns1123Subdomain(name) {
                    errors.append(.invalid(path.child("hostnames").index(position), name, problem))
                }
            }
        }
    }

    private func dns(_ errors: inout [FieldError]) {
        let config = spec["dnsConfig"]
        let path = path.child("dnsConfig")
        let servers = config["nameservers"].strings
        if spec["dnsPolicy"].string == "None" {
            if config.isNull {
                return errors.append(.required(path, "must provide `dnsConfig` when `dnsPolicy` is None"))
            }
            if servers.isEmpty {
                errors.append(.required(path.child("nameservers"), "must provide at least one DNS nameserver when `dnsPolicy` is None"))
            }
        }
        if servers.count > 3 {
            errors.append(.invalid(path.child("nameservers"), JSON(servers), "must not have more than 3 nameservers"))
        }
        for (index, server) in servers.enumerated() { AddressChecks.ip(server, path.child("nameservers").index(index), &errors) }
        let searches = config["searches"].strings
        if searches.count > 32 {
            errors.append(.invalid(path.child("searches"), JSON(searches), "must not have more than 32 search paths"))
        }
        for (index, option) in (config["options"].array ?? []).enumerated() where option["name"].string?.isEmpty ?? true {
            errors.append(.required(path.child("options").index(index), "must not be empty"))
        }
    }

    /// A host port can be taken once; on the host's network it has to be the container's port.
    private func hostPorts(_ errors: inout [FieldError]) {
        var taken: Set<String> = []
        for list in ["containers", "initContainers"] {
            for (index, container) in (spec[list].array ?? []).enumerated() {
                for (position, port) in (container["ports"].array ?? []).enumerated() {
                    guard let number = port["hostPort"].int, number != 0 else { continue }
                    let path = path.child(list).index(index).child("ports").index(position)
                    if spec["hostNetwork"].bool == true, port["containerPort"].int != number {
                        errors.append(.invalid(path.child("hostPort"), number, "must match `containerPort` when `hostNetwork` is true"))
                    }
                    let key = "\(port["protocol"].string ?? "")/\(port["hostIP"].string ?? "")/\(number)"
                    if list == "containers", !taken.insert(key).inserted { errors.append(.duplicate(path.child("hostPort"), key)) }
                }
            }
        }
    }
}

enum SecurityValidation {
    static func ids(_ context: JSON, _ keys: [String], _ path: FieldPath, _ errors: inout [FieldError]) {
        for key in keys {
            guard let id = context[key].int else { continue }
            for problem in NameRules.userOrGroupID(id) { errors.append(.invalid(path.child(key), id, problem)) }
        }
    }

    static func container(_ context: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        ids(context, ["runAsUser", "runAsGroup"], path, &errors)
        guard context["allowPrivilegeEscalation"].bool == false else { return }
        if context["privileged"].bool == true {
            errors.append(.invalid(path, context, "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"))
        }
        if context["capabilities"]["add"].strings.contains("CAP_SYS_ADMIN") {
            let detail = "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN"
            errors.append(.invalid(path, context, detail))
        }
    }
}

enum AddressChecks {
    static let message = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"

    static func ip(_ text: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        if IPv4Address(text) == nil && !isIPv6(text) { errors.append(.invalid(path, text, message)) }
    }

    /// RFC 4291 §2.2: up to eight groups of hexadecimal digits, one run of them left out as `::`.
    static func isIPv6(_ text: String) -> Bool {
        guard text.contains(":") else { return false }
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        if halves.count > 2 || text.contains(":::") { return false }
        var groups = 0
        for (index, half) in halves.enumerated() where !half.isEmpty {
            let parts = half.split(separator: ":", omittingEmptySubsequences: false)
            for (position, part) in parts.enumerated() {
                if index == halves.count - 1, position == parts.count - 1, part.contains(".") {
                    if IPv4Address(String(part)) == nil { return false }
                    groups += 2
                } else if (1...4).contains(part.count), part.allSatisfy(\.isHexDigit) {
                    groups += 1
                } else {
                    return false
                }
            }
        }
        return halves.count == 2 ? groups <= 7 : groups == 8
    }
}
