internal import Document
internal import Resources
internal import Schema

/// core/v1 Service. Addresses and node ports are given out by the API server; these are the rules around them.
struct ServiceRules: KindBehaviour {
    /// Seconds for which a client keeps its endpoint when affinity is on and says nothing else.
    private static let affinitySeconds: JSON = 10800

    var nameRule: NameRule { .label }
    var separatesStatus: Bool { true }
    var selectable: [SelectableField] { ["spec.clusterIP", "spec.type"] }
    var columns: [TableColumn] { ServiceColumns.all }

    func applyDefaults(_ object: inout JSON) {
        let type = object["spec"]["type"].string ?? ""
        Self.affinity(&object["spec"])
        if !object["spec"]["ports"].isNull {
            object["spec"]["ports"].mutateArray { ports in
                for index in ports.indices {
                    let target = ports[index]["targetPort"]
                    if target.isNull || target == 0 || target == "" { ports[index]["targetPort"] = ports[index]["port"] }
                }
            }
        }
        if type == "ExternalName" { return }
        let external = type == "NodePort" || type == "LoadBalancer" || !(object["spec"]["externalIPs"].array ?? []).isEmpty
        if external, object["spec"]["externalTrafficPolicy"].isNull { object["spec"]["externalTrafficPolicy"] = "Cluster" }
        if object["spec"]["internalTrafficPolicy"].isNull { object["spec"]["internalTrafficPolicy"] = "Cluster" }
        if type == "LoadBalancer", object["spec"]["allocateLoadBalancerNodePorts"].isNull {
            object["spec"]["allocateLoadBalancerNodePorts"] = true
        }
        if object["spec"]["ipFamilyPolicy"].isNull { object["spec"]["ipFamilyPolicy"] = "SingleStack" }
        if object["spec"]["ipFamilies"].array?.isEmpty ?? true { object["spec"]["ipFamilies"] = ["IPv4"] }
        Self.addresses(&object["spec"])
    }

    private static func affinity(_ spec: inout JSON) {
        switch spec["sessionAffinity"].string {
        case "ClientIP":
            if spec["sessionAffinityConfig", "clientIP", "timeoutSeconds"].isNull {
                spec["sessionAffinityConfig"] = ["clientIP": ["timeoutSeconds": affinitySeconds]]
            }
        default: spec["sessionAffinityConfig"] = .null
        }
    }

    /// Who knows only `clusterIP` says with it what the first of `clusterIPs` is; the other way round both have to be said.
    private static func addresses(_ spec: inout JSON) {
        guard let address = spec["clusterIP"].string, !address.isEmpty, spec["clusterIPs"].strings.isEmpty else { return }
        spec["clusterIPs"] = [.string(address)]
    }

    func prepareForCreate(_ object: inout JSON) { object["status"] = ["loadBalancer": [:]] }

    /// What belonged to the former type goes with it, unless the writer changed it on purpose.
    func prepareForUpdate(_ object: inout JSON, old: JSON, subresource: String?) {
        guard subresource == nil else { return }
        keepHealthCheck(&object, old)
        let (type, before) = (object["spec"]["type"].string, old["spec"]["type"].string)
        if type == before { return }
        func drop(_ key: String) { if object["spec"][key] == old["spec"][key] { object["spec"][key] = .null } }
        if type == "ExternalName" {
            for key in ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy"] { drop(key) }
        }
        if type != "NodePort" && type != "LoadBalancer" {
            if (object["spec"]["externalIPs"].array ?? []).isEmpty { drop("externalTrafficPolicy") }
            dropNodePorts(&object, old)
        }
        if before == "LoadBalancer" {
            for key in ["allocateLoadBalancerNodePorts", "loadBalancerClass"] { drop(key) }
        }
    }

    /// The port for health checks belongs to balanced services whose traffic stays on its node: it goes with that, and stays with it when
    /// the writer says nothing of it.
    private func keepHealthCheck(_ object: inout JSON, _ old: JSON) {
        func isChecked(_ object: JSON) -> Bool {
            object["spec"]["type"].string == "LoadBalancer" && object["spec"]["externalTrafficPolicy"].string == "Local"
        }
        guard isChecked(old) else { return }
        let (port, before) = (object["spec"]["healthCheckNodePort"], old["spec"]["healthCheckNodePort"])
        if !isChecked(object) {
            if port == before { object["spec"]["healthCheckNodePort"] = .null }
        } else if (port.int ?? 0) == 0 {
            object["spec"]["healthCheckNodePort"] = before
        }
    }

    private func dropNodePorts(_ object: inout JSON, _ old: JSON) {
        let ports = old["spec"]["ports"].array ?? []
        guard !object["spec"]["ports"].isNull else { return }
        object["spec"]["ports"].mutateArray { new in
            for index in new.indices {
                let same = ports.contains { $0["port"] == new[index]["port"] && $0["nodePort"] == new[index]["nodePort"] }
                if same { new[index]["nodePort"] = .null }
            }
        }
    }

    func validate(_ object: JSON, _ errors: inout [FieldError]) { ServiceValidation(object).validate(&errors) }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        let (spec, before) = (object["spec"], old["spec"])
        ServiceAddressValidation(spec: spec).validateChange(before, &errors)
        let isBalanced = [spec, before].allSatisfy { $0["type"].string == "LoadBalancer" }
        if isBalanced, spec["loadBalancerClass"] != before["loadBalancerClass"] {
            errors.append(.invalid("spec.loadBalancerClass", spec["loadBalancerClass"], "may not change once set"))
        }
        let isChecked = isBalanced && [spec, before].allSatisfy { $0["externalTrafficPolicy"].string == "Local" }
        if isChecked, spec["healthCheckNodePort"] != before["healthCheckNodePort"] {
            errors.append(.forbidden("spec.healthCheckNodePort", "field is immutable"))
        }
    }

    func warnings(_ object: JSON, old: JSON?) -> [String] { ServiceWarnings.of(object) }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] { ServiceColumns.cells(object, now: now) }
}

enum ServiceColumns {
    static let all: [TableColumn] = [
        .name, TableColumn("Type", description: "Who can reach the service."),
        TableColumn("Cluster-IP", description: "Its address within the cluster."),
        TableColumn("External-IP", description: "Its addresses for the world."),
        TableColumn("Port(s)", description: "Ports, with the node port behind the colon."), .age, .selector,
    ]

    static func cells(_ service: JSON, now: Timestamp) -> [JSON] {
        let spec = service["spec"]
        let ports = (spec["ports"].array ?? []).map { port in
            let number = port["port"].int ?? 0
            let node = port["nodePort"].int ?? 0
            return (node > 0 ? "\(number):\(node)/" : "\(number)/") + (port["protocol"].string ?? "")
        }
        return [
            service.nameCell, spec["type"].textCell, .string(spec["clusterIPs"].strings.first ?? spec["clusterIP"].string ?? "<none>"),
            .string(externalAddress(service)), .string(ports.isEmpty ? "<none>" : ports.joined(separator: ",")), service.ageCell(now: now),
            .string(spec["selector"].labelText),
        ]
    }

    private static func externalAddress(_ service: JSON) -> String {
        let spec = service["spec"]
        let given = spec["externalIPs"].strings
        switch spec["type"].string {
        case "ExternalName": return spec["externalName"].string ?? ""
        case "LoadBalancer":
            let ingress = (service["status", "loadBalancer", "ingress"].array ?? []).compactMap { entry -> String? in
                if let ip = entry["ip"].string, !ip.isEmpty { return ip }
                return entry["hostname"].string
            }
            let all = Set(ingress).sorted() + given
            return all.isEmpty ? "<pending>" : all.joined(separator: ",")
        case "ClusterIP", "NodePort": return given.isEmpty ? "<none>" : given.joined(separator: ",")
        default: return "<unknown>"
        }
    }
}
