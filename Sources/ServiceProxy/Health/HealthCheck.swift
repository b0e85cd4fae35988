package import Resources

/// What an outside load balancer is told about one service on this node (`spec.healthCheckNodePort`).
package struct HealthCheck: Hashable, Sendable {
    package var service: ObjectKey
    /// Ready endpoints on this node.
    package var localEndpoints: Int

    package init(service: ObjectKey, localEndpoints: Int) {
        self.service = service
        self.localEndpoints = localEndpoints
    }

    /// Traffic is welcome where there is somebody to take it.
    package var status: Int { localEndpoints > 0 ? 200 : 503 }

    /// As balancers that know Kubernetes read it.
    package var body: String {
        """
        {
        \t"service": {
        \t\t"namespace": "\(service.namespace)",
        \t\t"name": "\(service.name)"
        \t},
        \t"localEndpoints": \(localEndpoints),
        \t"serviceProxyHealthy": true
        }
        """
    }
}
