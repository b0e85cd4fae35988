internal import HTTPServing
internal import NIOHTTP1

/// Whether a request to a server on loopback comes from its own page, and not from some other page in the same browser.
enum RequestOrigin {
    /// The names a browser on this machine uses for it. Any other name that leads here was bent to do so (DNS rebinding).
    static let names = ["127.0.0.1", "localhost", "[::1]"]

    /// Nil when the request may be answered; otherwise why not.
    static func refusal(_ headers: HTTPHeaders, port: Int) -> String? {
        let hosts = headers["host"]
        guard hosts.count == 1, names.contains(where: { hosts[0].lowercased() == "\($0):\(port)" }) else {
            return "this server answers only as \(names[0]):\(port) or \(names[1]):\(port)"
        }
        // Pages of other sites say where they are from.
        if let origin = headers.first(name: "origin"), origin.lowercased() != "http://" + hosts[0].lowercased() {
            return "this server answers only its own page"
        }
        return nil
    }
}

/// The token of a request: a header, or among the subprotocols of a WebSocket, whose headers scripts cannot set.
struct BearerToken {
    private static let subprotocolPrefix = "base64url.bearer.authorization.k8s.io."

    let token: String
    /// The request without it.
    let rest: HTTPHeaders

    init?(_ headers: HTTPHeaders) {
        var rest = headers
        rest.remove(name: "authorization")
        if let value = headers.first(name: "authorization") {
            let scheme = "bearer "
            guard value.count > scheme.count, value.prefix(scheme.count).lowercased() == scheme else { return nil }
            self.init(String(value.dropFirst(scheme.count)), rest)
            return
        }
        let offered = headers[canonicalForm: "sec-websocket-protocol"].map(String.init)
        guard let bearer = offered.first(where: { $0.hasPrefix(Self.subprotocolPrefix) }) else { return nil }
        let text = bearer.dropFirst(Self.subprotocolPrefix.count).map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
        guard let bytes = Base64.decode(String(text).utf8) else { return nil }
        rest.remove(name: "sec-websocket-protocol")
        let others = offered.filter { $0 != bearer }
        if !others.isEmpty { rest.add(name: "Sec-WebSocket-Protocol", value: others.joined(separator: ", ")) }
        self.init(String(decoding: bytes, as: UTF8.self), rest)
    }

    private init(_ token: String, _ rest: HTTPHeaders) {
        self.token = token
        self.rest = rest
    }
}
