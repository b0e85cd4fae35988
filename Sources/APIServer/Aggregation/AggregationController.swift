internal import Client
internal import Document
internal import Logging
internal import Resources
internal import Schema
internal import Synchronization

/// Keeps what is known of the servers behind APIServices: whether each can be asked, in the condition `Available`, and what it has, in
/// discovery and OpenAPI.
final class AggregationController: Sendable {
    /// How often servers are looked at that nothing is heard of.
    private static let period = Duration.seconds(30)
    private static let backoff = Backoff(first: .milliseconds(250), limit: .seconds(30))
    private static let workers = 4
    private static let user = UserInfo(name: "system:apiserver", groups: [UserInfo.Group.masters])

    /// What was found out about a version.
    private struct Finding {
        var version: RemoteVersion
        var openAPI: RemoteOpenAPI
        /// The tag of the OpenAPI 2 document that `openAPI` was taken from.
        var swaggerTag = ""
    }

    private let registry: ResourceRegistry
    private let writer: ObjectWriter
    private let aggregation: Aggregation
    private let servers: AggregatedServers
    private let check: AvailabilityCheck
    private let discovery: DiscoveryCache
    private let openAPI: OpenAPIService
    private let queue = WorkQueue<String>(backoff: backoff)
    private let findings = Mutex<[String: Finding]>([:])

    init(
        _ registry: ResourceRegistry, writer: ObjectWriter, aggregation: Aggregation, servers: AggregatedServers, discovery: DiscoveryCache,
        openAPI: OpenAPIService
    ) {
        self.registry = registry
        self.writer = writer
        self.aggregation = aggregation
        self.servers = servers
        self.discovery = discovery
        self.openAPI = openAPI
        check = AvailabilityCheck(registry: registry, servers: servers)
        follow(ObjectCaches(registry))
    }

    /// Once this returns, requests go where the present APIServices say.
    private func follow(_ caches: ObjectCaches) {
        caches.follow(.apiServices) { [aggregation, queue] key, record in
            aggregation.update(key.name, (try? record?.document()) ?? .null)
            queue.add(key.name)
        }
        // The places of services' pods come and go.
        for type in [ResourceType.services, .endpoints, .endpointSlices] {
            _ = caches[type]?.observe { [aggregation, queue] events in
                if !aggregation.hasAny { return }
                for event in events {
                    guard var key = event.key else { continue }
                    if type == .endpointSlices {
                        key.name = (event.record ?? event.previous)?.label(EndpointSlice.serviceNameLabel) ?? ""
                    }
                    queue.add(aggregation.all.filter { $0.service == key }.map(\.name))
                }
            }
        }
    }

    /// Works until cancelled.
    func run(logger: Logger) async {
        let runner = ControllerRunner(name: "apiservices", queue: queue, workers: Self.workers, logger: logger) { [self] name in
            try await reconcile(name)
        }
        try? await runner.run()
    }

    private func reconcile(_ name: String) async throws -> Requeue {
        guard let record = registry[.apiServices, ObjectKey(name: name)] else {
            forget(name)
            return .done
        }
        guard let api = aggregation.api(named: name) else {
            forget(name)
            try await write(AvailabilityCheck.local, on: record)
            return .done
        }
        let outcome = await check.run(api)
        await learn(api, outcome.resources)
        try await write(outcome.condition, on: record)
        return outcome.condition.isTrue ? .after(Self.period) : .retry
    }

    /// - Parameter resources: an APIResourceList; null when the server did not answer.
    private func learn(_ api: AggregatedAPI, _ resources: JSON) async {
        var finding =
            findings.withLock { $0[api.name] }
            ?? Finding(
                version: RemoteVersion(groupVersion: api.groupVersion, priority: api.priority),
                openAPI: RemoteOpenAPI(root: String(api.path.dropFirst())))
        finding.version.priority = api.priority
        finding.version.isCurrent = !resources.isNull
        if !resources.isNull {
            finding.version.resources = RemoteVersion.resources(of: resources)
            await describe(api, &finding)
        }
        let learnt = finding
        publish { $0[api.name] = learnt }
    }

    /// What a server cannot say about itself is left as it was said last.
    private func describe(_ api: AggregatedAPI, _ finding: inout Finding) async {
        let root = String(api.path.dropFirst())
        if let index = try? await servers.get("/openapi/v3", from: api), index.status == 200, let document = try? JSON.parse(index.bytes) {
            let place = document["paths"][root]["serverRelativeURL"].string ?? ""
            finding.openAPI.hash = place.firstIndex(of: "?").flatMap { QueryParameters(parsing: place[place.index(after: $0)...])["hash"] }
        }
        if let swagger = try? await servers.get("/openapi/v2", from: api, etag: finding.swaggerTag), swagger.status == 200,
            let document = try? JSON.parse(swagger.bytes)
        {
            finding.openAPI.take(swagger: document)
            finding.swaggerTag = swagger.etag
        }
    }

    private func forget(_ name: String) {
        publish { $0[name] = nil }
    }

    /// Tells clients what is known now. What has no APIService any longer is not told of, however late it was found out.
    private func publish(_ change: (inout [String: Finding]) -> Void) {
        findings.withLock { findings in
            change(&findings)
            let present = Set(aggregation.all.map(\.name))
            findings = findings.filter { present.contains($0.key) }
            let known = findings.sorted { $0.key < $1.key }.map(\.value)
            discovery.update(remote: known.map(\.version))
            openAPI.update(remote: known.map(\.openAPI))
        }
    }

    private func write(_ condition: Condition, on record: ObjectRecord) async throws {
        guard let store = registry.store(.apiServices), record.isNews(condition) else { return }
        var context = WriteContext(user: Self.user, subresource: "status")
        context.isDirect = true
        let now = writer.environment.now().wholeSeconds
        do throws(APIError) {
            _ = try await writer.update(record.key, in: store, context) { _, old in
                var changed = old
                var conditions = (old["status"]["conditions"].array ?? []).map { Condition($0) }
                conditions.set(condition, now: now)
                changed["status"]["conditions"] = .array(conditions.map(\.json))
                return changed
            }
        } catch {
            if !error.isNotFound { throw error }
        }
    }
}

extension ObjectRecord {
    /// Whether a condition differs from the one that the object has.
    fileprivate func isNews(_ condition: Condition) -> Bool {
        let present = (part("status", "conditions").array ?? []).map { Condition($0) }[type: condition.type]
        return present?.status != condition.status || present?.reason != condition.reason || present?.message != condition.message
    }
}
