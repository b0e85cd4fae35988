internal import Document
internal import HTTPServing
internal import Resources

/// Finds the backend of a proxy request.
protocol ProxyLocator: Sendable {
    func backend(_ info: RequestInfo) throws(APIError) -> HTTPClientConnection
}

/// `name`, `name:port` or `scheme:name:port`, as proxied names may be written.
struct ProxyName: Equatable, Sendable {
    var scheme: String
    var name: String
    var port: String

    init(_ text: String) throws(APIError) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        switch parts.count {
        case 1: (scheme, name, port) = ("http", parts[0], "")
        case 2: (scheme, name, port) = ("http", parts[0], parts[1])
        case 3: (scheme, name, port) = (parts[0].isEmpty ? "http" : parts[0], parts[1], parts[2])
        default: throw .badRequest("invalid request \"\(text)\"")
        }
        guard scheme == "http" || scheme == "https", !name.isEmpty else { throw .badRequest("invalid request \"\(text)\"") }
    }

    /// A connection of this scheme. Backends' certificates are not verified: nothing says who should have signed them.
    func connection(host: String, port: Int) throws(APIError) -> HTTPClientConnection {
        guard scheme == "https" else { return HTTPClientConnection(host: host, port: port, tls: nil) }
        do {
            return HTTPClientConnection(host: host, port: port, tls: try ClientTLS(authority: nil))
        } catch {
            throw .internalError("\(error)")
        }
    }
}

struct PodProxyLocator: ProxyLocator {
    let registry: ResourceRegistry

    func backend(_ info: RequestInfo) throws(APIError) -> HTTPClientConnection {
        let named = try ProxyName(info.name)
        let key = ObjectKey(namespace: info.namespace, name: named.name)
        guard let record = registry[.pods, key] else { throw .notFound(.pods, named.name) }
        let pod = record.view(Pod.self)
        let address = pod.status.podIP
        guard !address.isEmpty else { throw .badRequest("address not allowed") }
        let declared = pod.spec.containers.flatMap(\.ports)
        let port: Int?
        if named.port.isEmpty {
            port = declared.first?.containerPort ?? (named.scheme == "https" ? 443 : 80)
        } else {
            port = Int(named.port) ?? declared.first { $0.name == named.port }?.containerPort
        }
        guard let port, (1...65_535).contains(port) else { throw .badRequest("pod \(named.name) has no port \"\(named.port)\"") }
        return try named.connection(host: address, port: port)
    }
}

/// A service's backend is one of its ready endpoints, by EndpointSlices, so that services lead here wherever they lead pods. Only pods of
/// the service's namespace are reached: who may write endpoints does not come by the server to places that are closed to themselves.
struct ServiceProxyLocator: ProxyLocator {
    /// Marks services that are parts of the cluster; those in `kube-system` may be served by no pod.
    static let clusterServiceLabel = "kubernetes.io/cluster-service"

    let registry: ResourceRegistry

    func backend(_ info: RequestInfo) throws(APIError) -> HTTPClientConnection {
        let named = try ProxyName(info.name)
        let key = ObjectKey(namespace: info.namespace, name: named.name)
        guard let record = registry[.services, key] else { throw .notFound(.services, named.name) }
        let service = record.view(Service.self)
        let ports = service.spec.ports
        let port =
            named.port.isEmpty
            ? (ports.count == 1 ? ports.first : nil) : ports.first { $0.name == named.port || String($0.port) == named.port }
        guard let port else {
            throw .serviceUnavailable("no service port \"\(named.port)\" found for service \"\(named.name)\"")
        }
        guard let chosen = candidates(service, port: port.name).randomElement() else {
            throw .serviceUnavailable("no endpoints available for service \"\(info.name)\"")
        }
        return try named.connection(host: chosen.host, port: chosen.port)
    }

    private func candidates(_ service: Service, port name: String) -> [ServiceTargets.Target] {
        let isOfCluster = service.namespace == Pod.systemNamespace && service.labels[Self.clusterServiceLabel] == "true"
        let ready = ServiceTargets(registry: registry).sliced(service.key, portName: name) ?? []
        return ready.filter { isOfCluster || isPod($0.endpoint, $0.target.host, in: service.namespace) }.map(\.target)
    }

    private func isPod(_ endpoint: Endpoint, _ address: String, in namespace: String) -> Bool {
        guard let target = endpoint.targetRef, target.kind == "Pod", target.namespace == namespace,
            let pod = registry[.pods, ObjectKey(namespace: namespace, name: target.name)]?.view(Pod.self)
        else { return false }
        return pod.status.podIP == address || pod.status.podIPs.contains { $0.ip == address }
    }
}

struct NodeProxyLocator: ProxyLocator {
    let registry: ResourceRegistry
    let kubelets: KubeletAccess

    func backend(_ info: RequestInfo) throws(APIError) -> HTTPClientConnection {
        let named = try ProxyName(info.name)
        guard let record = registry[.nodes, ObjectKey(namespace: "", name: named.name)] else { throw .notFound(.nodes, named.name) }
        let node = record.view(Node.self)
        let kubelet = try kubelets.connection(to: node)
        guard let port = Int(named.port), port != kubelet.port else { return kubelet }
        return try named.connection(host: kubelet.host, port: port)
    }
}
