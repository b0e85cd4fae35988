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
        let passage = RequestPassage(
            to: backend, headers: Self.forwarding(call, exchange), withholding: ["impersonate-"], locationPrefix: Self.proxyRoot(call.info))
        do {
            try await passage.pass(call.method, target, WebSocketToken.removed(from: call.headers), body: call.body, exchange)
        } catch {
            throw APIError.serviceUnavailable("error trying to reach service: \(backend.reason(error))")
        }
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

    /// What tells a backend of the client behind this server.
    static func forwarding(_ call: Call, _ exchange: HTTPExchange) -> HTTPHeaders {
        var headers = HTTPHeaders()
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
