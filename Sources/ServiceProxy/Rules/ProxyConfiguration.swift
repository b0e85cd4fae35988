package import Resources

/// What the proxy of one node has to know about it and its cluster.
package struct ProxyConfiguration: Hashable, Sendable {
    package var clusterName: String
    package var nodeName: String
    /// All pods of the cluster; traffic within it keeps its addresses.
    package var podRange: CIDR
    package var serviceRange: CIDR
    /// The network namespace the node lives in, as a path; nil: this process's own.
    package var networkNamespace: String?
    /// Addresses of nodes that know no way into the world but through this one.
    package var innerNodes: CIDR?

    package init(
        clusterName: String, nodeName: String, podRange: CIDR, serviceRange: CIDR, networkNamespace: String? = nil, innerNodes: CIDR? = nil
    ) {
        self.clusterName = clusterName
        self.nodeName = nodeName
        self.podRange = podRange
        self.serviceRange = serviceRange
        self.networkNamespace = networkNamespace
        self.innerNodes = innerNodes
    }

    package var frame: TableFrame {
        TableFrame(cluster: clusterName, podRange: podRange, serviceRange: serviceRange, innerNodes: innerNodes)
    }
}
