import CommandRunner
import Resources
import ServiceProxy

extension ClusterConfiguration {
    /// Where Ingresses are reached: the last but one address of the load balancers' range, which no load balancer gets. The node's
    /// own when that range is too small or the node is not on the cluster's bridge.
    package var ingressAddress: String {
        guard let pool = CIDR(loadBalancerRange), pool.count >= 4, let nodes = CIDR(nodeRange), let node = IPv4Address(nodeAddress),
            nodes.contains(node), let address = pool.address(at: pool.count - 2)
        else { return nodeAddress }
        return address.description
    }

    /// The addresses that load balancers get.
    package var loadBalancerBlocks: [CIDR]? {
        CIDR(loadBalancerRange).map { pool in IPv4Address(ingressAddress).map(pool.excluding) ?? [pool] }
    }

    /// Where the cluster's DNS asks about names outside.
    var resolvers: [(address: IPv4Address, port: Int)] { dnsForwards.compactMap(Self.resolver) }

    /// Reads `ADDRESS` or `ADDRESS:PORT`.
    static func resolver(_ text: String) -> (address: IPv4Address, port: Int)? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let address = IPv4Address(parts[0]), parts.count <= 2 else { return nil }
        guard parts.count == 2 else { return (address, 53) }
        guard let port = Int(parts[1]), (1...65535).contains(port) else { return nil }
        return (address, port)
    }

    /// The pod network of this machine's node, given its part of the pod range.
    func podNetwork(_ range: CIDR) -> CNIConfiguration {
        CNIConfiguration(cluster: name, podCIDR: range, ipamDirectory: paths.podAddresses)
    }

    /// The bridge that pods hang on.
    var podBridge: String { podNetwork(CIDR(IPv4Address(bits: 0), prefix: 24)).bridge }

    /// Nil when the ranges are no ranges; `problems` says so before anything starts.
    func routeGuard(_ runner: any CommandRunning) -> RouteGuard? { routeGuard(runner, source: IPv4Address(nodeAddress)) }

    /// - Parameter source: the address local connections to services come from; nil as long as the node has none.
    func routeGuard(_ runner: any CommandRunning, source: IPv4Address?) -> RouteGuard? {
        guard let pods = CIDR(podRange), let services = CIDR(serviceRange) else { return nil }
        return RouteGuard(cluster: name, podRange: pods, serviceRange: services, nodeAddress: source, commands: runner)
    }
}
