package import Client
internal import Document
internal import Kinds
package import Logging
package import Resources
package import Schema

/// Makes the objects a cluster starts with, or brings them up to date. It may run at every start and on several servers at once.
package struct ClusterBootstrap: Sendable {
    package struct Configuration: Sendable {
        /// The cluster IP of the service `kubernetes`: the first address of the service range.
        package var serviceAddress: IPv4Address
        /// Where API servers can be reached by nodes and pods.
        package var serverAddresses: [String]
        package var serverPort: Int
        /// Addresses of services, shown as the ServiceCIDR `kubernetes`.
        package var serviceRange: CIDR?
        /// Published, so that other servers of the API know whom to believe.
        package var clientAuthorityPEM: String?
        package var frontProxy: FrontProxy?
        /// The kinds that the server answers for itself.
        package var catalogue: Catalogue

        package init(
            serviceAddress: IPv4Address, serverAddresses: [String], serverPort: Int, serviceRange: CIDR? = nil,
            clientAuthorityPEM: String? = nil, frontProxy: FrontProxy? = nil, catalogue: Catalogue = .builtin
        ) {
            self.catalogue = catalogue
            self.serviceRange = serviceRange
            self.clientAuthorityPEM = clientAuthorityPEM
            self.frontProxy = frontProxy
            self.serviceAddress = serviceAddress
            self.serverAddresses = serverAddresses
            self.serverPort = serverPort
        }
    }

    private static let priorityLevels = ResourceType(
        group: "flowcontrol.apiserver.k8s.io", plural: "prioritylevelconfigurations", kind: "PriorityLevelConfiguration", namespaced: false)
    private static let flowSchemas = ResourceType(
        group: "flowcontrol.apiserver.k8s.io", plural: "flowschemas", kind: "FlowSchema", namespaced: false)

    /// Tries for one object when others write it at the same time.
    private static let attempts = 8

    private let client: any APIClient
    private let configuration: Configuration
    private let logger: Logger

    /// - Parameter client: as a member of `system:masters`.
    package init(client: any APIClient, configuration: Configuration, logger: Logger) {
        self.client = client
        self.configuration = configuration
        self.logger = logger
    }

    /// Namespaces first, for everything else lives in them; roles before the bindings that lead to them. What does not depend on
    /// each other is written at once, and so shares the store's transactions.
    /// - Parameter servers: where API servers can be reached; nil: where the configuration says.
    package func run(servers: [String]? = nil) async throws {
        try await forEach(BootObjects.namespaces) { try await createIfMissing(BootObjects.namespace($0), .namespaces) }
        try await forEach(BootObjects.priorityClasses) { name, value, description in
            try await createIfMissing(BootObjects.priorityClass(name, value, description), .priorityClasses)
        }
        try await createIfMissing(BootObjects.storageClass, .storageClasses)
        try await forEach(DefaultPolicy.clusterRoles) { try await reconcile(DefaultPolicy.document($0), .clusterRoles) }
        try await forEach(DefaultPolicy.roles) { try await reconcile(DefaultPolicy.document($0), .roles) }
        try await forEach(DefaultPolicy.clusterRoleBindings) { try await reconcile(DefaultPolicy.document($0), .clusterRoleBindings) }
        try await forEach(DefaultPolicy.roleBindings) { try await reconcile(DefaultPolicy.document($0), .roleBindings) }
        try await forEach(FlowControlDefaults.priorityLevels) { try await createIfMissing($0, Self.priorityLevels) }
        try await forEach(FlowControlDefaults.flowSchemas) { try await createIfMissing($0, Self.flowSchemas) }
        let facts = BootObjects.authentication(configuration.clientAuthorityPEM, configuration.frontProxy)
        if !facts["data"].isNull { try await replace(facts, .configMaps, ["data"]) }
        try await publishRange()
        try await forEach(OwnAPIServices.atStart(configuration.catalogue)) { try await createIfMissing($0, .apiServices) }
        try await publishServer(servers)
    }

    private func forEach<Item: Sendable>(_ items: [Item], _ body: @escaping @Sendable (Item) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for item in items { group.addTask { try await body(item) } }
            try await group.waitForAll()
        }
    }

    /// The service `kubernetes` with its endpoints, made again when somebody deleted it.
    package func publishServer(_ servers: [String]? = nil) async throws {
        let (addresses, port) = (servers ?? configuration.serverAddresses, configuration.serverPort)
        try await createIfMissing(BootObjects.apiService(clusterIP: configuration.serviceAddress.description, port: port), .services)
        try await replace(BootObjects.apiEndpoints(addresses: addresses, port: port), .endpoints, ["subsets"])
        try await replace(
            BootObjects.apiEndpointSlice(addresses: addresses, port: port), .endpointSlices, ["endpoints", "ports"])
    }

    /// The range cluster IPs are taken from, as an object that says it is ready.
    private func publishRange() async throws {
        guard let range = configuration.serviceRange else { return }
        let wanted = BootObjects.serviceRange(range)
        try await createIfMissing(wanted, .serviceCIDRs)
        guard var present = try await find(.serviceCIDRs, wanted), present["status"]["conditions"].isEmptyValue else { return }
        present["status"]["conditions"] = [
            [
                "type": "Ready", "status": "True", "reason": "", "message": "Kubernetes Service CIDR is ready",
                "lastTransitionTime": present["metadata"]["creationTimestamp"],
            ]
        ]
        try await client.updateDocument(
            present, .serviceCIDRs, namespace: "", name: wanted["metadata"]["name"].string ?? "", subresource: "status")
    }

    private func find(_ type: ResourceType, _ document: JSON) async throws -> JSON? {
        let metadata = document["metadata"]
        do {
            return try await client.getDocument(type, namespace: metadata["namespace"].string ?? "", name: metadata["name"].string ?? "")
        } catch let error as APIError where error.isNotFound {
            return nil
        }
    }

    private func createIfMissing(_ document: JSON, _ type: ResourceType) async throws {
        if try await find(type, document) != nil { return }
        do {
            try await client.createDocument(document, type, namespace: document["metadata"]["namespace"].string ?? "")
        } catch let error as APIError where error.isAlreadyExists {
            // Another server was quicker.
        }
    }

    private func reconcile(_ wanted: JSON, _ type: ResourceType) async throws {
        try await settle(wanted, type) { present in PolicyReconciliation.plan(present: present, wanted: wanted) }
    }

    /// Sets the members `keys` to what `wanted` says.
    private func replace(_ wanted: JSON, _ type: ResourceType, _ keys: [String]) async throws {
        try await settle(wanted, type) { present in
            var result = present
            for key in keys { result[key] = wanted[key] }
            return result == present ? nil : result
        }
    }

    /// Creates `wanted`, or changes what is there as `plan` says.
    private func settle(_ wanted: JSON, _ type: ResourceType, _ plan: (JSON) -> JSON?) async throws {
        let namespace = wanted["metadata"]["namespace"].string ?? ""
        let name = wanted["metadata"]["name"].string ?? ""
        for attempt in 1... {
            do {
                guard let present = try await find(type, wanted) else {
                    try await client.createDocument(wanted, type, namespace: namespace)
                    return
                }
                if PolicyReconciliation.mustReplace(present: present, wanted: wanted) {
                    try await client.delete(type, namespace: namespace, name: name)
                    continue
                }
                guard let changed = plan(present) else { return }
                try await client.updateDocument(changed, type, namespace: namespace, name: name)
                logger.info("brought a default object up to date", metadata: ["object": "\(type.plural) \(namespace)/\(name)"])
                return
            } catch let error as APIError where (error.isConflict || error.isAlreadyExists || error.isNotFound) && attempt < Self.attempts {
                continue
            }
        }
    }
}
