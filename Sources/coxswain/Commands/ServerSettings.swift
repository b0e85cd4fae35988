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
    @Option(help: "How long a node may be silent before it is taken for lost, such as 20s (default: 50s).") var nodeMonitorGracePeriod:
        String?
    @Option(help: "Seconds that pods stay on a node that is not ready (default: 300).") var defaultNotReadyTolerationSeconds: Int?
    @Option(help: "Seconds that pods stay on a node that cannot be reached (default: 300).") var defaultUnreachableTolerationSeconds: Int?
    @OptionGroup var eviction: EvictionOptions
    @Option(help: "How long certificates last that the cluster makes or signs; they are renewed in time (default: 8760h).")
    var clusterSigningDuration: String?
    @Option(help: "A resolver for names outside the cluster, ADDRESS or ADDRESS:PORT; may be given again (default: none).")
    var dnsForward: [String] = []

    @Option(help: "Whether API versions that Kubernetes removed, such as extensions/v1beta1, are served too (default: true).")
    var legacyApiVersions: Bool?

    @Option(
        help: """
            Where the state is kept: sqlite:///PATH, etcd://HOST:PORT,… or https://HOST:PORT,… (default: a file in the data directory). \
            Several servers can serve one cluster from one etcd.
            """)
    var datastore: String?
    @Option(help: "The authority that signed etcd's certificate.", completion: .file()) var datastoreCafile: String?
    @Option(help: "The certificate this server shows to etcd.", completion: .file()) var datastoreCertfile: String?
    @Option(help: "The key of that certificate.", completion: .file()) var datastoreKeyfile: String?
    @Option(
        help: "An EncryptionConfiguration that says what is encrypted in the store (default: Secrets, with a key of the cluster's own).",
        completion: .file())
    var encryptionProviderConfig: String?
    @Option(help: "A directory with the keys that all servers of the cluster share (default: pki in the data directory).")
    var pkiDir: String?
    @OptionGroup(title: "API server") var api: APIServerOptions

    @Flag(inversion: .prefixedNo, help: "Whether this machine is a node too (default: yes).") var node: Bool?

    /// - Parameter nodes: how many nodes this machine is to be; nil: as before.
    func configuration(_ cluster: ClusterOptions, nodes: Int? = nil) throws -> ClusterConfiguration {
        var configuration =
            try ClusterConfiguration.saved(name: cluster.name, dataDirectory: cluster.dataDir)
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
        if !dnsForward.isEmpty { configuration.dnsForwards = dnsForward }
        if let loadBalancerRange { configuration.loadBalancerRange = loadBalancerRange }
        try eviction.apply(to: &configuration)
        if let clusterSigningDuration {
            guard let seconds = TokenLifetime.seconds(clusterSigningDuration) else {
                throw ClusterError("--cluster-signing-duration \(clusterSigningDuration): not a time such as 8760h")
            }
            configuration.certificateSeconds = seconds
        }
        if let legacyApiVersions { configuration.servesLegacyVersions = legacyApiVersions }
        try choose(&configuration)
        if let node { configuration.runsNode = node }
        api.apply(to: &configuration.api)
        if let nodeMonitorGracePeriod {
            guard let seconds = TokenLifetime.seconds(nodeMonitorGracePeriod) else {
                throw ClusterError("--node-monitor-grace-period \(nodeMonitorGracePeriod): not a time such as 20s")
            }
            configuration.nodeGraceSeconds = seconds
        }
        if let seconds = defaultNotReadyTolerationSeconds { configuration.notReadyTolerationSeconds = seconds }
        if let seconds = defaultUnreachableTolerationSeconds { configuration.unreachableTolerationSeconds = seconds }
        if let nodes { configuration.nodeCount = try FurtherNode.count(asked: nodes, present: configuration.nodeCount) }
        let problems = configuration.problems
        guard problems.isEmpty else { throw ClusterError(problems.joined(separator: "\n")) }
        return configuration
    }

    /// The store and its keys. Files are kept with their whole path: the cluster may be resumed from another directory.
    private func choose(_ configuration: inout ClusterConfiguration) throws {
        if let datastore { configuration.datastore = datastore }
        func absolute(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }
        if let datastoreCafile { configuration.datastoreAuthority = absolute(datastoreCafile) }
        if let datastoreCertfile { configuration.datastoreCertificate = absolute(datastoreCertfile) }
        if let datastoreKeyfile { configuration.datastoreKey = absolute(datastoreKeyfile) }
        if let encryptionProviderConfig { configuration.encryptionConfiguration = absolute(encryptionProviderConfig) }
        if let pkiDir { configuration.sharedKeys = absolute(pkiDir) }
    }
}
