internal import Document
package import HTTPServing
internal import NIOCore
package import NIOHTTP1
internal import Resources

/// The door for requests over HTTP: finds out who sends them, lets the chain answer, writes the answer.
/// Reads are answered on the connection's event loop; only what has to wait becomes a task.
package struct HTTPDoor: HTTPHandler {
    /// Bytes of the largest body (upstream: 3 MiB).
    static let bodyLimit = 3 * 1024 * 1024

    /// Requests that wait for nothing but the store, and the size up to which reading their bodies is no matter, in bytes.
    private static let quickVerbs: Set<String> = ["create", "update", "patch", "delete"]
    private static let quickSubresources: Set<String> = ["", "status", "binding"]
    private static let quickBodyBytes = 16 * 1024
    /// Such requests that are worked off on event loops at a time.
    private static let quickLimit = 3

    let chain: HandlerChain
    let authenticator: any RequestAuthenticator
    let metrics: RequestMetrics
    /// Resources and subresources whose request bodies are read as they come.
    let streamed: Set<ResourceHandler.Route>
    /// The requests that are being worked off on event loops.
    let underWay = RequestCount()

    package func bodyPolicy(method: String, path: String, headers: HTTPHeaders) -> BodyPolicy {
        if method == "GET" || method == "HEAD" || streamed.isEmpty { return .collect(limit: Self.bodyLimit) }
        let info = RequestInfo(method: method, path: QueryParameters.decodePath(path))
        let route = ResourceHandler.Route(group: info.group, resource: info.resource, subresource: info.subresource)
        return streamed.contains(route) ? .stream : .collect(limit: Self.bodyLimit)
    }

    package func tooLarge(_ request: HTTPRequest, limit: Int) -> HTTPResponse {
        let error = APIError.requestEntityTooLarge("limit is \(limit)")
        return HTTPResponse(
            status: error.code, headers: ["Content-Type": MediaType.json], body: ByteBuffer(bytes: error.status.encoded()))
    }

    package func handle(_ request: HTTPRequest, _ exchange: HTTPExchange) {
        let start = ContinuousClock.now
        let query = QueryParameters(parsing: request.query)
        let info = RequestInfo(
            method: request.method, path: QueryParameters.decodePath(request.path), watch: query["watch"],
            fieldSelector: query["fieldSelector"])
        let auditID = request.headers.first(name: "audit-id") ?? AuditID.next()
        do throws(APIError) {
            let user = try authenticate(request)
            let call = Call(
                info: info, method: request.method, query: query, headers: request.headers, body: request.body, user: user,
                auditID: auditID, exchange: exchange)
            switch chain.outcome(call) {
            case .now(let answer): write(answer, call, exchange, start)
            case .later(let work): run(work, call, exchange, start)
            }
        } catch {
            let call = Call(info: info, method: request.method, user: .anonymous, auditID: auditID)
            write(.failure(error), call, exchange, start)
        }
    }

    /// Few and small writes are worked off on the connection's event loop, where no thread has to be woken for them; many of them, and
    /// large ones, share the pool's threads and leave the loop to others.
    private func run(
        _ work: @escaping @Sendable () async -> Answer, _ call: Call, _ exchange: HTTPExchange, _ start: ContinuousClock.Instant
    ) {
        let isQuick =
            Self.quickVerbs.contains(call.info.verb) && Self.quickSubresources.contains(call.info.subresource)
            && call.body.readableBytes <= Self.quickBodyBytes
        guard isQuick, underWay.enter(limit: Self.quickLimit) else {
            Task { write(await work(), call, exchange, start) }
            return
        }
        exchange.runOnLoop { [underWay] in
            let answer = await work()
            underWay.leave()
            write(answer, call, exchange, start)
        }
    }

    private func authenticate(_ request: HTTPRequest) throws(APIError) -> UserInfo {
        let user = try authenticator.authenticate(headers: request.headers, connection: request.connection) ?? .anonymous
        guard request.headers.contains(where: { $0.name.utf8.count > 12 && $0.name.lowercased().hasPrefix("impersonate-") }) else {
            return user
        }
        return try Impersonation(authorizer: chain.authorizer).apply(request.headers, by: user) ?? user
    }

    private func write(_ answer: Answer, _ call: Call, _ exchange: HTTPExchange, _ start: ContinuousClock.Instant) {
        let elapsed = start.duration(to: .now).components
        metrics.record(call.info, code: answer.status, seconds: Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18)
        var headers = HTTPHeaders([("Audit-Id", call.auditID), ("Cache-Control", "no-cache, private")])
        for value in call.warnings.headerValues { headers.add(name: "Warning", value: value) }
        switch ProtobufAnswer.failure(answer, call.headers) {
        case .taken: break
        case .watch(let session): session.begin(on: exchange, headers: headers)
        case .list(let list):
            headers.add(name: "Content-Type", value: MediaType.json)
            write(list, headers, exchange)
        case .body(let status, let contentType, let chunks, let extra):
            headers.add(name: "Content-Type", value: contentType)
            for (name, value) in extra { headers.replaceOrAdd(name: name, value: value) }
            exchange.respond(status: status, headers: headers, chunks: chunks)
        }
    }

    /// On this machine a large list is made as fast as its client reads it. Elsewhere it is made at once, to be compressed.
    private func write(_ list: PlainListBody, _ headers: HTTPHeaders, _ exchange: HTTPExchange) {
        guard exchange.connection.isLocalPeer else { return exchange.respond(status: 200, headers: headers, chunks: list.pieces()) }
        let writer = exchange.stream(status: 200, headers: headers, endsOnDrain: false)
        Task {
            var list = list
            while let piece = list.nextPiece() {
                do {
                    try await writer.writeWhenReady(piece)
                } catch {
                    return  // the client has gone
                }
            }
            writer.finish()
        }
    }
}
