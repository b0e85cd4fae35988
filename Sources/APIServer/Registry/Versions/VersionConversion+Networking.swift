internal import Document
internal import Resources

extension VersionConversion {
    /// Ingresses of v1beta1 name a backend's service and port side by side, and the default backend just `backend`.
    static let ingressV1beta1 = VersionConversion(
        toServed: { object in
            var served = object
            served["spec"].rename("defaultBackend", "backend")
            changeBackends(&served["spec"], defaultName: "backend") { backend in
                let service = backend["service"]
                guard !service.isNull else { return }
                backend["service"] = .null
                backend["serviceName"] = service["name"]
                let port = service["port"]
                let name = port["name"].string ?? ""
                backend["servicePort"] = name.isEmpty ? .int(Int64(port["number"].int ?? 0)) : .string(name)
            }
            return served
        },
        toStored: { object in
            var stored = object
            stored["spec"].rename("backend", "defaultBackend")
            changeBackends(&stored["spec"], defaultName: "defaultBackend") { backend in
                let (name, port) = (backend["serviceName"], backend["servicePort"])
                backend["serviceName"] = .null
                backend["servicePort"] = .null
                if name.isEmptyValue, port.isEmptyValue { return }
                var service: JSON = ["name": .string(name.string ?? "")]
                if let text = port.string {
                    service["port"] = ["name": .string(text)]
                } else {
                    service["port"] = ["number": .int(Int64(port.int ?? 0))]
                }
                backend["service"] = service
            }
            return stored
        })

    private static func changeBackends(_ spec: inout JSON, defaultName: String, _ body: (inout JSON) -> Void) {
        if !spec[defaultName].isNull { body(&spec[defaultName]) }
        spec.changeElements("rules") { rule in
            if rule["http"].isNull { return }
            rule["http"].changeElements("paths") { path in body(&path["backend"]) }
        }
    }

    private static let zone = Node.zoneLabel
    private static let hostname = "kubernetes.io/hostname"

    /// Endpoints of v1beta1 tell their node and zone in the map `topology`.
    static let endpointSliceV1beta1 = VersionConversion(
        toServed: { object in
            var served = object
            served.changeElements("endpoints") { endpoint in
                var topology = endpoint["deprecatedTopology"]
                endpoint["deprecatedTopology"] = .null
                if let value = endpoint["zone"].string { topology[zone] = .string(value) }
                endpoint["zone"] = .null
                if let node = endpoint["nodeName"].string, topology[hostname].string?.isEmpty ?? true { topology[hostname] = .string(node) }
                endpoint["topology"] = topology
            }
            return served
        },
        toStored: { object in
            var stored = object
            stored.changeElements("endpoints") { endpoint in
                var topology = endpoint["topology"]
                endpoint["topology"] = .null
                if topology.isNull { return }
                if let value = topology[zone].string {
                    endpoint["zone"] = .string(value)
                    topology[zone] = .null
                }
                if let node = endpoint["nodeName"].string, topology[hostname].string == node { topology[hostname] = .null }
                endpoint["deprecatedTopology"] = topology.isEmptyValue ? .null : topology
            }
            return stored
        })
}
