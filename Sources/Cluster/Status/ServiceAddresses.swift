import Client
import Document
import Resources

/// Where services are reached from this machine, as minikube tells it.
package struct ServiceAddresses: Sendable, Equatable {
    package struct Line: Sendable, Equatable {
        package var namespace: String
        package var name: String
        /// `http/8080`: the port's name, when it has one, and number.
        package var port: String
        /// Nil for a service that is not reached from outside the cluster's own networks.
        package var url: String?
    }

    package var lines: [Line]

    /// The node's own port where there is one; otherwise the service's own address, which this machine reaches as well as any pod.
    package init(_ services: [Service], node: String, scheme: String = "http") {
        lines = services.flatMap { service in
            let ports = service.spec.ports
            if ports.isEmpty { return [Line(namespace: service.namespace, name: service.name, port: "", url: nil)] }
            return ports.map { port in
                let label = (port.name.isEmpty ? "" : port.name + "/") + String(port.port)
                return Line(
                    namespace: service.namespace, name: service.name, port: label,
                    url: Self.host(service, port, node: node).map { "\(scheme)://\($0)" })
            }
        }
    }

    private static func host(_ service: Service, _ port: ServicePort, node: String) -> String? {
        if let nodePort = port.nodePort, nodePort > 0 { return "\(node):\(nodePort)" }
        let address = service.spec.clusterIP
        return address.isEmpty || address == "None" || service.spec.type == "ExternalName" ? nil : "\(address):\(port.port)"
    }

    package var urls: [String] { lines.compactMap(\.url) }

    /// A table with a frame.
    package var text: String {
        let head = ["NAMESPACE", "NAME", "TARGET PORT", "URL"]
        var last: (String, String)?
        let rows = lines.map { line in
            let isSame = last.map { $0 == (line.namespace, line.name) } ?? false
            last = (line.namespace, line.name)
            return [isSame ? "" : line.namespace, isSame ? "" : line.name, line.port, line.url ?? "not reached from outside"]
        }
        let widths = head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
        let rule = "|" + widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "|") + "|"
        func framed(_ row: [String]) -> String {
            "|" + zip(row, widths).map { " \($0)\(String(repeating: " ", count: $1 - $0.count)) " }.joined(separator: "|") + "|"
        }
        return ([rule, framed(head), rule] + rows.map(framed) + [rule]).joined(separator: "\n") + "\n"
    }
}

extension ServiceAddresses {
    /// How long the pods of a service may take to become ready.
    package static let patience: Duration = .seconds(10)

    /// Reads one service, and waits until there is somebody behind it.
    package static func read(
        _ name: String, namespace: String, scheme: String, wait: Duration = patience, client: some APIClient
    ) async throws -> ServiceAddresses {
        guard let service = try await client.find(Service.self, namespace: namespace, name: name) else {
            throw ClusterError(
                "Service '\(name)' was not found in '\(namespace)' namespace. You may select another namespace by using "
                    + "'coxswain service \(name) -n <namespace>', or list all services using 'coxswain service list'")
        }
        let found = ServiceAddresses([service], node: try await node(client), scheme: scheme)
        guard !found.urls.isEmpty else {
            throw ClusterError("service \(namespace)/\(name) has no node port, and no address of its own either")
        }
        let deadline = ContinuousClock.now + wait
        while try await readyEndpoints(name, namespace, client) == 0 {
            guard ContinuousClock.now < deadline else {
                throw ClusterError(
                    "service not available: no running pod for service \(name) found; see: coxswain why service/\(name) -n \(namespace)")
            }
            try await Task.sleep(for: .milliseconds(200))
        }
        return found
    }

    /// Reads the services of a namespace, or of all.
    package static func list(namespace: String?, client: some APIClient) async throws -> ServiceAddresses {
        let services = try await client.list(Service.self, ListOptions(namespace: namespace))
        return ServiceAddresses(
            services.sorted { ($0.namespace, $0.name) < ($1.namespace, $1.name) }, node: try await node(client))
    }

    private static func readyEndpoints(_ name: String, _ namespace: String, _ client: some APIClient) async throws -> Int {
        try await client.list(EndpointSlice.self, ListOptions(namespace: namespace)).filter { $0.serviceName == name }
            .flatMap(\.endpoints).filter { $0.conditions.ready ?? true }.count
    }

    private static func node(_ client: some APIClient) async throws -> String {
        let nodes = try await client.list(Node.self)
        guard let address = (nodes.first(where: \.isReady) ?? nodes.first)?.address("InternalIP") else {
            throw ClusterError("the cluster has no node")
        }
        return address
    }
}
