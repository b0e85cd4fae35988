import Client
import Document
import Resources

/// What every node of a cluster must know alike. The server publishes it in the ConfigMap `kube-system/coxswain-config`, which nodes
/// and joining machines may read.
package struct ClusterSettings: Sendable, Equatable {
    static let namespace = "kube-system"
    static let name = "coxswain-config"

    package var podRange: String
    package var serviceRange: String
    package var dnsAddress: String
    package var clusterDomain: String
    /// Seconds without a sign of life after which a node is taken for lost: how often it has to give one follows from it.
    package var nodeGraceSeconds: Int?
    /// The port in the registry's name, `localhost:PORT`, which is the same on every node.
    package var registryPort: Int?
    /// Where nodes reach the registry of that name, by their certificates; nil for a cluster without one.
    package var registryServer: String?

    init(_ configuration: ClusterConfiguration) {
        podRange = configuration.podRange
        serviceRange = configuration.serviceRange
        dnsAddress = configuration.dnsAddress
        clusterDomain = configuration.clusterDomain
        nodeGraceSeconds = configuration.nodeGraceSeconds
        guard configuration.runsNode else { return }
        registryPort = configuration.registryPort
        registryServer = "https://\(configuration.nodeAddress):\(configuration.registryPort)"
    }

    /// - Throws: `ClusterError` naming the setting that is missing or makes no sense.
    init(data: [String: String]) throws {
        func value(_ key: String, _ isGood: (String) -> Bool) throws -> String {
            guard let value = data[key], isGood(value) else {
                throw ClusterError("the cluster's settings (ConfigMap \(Self.namespace)/\(Self.name)) have no usable \(key)")
            }
            return value
        }
        podRange = try value("podRange") { CIDR($0) != nil }
        serviceRange = try value("serviceRange") { CIDR($0) != nil }
        dnsAddress = try value("dnsAddress") { IPv4Address($0) != nil }
        clusterDomain = try value("clusterDomain") { !$0.isEmpty }
        nodeGraceSeconds = data["nodeGraceSeconds"].flatMap { Int($0) }
        registryPort = data["registryPort"].flatMap { Int($0) }
        registryServer = data["registryServer"]
    }

    var data: [String: String] {
        var data = ["podRange": podRange, "serviceRange": serviceRange, "dnsAddress": dnsAddress, "clusterDomain": clusterDomain]
        data["nodeGraceSeconds"] = nodeGraceSeconds.map { "\($0)" }
        data["registryPort"] = registryPort.map { "\($0)" }
        data["registryServer"] = registryServer
        return data
    }

    func publish(_ client: any APIClient) async throws {
        var object = ConfigMap(name: Self.name, namespace: Self.namespace)
        object.data = data
        try await client.ensure(object, ["data"])
    }

    static func read(_ client: any APIClient) async throws -> ClusterSettings {
        try ClusterSettings(data: try await client.get(ConfigMap.self, namespace: namespace, name: name).data)
    }

    /// Takes the settings over into what a node is started with.
    func apply(to configuration: inout ClusterConfiguration) throws {
        configuration.podRange = podRange
        configuration.serviceRange = serviceRange
        configuration.clusterDomain = clusterDomain
        configuration.nodeGraceSeconds = nodeGraceSeconds ?? configuration.nodeGraceSeconds
        configuration.registryPort = registryPort ?? configuration.registryPort
        guard configuration.dnsAddress == dnsAddress else {
            throw ClusterError(
                "the cluster's DNS is at \(dnsAddress), not at \(configuration.dnsAddress): "
                    + "the server is of another version than this program"
            )
        }
    }
}
