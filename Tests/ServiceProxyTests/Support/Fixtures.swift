import Document
import Resources

@testable import ServiceProxy

/// Services and slices as short literals for the tests.
enum Fixtures {
    static let podRange = CIDR(IPv4Address(10, 244, 0, 0), prefix: 16)
    static let serviceRange = CIDR(IPv4Address(10, 96, 0, 0), prefix: 16)
    static let node = "node-1"
    static let configuration = ProxyConfiguration(
        clusterName: "coxswain", nodeName: node, podRange: podRange, serviceRange: serviceRange)

    static func service(_ name: String, _ spec: JSON, ingress: [JSON] = []) -> Service {
        var json: JSON = ["metadata": ["namespace": "default", "name": .string(name)], "spec": spec]
        if !ingress.isEmpty { json["status"] = ["loadBalancer": ["ingress": .array(ingress)]] }
        return Service(json)
    }

    static func key(_ name: String) -> ObjectKey { ObjectKey(namespace: "default", name: name) }

    /// A slice with one port; endpoints as (address, node, conditions).
    static func slice(_ service: String, port: Int, name: String = "", proto: String = "TCP", _ endpoints: [(String, String, JSON)])
        -> EndpointSlice
    {
        EndpointSlice([
            "metadata": [
                "namespace": "default", "name": .string("\(service)-\(name)\(proto)\(port)"),
                "labels": ["kubernetes.io/service-name": .string(service)],
            ],
            "addressType": "IPv4",
            "endpoints": .array(
                endpoints.map { ["addresses": [.string($0.0)], "nodeName": .string($0.1), "conditions": $0.2] }),
            "ports": [["name": .string(name), "protocol": .string(proto), "port": .int(Int64(port))]],
        ])
    }

    static func ready(_ address: String, on node: String = "node-1") -> (String, String, JSON) { (address, node, ["ready": true]) }

    /// The rule set of one service over some slices.
    static func rules(_ service: Service, _ slices: [EndpointSlice]) -> ServiceRuleSet? {
        ServiceFacts(service).map { ServiceRules.ruleSet($0, slices.compactMap { EndpointFacts($0, nodeName: node) }) }
    }

    static func backend(_ address: String, _ port: UInt16) -> Backend {
        Backend(address: IPv4Address(address) ?? IPv4Address(bits: 0), port: port)
    }
}
