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
            errors.append(.invalid("spec", [:], "either `defaultBackend` or `rules` must be specified"))
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
        for (index, entry) in (spec["tls"].array ?? []).enumerated() {
            for (position, name) in entry["hosts"].strings.enumerated() {
                host(name, FieldPath("spec.tls").index(index).child("hosts").index(position), &errors)
            }
        }
    }

    private func host(_ host: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        if host.isEmpty { return }
        if IPv4Address(host) != nil { errors.append(.invalid(path, host, "must be a DNS name, not an IP address")) }
        let problems = host.contains("*") ? NameRules.wildcardDNS1123Subdomain(host) : NameRules.dns1123Subdomain(host)
        for problem in problems { errors.append(.invalid(path, host, problem)) }
    }

    private func path(_ entry: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let type = entry["pathType"].string ?? ""
        let value = entry["path"].string ?? ""
        switch type {
        case "": errors.append(.required(path.child("pathType"), "pathType must be specified"))
        case "Exact", "Prefix":
            if !value.hasPrefix("/") { errors.append(.invalid(path.child("path"), value, "must be an absolute path")) }
            if value.contains("//") { errors.append(.invalid(path.child("path"), value, "must not contain '//'")) }
        default:
            if !value.isEmpty, !value.hasPrefix("/") { errors.append(.invalid(path.child("path"), value, "must be an absolute path")) }
        }
        backend(entry["backend"], path.child("backend"), &errors)
    }

    private func backend(_ backend: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let (service, resource) = (backend["service"], backend["resource"])
        if service.isNull, resource.isNull {
            return errors.append(.required(path, "resource or service must be specified"))
        }
        if !service.isNull, !resource.isNull {
            return errors.append(.invalid(path, "", "cannot set both resource and service backends"))
        }
        if service.isNull { return }
        let name = service["name"].string ?? ""
        if name.isEmpty {
            errors.append(.required(path.child("service", "name")))
        } else {
            for problem in NameRules.dns1123Label(name) { errors.append(.invalid(path.child("service", "name"), name, problem)) }
        }
        let port = service["port"]
        let hasName = !(port["name"].string?.isEmpty ?? true)
        let number = port["number"].int ?? 0
        if hasName, number != 0 {
            errors.append(.invalid(path, "", "cannot set both port name & port number"))
        } else if !hasName, number == 0 {
            errors.append(.required(path, "port name or number is required"))
        } else if number != 0 {
            for problem in NameRules.portNumber(number) {
                errors.append(.invalid(path.child("service", "port", "number"), number, problem))
            }
        }
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
