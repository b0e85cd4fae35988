internal import Document
internal import Resources

extension DescribePage {
    mutating func service(_ service: JSON, slices: [JSON]) {
        let spec = service["spec"]
        func joined(_ member: String) -> String { spec[member].strings.joined(separator: ",") }
        nameAndNamespace(service)
        labelsAndAnnotations(service)
        field("Selector", spec["selector"].labelsText)
        field("Type", spec["type"].words)
        if spec["ipFamilyPolicy"].isPresent { field("IP Family Policy", spec["ipFamilyPolicy"].words) }
        field("IP Families", joined("ipFamilies").orNone)
        field("IP", spec["clusterIP"].words)
        field("IPs", joined("clusterIPs").orNone)
        if !spec["externalIPs"].items.isEmpty { field("External IPs", joined("externalIPs")) }
        if !spec["loadBalancerIP"].words.isEmpty { field("Desired LoadBalancer IP", spec["loadBalancerIP"].words) }
        if !spec["externalName"].words.isEmpty { field("External Name", spec["externalName"].words) }
        let ingress = service["status"]["loadBalancer"]["ingress"].items
        if !ingress.isEmpty { field("LoadBalancer Ingress", ingress.map(Self.ingressText).joined(separator: ", ")) }
        for port in spec["ports"].items { servicePort(port, slices) }
        field("Session Affinity", spec["sessionAffinity"].words)
        for (title, member) in [("External Traffic Policy", "externalTrafficPolicy"), ("Internal Traffic Policy", "internalTrafficPolicy")]
        where !spec[member].words.isEmpty { field(title, spec[member].words) }
        if spec["healthCheckNodePort"].count != 0 { field("HealthCheck NodePort", String(spec["healthCheckNodePort"].count)) }
        if !spec["loadBalancerSourceRanges"].items.isEmpty { field("LoadBalancer Source Ranges", joined("loadBalancerSourceRanges")) }
        if spec["trafficDistribution"].isPresent { field("Traffic Distribution", spec["trafficDistribution"].words) }
    }

    private mutating func servicePort(_ port: JSON, _ slices: [JSON]) {
        let name = port["name"].words.isEmpty ? "<unset>" : port["name"].words
        let transport = port["protocol"].words
        field("Port", "\(name)\t\(port["port"].count)/\(transport)")
        field("TargetPort", "\(port["targetPort"].intOrString.isEmpty ? "0" : port["targetPort"].intOrString)/\(transport)")
        if port["appProtocol"].isPresent { field("AppProtocol", port["appProtocol"].words) }
        if port["nodePort"].count != 0 { field("NodePort", "\(name)\t\(port["nodePort"].count)/\(transport)") }
        field("Endpoints", EndpointsText.describe(slices, port: port["name"].words))
    }

    private static func ingressText(_ ingress: JSON) -> String {
        let address = ingress["ip"].words
        if address.isEmpty { return ingress["hostname"].words }
        return ingress["ipMode"].isPresent ? "\(address) (\(ingress["ipMode"].words))" : address
    }

    mutating func endpoints(_ object: JSON) {
        nameAndNamespace(object)
        labelsAndAnnotations(object)
        line("Subsets:")
        for subset in object["subsets"].items {
            for (title, member) in [("Addresses", "addresses"), ("NotReadyAddresses", "notReadyAddresses")] {
                field(1, title, subset[member].items.map { $0["ip"].words }.joined(separator: ",").orNone)
            }
            if !subset["ports"].items.isEmpty {
                line(1, "Ports:")
                head(2, ["Name", "Port", "Protocol"])
                for port in subset["ports"].items {
                    let name = port["name"].words.isEmpty ? "<unset>" : port["name"].words
                    row(2, [name, String(port["port"].count), port["protocol"].words])
                }
            }
            line("")
        }
    }

    mutating func endpointSlice(_ object: JSON) {
        nameAndNamespace(object)
        labelsAndAnnotations(object)
        field("AddressType", object["addressType"].words)
        if object["ports"].items.isEmpty {
            line("Ports: <unset>")
        } else {
            line("Ports:")
            head(1, ["Name", "Port", "Protocol"])
            for port in object["ports"].items {
                let name = port["name"].words.isEmpty ? "<unset>" : port["name"].words
                row(1, [name, port["port"].int.map { String($0) } ?? "<unset>", port["protocol"].words])
            }
        }
        if object["endpoints"].items.isEmpty { return line("Endpoints: <none>") }
        line("Endpoints:")
        for endpoint in object["endpoints"].items {
            field(1, "- Addresses", endpoint["addresses"].strings.joined(separator: ", ").orNone)
            line(2, "Conditions:")
            field(3, "Ready", endpoint["conditions"]["ready"].bool.map { "\($0)" } ?? "<unset>")
            field(2, "Hostname", endpoint["hostname"].string ?? "<unset>")
            let target = endpoint["targetRef"]
            if target.isPresent { field(2, "TargetRef", "\(target["kind"].words)/\(target["name"].words)") }
            field(2, "NodeName", endpoint["nodeName"].string ?? "<unset>")
            field(2, "Zone", endpoint["zone"].string ?? "<unset>")
        }
    }
}

/// The ready addresses behind a service's port, as far as they fit.
enum EndpointsText {
    private static let shown = 3

    static func describe(_ slices: [JSON], port wanted: String) -> String {
        if slices.isEmpty { return "<none>" }
        var list: [String] = []
        var count = 0
        var isCut = false
        for slice in slices {
            let ports = slice["ports"].items
            let fitting = ports.filter { $0["name"].words == wanted }.map { Optional($0["port"].count) }
            // Headless services may have endpoints without ports.
            for port in ports.isEmpty ? [nil] : fitting {
                for endpoint in slice["endpoints"].items {
                    if list.count == shown { isCut = true }
                    guard endpoint["conditions"]["ready"].bool ?? true else { continue }
                    let address = endpoint["addresses"][0].words
                    let host = address.contains(":") && port != nil ? "[\(address)]" : address
                    if !isCut { list.append(port.map { "\(host):\($0)" } ?? host) }
                    count += 1
                }
            }
        }
        let text = list.joined(separator: ",")
        return isCut ? "\(text) + \(count - shown) more..." : text
    }
}
