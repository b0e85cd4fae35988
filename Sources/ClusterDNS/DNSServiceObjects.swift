internal import Document
package import Resources

/// The objects that lead pods to the DNS server: the service `kube-system/kube-dns` without selector, and a slice with the address
/// where the server listens. Whoever sets up the cluster creates them.
package enum DNSServiceObjects {
    package static let key = ObjectKey(namespace: "kube-system", name: "kube-dns")
    /// The port clients use.
    package static let port = 53

    package static func service(clusterIP: IPv4Address) -> Service {
        Service([
            "apiVersion": "v1", "kind": "Service",
            "metadata": [
                "namespace": .string(key.namespace), "name": .string(key.name),
                "labels": ["k8s-app": "kube-dns", "kubernetes.io/cluster-service": "true", "kubernetes.io/name": "CoreDNS"],
            ],
            "spec": [
                "type": "ClusterIP", "clusterIP": .string("\(clusterIP)"), "clusterIPs": [.string("\(clusterIP)")],
                "ports": .array(portObjects(number: port, target: true)),
            ],
        ])
    }

    /// - Parameter listening: where the server listens, as pods on every node reach it.
    package static func slice(listening address: IPv4Address, port: Int) -> EndpointSlice {
        EndpointSlice([
            "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
            "metadata": [
                "namespace": .string(key.namespace), "name": .string(key.name),
                "labels": [
                    EndpointSlice.serviceNameLabel: .string(key.name), EndpointSlice.managedByLabel: "coxswain",
                ],
            ],
            "addressType": "IPv4",
            "endpoints": [["addresses": [.string("\(address)")], "conditions": ["ready": true]]],
            "ports": .array(portObjects(number: port, target: false)),
        ])
    }

    /// As upstream's DNS server calls them.
    package static let ports: [(name: String, number: Int, transport: String)] = [("dns", port, "UDP"), ("dns-tcp", port, "TCP")]

    private static func portObjects(number: Int, target: Bool) -> [JSON] {
        ports.map { name, _, transport in
            var port: JSON = ["name": .string(name), "protocol": .string(transport), "port": .int(Int64(number))]
            if target { port["targetPort"] = .int(Int64(number)) }
            return port
        }
    }
}
