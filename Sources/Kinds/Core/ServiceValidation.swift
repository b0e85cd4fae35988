internal import Document
internal import Resources

/// The rules of a Service's spec.
struct ServiceValidation {
    private let spec: JSON
    private let path: FieldPath = "spec"
    private let type: String
    private let isHeadless: Bool
    private let annotations: JSON

    init(_ service: JSON) {
        spec = service["spec"]
        annotations = service["metadata"]["annotations"]
        type = spec["type"].string ?? ""
        isHeadless = spec["clusterIPs"].strings == ["None"]
    }

    func validate(_ errors: inout [FieldError]) {
        if type != "ExternalName" {
            // Addresses are given out before anything else is looked at, so their faults are told alone.
            var faults: [FieldError] = []
            ServiceAddressValidation(spec: spec).validate(&faults)
            if !faults.isEmpty {
                errors = faults
                return
            }
        }
        topologyMode(&errors)
        let ports = spec["ports"].array ?? []
        if ports.isEmpty, !isHeadless, type != "ExternalName" { errors.append(.required(path.child("ports"))) }
        byType(&errors)
        self.ports(ports, &errors)
        MetadataValidation.labels(spec["selector"], path.child("selector"), &errors)
        affinity(&errors)
        for (index, address) in spec["externalIPs"].strings.enumerated() {
            AddressChecks.external(address, path.child("externalIPs").index(index), &errors)
        }
        loadBalancer(&errors)
        externalTraffic(&errors)
        if let distribution = spec["trafficDistribution"].string, !Self.distributions.contains(distribution) {
            errors.append(.notSupported(path.child("trafficDistribution"), distribution, Self.distributions))
        }
    }

    private static let distributions = ["PreferClose", "PreferSameZone", "PreferSameNode"]
    private static let topologyAnnotations = (
        mode: "service.kubernetes.io/topology-mode", hints: "service.kubernetes.io/topology-aware-hints"
    )

    private func topologyMode(_ errors: inout [FieldError]) {
        let names = Self.topologyAnnotations
        guard let mode = annotations[names.mode].string, let hints = annotations[names.hints].string, mode != hints else { return }
        errors.append(
            .invalid(
                FieldPath("metadata.annotations").key(names.mode), mode, "must match annotations[\(names.hints)] when both are specified"))
    }

    private func byType(_ errors: inout [FieldError]) {
        switch type {
        case "LoadBalancer", "NodePort":
            if isHeadless {
                errors.append(.invalid(path.child("clusterIPs").index(0), "None", "may not be set to 'None' for \(type) services"))
            }
        case "ExternalName":
            for key in ["clusterIPs", "ipFamilies", "ipFamilyPolicy"] where !spec[key].isEmptyValue && !spec[key].isNull {
                errors.append(.forbidden(path.child(key), "may not be set for ExternalName services"))
            }
            let name = spec["externalName"].string ?? ""
            let trimmed = name.hasSuffix(".") ? String(name.dropLast()) : name
            if trimmed.isEmpty {
                errors.append(.required(path.child("externalName")))
            } else {
                for problem in NameRules.dns1123Subdomain(trimmed) {
                    errors.append(.invalid(path.child("externalName"), trimmed, problem))
                }
            }
        case "": errors.append(.required(path.child("type")))
        default: break
        }
    }

    private static let rangesAnnotation = "service.beta.kubernetes.io/load-balancer-source-ranges"

    private func loadBalancer(_ errors: inout [FieldError]) {
        let isBalanced = type == "LoadBalancer"
        let only = "may only be used when `type` is 'LoadBalancer'"
        let ranges = spec["loadBalancerSourceRanges"].strings
        if !ranges.isEmpty {
            // Told under this name.
            let place = path.child("LoadBalancerSourceRanges")
            if !isBalanced { errors.append(.forbidden(place, only)) }
            for (index, range) in ranges.enumerated() { AddressChecks.cidr(range.trimmed, place.index(index), &errors) }
        } else if let text = annotations[Self.rangesAnnotation].string {
            let place = FieldPath("metadata.annotations").key(Self.rangesAnnotation)
            if !isBalanced { errors.append(.forbidden(place, only)) }
            if !text.trimmed.isEmpty {
                for range in text.trimmed.split(separator: ",", omittingEmptySubsequences: false) {
                    AddressChecks.cidr(String(range).trimmed, place, &errors)
                }
            }
        }
        if !isBalanced, !spec["allocateLoadBalancerNodePorts"].isNull {
            errors.append(.forbidden(path.child("allocateLoadBalancerNodePorts"), only))
        }
        guard let name = spec["loadBalancerClass"].string else { return }
        if !isBalanced { return errors.append(.forbidden(path.child("loadBalancerClass"), only)) }
        for problem in NameRules.qualifiedName(name) { errors.append(.invalid(path.child("loadBalancerClass"), name, problem)) }
    }

    private func ports(_ ports: [JSON], _ errors: inout [FieldError]) {
        var names: Set<String> = []
        var taken: Set<String> = []
        var nodePorts: Set<String> = []
        for (index, port) in ports.enumerated() {
            let path = path.child("ports").index(index)
            self.port(port, needsName: ports.count > 1, &names, path, &errors)
            let proto = port["protocol"].string ?? ""
            if let node = port["nodePort"].int, node != 0 {
                if type == "ClusterIP" {
                    errors.append(.forbidden(path.child("nodePort"), "may not be used when `type` is 'ClusterIP'"))
                }
                if !nodePorts.insert("\(proto)/\(node)").inserted {
                    errors.append(.duplicate(path.child("nodePort"), .int(Int64(node))))
                }
            }
            if !taken.insert("\(proto)/\(port["port"].int ?? 0)").inserted {
                errors.append(.duplicate(path, ["protocol": .string(proto), "port": port["port"]]))
            }
        }
    }

    private func port(
        _ port: JSON, needsName: Bool, _ names: inout Set<String>, _ path: FieldPath, _ errors: inout [FieldError]
    ) {
        let name = port["name"].string ?? ""
        if needsName, name.isEmpty {
            errors.append(.required(path.child("name")))
        } else if !name.isEmpty {
            for problem in NameRules.dns1123Label(name) { errors.append(.invalid(path.child("name"), name, problem)) }
            if !names.insert(name).inserted { errors.append(.duplicate(path.child("name"), name)) }
        }
        let number = port["port"].int ?? 0
        for problem in NameRules.portNumber(number) { errors.append(.invalid(path.child("port"), number, problem)) }
        if port["protocol"].string?.isEmpty ?? true { errors.append(.required(path.child("protocol"))) }
        ProbeValidation.port(port["targetPort"], path.child("targetPort"), &errors)
        if let name = port["appProtocol"].string {
            for problem in NameRules.qualifiedName(name) { errors.append(.invalid(path.child("appProtocol"), name, problem)) }
        }
    }

    /// A day.
    private static let longestAffinitySeconds = 86_400

    private func affinity(_ errors: inout [FieldError]) {
        guard spec["sessionAffinity"].string == "ClientIP" else { return }
        let seconds = spec["sessionAffinityConfig", "clientIP", "timeoutSeconds"].int ?? 0
        if seconds <= 0 || seconds > Self.longestAffinitySeconds {
            errors.append(
                .invalid(
                    path.child("sessionAffinityConfig", "clientIP", "timeoutSeconds"), seconds,
                    "must be greater than 0 and less than \(Self.longestAffinitySeconds)"))
        }
    }

    private func externalTraffic(_ errors: inout [FieldError]) {
        let policy = spec["externalTrafficPolicy"]
        let external = type == "NodePort" || type == "LoadBalancer" || !(spec["externalIPs"].array ?? []).isEmpty
        if !external, !policy.isNull {
            errors.append(
                .invalid(path.child("externalTrafficPolicy"), policy, "may only be set for externally-accessible services"))
        }
        let port = spec["healthCheckNodePort"].int ?? 0
        if type == "LoadBalancer", policy.string == "Local" {
            for problem in NameRules.portNumber(port) where port != 0 {
                errors.append(.invalid(path.child("healthCheckNodePort"), port, problem))
            }
        } else if port != 0 {
            errors.append(
                .invalid(
                    path.child("healthCheckNodePort"), port,
                    "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"))
        }
    }
}
