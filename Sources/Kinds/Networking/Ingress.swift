internal import Document
internal import Resources
internal import Schema

/// networking.k8s.io/v1 Ingress.
struct IngressRules: KindBehaviour {
    var separatesStatus: Bool { true }
    var generationFields: [String] { ["spec"] }
    var columns: [TableColumn] {
        [.name, TableColumn("Class"), TableColumn("Hosts"), TableColumn("Address"), TableColumn("Ports"), .age]
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        let rules = spec["rules"].array ?? []
        if rules.isEmpty, spec["defaultBackend"].isNull {
            errors.append(.invalid("spec", .null, "either `defaultBackend` or `rules` must be specified"))
        }
        if !spec["defaultBackend"].isNull { backend(spec["defaultBackend"], "spec.defaultBackend", &errors) }
        for (index, rule) in rules.enumerated() {
            let path = FieldPath("spec.rules").index(index)
            host(rule["host"].string ?? "", path.child("host"), &errors)
            if rule["http"].isNull { continue }
            let paths = rule["http"]["paths"].array ?? []
            if paths.isEmpty { errors.append(.required(path.child("http", "paths"))) }
            for (position, entry) in paths.enumerated() { self.path(entry, path.child("http", "paths").index(position), &errors) }
        }
        for (index, entry) in (spec["tls"].array ?? []).enumerated() { tls(entry, FieldPath("spec.tls").index(index), &errors) }
        if let name = spec["ingressClassName"].string {
            for problem in NameRules.dns1123Subdomain(name) { errors.append(.invalid("spec.ingressClassName", name, problem)) }
        }
    }

    private static let classAnnotation = "kubernetes.io/ingress.class"

    func validateCreate(_ object: JSON, _ errors: inout [FieldError]) {
        guard let old = object["metadata"]["annotations"][Self.classAnnotation].string,
            let name = object["spec"]["ingressClassName"].string, name != old
        else { return }
        errors.append(
            .invalid(
                FieldPath("annotations").child(Self.classAnnotation), old, "must match `ingressClassName` when both are specified"))
    }

    private func tls(_ entry: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        for (index, name) in entry["hosts"].strings.enumerated() {
            for problem in hostProblems(name) { errors.append(.invalid(path.child("hosts").index(index), name, problem)) }
        }
        guard let secret = entry["secretName"].string, !secret.isEmpty else { return }
        for problem in NameRules.dns1123Subdomain(secret) { errors.append(.invalid(path.child("secretName"), secret, problem)) }
    }

    private func hostProblems(_ host: String) -> [String] {
        host.contains("*") ? NameRules.wildcardDNS1123Subdomain(host) : NameRules.dns1123Subdomain(host)
    }

    private func host(_ host: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        if host.isEmpty { return }
        if IPv4Address(host) != nil || AddressChecks.isIPv6(host) {
            errors.append(.invalid(path, host, "must be a DNS name, not an IP address"))
        }
        for problem in hostProblems(host) { errors.append(.invalid(path, host, problem)) }
    }

    private static let pathTypes = ["Exact", "ImplementationSpecific", "Prefix"]

    private func path(_ entry: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let value = entry["path"].string ?? ""
        let place = path.child("path")
        switch entry["pathType"].string {
        case nil: return errors.append(.required(path.child("pathType"), "pathType must be specified"))
        case "Exact", "Prefix":
            if !value.hasPrefix("/") { errors.append(.invalid(place, value, "must be an absolute path")) }
            for part in ["//", "/./", "/../", "%2f", "%2F"] where value.contains(part) {
                errors.append(.invalid(place, value, "must not contain '\(part)'"))
            }
            for end in ["/..", "/."] where value.hasSuffix(end) { errors.append(.invalid(place, value, "cannot end with '\(end)'")) }
        case "ImplementationSpecific":
            if !value.isEmpty, !value.hasPrefix("/") { errors.append(.invalid(place, value, "must be an absolute path")) }
        case .some(let other): errors.append(.notSupported(path.child("pathType"), other, Self.pathTypes))
        }
        backend(entry["backend"], path.child("backend"), &errors)
    }

    private func backend(_ backend: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let (service, resource) = (backend["service"], backend["resource"])
        if !service.isNull, !resource.isNull {
            return errors.append(.invalid(path, "", "cannot set both resource and service backends"))
        }
        if !resource.isNull { return SpecChecks.localReference(resource, path.child("resource"), &errors) }
        if service.isNull { return errors.append(.invalid(path, "", "resource or service backend is required")) }
        let name = service["name"].string ?? ""
        if name.isEmpty {
            errors.append(.required(path.child("service", "name")))
        } else {
            for problem in NameRules.dns1123Label(name) { errors.append(.invalid(path.child("service", "name"), name, problem)) }
        }
        port(service["port"], path, &errors)
    }

    private func port(_ port: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let (name, number) = (port["name"].string ?? "", port["number"].int ?? 0)
        if !name.isEmpty, number != 0 {
            errors.append(.invalid(path, "", "cannot set both port name & port number"))
        } else if !name.isEmpty {
            for problem in NameRules.portName(name) { errors.append(.invalid(path.child("service", "port", "name"), name, problem)) }
        } else if number != 0 {
            for problem in NameRules.portNumber(number) {
                errors.append(.invalid(path.child("service", "port", "number"), number, problem))
            }
        } else {
            errors.append(.required(path, "port name or number is required"))
        }
    }

    func validateStatus(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        for (index, entry) in (object["status", "loadBalancer", "ingress"].array ?? []).enumerated() {
            let path = FieldPath("status.loadBalancer.ingress").index(index)
            if let address = entry["ip"].string, !address.isEmpty { AddressChecks.ip(address, path.child("ip"), &errors) }
            guard let name = entry["hostname"].string, !name.isEmpty else { continue }
            for problem in NameRules.dns1123Subdomain(name) { errors.append(.invalid(path.child("hostname"), name, problem)) }
            if IPv4Address(name) != nil || AddressChecks.isIPv6(name) {
                errors.append(.invalid(path.child("hostname"), name, "must be a DNS name, not an IP address"))
            }
        }
    }

    func warnings(_ object: JSON, old: JSON?) -> [String] {
        guard old == nil, object["spec"]["ingressClassName"].isNull, !object["metadata"]["annotations"][Self.classAnnotation].isNull else {
            return []
        }
        return ["annotation \(Self.classAnnotation.goQuoted) is deprecated, please use 'spec.ingressClassName' instead"]
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let spec = object["spec"]
        let hosts = (spec["rules"].array ?? []).compactMap { $0["host"].string }.filter { !$0.isEmpty }
        let addresses = (object["status", "loadBalancer", "ingress"].array ?? []).compactMap { $0["ip"].string ?? $0["hostname"].string }
        let kind = spec["ingressClassName"].string ?? object["metadata"]["annotations"]["kubernetes.io/ingress.class"].string ?? "<none>"
        return [
            object.nameCell, .string(kind), .string(ShortList.text(hosts, ifEmpty: "*")),
            .string(Set(addresses).sorted().joined(separator: ",")),
            .string((spec["tls"].array ?? []).isEmpty ? "80" : "80, 443"), object.ageCell(now: now),
        ]
    }
}

/// networking.k8s.io/v1 IngressClass.
struct IngressClassRules: KindBehaviour {
    var generationFields: [String] { ["spec"] }
    var columns: [TableColumn] { [.name, TableColumn("Controller"), TableColumn("Parameters"), .age] }

    func applyDefaults(_ object: inout JSON) {
        let parameters = object["spec"]["parameters"]
        if !parameters.isNull, parameters["scope"].isNull { object["spec"]["parameters"]["scope"] = "Cluster" }
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) { IngressClassChecks.validate(object["spec"], &errors) }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        SpecChecks.immutable(object["spec"]["controller"], old["spec"]["controller"], "spec.controller", &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let parameters = object["spec"]["parameters"]
        var text = "<none>"
        if !parameters.isNull {
            let group = parameters["apiGroup"].string.map { "." + $0 } ?? ""
            text = (parameters["kind"].string ?? "") + group + "/" + (parameters["name"].string ?? "")
        }
        return [object.nameCell, object["spec"]["controller"].textCell, .string(text), object.ageCell(now: now)]
    }
}
