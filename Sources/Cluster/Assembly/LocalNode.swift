import CRI
import Client
import CommandRunner
import HTTPServing
import Kubelet
import Logging
import Netfilter
import PKI
import Resources
import ServiceLifecycle
import ServiceProxy

/// What runs on a node: the kubelet, the service proxy and the pod network, all speaking to the API through a client each.
struct LocalNode {
    let configuration: ClusterConfiguration
    let authorityPEM: String
    let runtime: any ContainerRuntime
    let logger: Logger
    /// What the kubelet shows of itself.
    private let tls: ServerTLS

    init(configuration: ClusterConfiguration, identity: Identity, authorityPEM: String, runtime: any ContainerRuntime, logger: Logger)
        throws
    {
        (self.configuration, self.authorityPEM, self.runtime, self.logger) = (configuration, authorityPEM, runtime, logger)
        tls = try ServerTLS(certificateChain: Array(identity.certificatePEM.utf8), privateKey: Array(identity.privateKeyPEM.utf8))
    }

    /// Has the kubelet show another certificate on connections made from now on. On an error the old one stays.
    func use(_ identity: Identity) throws {
        try tls.reload(certificateChain: Array(identity.certificatePEM.utf8), privateKey: Array(identity.privateKeyPEM.utf8))
    }

    /// - Parameters:
    ///   - node: a client with the node's own identity.
    ///   - proxy: a client that may follow services.
    ///   - parts: components in this process that the node shows beside its own.
    func components(node: any APIClient, proxy: any APIClient, parts: [BuiltInPart] = []) async throws -> [any ServiceLifecycle.Service] {
        guard let pods = CIDR(configuration.podRange), let services = CIDR(configuration.serviceRange) else {
            throw ClusterError("the configuration holds addresses that are none")
        }
        var settings = KubeletConfiguration(
            nodeName: configuration.nodeName, nodeAddress: configuration.nodeAddress, rootDirectory: configuration.paths.kubelet,
            version: ClusterVersion.text)
        settings.localVolumesDirectory = configuration.paths.localVolumes
        settings.podLogsDirectory = configuration.paths.podLogs
        settings.clusterDNS = [configuration.dnsAddress]
        settings.clusterDomain = configuration.clusterDomain
        settings.cgroupRoot = configuration.paths.cgroupRoot
        settings.port = configuration.kubeletPort
        settings.eviction = try EvictionThresholds(hard: configuration.evictionHard)
        settings.eviction.transitionSeconds = configuration.evictionTransitionSeconds
        settings.runtimeSocket = configuration.paths.containerdSocket
        settings.imageDirectory = configuration.paths.containerdRoot
        settings.leaseSeconds = configuration.leaseSeconds
        if let network = await NodeNetworkPrefix.find(configuration.nodeAddress) {
            settings.annotations[NodeNetworkPrefix.annotation] = network
        }
        let serving = Kubelet.Serving(tls: tls, clientAuthority: try ClientCertificateVerifier(authorityPEM: authorityPEM))
        let logs = ComponentLogs(configuration: configuration, base: logger)
        let proxyLogger = logs.logger("kube-proxy")
        let informers = InformerSet(client: proxy, logger: logger)
        let place = ProxyConfiguration(
            clusterName: configuration.name, nodeName: configuration.nodeName, podRange: pods, serviceRange: services,
            innerNodes: configuration.innerNodes)
        let filter = try await NftablesSession.open()
        let own = Informer(
            Node.self, client: proxy, fieldSelector: "metadata.name=" + configuration.nodeName, logger: proxyLogger)
        let rules = ServiceProxy(
            configuration: place, informers: informers, node: own, filter: filter, commands: CommandRunner(), logger: proxyLogger)
        let policies = PolicyEnforcer(configuration: place, informers: informers, filter: filter, logger: proxyLogger)
        let proxyPart = BuiltInPart("kube-proxy", labels: ["k8s-app": "kube-proxy"], logger: proxyLogger) {
            try await rules.waitUntilSynced()
        }
        let builtIn = BuiltInPods(parts: parts + [proxyPart], configuration: configuration, client: node, logger: logger)
        for part in parts + [proxyPart] {
            settings.builtInLogs[part.podName(node: configuration.nodeName)] = logs.path(part.component)
        }
        return [
            Kubelet(configuration: settings, client: node, runtime: runtime, serving: serving, logger: logger),
            PodNetworkWriter(configuration: configuration, client: node, logger: logger),
            rules, policies, informers, builtIn,
        ]
    }
}
