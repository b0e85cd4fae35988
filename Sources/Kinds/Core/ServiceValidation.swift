internal import Document
internal import Resources

/// The rules of a Service's spec.
struct ServiceValidation {
    private let spec: JSON
    private let path: FieldPath = "spec"
    private let type: String
    private let isHeadless: Bool

    init(_ service: JSON) {
        spec = service["spec"]
        type = spec["type"].string ?? ""
        isHeadless = spec["clusterIP"].string == "None"
    }

    func validate(_ errors: inout [FieldError]) {
        let ports = spec["ports"].array ?? []
        if ports.isEmpty, !isHeadless, type != "ExternalName" { errors.append(.required(path.child("ports"))) }
        byType(&errors)
        self.ports(ports, &errors)
        for (key, value) in spec["selector"].object ?? JSONObject() {
            MetadataValidation.labels(.object(JSONObject(uniqueMembers: [(key, value)])), path.child("selector"), &errors)
        }
        affinity(&errors)
        for (index, address) in spec["externalIPs"].strings.enumerated() {
            AddressChecks.ip(address, path.child("externalIPs").index(index), &errors)
        }
        addresses(&errors)
        if type != "LoadBalancer" {
            for key in ["loadBalancerSourceRanges", "allocateLoadBalancerNodePorts", "loadBalancerClass"] where !spec[key].isNull {
                errors.append(.forbidden(path.child(key), "may only be used when `type` is 'LoadBalancer'"))
            }
        }
        externalTraffic(&errors)
    }

    private func byType(_ errors: inout [FieldError]) {
        switch type {
        case "LoadBalancer", "NodePort":
            if isHeadless {
                errors.append(.invalid(path.child("clusterIPs").index(0), "None", "may not be set to 'None' for \(type) services"))
            }
        case "ExternalName":
            for key in ["clusterIPs", "ipFamilies", "ipFamilyPolicy"] where !spec[key].isNull {
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

    private func ports(_ ports: [JSON], _ errors: inout [FieldError]) {
        var names: Set<String> = []
        var taken: Set<String> = []
        var nodePorts: Set<String> = []
        for (index, port) in ports.enumerated() {
            let path = path.child("ports").index(index)
            self.port(port, needsName: ports.count > 1, &names, path, &errors)
            let proto = port["protocol"].string ?? ""
            if let node = port["nodePort"].int, node != 0 {
                if type == "ClusterIP" || type == "ExternalName" {
                    errors.append(.forbidden(path.child("nodePort"), "may not be used when `type` is '\(type)'"))
                } else if !nodePorts.insert("\(proto)/\(node)").inserted {
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

    private func addresses(_ errors: inout [FieldError]) {
        let list = spec["clusterIPs"].strings
        let path = path.child("clusterIPs")
        if list.isEmpty { return }
        if let address = spec["clusterIP"].string, address != list[0] {
            errors.append(.invalid(path, spec["clusterIPs"], "first value must match `clusterIP`"))
        }
        for (index, address) in list.enumerated() {
            if address == "None" {
                if list.count > 1 { errors.append(.invalid(path, spec["clusterIPs"], "'None' must be the first and only value")) }
            } else {
                AddressChecks.ip(address, path.index(index), &errors)
            }
        }
    }

    private func externalTraffic(_ errors: inout [FieldError]) {
        let policy = spec["externalTrafficPolicy"]
        let external = type == "NodePort" || type == "LoadBalancer" || !(spec["externalIPs"].array ?? []).isEmpty
        if !external, !policy.isNull {
            errors.append(
                .invalid(path.child("externalTrafficPolicy"), policy, "may only be set for externally-accessible services"))
        }
        if let port = spec["healthCheckNodePort"].int, port != 0, type != "LoadBalancer" || policy.string != "Local" {
            errors.append(
                .invalid(
                    path.child("healthCheckNodePort"), port,
                    "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"))
        }
    }
}
