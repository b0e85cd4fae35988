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
    let identity: Identity
    let authorityPEM: String
    let runtime: any ContainerRuntime
    let logger: Logger

    /// - Parameters:
    ///   - node: a client with the node's own identity.
    ///   - proxy: a client that may follow services.
    func components(node: any APIClient, proxy: any APIClient) async throws -> [any ServiceLifecycle.Service] {
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
        settings.leaseSeconds = configuration.leaseSeconds
        if let network = await NodeNetworkPrefix.find(configuration.nodeAddress) {
            settings.annotations[NodeNetworkPrefix.annotation] = network
        }
        let tls = try ServerTLS(certificateChain: Array(identity.certificatePEM.utf8), privateKey: Array(identity.privateKeyPEM.utf8))
        let serving = Kubelet.Serving(tls: tls, clientAuthority: try ClientCertificateVerifier(authorityPEM: authorityPEM))
        let informers = InformerSet(client: proxy, logger: logger)
        let rules = ServiceProxy(
            configuration: ProxyConfiguration(
                clusterName: configuration.name, nodeName: configuration.nodeName, podRange: pods, serviceRange: services,
                innerNodes: configuration.innerNodes),
            informers: informers,
            filter: try await NftablesSession.open(), commands: CommandRunner(), logger: logger)
        return [
            Kubelet(configuration: settings, client: node, runtime: runtime, serving: serving, logger: logger),
            PodNetworkWriter(configuration: configuration, client: node, logger: logger),
            rules, informers,
        ]
    }
}
