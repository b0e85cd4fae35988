package import Resources

/// The part of a Service that rules depend on, taken out once when it arrives.
package struct ServiceFacts: Hashable, Sendable {
    package struct Port: Hashable, Sendable {
        package var name: String
        package var transport: TransportProtocol
        package var port: UInt16
        package var nodePort: UInt16?
    }

    package var clusterAddress: IPv4Address
    /// External addresses and those of load balancers.
    package var externalAddresses: [IPv4Address]
    package var ports: [Port]
    package var affinitySeconds: Int?
    package var externalTrafficIsLocal: Bool
    package var internalTrafficIsLocal: Bool

    /// Marks services another proxy looks after.
    static let foreignProxyLabel = "service.kubernetes.io/service-proxy-name"
    /// Kubernetes' default of `sessionAffinityConfig.clientIP.timeoutSeconds`.
    static let defaultAffinitySeconds = 10_800

    /// nil for services without packet rules: headless ones, ExternalName, other address families, other proxies.
    package init?(_ service: Service) {
        let spec = service.spec
        guard spec.type != "ExternalName", let address = IPv4Address(spec.clusterIP), service.labels[Self.foreignProxyLabel] == nil else { return nil }
        clusterAddress = address
        var external = spec.externalIPs.compactMap(IPv4Address.init)
        if spec.type == "LoadBalancer" {
            // An address in mode "Proxy" belongs to a balancer that delivers to the nodes itself (KEP-1860).
            external += service.status.loadBalancer.ingress.filter { $0.ipMode != "Proxy" }.compactMap { IPv4Address($0.ip) }
        }
        externalAddresses = Set(external).subtracting([address]).sorted()
        ports = spec.ports.compactMap { port in
            guard let transport = TransportProtocol(api: port.protocol), let number = UInt16(exactly: port.port), number > 0 else { return nil }
            let nodePort = port.nodePort.flatMap(UInt16.init(exactly:)).flatMap { $0 > 0 ? $0 : nil }
            return Port(name: port.name, transport: transport, port: number, nodePort: nodePort)
        }
        if spec.sessionAffinity == "ClientIP" {
            affinitySeconds = max(1, spec.sessionAffinityConfig?.clientIP.timeoutSeconds ?? Self.defaultAffinitySeconds)
        }
        externalTrafficIsLocal = spec.externalTrafficPolicy == "Local"
        internalTrafficIsLocal = spec.internalTrafficPolicy == "Local"
    }
}
