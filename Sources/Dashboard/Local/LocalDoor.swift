internal import Client
internal import Document
internal import HTTPServing
internal import NIOCore
internal import NIOHTTP1
internal import Resources

/// The dashboard on loopback: the page for everybody, and the API, with the kubeconfig's credentials, for who bears the token of a
/// session that a link opened.
///
/// The token is a header, never a cookie: cookies would be sent by any page's requests, and to every port of this machine.
struct LocalDoor: HTTPHandler {
    static let prefix = "/dashboard/"
    /// Bytes of the bodies that are for this server itself.
    private static let bodyLimit = 4096

    let backend: DirectConnection
    let links: LinkBook
    let explain: Explainer?
    /// Told about everything a person at the terminal should know.
    let notice: @Sendable (Notice) -> Void

    enum Notice: Sendable {
        /// A link was used; this is the secret of the next.
        case opened(next: String)
        case replayed
    }

    private var assets: AssetResponder { AssetResponder(prefix: Self.prefix, mode: .local(explains: explain != nil)) }

    func bodyPolicy(method: String, path: String, headers: HTTPHeaders) -> BodyPolicy {
        path.hasPrefix(Self.prefix) ? .collect(limit: Self.bodyLimit) : .stream
    }

    func handle(_ request: HTTPRequest, _ exchange: HTTPExchange) {
        if let refusal = RequestOrigin.refusal(request.headers, port: request.connection.localAddress?.port ?? 0) {
            return exchange.respond(.text(403, "Forbidden: " + refusal))
        }
        switch request.path {
        case "/": exchange.respond(status: 302, headers: ["Location": Self.prefix])
        case Self.prefix + "open": exchange.respond(open(request))
        case Self.prefix + "why": serve(request, exchange) { exchange.respond(await why($0)) }
        case let path where path.hasPrefix(Self.prefix): exchange.respond(assets.response(request))
        default: serve(request, exchange) { try await pass($0, exchange) }
        }
    }

    /// A link's secret for a session's token.
    private func open(_ request: HTTPRequest) -> HTTPResponse {
        guard request.method == "POST" else { return .text(405, "Only POST is allowed here") }
        switch links.use(String(buffer: request.body)) {
        case .opened(let session):
            notice(.opened(next: links.link))
            return HTTPResponse(
                status: 200, headers: ["Content-Type": "application/json", "Cache-Control": "no-store"],
                body: ByteBuffer(bytes: (["token": .string(session)] as JSON).encoded()))
        case .replayed:
            notice(.replayed)
            return .text(403, "This link was used before. What it opened has been closed; the terminal shows a new one.")
        case .unknown: return .text(403, "This link is none of this dashboard's.")
        }
    }

    /// Calls `body` for who bears a session's token, with the request without it.
    private func serve(_ request: HTTPRequest, _ exchange: HTTPExchange, _ body: @escaping @Sendable (HTTPRequest) async throws -> Void) {
        guard let bearer = BearerToken(request.headers), links.isOpen(bearer.token) else {
            return exchange.respond(Self.failure(.unauthorized()))
        }
        var rest = request
        rest.headers = bearer.rest
        let passed = rest
        Task {
            do {
                try await body(passed)
            } catch {
                exchange.respond(Self.failure(.serviceUnavailable("the API server cannot be reached: \(error)")))
            }
        }
    }

    private func pass(_ request: HTTPRequest, _ exchange: HTTPExchange) async throws {
        let target = request.path + (request.query.isEmpty ? "" : "?" + request.query)
        var request = request
        // Of no use to the server, which would have to judge them.
        for name in ["origin", "referer", "cookie"] { request.headers.remove(name: name) }
        try await RequestPassage(to: backend.connection, headers: try backend.headers()).pass(request, to: target, exchange)
    }

    private func why(_ request: HTTPRequest) async -> HTTPResponse {
        guard let explain else { return .text(404, "404 page not found") }
        guard request.method == "POST" else { return .text(405, "Only POST is allowed here") }
        guard let object = ExplainedObject(String(buffer: request.body)) else {
            return Self.failure(.badRequest("name a kind and an object"))
        }
        do {
            let found = try await explain(object.kind, object.name, object.namespace)
            return HTTPResponse(
                status: 200, headers: ["Content-Type": "application/json", "Cache-Control": "no-store"],
                body: ByteBuffer(bytes: (["explanations": .array(found.map(\.document))] as JSON).encoded()))
        } catch let error as APIError {
            return Self.failure(error)
        } catch {
            return Self.failure(.serviceUnavailable("\(error)"))
        }
    }

    private static func failure(_ error: APIError) -> HTTPResponse {
        HTTPResponse(
            status: error.code, headers: ["Content-Type": "application/json", "Cache-Control": "no-store"],
            body: ByteBuffer(bytes: error.status.encoded()))
    }
}
