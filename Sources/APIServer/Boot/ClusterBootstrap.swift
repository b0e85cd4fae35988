package import Client
internal import Document
internal import Kinds
package import Logging
package import Resources

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

        package init(serviceAddress: IPv4Address, serverAddresses: [String], serverPort: Int, serviceRange: CIDR? = nil) {
            self.serviceRange = serviceRange
            self.serviceAddress = serviceAddress
            self.serverAddresses = serverAddresses
            self.serverPort = serverPort
        }
    }

    private static let priorityLevels = ResourceType(
        group: "flowcontrol.apiserver.k8s.io", plural: "prioritylevelconfigurations", kind: "PriorityLevelConfiguration", namespaced: false)
    private static let flowSchemas = ResourceType(
        group: "flowcontrol.apiserver.k8s.io", plural: "flowschemas", kind: "FlowSchema", namespaced: false)
    private static let serviceRanges = ResourceType(
        group: "networking.k8s.io", plural: "servicecidrs", kind: "ServiceCIDR", namespaced: false)

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
        try await publishRange()
        try await forEach(MetricsGroups.services) { try await publish($0) }
        try await publishServer(servers)
    }

    /// A group that this server answers for itself.
    private func publish(_ service: JSON) async throws {
        try await createIfMissing(service, .apiServices)
        guard var present = try await find(.apiServices, service) else { return }
        if (present["status"]["conditions"].array ?? []).contains(where: { $0["type"] == "Available" && $0["status"] == "True" }) { return }
        present["status"] = MetricsGroups.available(now: .now())
        let name = present["metadata"]["name"].string ?? ""
        try await client.updateDocument(present, .apiServices, name: name, subresource: "status")
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
        try await createIfMissing(wanted, Self.serviceRanges)
        guard var present = try await find(Self.serviceRanges, wanted), present["status"]["conditions"].isEmptyValue else { return }
        present["status"]["conditions"] = [
            [
                "type": "Ready", "status": "True", "reason": "", "message": "Kubernetes Service CIDR is ready",
                "lastTransitionTime": present["metadata"]["creationTimestamp"],
            ]
        ]
        try await client.updateDocument(
            present, Self.serviceRanges, namespace: "", name: wanted["metadata"]["name"].string ?? "", subresource: "status")
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
