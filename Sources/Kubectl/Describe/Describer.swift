internal import Client
internal import Document
internal import Resources

/// Describes objects of one kind: reads the object and what belongs to it, and writes a page.
struct Describer: Sendable {
    typealias Write = @Sendable (JSON, DescribeSource, inout DescribePage) async throws -> Void

    /// The resource in the version whose layout the description knows.
    var type: ResourceType
    /// Whether the page ends with the object's events.
    var endsWithEvents = true
    /// For servers that do not have that version.
    var older: [Describer]
    var write: Write

    init(_ type: ResourceType, endsWithEvents: Bool = true, older: Describer? = nil, _ write: @escaping Write) {
        self.type = type
        self.endsWithEvents = endsWithEvents
        self.older = older.map { [$0] } ?? []
        self.write = write
    }

    /// A kind of which the object alone is told.
    init(
        alone type: ResourceType, endsWithEvents: Bool = true, older: Describer? = nil,
        _ write: @escaping @Sendable (inout DescribePage, JSON) throws -> Void
    ) {
        self.init(type, endsWithEvents: endsWithEvents, older: older) { object, _, page in try write(&page, object) }
    }

    /// The describer for a kind, whichever version it was asked for in; kinds without a form of their own are told member by member.
    static func of(_ type: ResourceType) -> Describer {
        // Priority classes and events were named by more than one group.
        if let known = DescriberTable.all.first(where: { $0.type.kind == type.kind && $0.type.group == type.group }) { return known }
        return Describer(alone: type) { page, object in page.generic(object) }
    }

    func describe(namespace: String, name: String, source: DescribeSource, now: Timestamp) async throws -> String {
        let object: JSON
        do {
            object = try await source.get(type, namespace: namespace, name: name)
        } catch {
            guard let older = older.first else { throw error }
            return try await older.describe(namespace: namespace, name: name, source: source, now: now)
        }
        var page = DescribePage(now: now)
        try await write(object, source, &page)
        if endsWithEvents { page.events(await source.events(object, kind: type.kind)) }
        return page.finish()
    }
}

/// All kinds with a form of their own.
enum DescriberTable {
    static let all: [Describer] = core + workloads + networking + storage + rest

    private static let core: [Describer] = [
        Describer(.pods, endsWithEvents: false) { pod, source, page in
            page.pod(pod)
            page.events(await source.events(pod, kind: nil, uid: pod["metadata"]["annotations"]["kubernetes.io/config.mirror"].string))
        },
        Describer(.nodes, endsWithEvents: false) { node, source, page in
            page.node(node, try await surroundings(of: node, source))
            guard let own = await source.events(node, kind: "Node") else { return }
            // Kubelets know their node by its name alone.
            let byName = await source.events(node, kind: "Node", uid: node["metadata"]["name"].words) ?? []
            page.events(own + byName)
        },
        Describer(.namespaces, endsWithEvents: false) { object, source, page in
            let name = object["metadata"]["name"].words
            page.namespace(
                object, quotas: try await ifServed { try await source.list(Described.resourceQuotas, namespace: name) },
                ranges: try await ifServed { try await source.list(Described.limitRanges, namespace: name) })
        },
        Describer(alone: .secrets, endsWithEvents: false) { page, object in page.secret(object) },
        Describer(alone: .configMaps) { page, object in page.configMap(object) },
        Describer(alone: .serviceAccounts) { page, object in page.serviceAccount(object) },
        Describer(alone: Described.limitRanges, endsWithEvents: false) { page, object in page.limitRange(object) },
        Describer(alone: Described.resourceQuotas, endsWithEvents: false) { page, object in page.resourceQuota(object) },
    ]

    private static let workloads: [Describer] = [
        Describer(.replicationControllers) { object, source, page in
            let selector = LabelSelector(equal: object["spec"]["selector"].stringMap).description
            page.replicationController(object, pods: try await source.podPhases(object, selector: selector))
        },
        Describer(.replicaSets) { object, source, page in
            let pods: Result<PodPhaseCounts, any Error>
            do {
                pods = .success(try await source.podPhases(object, selector: object["spec"]["selector"].selectorText))
            } catch {
                pods = .failure(error)
            }
            page.replicaSet(object, pods: pods)
        },
        Describer(.deployments) { object, source, page in
            let sets = try? await source.list(
                .replicaSets, namespace: object["metadata"]["namespace"].words, labelSelector: object["spec"]["selector"].selectorText)
            page.deployment(object, replicaSets: sets ?? [])
        },
        Describer(.daemonSets) { object, source, page in
            page.daemonSet(object, pods: try await source.podPhases(object, selector: object["spec"]["selector"].selectorText))
        },
        Describer(.statefulSets) { object, source, page in
            page.statefulSet(object, pods: try await source.podPhases(object, selector: object["spec"]["selector"].selectorText))
        },
        Describer(alone: .jobs) { page, object in page.job(object) },
        Describer(alone: .cronJobs) { page, object in page.cronJob(object) },
    ]

    private static let networking: [Describer] = [
        Describer(.services) { object, source, page in
            let slices = try? await slices(of: object["metadata"]["name"].words, object["metadata"]["namespace"].words, source)
            page.service(object, slices: slices ?? [])
        },
        Describer(alone: .endpoints) { page, object in page.endpoints(object) },
        Describer(alone: .endpointSlices) { page, object in page.endpointSlice(object) },
        Describer(.ingresses) { object, source, page in page.ingress(object, backends: await backends(of: object, source)) },
        Describer(alone: Described.ingressClasses) { page, object in page.ingressClass(object) },
        Describer(alone: Described.networkPolicies, endsWithEvents: false) { page, object in page.networkPolicy(object) },
        Describer(alone: Described.serviceCIDRs) { page, object in page.serviceCIDR(object) },
        Describer(alone: Described.ipAddresses) { page, object in page.ipAddress(object) },
    ]

    private static let storage: [Describer] = [
        Describer(alone: .persistentVolumes) { page, object in page.persistentVolume(object) },
        Describer(.persistentVolumeClaims) { object, source, page in
            let pods = try await source.list(.pods, namespace: object["metadata"]["namespace"].words)
            page.persistentVolumeClaim(object, pods: DescribePage.users(of: object, among: pods))
        },
        Describer(alone: Described.storageClasses) { page, object in page.storageClass(object) },
        Describer(alone: Described.csiNodes) { page, object in page.csiNode(object) },
        Describer(alone: Described.volumeAttributesClasses) { page, object in page.volumeAttributesClass(object) },
    ]

    private static let rest: [Describer] = [
        Describer(alone: Described.autoscalersV2, older: Describer(alone: Described.autoscalersV1) { $0.autoscalerV1($1) }) {
            page, object in
            page.autoscalerV2(object)
        },
        Describer(alone: Described.podDisruptionBudgets) { page, object in page.podDisruptionBudget(object) },
        Describer(alone: .priorityClasses) { page, object in page.priorityClass(object) },
        Describer(alone: .roles, endsWithEvents: false) { page, object in page.role(object) },
        Describer(alone: .clusterRoles, endsWithEvents: false) { page, object in page.role(object) },
        Describer(alone: .roleBindings, endsWithEvents: false) { page, object in page.roleBinding(object) },
        Describer(alone: .clusterRoleBindings, endsWithEvents: false) { page, object in page.roleBinding(object) },
        Describer(alone: .certificateSigningRequests) { page, object in
            do {
                try page.signingRequest(object)
            } catch {
                throw Failure("Error parsing CSR: \(error)")
            }
        },
    ]

    // MARK: what belongs to an object

    /// Nil when the server does not have the kind.
    private static func ifServed(_ read: () async throws -> [JSON]) async throws -> [JSON]? {
        do {
            return try await read()
        } catch let error as APIError where error.isNotFound {
            return nil
        }
    }

    private static func surroundings(of node: JSON, _ source: DescribeSource) async throws -> NodeSurroundings {
        let name = node["metadata"]["name"].words
        var result = NodeSurroundings(pods: nil, lease: .success(.null))
        do {
            result.pods = try await source.list(
                .pods, fieldSelector: "spec.nodeName=\(name),status.phase!=Failed,status.phase!=Succeeded")
        } catch let error as APIError where error.reason == .forbidden {
            result.pods = nil
        }
        do {
            result.lease = .success(try await source.get(.leases, namespace: "kube-node-lease", name: name))
        } catch {
            result.lease = .failure(error)
        }
        result.resourceSlices = (try? await source.list(Described.resourceSlices, fieldSelector: "spec.nodeName=\(name)")) ?? []
        return result
    }

    private static func slices(of service: String, _ namespace: String, _ source: DescribeSource) async throws -> [JSON] {
        try await source.list(.endpointSlices, namespace: namespace, labelSelector: "kubernetes.io/service-name=\(service)")
    }

    private static func backends(of ingress: JSON, _ source: DescribeSource) async -> [JSON: String] {
        let namespace = ingress["metadata"]["namespace"].words
        var wanted = ingress["spec"]["rules"].items.flatMap { $0["http"]["paths"].items.map { $0["backend"] } }
        if ingress["spec"]["defaultBackend"].isPresent { wanted.append(ingress["spec"]["defaultBackend"]) }
        var texts: [JSON: String] = [:]
        for backend in wanted where texts[backend] == nil {
            guard backend["service"].isPresent else {
                texts[backend] = BackendText.resource(backend)
                continue
            }
            let name = backend["service"]["name"].words
            do {
                let found = try await slices(of: name, namespace, source)
                let service = try await source.get(.services, namespace: namespace, name: name)
                texts[backend] = BackendText.resolved(backend, service: service, slices: found)
            } catch {
                texts[backend] = "\(BackendText.service(backend)) (<error: \(ErrorText.plain(error))>)"
            }
        }
        return texts
    }
}
