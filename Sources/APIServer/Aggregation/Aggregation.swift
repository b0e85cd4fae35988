internal import Document
internal import HTTPServing
internal import NIOCore
internal import NIOHTTP1
internal import Resources
internal import Schema
internal import Synchronization

/// The versions of groups that other servers answer for, by what the APIServices say, and how requests for them are passed on
/// (upstream: kube-aggregator).
package final class Aggregation: Sendable {
    private let servers: AggregatedServers
    /// What this server has of its own: that is never handed over. Groups that it merely computes may be.
    private let own: Set<GroupVersion>
    private let apis = Mutex<[GroupVersion: AggregatedAPI]>([:])
    /// Most servers have none, and then nobody takes the lock.
    private let isEmpty = Atomic<Bool>(true)

    init(_ registry: ResourceRegistry, servers: AggregatedServers, computed: Set<String>) {
        self.servers = servers
        own = Set(registry.catalogue.resources.map(\.groupVersion).filter { !computed.contains($0.group) })
    }

    /// Takes in how an APIService is now.
    /// - Parameter document: null when it is gone.
    func update(_ name: String, _ document: JSON) {
        let api = AggregatedAPI(document).flatMap { own.contains($0.groupVersion) ? nil : $0 }
        apis.withLock { apis in
            for (key, old) in apis where old.name == name { apis[key] = nil }
            if let api { apis[api.groupVersion] = api }
            isEmpty.store(apis.isEmpty, ordering: .releasing)
        }
    }

    var hasAny: Bool { !isEmpty.load(ordering: .acquiring) }

    var all: [AggregatedAPI] { apis.withLock { $0.values.sorted { $0.name < $1.name } } }

    func api(named name: String) -> AggregatedAPI? { apis.withLock { $0.values.first { $0.name == name } } }

    func api(_ group: String, _ version: String) -> AggregatedAPI? {
        guard hasAny else { return nil }
        return apis.withLock { $0[GroupVersion(group: group, version: version)] }
    }

    /// Whose request it is: one about a resource, or for a document about a version (`/apis/GROUP/VERSION`, `/openapi/v3/apis/…`).
    func api(for info: RequestInfo) -> AggregatedAPI? {
        guard hasAny else { return nil }
        if info.isResourceRequest { return info.prefix == "apis" ? api(info.group, info.version) : nil }
        var parts = info.path.split(separator: "/")[...]
        if parts.starts(with: ["openapi", "v3"]) { parts = parts.dropFirst(2) }
        guard parts.count == 3, parts.first == "apis" else { return nil }
        return api(String(parts[parts.startIndex + 1]), String(parts[parts.startIndex + 2]))
    }

    // MARK: Passing on

    func outcome(_ call: Call, _ api: AggregatedAPI) -> Outcome {
        guard api.isAvailable else { return .now(.serverUnavailable) }
        return .later { [self] in await pass(call, to: api) }
    }

    private func pass(_ call: Call, to api: AggregatedAPI) async -> Answer {
        let target = QueryText.escapePath(call.info.path) + QueryText(call.query.items).suffix
        var headers = AggregatedServers.headers(of: call.user)
        headers.replaceOrAdd(name: "Audit-Id", value: call.auditID)
        if let exchange = call.exchange { headers.add(contentsOf: ProxyHandler.forwarding(call, exchange)) }
        let connection: HTTPClientConnection
        do {
            connection = try servers.connection(to: api)
        } catch is APIError {
            return .serverUnavailable
        } catch {
            return .plain(500, "\(error)")
        }
        do {
            let passage = RequestPassage(to: connection, headers: headers, withholding: ["impersonate-", "x-remote-"])
            guard let exchange = call.exchange else { return try await collected(call, target, passage, connection) }
            try await passage.pass(call.method, target, WebSocketToken.removed(from: call.headers), body: call.body, exchange)
            return .taken
        } catch {
            return .plain(503, "error trying to reach service: \(connection.reason(error))")
        }
    }

    /// For a request from inside the process, which takes the answer as a whole.
    private func collected(
        _ call: Call, _ target: String, _ passage: RequestPassage, _ connection: HTTPClientConnection
    ) async throws -> Answer {
        let length = call.body.readableBytes
        let answer = try await connection.request(
            call.method, target, headers: passage.asked(call.headers, nil), body: length > 0 ? ByteStream.of(call.body) : nil,
            bodyLength: length > 0 ? length : nil)
        defer { answer.close() }
        let body = try await answer.body.collect(upTo: AggregatedServers.documentLimit)
        return .body(
            status: answer.status, contentType: answer.headers.first(name: "content-type") ?? MediaType.json, chunks: [body], headers: [])
    }

    /// A watch for somebody inside the process.
    /// - Returns: the events as they come over the wire.
    func watch(_ path: String, _ query: [(name: String, value: String)], as user: UserInfo, _ api: AggregatedAPI) async throws
        -> HTTPClientAnswer
    {
        guard api.isAvailable else { throw APIError.serviceUnavailable("service unavailable") }
        var headers = AggregatedServers.headers(of: user)
        headers.add(name: "Accept", value: MediaType.json)
        let answer = try await servers.connection(to: api).request("GET", path + QueryText(query).suffix, headers: headers)
        if answer.status == 200 { return answer }
        defer { answer.close() }
        let body = Array(try await answer.body.collect(upTo: UpgradePassage.errorLimit).readableBytesView)
        throw (try? JSON.parse(body)).flatMap { APIError(status: $0, code: answer.status) }
            ?? .generic(code: answer.status, body: String(decoding: body, as: UTF8.self))
    }
}

extension Answer {
    /// What a request gets for a server that cannot be asked: no Status but plain text, as upstream has it.
    fileprivate static var serverUnavailable: Answer { plain(503, "service unavailable") }

    fileprivate static func plain(_ status: Int, _ text: String) -> Answer {
        .body(
            status: status, contentType: "text/plain; charset=utf-8", chunks: [ByteBuffer(string: text + "\n")],
            headers: [("X-Content-Type-Options", "nosniff")])
    }
}
