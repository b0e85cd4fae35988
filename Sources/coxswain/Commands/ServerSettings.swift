import ArgumentParser
import Cluster
import FoundationEssentials

/// What can be chosen when a cluster is started. What is left out keeps the value the cluster was started with before, or its default.
struct ServerSettings: ParsableArguments {
    @Option(help: "The API server's port (default: 6443).") var apiPort: Int?
    @Option(help: "The image registry's port on loopback (default: 5000).") var registryPort: Int?
    @Option(help: "The kubelet's port (default: 10250).") var kubeletPort: Int?
    @Option(help: "Addresses of pods (default: 10.244.0.0/16).") var podCidr: String?
    @Option(help: "Addresses of services (default: 10.96.0.0/16).") var serviceCidr: String?
    @Option(help: "Addresses of nodes on this machine (default: 10.243.0.0/24).") var nodeCidr: String?
    @Option(help: "This node's address, when other machines are to reach it (default: the first of --node-cidr).") var nodeAddress: String?
    @Option(help: "This node's name (default: the machine's host name).") var nodeName: String?
    @Option(help: "Addresses for services of type LoadBalancer (default: 10.243.0.128/26).") var loadBalancerRange: String?

    @Option(help: "Whether API versions that Kubernetes removed, such as extensions/v1beta1, are served too (default: true).")
    var legacyApiVersions: Bool?

    @Flag(inversion: .prefixedNo, help: "Whether this machine is a node too (default: yes).") var node: Bool?

    func configuration(_ cluster: ClusterOptions) throws -> ClusterConfiguration {
        var configuration =
            try ClusterLifecycle.saved(name: cluster.name, dataDirectory: cluster.dataDir)
            ?? ClusterConfiguration(name: cluster.name, nodeName: ProcessInfo.processInfo.hostName.lowercased())
        if let dataDir = cluster.dataDir { configuration.dataDirectory = dataDir }
        if let apiPort { configuration.apiPort = apiPort }
        if let registryPort { configuration.registryPort = registryPort }
        if let kubeletPort { configuration.kubeletPort = kubeletPort }
        if let podCidr { configuration.podRange = podCidr }
        if let serviceCidr { configuration.serviceRange = serviceCidr }
        if let nodeCidr { try configuration.useNodeRange(nodeCidr) }
        if let nodeAddress { configuration.nodeAddress = nodeAddress }
        if let nodeName { configuration.nodeName = nodeName }
        if let loadBalancerRange { configuration.loadBalancerRange = loadBalancerRange }
        if let legacyApiVersions { configuration.servesLegacyVersions = legacyApiVersions }
        if let node { configuration.runsNode = node }
        let problems = configuration.problems
        guard problems.isEmpty else { throw ClusterError(problems.joined(separator: "\n")) }
        return configuration
    }
}
