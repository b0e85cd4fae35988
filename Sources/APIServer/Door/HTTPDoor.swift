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
    let anonymous: AnonymousAccess
    /// Nil: nothing is recorded.
    let auditor: Auditor?
    let metrics: RequestMetrics
    /// Resources and subresources whose request bodies are read as they come.
    let streamed: Set<ResourceHandler.Route>
    /// The requests that are being worked off on event loops.
    let underWay = RequestCount()

    package func bodyPolicy(method: String, path: String, headers: HTTPHeaders) -> BodyPolicy {
        if method == "GET" || method == "HEAD" || !mayBeStreamed(path) { return .collect(limit: Self.bodyLimit) }
        let info = RequestInfo(method: method, path: QueryParameters.decodePath(path))
        let route = ResourceHandler.Route(group: info.group, resource: info.resource, subresource: info.subresource)
        return streamed.contains(route) ? .stream : .collect(limit: Self.bodyLimit)
    }

    /// Whether a path may have one of those subresources in it, told without taking it apart.
    private func mayBeStreamed(_ path: String) -> Bool {
        var path = path
        return path.withUTF8 { path in
            if path.contains(UInt8(ascii: "%")) { return true }
            return path.indices.contains { index in
                path[index] == UInt8(ascii: "/") && streamed.contains { path[(index + 1)...].starts(with: $0.subresource.utf8) }
            }
        }
    }

    package func tooLarge(_ request: HTTPRequest, limit: Int) -> HTTPResponse {
        let error = APIError.requestEntityTooLarge("limit is \(limit)")
        return HTTPResponse(
            status: error.code, headers: ["Content-Type": MediaType.json], body: ByteBuffer(bytes: error.status.encoded()))
    }

    /// A request with what is known of it before its sender is.
    private final class Arrival: Sendable {
        let request: HTTPRequest
        let exchange: HTTPExchange
        let start = ContinuousClock.now
        let query: QueryParameters
        let info: RequestInfo
        let auditID: String

        init(_ request: HTTPRequest, _ exchange: HTTPExchange) {
            self.request = request
            self.exchange = exchange
            query = QueryParameters(parsing: request.query)
            info = RequestInfo(
                method: request.method, path: QueryParameters.decodePath(request.path), watch: query["watch"],
                fieldSelector: query["fieldSelector"])
            auditID = request.headers.first(name: "audit-id") ?? AuditID.next()
        }

        var forAudit: Auditor.Arrival {
            Auditor.Arrival(
                info: info, target: request.query.isEmpty ? request.path : "\(request.path)?\(request.query)", headers: request.headers,
                address: request.remoteAddress?.ipAddress ?? "", auditID: auditID)
        }

        func call(_ user: UserInfo, flow: FlowTable.Entry? = nil, _ audit: AuditTrail? = nil) -> Call {
            Call(
                info: info, method: request.method, query: query, headers: request.headers, body: request.body, user: user,
                auditID: auditID, exchange: exchange, flow: flow, audit: audit)
        }
    }

    package func handle(_ request: HTTPRequest, _ exchange: HTTPExchange) {
        let arrival = Arrival(request, exchange)
        do throws(APIError) {
            admit(try sender(arrival), arrival)
        } catch {
            guard let learn = authenticator.learning(headers: request.headers, connection: request.connection) else {
                return refuse(error, arrival)
            }
            Task {
                await learn()
                do throws(APIError) { admit(try sender(arrival), arrival) } catch { refuse(error, arrival) }
            }
        }
    }

    private func sender(_ arrival: Arrival) throws(APIError) -> UserInfo {
        let request = arrival.request
        if let user = try authenticator.authenticate(headers: request.headers, connection: request.connection) { return user }
        guard anonymous.admits(arrival.info.path) else { throw .unauthorized() }
        return .anonymous
    }

    private func admit(_ sender: UserInfo, _ arrival: Arrival) {
        guard let auditor else { return proceed(sender, arrival, nil) }
        switch auditor.begin(arrival.forAudit, sender) {
        case .proceed(let trail):
            trail?.arrived()
            proceed(sender, arrival, trail)
        case .wait(let trail):
            Task {
                await auditor.log.room()
                trail.arrived()
                proceed(sender, arrival, trail)
            }
        case .refuse: write(.failure(Auditor.unrecorded), arrival.call(sender), arrival)
        }
    }

    private func refuse(_ error: APIError, _ arrival: Arrival) {
        auditor?.recordRefusal(arrival.forAudit, code: error.code)
        write(.failure(error), arrival.call(.anonymous), arrival)
    }

    private func proceed(_ sender: UserInfo, _ arrival: Arrival, _ trail: AuditTrail?) {
        var user = sender
        do throws(APIError) {
            if let other = try impersonated(sender, arrival.request.headers) {
                trail?.impersonates(other)
                user = other
            }
        } catch {
            return write(.failure(error), arrival.call(sender, trail), arrival)
        }
        let call = arrival.call(user, flow: chain.flowControl.entry(user, arrival.info), trail)
        switch chain.outcome(call) {
        case .now(let answer): write(answer, call, arrival)
        case .later(let work): run(work, call, arrival)
        }
    }

    /// Few and small writes are worked off on the connection's event loop, where no thread has to be woken for them; many of them, and
    /// large ones, share the pool's threads and leave the loop to others.
    private func run(_ work: @escaping @Sendable () async -> Answer, _ call: Call, _ arrival: Arrival) {
        let isQuick =
            Self.quickVerbs.contains(call.info.verb) && Self.quickSubresources.contains(call.info.subresource)
            && call.body.readableBytes <= Self.quickBodyBytes
        guard isQuick, underWay.enter(limit: Self.quickLimit) else {
            Task { write(await work(), call, arrival) }
            return
        }
        arrival.exchange.runOnLoop { [underWay] in
            let answer = await work()
            underWay.leave()
            write(answer, call, arrival)
        }
    }

    private func impersonated(_ user: UserInfo, _ headers: HTTPHeaders) throws(APIError) -> UserInfo? {
        guard headers.contains(where: { $0.name.utf8.count > 12 && $0.name.lowercased().hasPrefix("impersonate-") }) else { return nil }
        return try Impersonation(authorizer: chain.authorizer).apply(headers, by: user)
    }

    private func write(_ answer: Answer, _ call: Call, _ arrival: Arrival) {
        let exchange = arrival.exchange
        let code = answer.status ?? exchange.answeredStatus ?? 0
        metrics.record(
            call.info, call.query, contentType: call.headers.first(name: "content-type"), code: code,
            seconds: arrival.start.duration(to: .now).inSeconds)
        var headers = HTTPHeaders()
        headers.reserveCapacity(8)
        headers.add(name: "Audit-Id", value: call.auditID)
        headers.add(name: "Cache-Control", value: "no-cache, private")
        for value in call.warnings.headerValues { headers.add(name: "Warning", value: value) }
        if let entry = call.flow, !entry.flow.uid.isEmpty {
            headers.add(name: "X-Kubernetes-PF-FlowSchema-UID", value: entry.flow.uid)
            headers.add(name: "X-Kubernetes-PF-PriorityLevel-UID", value: entry.levelUID)
        }
        if let audit = call.audit { record(answer, code, call, audit, exchange) }
        switch ProtobufAnswer.failure(answer, call.headers) {
        case .taken: break
        case .watch(let session) where exchange.canUpgrade && call.headers.asksForUpgrade(to: "websocket"):
            begin(session, over: call, exchange)
        case .watch(let session): session.begin(on: exchange, headers: headers)
        case .list(let list):
            headers.add(name: "Content-Type", value: MediaType.json)
            exchange.respond(status: 200, headers: headers, pieces: list)
        case .body(let status, let contentType, let chunks, let extra):
            headers.add(name: "Content-Type", value: contentType)
            for (name, value) in extra { headers.replaceOrAdd(name: name, value: value) }
            exchange.respond(status: status, headers: headers, chunks: chunks)
        }
    }

    /// Watches and connections are recorded twice: as they begin, and when they are over.
    private func record(_ answer: Answer, _ code: Int, _ call: Call, _ audit: AuditTrail, _ exchange: HTTPExchange) {
        switch answer {
        case .watch, .taken:
            audit.began(code)
            exchange.onClose { audit.ended(code) }
        case .body, .list: audit.answered(answer, isDeletion: call.method == "DELETE")
        }
    }

    /// Browsers watch over WebSockets.
    private func begin(_ session: WatchSession, over call: Call, _ exchange: HTTPExchange) {
        do throws(APIError) {
            let subprotocol = try WatchSocket.subprotocol(call.headers)
            exchange.webSocket(subprotocol: subprotocol) { await session.begin(on: $0, exchange.eventLoop) }
        } catch {
            exchange.respond(
                status: error.code, headers: ["Content-Type": MediaType.json], body: ByteBuffer(bytes: error.status.encoded()))
        }
    }
}
