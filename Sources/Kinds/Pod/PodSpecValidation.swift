internal import Document
internal import Resources

/// The rules of a pod's spec, alone or in a template. Closed sets of strings are the schema's.
struct PodSpecValidation {
    let spec: JSON
    let path: FieldPath
    /// Templates may leave out what only a pod itself needs.
    let isTemplate: Bool
    /// The pod's own metadata; null for templates.
    var metadata = JSON.null

    func validate(_ errors: inout [FieldError]) {
        let name = metadata["name"].string ?? ""
        let volumes = VolumeValidation(podName: name, isTemplate: isTemplate)
            .validate(spec["volumes"].array ?? [], path.child("volumes"), &errors)
        resourceClaims(&errors)
        ContainerValidation(spec: spec, volumes: volumes, isTemplate: isTemplate).validateAll(path, &errors)
        if !spec["resources"].isNull { PodResourceValidation.validate(spec, path, &errors) }
        scalars(&errors)
        SecurityValidation.pod(spec, path, &errors)
        SchedulingValidation.validate(spec, path, &errors)
        hostAliases(&errors)
        dns(&errors)
        hostPorts(&errors)
        hostnameOverride(&errors)
        EnvironmentValidation.fileVolumes(spec, path, &errors)
    }

    private func scalars(_ errors: inout [FieldError]) {
        name("serviceAccountName", NameRules.dns1123Subdomain, &errors)
        name("nodeName", NameRules.dns1123Subdomain, &errors)
        name("hostname", NameRules.dns1123Label, &errors)
        name("subdomain", NameRules.dns1123Label, &errors)
        name("priorityClassName", NameRules.dns1123Subdomain, &errors)
        name("runtimeClassName", NameRules.dns1123Subdomain, mayBeEmpty: false, &errors)
        if let deadline = spec["activeDeadlineSeconds"].int {
            for problem in NameRules.inRange(deadline, 1, Int(Int32.max)) {
                errors.append(.invalid(path.child("activeDeadlineSeconds"), deadline, problem))
            }
        }
        MetadataValidation.labels(spec["nodeSelector"], path.child("nodeSelector"), &errors)
        if !spec["overhead"].isNull {
            ResourceValidation.requirements(["limits": spec["overhead"]], path.child("overhead"), claims: [], &errors)
        }
        if let policy = spec["preemptionPolicy"].string, !["PreemptLowerPriority", "Never"].contains(policy) {
            let place = path.child("preemptionPolicy")
            errors.append(policy.isEmpty ? .required(place) : .notSupported(place, policy, ["PreemptLowerPriority", "Never"]))
        }
        let group = spec["schedulingGroup"]
        if !group.isNull {
            let place = path.child("schedulingGroup", "podGroupName")
            if let name = group["podGroupName"].string {
                for problem in NameRules.dns1123Subdomain(name) { errors.append(.invalid(place, name, problem)) }
            } else {
                errors.append(.invalid(place, .null, "must specify one of: `podGroupName`"))
            }
        }
    }

    private func name(_ key: String, _ rule: (String) -> [String], mayBeEmpty: Bool = true, _ errors: inout [FieldError]) {
        guard let value = spec[key].string, !(value.isEmpty && mayBeEmpty) else { return }
        for problem in rule(value) { errors.append(.invalid(path.child(key), value, problem)) }
    }

    private func resourceClaims(_ errors: inout [FieldError]) {
        var names: Set<String> = []
        for (index, claim) in (spec["resourceClaims"].array ?? []).enumerated() {
            let path = path.child("resourceClaims").index(index)
            let name = claim["name"].string ?? ""
            if name.isEmpty {
                errors.append(.required(path.child("name")))
            } else if !names.insert(name).inserted {
                errors.append(.duplicate(path.child("name"), name))
            } else {
                for problem in NameRules.dns1123Label(name) { errors.append(.invalid(path.child("name"), name, problem)) }
            }
            let sources = ["resourceClaimName", "resourceClaimTemplateName"]
            let present = sources.filter { !claim[$0].isNull }
            if present.count == 2 {
                let detail = "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified"
                errors.append(.invalid(path, claim, detail))
            } else if present.isEmpty {
                errors.append(.invalid(path, claim, "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`"))
            }
            for key in present {
                let value = claim[key].string ?? ""
                for problem in NameRules.dns1123Subdomain(value) { errors.append(.invalid(path.child(key), value, problem)) }
            }
        }
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

    private static let serverLimit = 3
    private static let searchLimit = 32
    private static let searchTextLimit = 2048

    private func dns(_ errors: inout [FieldError]) {
        let config = spec["dnsConfig"]
        let path = path.child("dnsConfig")
        let servers = config["nameservers"].strings
        if spec["dnsPolicy"].string == "None" {
            if config.isNull {
                return errors.append(.required(path, "must provide `dnsConfig` when `dnsPolicy` is None"))
            }
            if servers.isEmpty {
                let detail = "must provide at least one DNS nameserver when `dnsPolicy` is None"
                return errors.append(.required(path.child("nameservers"), detail))
            }
        }
        if servers.count > Self.serverLimit {
            errors.append(.invalid(path.child("nameservers"), JSON(servers), "must not have more than 3 nameservers"))
        }
        for (index, server) in servers.enumerated() { AddressChecks.ip(server, path.child("nameservers").index(index), &errors) }
        let searches = config["searches"].strings
        if searches.count > Self.searchLimit {
            errors.append(.invalid(path.child("searches"), JSON(searches), "must not have more than 32 search paths"))
        }
        if searches.joined(separator: " ").utf8.count > Self.searchTextLimit {
            let detail = "must not have more than 2048 characters (including spaces) in the search list"
            errors.append(.invalid(path.child("searches"), JSON(searches), detail))
        }
        for (index, search) in searches.enumerated() where search != "." {
            let domain = search.hasSuffix(".") ? String(search.dropLast()) : search
            for problem in NameRules.dns1123SubdomainWithUnderscores(domain) {
                errors.append(.invalid(path.child("searches").index(index), domain, problem))
            }
        }
        for (index, option) in (config["options"].array ?? []).enumerated() where option["name"].string?.isEmpty ?? true {
            errors.append(.required(path.child("options").index(index), "must not be empty"))
        }
    }

    /// A host port can be taken once; on the host's network it has to be the container's port.
    private func hostPorts(_ errors: inout [FieldError]) {
        func ports(_ list: String, _ body: (JSON, Int, FieldPath) -> Void) {
            for (index, container) in (spec[list].array ?? []).enumerated() {
                for (position, port) in (container["ports"].array ?? []).enumerated() {
                    body(port, index, path.child(list).index(index).child("ports").index(position).child("hostPort"))
                }
            }
        }
        if spec["hostNetwork"].bool == true {
            ports("containers") { port, _, path in
                let (number, inner) = (port["hostPort"].int ?? 0, port["containerPort"].int ?? 0)
                if !isTemplate || number != 0, number != inner {
                    errors.append(.invalid(path, number, "must match `containerPort` when `hostNetwork` is true"))
                }
            }
        }
        for list in ["containers", "initContainers"] {
            var taken: Set<String> = []
            ports(list) { port, index, path in
                guard let number = port["hostPort"].int, number != 0 else { return }
                let key = "\(port["protocol"].string ?? "")/\(port["hostIP"].string ?? "")/\(number)"
                // Init containers follow each other; each is compared with itself alone, and told as if it were the first.
                let scope = list == "containers" ? key : "\(index) \(key)"
                if !taken.insert(scope).inserted { errors.append(.duplicate(path, key)) }
            }
        }
    }

    private static let longestHostname = 64

    private func hostnameOverride(_ errors: inout [FieldError]) {
        guard let name = spec["hostnameOverride"].string else { return }
        let path = path.child("hostnameOverride")
        if spec["setHostnameAsFQDN"].bool == true {
            errors.append(.forbidden(path, "may not be specified when setHostnameAsFQDN is true"))
        }
        if spec["hostNetwork"].bool == true { errors.append(.forbidden(path, "may not be specified when hostNetwork is true")) }
        if name.utf8.count > Self.longestHostname { errors.append(.tooLong(path, limitBytes: Self.longestHostname)) }
        for problem in NameRules.dns1123Subdomain(name) { errors.append(.invalid(path, name, problem)) }
    }
}
