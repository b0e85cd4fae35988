import APIServer
import CRI
import Client
import Logging
import PKI
import Resources
import ServiceLifecycle

/// The node on the server's own machine: its runtime and registry, and the parts that speak to the API in-process.
struct ServerNode {
    private let configuration: ClusterConfiguration
    private let machine: NodeMachine
    private let containerd: ContainerdServer
    private let runtime: CRIRuntime
    private let node: LocalNode
    private let logger: Logger

    init(configuration: ClusterConfiguration, identities: ClusterIdentities, machine: NodeMachine, logger: Logger) throws {
        self.configuration = configuration
        self.machine = machine
        self.logger = logger
        containerd = ContainerdServer(configuration: configuration, logger: logger)
        runtime = try CRIRuntime(socketPath: configuration.paths.containerdSocket, logger: logger)
        let identity = try identities.node(
            named: configuration.nodeName, address: configuration.nodeAddress, directory: configuration.paths.certificates)
        node = try LocalNode(
            configuration: configuration, identity: identity, authorityPEM: identities.authority.certificatePEM, runtime: runtime,
            logger: logger)
    }

    /// Children that start with the server.
    var children: [any ServiceLifecycle.Service] { [containerd, RegistryServer(configuration: configuration, logger: logger)] }

    /// Has the kubelet show the node's certificate as it is on disk by now, or a new one.
    func renew(_ identities: ClusterIdentities) throws {
        try node.use(
            try identities.node(
                named: configuration.nodeName, address: configuration.nodeAddress, directory: configuration.paths.certificates))
    }

    /// What runs once the API server is ready.
    /// - Parameter parts: components that live beside the server.
    func components(_ server: APIServer, _ parts: [BuiltInPart], _ notifier: StartNotifier) async throws -> [any ServiceLifecycle.Service] {
        try await containerd.prepare(runtime)
        notifier.send(.progress("container runtime ready"))
        let client = server.client(
            as: UserInfo(
                name: UserInfo.nodeNamePrefix + configuration.nodeName, groups: [UserInfo.Group.nodes, UserInfo.Group.authenticated]))
        let proxy = server.client(as: UserInfo(name: "system:kube-proxy", groups: [UserInfo.Group.authenticated]))
        let ingress = server.client(
            as: UserInfo(
                name: "system:serviceaccount:kube-system:ingress-controller",
                groups: [UserInfo.Group.masters, UserInfo.Group.authenticated]))
        let readiness = NodeReadiness(configuration: configuration, client: client, notifier: notifier, logger: logger)
        let (ingressServices, ingressPart) = try await IngressParts(configuration: configuration, logger: logger).make(ingress)
        var components = try await node.components(node: client, proxy: proxy, parts: parts + [ingressPart]) + ingressServices + [readiness]
        components.append(ContainerKeeper(store: ContainerStore(configuration: configuration, runtime: runtime), logger: logger))
        if let range = CIDR(configuration.podRange) {
            let informers = InformerSet(client: client, logger: logger)
            let nodes = informers.informer(Node.self)
            components.append(
                PodRoutes(cluster: configuration.name, range: range, nodeName: configuration.nodeName, nodes: nodes, logger: logger))
            components.append(SharedRegistry(configuration: configuration, nodes: nodes, logger: logger))
            components.append(informers)
        }
        return components
    }

    func stopContainers() async { await machine.stopContainers(runtime) }
}
