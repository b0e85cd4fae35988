package import DNSWire
package import Resources

/// What the cluster's zone is called and what it speaks for.
package struct ZoneConfiguration: Sendable {
    /// `cluster.local` as a rule.
    package var domain: DNSName
    /// The address of the kube-dns service: the zone's name server.
    package var nameServer: IPv4Address
    /// Ranges whose reverse names this zone answers alone: services and pods.
    package var reverseRanges: [CIDR]
    /// Seconds an answer, also a negative one, may be kept. Short, because endpoints change.
    package var ttl: UInt32

    package init(domain: DNSName, nameServer: IPv4Address, reverseRanges: [CIDR], ttl: UInt32 = 5) {
        self.domain = domain
        self.nameServer = nameServer
        self.reverseRanges = reverseRanges
        self.ttl = ttl
    }

    /// Version of the Kubernetes DNS specification that the answers follow.
    package static let specificationVersion = "1.1.0"
}
