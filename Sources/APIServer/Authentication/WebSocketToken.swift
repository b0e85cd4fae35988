internal import NIOHTTP1
internal import PKI

/// A bearer token in the WebSocket protocol list, `base64url.bearer.authorization.k8s.io.<token in base 64>`:
/// scripts in browsers cannot set the Authorization header of a WebSocket.
enum WebSocketToken {
    private static let prefix = "base64url.bearer.authorization.k8s.io."

    static func isToken(_ subprotocol: String) -> Bool { subprotocol.hasPrefix(prefix) }

    static func token(_ headers: HTTPHeaders) -> String? {
        for value in headers[canonicalForm: "sec-websocket-protocol"] where value.hasPrefix(prefix) {
            if let bytes = Base64URL.decode(value.dropFirst(prefix.count)), !bytes.isEmpty { return String(decoding: bytes, as: UTF8.self) }
        }
        return nil
    }

    /// The fields without the token: it is for this server, and not for whom a request is passed on to.
    static func removed(from headers: HTTPHeaders) -> HTTPHeaders {
        let name = "Sec-WebSocket-Protocol"
        let offered = headers[canonicalForm: name].map(String.init)
        guard offered.contains(where: isToken) else { return headers }
        var rest = headers
        rest.remove(name: name)
        let others = offered.filter { !isToken($0) }
        if !others.isEmpty { rest.add(name: name, value: others.joined(separator: ", ")) }
        return rest
    }
}
