import CRI
import Client
import HTTPServing
import Logging
import PKI
import Resources
import ServiceLifecycle

/// The node's part of Kubernetes: runs the pods bound to it and reports how they and the node are.
///
/// It talks to the cluster only through its `APIClient` and to containers only through its `ContainerRuntime`. When it ends, containers
/// go on; the next one adopts them.
package final class Kubelet: ServiceLifecycle.Service {
    /// How the kubelet's own HTTPS server proves itself and whom it lets in.
    package struct Serving: Sendable {
        package var tls: ServerTLS
        package var clientAuthority: ClientCertificateVerifier
        package init(tls: ServerTLS, clientAuthority: ClientCertificateVerifier) {
            (self.tls, self.clientAuthority) = (tls, clientAuthority)
        }
    }

    private let configuration: KubeletConfiguration
    private let client: any APIClient
    private let runtime: any ContainerRuntime
    private let serving: Serving?
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let supply: @Sendable (KubeletConfiguration) -> NodeSupply?

    /// - Parameter serving: nil for a kubelet without a server of its own, as in tests and simulations.
    package convenience init(
        configuration: KubeletConfiguration, client: any APIClient, runtime: any ContainerRuntime, serving: Serving?, logger: Logger,
        now: @escaping @Sendable () -> Timestamp = Timestamp.now
    ) {
        self.init(
            configuration: configuration, client: client, runtime: runtime, serving: serving, logger: logger, now: now,
            supply: NodeSupply.read)
    }

    /// - Parameter supply: measures what is left on the node.
    init(
        configuration: KubeletConfiguration, client: any APIClient, runtime: any ContainerRuntime, serving: Serving?, logger: Logger,
        now: @escaping @Sendable () -> Timestamp, supply: @escaping @Sendable (KubeletConfiguration) -> NodeSupply?
    ) {
        (self.configuration, self.client, self.runtime) = (configuration, client, runtime)
        (self.serving, self.now, self.supply) = (serving, now, supply)
        var logger = logger
        logger[metadataKey: "node"] = "\(configuration.nodeName)"
        self.logger = logger
    }

    package func run() async throws {
        try await cancelWhenGracefulShutdown { try await self.runParts() }
    }

    private func runParts() async throws {
        try FileSystem.makeDirectories(configuration.rootDirectory + "/pods", mode: 0o750)
        try FileSystem.makeDirectories(configuration.podLogsDirectory)
        let object = NodeObject(configuration: configuration, facts: NodeFacts.read(rootDirectory: configuration.rootDirectory))
        let services = Informer(Resources.Service.self, client: client, logger: logger)
        let podInformer = Informer(
            Pod.self, client: client, fieldSelector: "spec.nodeName=" + configuration.nodeName, logger: logger)
        let nodeInformer = Informer(Node.self, client: client, fieldSelector: "metadata.name=" + configuration.nodeName, logger: logger)
        let events = EventRecorder(client: client, component: "kubelet", host: configuration.nodeName, logger: logger, now: now)
        let agent = NodeAgent(object: object, client: client, runtime: runtime, now: now, logger: logger)
        let pods = PodManager(informer: podInformer, runtime: runtime, configuration: configuration, logger: logger)
        let nodeLabels: @Sendable () -> [String: String] = { [configuration] in
            nodeInformer.get(name: configuration.nodeName)?.labels ?? object.labels
        }
        let context = KubeletContext(
            configuration: configuration, client: client, runtime: runtime,
            images: ImageManager(runtime: runtime, now: now) { agent.imagesChanged() },
            events: events,
            logger: logger, now: now, services: { services.list(namespace: $0) }, nodeMilliCPU: object.allocatableMilliCPU,
            nodeMemory: object.allocatableMemory, nodeDNS: DNSSettings(resolverFile: FileSystem.readText(configuration.resolverFile) ?? ""),
            nodeLabels: nodeLabels,
            register: { pods.register($0, $1) })
        let care = NodeCare(
            pods: pods, runtime: runtime, configuration: configuration, events: events, node: agent.reference,
            supply: { [configuration, supply] in supply(configuration) }, pressureChanged: { agent.reportSoon() }, now: now, logger: logger)
        agent.report(events) { care.pressure }
        let refuse: @Sendable (Pod, [Pod]) -> PodMachine.Failure? = { pod, others in
            NodeAdmission(nodeLabels: nodeLabels(), allocatable: object.allocatable, pressure: care.pressure).refuse(pod, others: others)
        }
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await self.runtime.run() }
            group.addTask { try await services.run() }
            group.addTask { try await podInformer.run() }
            group.addTask { try await nodeInformer.run() }
            group.addTask { try await events.run() }
            group.addTask { try await agent.run() }
            group.addTask {
                // Pods need the addresses of services from their first container on.
                try await services.waitUntilSynced()
                try await nodeInformer.waitUntilSynced()
                try await pods.run(context: context, refuse: refuse)
            }
            group.addTask { await self.rotateLogs(pods) }
            group.addTask { await care.run() }
            if let serving { group.addTask { try await self.serve(serving, pods, object) } }
            events.record(agent.reference, warning: false, reason: "Starting", message: "Starting kubelet.")
        }
    }

    private func rotateLogs(_ pods: PodManager) async {
        let rotation = LogRotation(
            runtime: runtime, maximumBytes: configuration.logMaximumBytes, maximumFiles: configuration.logMaximumFiles, now: now,
            logger: logger)
        await rotation.run {
            var running: [(id: String, logPath: String)] = []
            for pod in pods.pods {
                if let worker = pods.worker(uid: pod.uid) { running += await worker.runningLogs }
            }
            return running
        }
    }

    private func serve(_ serving: Serving, _ pods: PodManager, _ object: NodeObject) async throws {
        let authenticator = KubeletAuthenticator(client: client, authority: serving.clientAuthority, nodeName: configuration.nodeName)
        let handler = KubeletHandler(
            pods: pods, runtime: runtime, configuration: configuration, node: object, authenticator: authenticator, logger: logger, now: now
        )
        let server = HTTPServer(
            configuration: HTTPServerConfiguration(
                listeners: [.init(host: configuration.listenHost, port: configuration.port, tls: serving.tls)]),
            handler: handler, logger: logger)
        try await server.run()
    }
}

extension PodWorker {
    /// The logs that are being written.
    var runningLogs: [(id: String, logPath: String)] { known.runningContainers.map { ($0.status.id, $0.status.logPath) } }
}
