internal import HTTPServing
internal import NIOCore
internal import NIOHTTP1
internal import Resources

/// pods/proxy, services/proxy and nodes/proxy: HTTP passed on to a backend inside the cluster, upgrades included.
struct ProxyHandler: ConnectHandler {
    let locator: any ProxyLocator

    var wantsBodyStream: Bool { true }

    func connect(_ call: Call, _ exchange: HTTPExchange) async throws {
        let path = Self.backendPath(call.info)
        if path.isEmpty, call.method == "GET" || call.method == "HEAD" {
            // Relative links of the backend's pages need the slash.
            let location = QueryText.escapePath(call.info.path) + "/" + QueryText(call.query.items).suffix
            return exchange.respond(status: 301, headers: ["Location": location])
        }
        let backend = try locator.backend(call.info)
        let target = (path.isEmpty ? "/" : QueryText.escapePath(path)) + QueryText(call.query.items).suffix
        let headers = Self.forwarded(call, exchange)
        if exchange.canUpgrade {
            return try await UpgradePassage(backend: backend, target: target).run(method: call.method, headers: headers, exchange)
        }
        let length = call.headers.first(name: "content-length").flatMap { Int($0) }
        // HTTP/2 need not tell whether a body follows; for methods that may have one the stream itself will.
        let mayHaveBody = exchange.connection.isHTTP2 && length == nil && call.method != "GET" && call.method != "HEAD"
        let hasBody = (length ?? 0) > 0 || call.headers.contains(name: "transfer-encoding") || mayHaveBody
        let body = !hasBody ? nil : call.body.readableBytes > 0 ? ByteStream.of(call.body) : exchange.bodyStream
        let answer: HTTPClientAnswer
        do {
            answer = try await backend.request(call.method, target, headers: headers, body: body, bodyLength: length)
        } catch {
            throw APIError.serviceUnavailable("error trying to reach service: dial tcp \(backend.host):\(backend.port): \(error)")
        }
        try await relay(answer, call, exchange)
    }

    private func relay(_ answer: HTTPClientAnswer, _ call: Call, _ exchange: HTTPExchange) async throws {
        var headers = HTTPHeaders()
        for (name, value) in answer.headers where !Self.hopByHop.contains(name.lowercased()) {
            if name.lowercased() == "location", value.hasPrefix("/") {
                headers.add(name: name, value: Self.proxyRoot(call.info) + value)
            } else {
                headers.add(name: name, value: value)
            }
        }
        let writer = exchange.stream(status: answer.status, headers: headers, endsOnDrain: false)
        writer.onClose { answer.close() }
        do {
            while let bytes = try await answer.body.next() { try await writer.writeWhenReady(bytes) }
            writer.finish()
        } catch {
            writer.abort()
        }
        answer.close()
    }

    /// What follows `/proxy` in the request's path, with its leading slash; empty when nothing does.
    static func backendPath(_ info: RequestInfo) -> String {
        let root = proxyRoot(info)
        guard info.path.hasPrefix(root) else { return "" }
        return String(info.path.dropFirst(root.count))
    }

    /// The path of the subresource itself.
    static func proxyRoot(_ info: RequestInfo) -> String {
        let home = info.namespace.isEmpty ? "" : "/namespaces/\(info.namespace)"
        return "/\(info.prefix)/\(info.version)\(home)/\(info.resource)/\(info.name)/\(info.subresource)"
    }

    /// Fields that belong to one connection (RFC 9110 section 7.6.1).
    private static let hopByHop: Set<String> = [
        "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade",
    ]

    /// The client's fields without what is meant for this server: its credentials, and those of the connection.
    private static func forwarded(_ call: Call, _ exchange: HTTPExchange) -> HTTPHeaders {
        var headers = HTTPHeaders()
        for (name, value) in call.headers {
            let lowered = name.lowercased()
            if hopByHop.contains(lowered) || lowered == "authorization" || lowered == "host" || lowered == "content-length"
                || lowered == "expect" || lowered.hasPrefix("impersonate-")
            {
                continue
            }
            headers.add(name: name, value: value)
        }
        if exchange.canUpgrade, let proto = call.headers.first(name: "upgrade") {
            headers.add(name: "Connection", value: "Upgrade")
            headers.add(name: "Upgrade", value: proto)
        }
        if let address = exchange.connection.remoteAddress?.ipAddress {
            let before = call.headers.first(name: "x-forwarded-for").map { $0 + ", " } ?? ""
            headers.replaceOrAdd(name: "X-Forwarded-For", value: before + address)
        }
        if let host = call.headers.first(name: "host") { headers.replaceOrAdd(name: "X-Forwarded-Host", value: host) }
        headers.replaceOrAdd(name: "X-Forwarded-Proto", value: exchange.connection.isTLS ? "https" : "http")
        headers.replaceOrAdd(name: "X-Forwarded-Uri", value: QueryText.escapePath(call.info.path))
        return headers
    }
}
