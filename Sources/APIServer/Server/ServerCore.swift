internal import Document
package import Logging
package import PKI
package import Resources
internal import Schema
package import Storage

/// An API server without a socket: caches, the handler chain and the door for components of the same process.
package struct ServerCore: Sendable {
    /// What is plugged into the chain.
    package struct Parts: Sendable {
        package var authorizer: any RequestAuthorizer
        package var admission = AdmissionChain()
        package var actions: [any ActionHandler] = []
        package var connects: [ResourceHandler.Route: any ConnectHandler] = [:]
        package var computed: [any ComputedGroup] = []
        /// What the server shows to servers of aggregated APIs.
        package var proxyClient: Identity?
        package var tokenVerifier: TokenVerifier?
        package var auditor: Auditor?
        package var anonymous = AnonymousAccess()
        package var issuer = "https://kubernetes.default.svc.cluster.local"

        package init(authorizer: any RequestAuthorizer) { self.authorizer = authorizer }
    }

    package let registry: ResourceRegistry
    package let chain: HandlerChain
    package let health: HealthChecks
    package let hub: WatchHub
    package let metrics: RequestMetrics
    package let environment: ServerEnvironment
    package let writer: ObjectWriter
    package let flowControl: FlowControl
    let openAPI: OpenAPIService
    /// Keeps the objects that tell who has which cluster IP.
    let addresses: ServiceAddressObjects?
    private let auditor: Auditor?
    private let anonymous: AnonymousAccess
    /// Serves the kinds of CustomResourceDefinitions while it runs.
    package let customResources: CustomResources
    package let aggregatedServers: AggregatedServers
    /// Keeps what is known of them, while it runs.
    let aggregator: AggregationController

    package init(
        registry: ResourceRegistry, parts: Parts, serviceRange: CIDR = CIDR(IPv4Address(10, 96, 0, 0), prefix: 16),
        nodePorts: ClosedRange<Int> = 30_000...32_767, limits: RequestLimits = .init(),
        version: ServerVersion = ServerVersion(),
        advertisedAddress: String = "127.0.0.1:6443", environment: ServerEnvironment = ServerEnvironment()
    ) {
        self.registry = registry
        self.environment = environment
        (health, hub, metrics) = (HealthChecks(), WatchHub(), RequestMetrics())
        let allocations = ServiceAllocations(range: serviceRange, ports: nodePorts, isShared: registry.freshness.isNeeded)
        if let services = registry.store(.services) { allocations.follow(services.cache) }
        addresses = ServiceAddressObjects(allocations, registry: registry, environment: environment)
        writer = ObjectWriter(
            admission: parts.admission,
            hooks: [ServiceAllocationHook(allocations, objects: addresses, range: serviceRange, ports: nodePorts)],
            environment: environment)
        flowControl = FlowControl(limits)
        flowControl.follow(ObjectCaches(registry))
        (auditor, anonymous) = (parts.auditor, parts.anonymous)
        let inFlight = RequestsInFlight()
        let writes = WriteVerbs(
            registry: registry, writer: writer, authorizer: parts.authorizer, environment: environment)
        var actions: [ResourceHandler.Route: any ActionHandler] = [:]
        for action in PodBinding.all + [PodEviction()] + parts.actions {
            actions[.init(group: action.group, resource: action.resource, subresource: action.subresource)] = action
        }
        let resources = ResourceHandler(
            registry: registry, reads: ReadVerbs(hub: hub, environment: environment), writes: writes, actions: actions,
            connects: parts.connects,
            subresources: [
                ScaleSubresource(registry: registry, writes: writes), RollbackSubresource(registry: registry, writes: writes),
            ],
            computed: Dictionary(parts.computed.map { ($0.group, $0) }, uniquingKeysWith: { first, _ in first }))
        let catalogue = registry.catalogue
        let discovery = DiscoveryCache(resources: catalogue.resources, serverAddress: advertisedAddress)
        openAPI = OpenAPIService(OpenAPIDocuments(catalogue: catalogue, version: version.gitVersion))
        customResources = CustomResources(
            registry, writer: writer, discovery: discovery, openAPI: openAPI, version: version.gitVersion)
        aggregatedServers = AggregatedServers(registry: registry, identity: parts.proxyClient)
        let aggregation = Aggregation(registry, servers: aggregatedServers, computed: Set(parts.computed.map(\.group)))
        aggregator = AggregationController(
            registry, writer: writer, aggregation: aggregation, servers: aggregatedServers, discovery: discovery, openAPI: openAPI)
        let endpoints = EndpointHandler(
            registry: registry, health: health, version: version, discovery: discovery, openAPI: openAPI, requestMetrics: metrics,
            inFlight: inFlight, flowControl: flowControl, auditLog: parts.auditor?.log, hub: hub,
            issuerConfiguration: Self.issuerConfiguration(
                parts.issuer, advertisedAddress, algorithms: parts.tokenVerifier?.algorithms ?? []),
            issuerKeys: Array((parts.tokenVerifier?.keySet ?? "{\"keys\":[]}").utf8))
        chain = HandlerChain(
            authorizer: parts.authorizer, flowControl: flowControl, inFlight: inFlight, resources: resources, endpoints: endpoints,
            aggregation: aggregation)
    }

    /// Fills the caches. The subscription has to be kept as long as the server is to stay current.
    package func start(logger: Logger, onEnd: @escaping @Sendable (StorageError) -> Void = { _ in }) async throws -> Subscription {
        let subscription = try await registry.start(logger: logger, onEnd: onEnd)
        try await customResources.restore(logger: logger)
        return subscription
    }

    /// The in-process door for somebody.
    package func client(as user: UserInfo) -> InProcessClient {
        InProcessClient(chain: chain, metrics: metrics, auditor: auditor, user: user)
    }

    /// The door for HTTP.
    package func door(_ authenticator: any RequestAuthenticator) -> HTTPDoor {
        let streamed = chain.resources.connects.filter { $0.value.wantsBodyStream }.map(\.key)
        return HTTPDoor(
            chain: chain, authenticator: authenticator, anonymous: anonymous, auditor: auditor, metrics: metrics,
            streamed: Set(streamed))
    }

    /// OpenID Connect Discovery 1.0 §3, as far as token holders need it.
    private static func issuerConfiguration(_ issuer: String, _ address: String, algorithms: [String]) -> JSON {
        [
            "issuer": .string(issuer), "jwks_uri": .string("https://\(address)/openid/v1/jwks"), "response_types_supported": ["id_token"],
            "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": JSON(algorithms),
        ]
    }
}
