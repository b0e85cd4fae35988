import DNSWire
import Document
import Resources

@testable import ClusterDNS

/// A small cluster as the zone sees it.
enum ZoneFixture {
    static let configuration = ZoneConfiguration(
        domain: (try? DNSName("cluster.local")) ?? .root, nameServer: IPv4Address(10, 96, 0, 10),
        reverseRanges: [CIDR(IPv4Address(10, 96, 0, 0), prefix: 16), CIDR(IPv4Address(10, 244, 0, 0), prefix: 16)])

    static func service(_ name: String, _ spec: JSON) -> Service {
        Service(["metadata": ["namespace": "default", "name": .string(name)], "spec": spec])
    }

    static func slice(_ service: String, port: (name: String, number: Int), _ endpoints: [JSON]) -> EndpointSlice {
        EndpointSlice([
            "metadata": [
                "namespace": "default", "name": .string("\(service)-1"), "labels": ["kubernetes.io/service-name": .string(service)],
            ],
            "addressType": "IPv4", "endpoints": .array(endpoints),
            "ports": [["name": .string(port.name), "protocol": "TCP", "port": .int(Int64(port.number))]],
        ])
    }

    /// A clustered service, a headless one with a named and an unnamed pod, an unready pod, and aliases.
    static var data: ZoneData {
        var data = ZoneData()
        data.namespaceChanged("default", exists: true)
        data.namespaceChanged("empty", exists: true)
        let services = [
            service(
                "web",
                ["clusterIP": "10.96.0.20", "ports": [["name": "http", "port": 80], ["name": "dns", "port": 53, "protocol": "UDP"]]]),
            service("plain", ["clusterIP": "10.96.0.21", "ports": [["port": 80]]]),
            service("db", ["clusterIP": "None", "ports": [["name": "sql", "port": 5432]]]),
            service("none-ready", ["clusterIP": "None", "ports": [["name": "sql", "port": 5432]]]),
            service("out", ["type": "ExternalName", "externalName": "www.example.org"]),
            service("alias", ["type": "ExternalName", "externalName": "web.default.svc.cluster.local"]),
            service("circle", ["type": "ExternalName", "externalName": "circle.default.svc.cluster.local"]),
        ]
        for service in services { data.serviceChanged(service.key, service) }
        let slices = [
            slice(
                "db", port: ("sql", 5432),
                [
                    ["addresses": ["10.244.0.5"], "hostname": "db-0", "conditions": ["ready": true]],
                    ["addresses": ["10.244.0.6"], "conditions": [:]],
                    ["addresses": ["10.244.0.7"], "hostname": "db-2", "conditions": ["ready": false]],
                ]),
            slice("web", port: ("http", 8080), [["addresses": ["10.244.0.8"], "conditions": ["ready": true]]]),
        ]
        for slice in slices { data.sliceChanged(slice.key, slice) }
        return data
    }

    static var zone: ClusterZone {
        let zone = ClusterZone(configuration: configuration)
        zone.change { $0 = data }
        return zone
    }
}

/// One line a record, as `dig` shows them.
func line(_ record: DNSRecord) -> String {
    let data =
        switch record.data {
        case .a(let bits): "A \(IPv4Address(bits: bits))"
        case .cname(let name): "CNAME \(name)"
        case .ptr(let name): "PTR \(name)"
        case .ns(let name): "NS \(name)"
        case .srv(let location): "SRV \(location.priority) \(location.weight) \(location.port) \(location.target)"
        case .txt(let strings): "TXT " + strings.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
        case .soa(let soa): "SOA \(soa.primary) \(soa.mailbox)"
        case .aaaa, .other: "\(record.data.type.rawValue)"
        }
    return "\(record.name) \(record.ttl) \(data)"
}
