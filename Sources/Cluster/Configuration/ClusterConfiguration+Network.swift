import CommandRunner
import Resources
import ServiceProxy

extension ClusterConfiguration {
    /// The pod network of this machine's node, given its part of the pod range.
    func podNetwork(_ range: CIDR) -> CNIConfiguration {
        CNIConfiguration(cluster: name, podCIDR: range, ipamDirectory: paths.podAddresses)
    }

    /// The bridge that pods hang on.
    var podBridge: String { podNetwork(CIDR(IPv4Address(bits: 0), prefix: 24)).bridge }

    /// The range of this machine's nodes, where this is the first of them and the way out for the others.
    var innerNodes: CIDR? {
        guard furtherNode == nil, let range = CIDR(nodeRange), let address = IPv4Address(nodeAddress), range.contains(address) else {
            return nil
        }
        return range
    }

    /// Nil when the ranges are no ranges; `problems` says so before anything starts.
    func routeGuard(_ runner: any CommandRunning) -> RouteGuard? { routeGuard(runner, source: IPv4Address(nodeAddress)) }

    /// - Parameter source: the address local connections to services come from; nil as long as the node has none.
    func routeGuard(_ runner: any CommandRunning, source: IPv4Address?) -> RouteGuard? {
        guard let pods = CIDR(podRange), let services = CIDR(serviceRange) else { return nil }
        return RouteGuard(cluster: name, podRange: pods, serviceRange: services, nodeAddress: source, commands: runner)
    }
}
