package import Client
internal import Document
internal import NIOCore
internal import NIOHTTP1
package import Resources

/// The door for components in the same process: the same chain for a given identity, without HTTP, TLS or copies.
/// Lists and watches hand over the cache's own records.
package struct InProcessClient: APIClient {
    let chain: HandlerChain
    let metrics: RequestMetrics
    let auditor: Auditor?
    package let user: UserInfo

    package func send(_ request: APIRequest) async throws -> APIResponse {
        var headers = HTTPHeaders()
        if let type = request.contentType { headers.add(name: "Content-Type", value: type) }
        if let accept = request.accept { headers.add(name: "Accept", value: accept) }
        headers.add(name: "User-Agent", value: user.component)
        var path = request.path
        var parameters = QueryParameters(request.query.map { ($0.name, $0.value) })
        if let mark = path.firstIndex(of: "?") {
            parameters = QueryParameters(
                QueryParameters(parsing: path[path.index(after: mark)...]).items.map { ($0.name, $0.value) }
                    + request.query.map { ($0.name, $0.value) })
            path = String(path[..<mark])
        }
        let info = RequestInfo(
            method: request.method, path: QueryParameters.decodePath(path), watch: parameters["watch"],
            fieldSelector: parameters["fieldSelector"])
        let auditID = AuditID.next()
        let call = Call(
            info: info, method: request.method, query: parameters, headers: headers, body: ByteBuffer(bytes: request.body), user: user,
            auditID: auditID, audit: try await trail(info, parameters, auditID))
        let start = ContinuousClock.now
        let answer: Answer
        switch chain.outcome(call) {
        case .now(let done): answer = done
        case .later(let work): answer = await work()
        }
        metrics.record(
            info, parameters, contentType: headers.first(name: "content-type"), code: answer.status ?? 0,
            seconds: start.duration(to: .now).inSeconds)
        call.audit?.answered(answer, isDeletion: request.method == "DELETE")
        return try Self.response(answer, call)
    }

    private static func response(_ answer: Answer, _ call: Call) throws -> APIResponse {
        var answer = answer
        if case .list(let list) = answer {
            answer = .body(status: 200, contentType: MediaType.json, chunks: list.pieces(), headers: [])
        }
        guard case .body(let status, let contentType, let chunks, let extra) = answer else {
            throw APIError.badRequest("a watch or a connection cannot be opened by a single request in this process")
        }
        var body: [UInt8] = []
        if chunks.count == 1 {
            body = Array(buffer: chunks[0])
        } else {
            body.reserveCapacity(chunks.reduce(0) { $0 + $1.readableBytes })
            for chunk in chunks { body.append(contentsOf: chunk.readableBytesView) }
        }
        if status >= 400 {
            if let document = try? JSON.parse(body), let error = APIError(status: document, code: status) { throw error }
            throw APIError.generic(code: status, body: String(decoding: body, as: UTF8.self))
        }
        let warnings = call.warnings.headerValues.map { (name: "Warning", value: $0) }
        let headers = [(name: "Content-Type", value: contentType)] + extra.map { (name: $0.0, value: $0.1) } + warnings
        return APIResponse(status: status, headers: headers, body: body)
    }

    /// Lists in the version asked for. What a webhook would have to convert is handed over as it is stored, as watches do: whether
    /// the webhook answers must not decide about garbage collection and the like.
    package func list(_ type: ResourceType, _ options: ListOptions) async throws -> RecordList {
        if chain.aggregation.api(type.group, type.version) != nil { return try await listRemote(type, options) }
        let (served, query, audit) = try await authorized("list", type, namespace: options.namespace, options.query)
        let freshness = chain.resources.registry.freshness
        if freshness.isNeeded {
            try await freshness.ensure(Freshness.need(verb: "list", QueryParameters(options.query.map { ($0.name, $0.value) })))
        }
        let page = try served.store.cache.list(query, now: chain.resources.reads.environment.now())
        audit?.ended(200)
        return RecordList(
            records: try served.isStoredVersion || served.awaitsConversion
                ? page.records : page.records.map { record in try served.present(record) },
            revision: page.revision, continueToken: page.continueToken.isEmpty ? nil : page.continueToken)
    }

    package func watch(_ type: ResourceType, _ options: WatchOptions) async throws -> WatchStream {
        if let api = chain.aggregation.api(type.group, type.version) { return try await watchRemote(type, options, api) }
        let (served, query, audit) = try await authorized("watch", type, namespace: options.namespace, options.query)
        let stream = try InProcessWatch.start(served, query) { audit?.ended(200) }
        audit?.began(200)
        return stream
    }

    /// Asks authorization as a request over HTTP would be asked, and reads the options in the same way.
    private func authorized(
        _ verb: String, _ type: ResourceType, namespace: String?, _ parameters: [(name: String, value: String)]
    ) async throws(APIError) -> (ServedResource, ListQuery, AuditTrail?) {
        let query = QueryParameters(parameters.map { ($0.name, $0.value) })
        let info = RequestInfo(
            method: "GET", path: type.path(namespace: namespace), watch: verb == "watch" ? "true" : nil,
            fieldSelector: query["fieldSelector"])
        let audit = auditor == nil ? nil : try await trail(info, query, AuditID.next())
        do throws(APIError) {
            if case .deny(let reason) = chain.authorizer.authorize(user, info.attributes) {
                audit?.decided(isAllowed: false, reason: reason)
                throw .forbidden(user, info.attributes, reason: reason)
            }
            audit?.decided(isAllowed: true, reason: chain.authorizer.explanation(user, info.attributes))
            guard let served = chain.resources.registry.served(type) else { throw .resourceNotFound }
            return (served, try ListQuery(query, info, served), audit)
        } catch {
            audit?.answered(.failure(error), isDeletion: false)
            throw error
        }
    }

    /// Begins the record of a request, when there is to be one.
    private func trail(_ info: RequestInfo, _ query: QueryParameters, _ id: String) async throws(APIError) -> AuditTrail? {
        guard let auditor else { return nil }
        let parameters = query.items.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        let target = parameters.isEmpty ? info.path : "\(info.path)?\(parameters)"
        let trail: AuditTrail?
        switch auditor.begin(Auditor.Arrival(info: info, target: target, auditID: id), user) {
        case .proceed(let begun): trail = begun
        case .wait(let begun):
            await auditor.log.room()
            trail = begun
        case .refuse: throw Auditor.unrecorded
        }
        trail?.arrived()
        return trail
    }
}
