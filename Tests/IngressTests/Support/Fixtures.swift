import Document
import Ingress
import Resources

/// Objects as tests need them, and a plan's sources over them.
struct World: IngressSources {
    var services: [ObjectKey: Resources.Service] = [:]
    var slices: [ObjectKey: [EndpointSlice]] = [:]
    var secrets: [ObjectKey: Secret] = [:]

    func service(_ key: ObjectKey) -> Resources.Service? { services[key] }
    func slices(of service: ObjectKey) -> [EndpointSlice] { slices[service] ?? [] }
    func secret(_ key: ObjectKey) -> Secret? { secrets[key] }

    /// A service with one port, `http`, and ready pods at these addresses.
    mutating func add(_ name: String, port: Int = 80, _ addresses: [String], unready: [String] = []) {
        let key = ObjectKey(namespace: "ns", name: name)
        services[key] = makeService(name, port: port)
        slices[key] = [makeSlice(of: name, addresses, unready: unready)]
    }
}

func makeService(_ name: String, port: Int = 80) -> Resources.Service {
    var service = Resources.Service(name: name, namespace: "ns")
    service.json["spec"] = [
        "type": "ClusterIP", "clusterIP": "10.96.0.9", "ports": [["name": "http", "port": JSON(port), "protocol": "TCP"]],
    ]
    return service
}

func makeSlice(of service: String, _ addresses: [String], unready: [String] = []) -> EndpointSlice {
    var slice = EndpointSlice(name: service + "-1", namespace: "ns")
    slice.metadata.labels = [EndpointSlice.serviceNameLabel: service]
    slice.json["addressType"] = "IPv4"
    let endpoint = { (address: String, ready: Bool) -> JSON in ["addresses": [.string(address)], "conditions": ["ready": .bool(ready)]] }
    slice.json["endpoints"] = .array(addresses.map { endpoint($0, true) } + unready.map { endpoint($0, false) })
    slice.json["ports"] = [["name": "http", "port": 8080, "protocol": "TCP"]]
    return slice
}

func backend(_ service: String, _ port: JSON = ["number": 80]) -> JSON { ["service": ["name": .string(service), "port": port]] }

/// An Ingress with one rule for each host, and a path and a service in each.
func makeIngress(
    _ name: String, created: Int64 = 100, annotations: [String: String] = [:], spec: JSON = [:],
    rules: [(host: String, path: String, type: String, service: String)] = []
) -> Ingress {
    var ingress = Ingress(name: name, namespace: "ns")
    ingress.metadata.creationTimestamp = Timestamp(seconds: created)
    ingress.metadata.annotations = annotations
    ingress.json["spec"] = spec
    if !rules.isEmpty {
        ingress.json["spec"]["rules"] = .array(
            rules.map { rule in
                [
                    "host": .string(rule.host),
                    "http": ["paths": [["path": .string(rule.path), "pathType": .string(rule.type), "backend": backend(rule.service)]]],
                ]
            })
    }
    return ingress
}

func makeClass(_ name: String, controller: String = "coxswain.io/ingress") -> IngressClass {
    var object = IngressClass(name: name)
    object.json["spec"] = ["controller": .string(controller)]
    return object
}
