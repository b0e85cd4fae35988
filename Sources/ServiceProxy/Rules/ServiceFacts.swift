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
    package var loadBalancerAddresses: Set<IPv4Address>
    /// Who may use the load balancer's addresses; nil: everyone. No block lies within another.
    package var allowedSources: [CIDR]?
    package var ports: [Port]
    package var affinitySeconds: Int?
    package var externalTrafficIsLocal: Bool
    package var internalTrafficIsLocal: Bool
    /// Where outside balancers ask whether this node has endpoints.
    package var healthCheckPort: UInt16?

    /// Marks services another proxy looks after.
    static let foreignProxyLabel = "service.kubernetes.io/service-proxy-name"
    /// Kubernetes' default of `sessionAffinityConfig.clientIP.timeoutSeconds`.
    static let defaultAffinitySeconds = 10_800

    /// nil for services without packet rules: headless ones, ExternalName, other address families, other proxies.
    package init?(_ service: Service) {
        let spec = service.spec
        guard spec.type != "ExternalName", let address = IPv4Address(spec.clusterIP), service.labels[Self.foreignProxyLabel] == nil else {
            return nil
        }
        clusterAddress = address
        loadBalancerAddresses = []
        if spec.type == "LoadBalancer" {
            // An address in mode "Proxy" belongs to a balancer that delivers to the nodes itself (KEP-1860).
            let ingress = service.status.loadBalancer.ingress.filter { $0.ipMode != "Proxy" }
            loadBalancerAddresses = Set(ingress.compactMap { IPv4Address($0.ip) })
            allowedSources = Self.outermost(spec.loadBalancerSourceRanges)
        }
        let external = spec.externalIPs.compactMap { IPv4Address($0) }
        externalAddresses = loadBalancerAddresses.union(external).subtracting([address]).sorted()
        ports = spec.ports.compactMap { port in
            guard let transport = TransportProtocol(api: port.protocol), let number = UInt16(exactly: port.port), number > 0 else {
                return nil
            }
            let nodePort = port.nodePort.flatMap(UInt16.init(exactly:)).flatMap { $0 > 0 ? $0 : nil }
            return Port(name: port.name, transport: transport, port: number, nodePort: nodePort)
        }
        if spec.sessionAffinity == "ClientIP" {
            affinitySeconds = max(1, spec.sessionAffinityConfig?.clientIP.timeoutSeconds ?? Self.defaultAffinitySeconds)
        }
        externalTrafficIsLocal = spec.externalTrafficPolicy == "Local"
        internalTrafficIsLocal = spec.internalTrafficPolicy == "Local"
        if spec.type == "LoadBalancer", externalTrafficIsLocal {
            healthCheckPort = spec.healthCheckNodePort.flatMap(UInt16.init(exactly:)).flatMap { $0 > 0 ? $0 : nil }
        }
    }

    /// Unreadable ranges allow nobody.
    private static func outermost(_ ranges: [String]) -> [CIDR]? {
        ranges.isEmpty ? nil : CIDR.outermost(ranges.compactMap { CIDR($0) })
    }
}

extension CIDR {
    /// The blocks without those that lie within others, which the kernel refuses as overlapping.
    static func outermost(_ blocks: [CIDR]) -> [CIDR] {
        let blocks = Set(blocks)
        return blocks.filter { block in !blocks.contains { $0 != block && $0.prefix < block.prefix && $0.contains(block.base) } }
            .sorted { $0.base < $1.base }
    }
}
