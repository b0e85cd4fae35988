import NIOCore
import NIOHTTP1

/// What a connection becomes when its server answers 101.
package enum HTTPClientUpgrade: Sendable {
    /// Bytes both ways.
    case raw
    /// A WebSocket whose messages have at most so many bytes.
    case webSocket(messageLimit: Int)
}

extension HTTPClientConnection {
    /// Bytes of the random key of a handshake (RFC 6455 section 4.1).
    private static let keyBytes = 16

    /// Asks for a WebSocket. An answer without `webSocket` is the server's refusal, with its status and body.
    ///
    /// - Parameter subprotocols: those offered, the preferred first. The answer's `Sec-WebSocket-Protocol` names the chosen one.
    package func webSocket(
        _ target: String, headers: HTTPHeaders = [:], subprotocols: [String],
        messageLimit: Int = WebSocketConnection.defaultMessageLimit
    ) async throws -> HTTPClientAnswer {
        let key = Base64.encode((0..<Self.keyBytes).map { _ in UInt8.random(in: .min ... .max) })
        var headers = headers
        headers.replaceOrAdd(name: "Upgrade", value: "websocket")
        headers.replaceOrAdd(name: "Connection", value: "Upgrade")
        headers.replaceOrAdd(name: "Sec-WebSocket-Version", value: "13")
        headers.replaceOrAdd(name: "Sec-WebSocket-Key", value: key)
        for name in subprotocols { headers.add(name: "Sec-WebSocket-Protocol", value: name) }
        let answer = try await request("GET", target, headers: headers, upgrade: .webSocket(messageLimit: messageLimit))
        guard answer.webSocket != nil else { return answer }
        guard answer.headers.first(name: "sec-websocket-accept") == WebSocketHandshake.accept(key: key) else {
            answer.close()
            throw HTTPServingError.protocolViolation("Sec-WebSocket-Accept does not fit the key")
        }
        return answer
    }
}
