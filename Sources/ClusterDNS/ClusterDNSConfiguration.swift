internal import DNSWire
package import Resources

/// Where the DNS server listens, what it answers for, and whom it asks about the rest.
package struct ClusterDNSConfiguration: Sendable {
    /// An address of the node; service addresses are virtual, so the kube-dns service leads here.
    package var host: String
    /// 0 lets the kernel choose.
    package var port: Int
    package var zone: ZoneConfiguration
    /// Resolvers for names outside the cluster, in order of preference; none: such names are refused.
    package var upstreams: [(address: IPv4Address, port: Int)]

    package init(host: String, port: Int = 53, zone: ZoneConfiguration, upstreams: [(address: IPv4Address, port: Int)] = []) {
        self.host = host
        self.port = port
        self.zone = zone
        self.upstreams = upstreams
    }
}
