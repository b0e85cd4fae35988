internal import Document
internal import Resources

extension DescribePage {
    /// - Parameter backends: what each backend of the ingress, taken as a whole, is resolved to.
    mutating func ingress(_ ingress: JSON, backends: [JSON: String]) {
        let spec = ingress["spec"]
        field("Name", ingress["metadata"]["name"].words)
        labels("Labels", ingress["metadata"]["labels"])
        field("Namespace", ingress["metadata"]["namespace"].words)
        let addresses = ingress["status"]["loadBalancer"]["ingress"].items.map { address in
            address["ip"].words.isEmpty ? address["hostname"].words : address["ip"].words
        }
        field("Address", Set(addresses.filter { !$0.isEmpty }).sorted().joined(separator: ","))
        field("Ingress Class", spec["ingressClassName"].string ?? "<none>")
        let fallback = spec["defaultBackend"]
        let fallbackText = fallback.isPresent ? backends[fallback] ?? "" : "<default>"
        field("Default backend", fallbackText)
        if !spec["tls"].items.isEmpty {
            line("TLS:")
            for entry in spec["tls"].items {
                let secret = entry["secretName"].words
                let hosts = entry["hosts"].strings.joined(separator: ",")
                line(1, secret.isEmpty ? "SNI routes \(hosts)" : "\(secret) terminates \(hosts)")
            }
        }
        line("Rules:\n  Host\tPath\tBackends")
        line(1, "----\t----\t--------")
        let rules = spec["rules"].items.filter { $0["http"].isPresent }
        for rule in rules {
            line(1, (rule["host"].words.isEmpty ? "*" : rule["host"].words) + "\t")
            for path in rule["http"]["paths"].items { line(2, "\t\(path["path"].words) \t\(backends[path["backend"]] ?? "")") }
        }
        if rules.isEmpty { row(1, ["*", "*", fallbackText]) }
        annotations("Annotations", ingress["metadata"]["annotations"])
    }

    mutating func ingressClass(_ object: JSON) {
        field("Name", object["metadata"]["name"].words)
        labelsAndAnnotations(object)
        field("Controller", object["spec"]["controller"].words)
        let parameters = object["spec"]["parameters"]
        if parameters.isNull { return }
        line("Parameters:")
        if parameters["apiGroup"].isPresent { field(1, "APIGroup", parameters["apiGroup"].words) }
        field(1, "Kind", parameters["kind"].words)
        field(1, "Name", parameters["name"].words)
    }

    mutating func serviceCIDR(_ object: JSON) {
        field("Name", object["metadata"]["name"].words)
        labelsAndAnnotations(object)
        field("CIDRs", object["spec"]["cidrs"].strings.joined(separator: ", "))
        let conditions = object["status"]["conditions"].items
        if conditions.isEmpty { return }
        line("Status:")
        changes(conditions)
    }

    /// Conditions with the time of their last change.
    mutating func changes(_ conditions: [JSON]) {
        line("Conditions:")
        head(1, ["Type", "Status", "LastTransitionTime", "Reason", "Message"])
        for condition in conditions {
            row(
                1,
                [
                    condition["type"].words, condition["status"].words, condition["lastTransitionTime"].localTime,
                    condition["reason"].words, condition["message"].words,
                ])
        }
    }

    mutating func ipAddress(_ object: JSON) {
        field("Name", object["metadata"]["name"].words)
        labelsAndAnnotations(object)
        let parent = object["spec"]["parentRef"]
        if parent.isNull { return }
        line("Parent Reference:")
        for (title, member) in [("Group", "group"), ("Resource", "resource"), ("Namespace", "namespace"), ("Name", "name")] {
            field(1, title, parent[member].words)
        }
    }
}

/// What the backend of an ingress is and, when that can be found out, which addresses are behind it.
enum BackendText {
    static func service(_ backend: JSON) -> String {
        let port = backend["service"]["port"]
        return "\(backend["service"]["name"].words):\(port["number"].int.map { String($0) } ?? port["name"].words)"
    }

    static func resolved(_ backend: JSON, service: JSON, slices: [JSON]) -> String {
        let wanted = backend["service"]["port"]
        var name = ""
        for port in service["spec"]["ports"].items {
            let isByNumber = wanted["number"].count != 0 && wanted["number"].count == port["port"].count
            let isByName = !wanted["name"].words.isEmpty && wanted["name"].words == port["name"].words
            if isByNumber || isByName { name = port["name"].words }
        }
        return "\(Self.service(backend)) (\(EndpointsText.describe(slices, port: name)))"
    }

    static func resource(_ backend: JSON) -> String {
        let resource = backend["resource"]
        if resource.isNull { return "" }
        return "APIGroup: \(resource["apiGroup"].string ?? "<none>"), Kind: \(resource["kind"].words), Name: \(resource["name"].words)"
    }
}
