import APIServer
import Client
import ClusterDNS
import Controllers
import DNSWire
import Dashboard
import Document
import Logging
import PKI
import Resources
import Scheduler
import ServiceLifecycle
import Storage

/// The API server with the controllers and the scheduler that live beside it and speak to it through its in-process door.
struct ControlPlane {
    /// The pause before what a new leader has to write is tried again.
    private static let retryPause = Duration.seconds(1)
    /// Tries for what other servers write at the same time.
    private static let attempts = 8

    let server: APIServer
    private let configuration: ClusterConfiguration
    private let identities: ClusterIdentities
    /// Signs the tokens of ServiceAccounts.
    private let tokenSigner: TokenSigner
    private let apiLogger: Logger
    private let logs: ComponentLogs
    /// Whether other servers serve the same cluster, so that one has to be chosen for what only one may do.
    private let isShared: Bool

    init(configuration: ClusterConfiguration, identities: ClusterIdentities, storage: any Storage, logs: ComponentLogs) throws {
        self.configuration = configuration
        self.identities = identities
        self.logs = logs
        isShared = storage.isShared
        var settings = APIServerConfiguration(
            storage: storage, servingIdentity: identities.server, clientAuthorityPEM: identities.authority.certificatePEM,
            serviceAccountSigner: identities.tokenSigner)
        settings.port = configuration.apiPort
        settings.advertisedAddress = "\(configuration.nodeAddress):\(configuration.apiPort)"
        settings.serviceRange = CIDR(configuration.serviceRange) ?? settings.serviceRange
        settings.servesEarlierVersions = configuration.servesLegacyVersions
        settings.nodePorts = configuration.nodePortRange
        settings.issuer = "https://kubernetes.default.svc.\(configuration.clusterDomain)"
        settings.serverAddresses = [configuration.nodeAddress]
        settings.kubeletClient = identities.kubeletClient
        settings.proxyClient = identities.proxyClient
        settings.kubeletAuthorityPEM = identities.authority.certificatePEM
        settings.tolerations = DefaultTolerationSeconds(
            notReadySeconds: configuration.notReadyTolerationSeconds, unreachableSeconds: configuration.unreachableTolerationSeconds)
        settings.version = ServerVersion(gitVersion: ClusterVersion.text)
        settings.frontProxy = FrontProxy(
            authorityPEM: identities.proxyAuthority.certificatePEM, names: [ClusterIdentities.proxyName])
        try configuration.api.apply(to: &settings)
        tokenSigner = settings.serviceAccountSigner
        apiLogger = logs.logger("kube-apiserver")
        server = try APIServer(settings, logger: apiLogger)
    }

    /// In-process parts are trusted as the server itself is; their names tell them apart in the audit log and in events.
    private func client(_ name: String) -> any APIClient {
        server.client(as: UserInfo(name: name, groups: [UserInfo.Group.masters, UserInfo.Group.authenticated]))
    }

    /// Controllers, scheduler and DNS, to be run once the server is ready; and what stands for them in `kube-system`.
    func components() throws -> (services: [any ServiceLifecycle.Service], parts: [BuiltInPart]) {
        let logger = logs.logger("kube-controller-manager")
        let schedulerLogger = logs.logger("kube-scheduler")
        let dnsLogger = logs.logger("kube-dns")
        let informers = InformerSet(client: client("system:kube-controller-manager"), logger: logger)
        let dns = try dns(informers, dnsLogger)
        var services: [any ServiceLifecycle.Service] = [dns]
        if isShared {
            let manager = elected("kube-controller-manager", logger) { informers in
                await publishAddresses(logger)
                return try controllers(informers, logger)
            }
            services += [manager, elected("kube-scheduler", schedulerLogger) { scheduler($0, schedulerLogger) }]
        } else {
            services += try controllers(informers, logger) + scheduler(informers, schedulerLogger)
        }
        let dashboardLogger = logs.logger(DashboardObjects.key.name)
        let dashboard = ClusterDashboard(host: configuration.nodeAddress, logger: dashboardLogger)
        services.append(dashboard)
        services.append(informers)
        var parts = parts(informers, dns, controllers: logger, scheduler: schedulerLogger, dnsLogger: dnsLogger)
        parts.append(
            BuiltInPart(DashboardObjects.key.name, labels: ["k8s-app": DashboardObjects.key.name], logger: dashboardLogger) {
                _ = try await dashboard.waitUntilListening()
            })
        return (services, parts)
    }

    /// What only one server of a cluster runs at a time: the one that holds the Lease of this name.
    private func elected(
        _ name: String, _ logger: Logger, _ make: @escaping @Sendable (InformerSet) async throws -> [any ServiceLifecycle.Service]
    ) -> LeaderElector {
        let client = client("system:\(name)")
        return LeaderElector(
            client: client, lease: ObjectKey(namespace: "kube-system", name: name),
            identity: "\(configuration.nodeName)_\(configuration.name)_\(UInt64.random(in: 0 ... .max))", logger: logger
        ) {
            let informers = InformerSet(client: client, logger: logger)
            let services = try await make(informers) + [informers]
            try await ElectedServices(services: services, logger: logger).run()
        }
    }

    private func controllers(_ informers: InformerSet, _ logger: Logger) throws -> [any ServiceLifecycle.Service] {
        let summaries = PodSummaries(informers.informer(Pod.self))
        var services: [any ServiceLifecycle.Service] = []
        func context(_ name: String, component: String? = nil) -> ControllerContext {
            let client = client("system:serviceaccount:kube-system:\(name)")
            let events = EventRecorder(client: client, component: component ?? name, logger: logger)
            services.append(events)
            return ControllerContext(client: client, informers: informers, pods: summaries, events: events, logger: logger)
        }
        guard let pods = CIDR(configuration.podRange), let pool = configuration.loadBalancerBlocks else {
            throw ClusterError("the configuration holds addresses that are none")
        }
        let controllers: [any ServiceLifecycle.Service] = [
            ReplicaController<ReplicationController>(context("replication-controller")),
            ReplicaController<ReplicaSet>(context("replicaset-controller")),
            DeploymentController(context("deployment-controller")),
            DaemonSetController(context("daemon-set-controller")),
            StatefulSetController(context("statefulset-controller")),
            JobController(context("job-controller")),
            ExpiryController<Job>(context("ttl-after-finished-controller")),
            CronJobController(context("cronjob-controller")),
            EndpointsController(context("endpoint-controller")),
            NamespaceController(context("namespace-controller")),
            NamespaceFurnisher(context("service-account-controller"), authorityPEM: identities.authority.certificatePEM),
            TokenSecretController(
                context("token-controller"), signer: tokenSigner, authorityPEM: identities.authority.certificatePEM),
            ExpiryController<Secret>(context("token-cleaner")), ExpiryController<Lease>(context("server-lease-cleaner")),
            ServiceRangeController(context("service-cidrs-controller")),
            GarbageCollector(context("generic-garbage-collector")),
            NodeLifecycleController(context("node-controller"), timings: NodeTimings(gracePeriod: configuration.nodeGraceSeconds)),
            PodRangeController(context("node-ipam-controller"), range: pods),
            PodCollector(context("pod-garbage-collector")),
            CertificateController(
                context("certificate-controller"), authority: identities.authority,
                validity: .seconds(configuration.certificateSeconds)),
            LoadBalancerController(context("service-controller"), pool: .range(pool)),
            VolumeBinder(context("persistent-volume-binder", component: "persistentvolume-controller")),
            LocalProvisioner(context("persistent-volume-binder", component: LocalVolumes.provisioner)) { [server] in
                try await server.kubelets.removeVolume($0, on: $1)
            },
            VolumeProtection(context("pvc-protection-controller")),
            EphemeralVolumeController(context("ephemeral-volume-controller", component: "ephemeral_volume")),
            DisruptionController(context("disruption-controller")),
            QuotaController(context("resourcequota-controller")),
            HorizontalController(context("horizontal-pod-autoscaler")),
        ]
        return services + controllers
    }

    private func scheduler(_ informers: InformerSet, _ logger: Logger) -> [any ServiceLifecycle.Service] {
        var limits = EventCorrelator.Limits()
        limits.repeatSeconds = Scheduler.eventRepeatSeconds
        let events = EventRecorder(
            client: client("system:serviceaccount:kube-system:default-scheduler"), component: "default-scheduler", limits: limits,
            bufferLimit: Scheduler.eventBufferLimit, logger: logger)
        let scheduler = Scheduler(
            client: client("system:kube-scheduler"), pods: informers.informer(Pod.self), nodes: informers.informer(Node.self),
            namespaces: informers.informer(Namespace.self), budgets: informers.informer(PodDisruptionBudget.self),
            volumes: VolumeListers(informers), events: events, logger: logger)
        return [events, scheduler]
    }

    /// What stands for the components in `kube-system`.
    private func parts(
        _ informers: InformerSet, _ dns: ClusterDNS, controllers: Logger, scheduler: Logger, dnsLogger: Logger
    ) -> [BuiltInPart] {
        [
            BuiltInPart("kube-apiserver", logger: apiLogger) { [server] in _ = try await server.waitUntilReady() },
            BuiltInPart("kube-controller-manager", logger: controllers) { try await informers.waitUntilSynced() },
            BuiltInPart("kube-scheduler", logger: scheduler) { try await informers.waitUntilSynced() },
            BuiltInPart(
                "kube-dns", labels: ["k8s-app": "kube-dns"],
                ports: DNSServiceObjects.ports.map { .init(name: $0.name, number: $0.number, transport: $0.transport) }, logger: dnsLogger
            ) {
                try await dns.waitUntilSynced()
            },
        ]
    }

    private func dns(_ informers: InformerSet, _ logger: Logger) throws -> ClusterDNS {
        guard let address = IPv4Address(configuration.dnsAddress), let services = CIDR(configuration.serviceRange),
            let pods = CIDR(configuration.podRange)
        else { throw ClusterError("the configuration holds addresses that are none") }
        let zone = ZoneConfiguration(
            domain: try DNSName(configuration.clusterDomain), nameServer: address, reverseRanges: [services, pods])
        return ClusterDNS(
            configuration: ClusterDNSConfiguration(host: configuration.nodeAddress, zone: zone, upstreams: configuration.resolvers),
            informers: informers, logger: logger)
    }

    /// What the cluster offers of itself: its DNS server and its dashboard behind services, and what joining machines have to know. Another
    /// server may do so at the same time.
    func publish() async throws {
        for attempt in 1... {
            do {
                return try await publishOnce()
            } catch let error as APIError where (error.isConflict || error.isAlreadyExists) && attempt < Self.attempts {
                continue
            }
        }
    }

    private func publishOnce() async throws {
        let client = client("system:apiserver")
        try await JoiningPoint(configuration: configuration, authorityPEM: identities.authority.certificatePEM).publish(client)
        guard let address = IPv4Address(configuration.dnsAddress), let listening = IPv4Address(configuration.nodeAddress) else { return }
        try await client.ensure(DNSServiceObjects.service(clusterIP: address), [])
        try await client.ensure(
            DNSServiceObjects.slice(listening: listening, port: DNSServiceObjects.port), isShared ? [] : ["endpoints", "ports"])
        try await client.ensure(DashboardObjects.service(), [])
        try await client.ensure(DashboardObjects.endpoints(listening: listening), isShared ? [] : ["subsets"])
        try await client.ensure(DashboardObjects.role(), ["rules"])
        try await client.ensure(DashboardObjects.binding(), ["subjects"])
    }

    /// The server that leads answers for the cluster's DNS, and shows its dashboard: it is the one that is surely there.
    private func publishAddresses(_ logger: Logger) async {
        guard let listening = IPv4Address(configuration.nodeAddress) else { return }
        let slice = DNSServiceObjects.slice(listening: listening, port: DNSServiceObjects.port)
        while !Task.isCancelled {
            do {
                let client = client("system:apiserver")
                try await client.ensure(slice, ["endpoints", "ports"])
                return try await client.ensure(DashboardObjects.endpoints(listening: listening), ["subsets"])
            } catch {
                logger.warning(
                    "the addresses of the cluster's DNS and dashboard could not be published; trying again", metadata: ["error": "\(error)"]
                )
                try? await Task.sleep(for: Self.retryPause)
            }
        }
    }
}
