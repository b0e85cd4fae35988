import Crypto
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// The server's side of the opening handshake (RFC 6455 section 4.2).
enum WebSocketHandshake {
    /// Every problem of a handshake, in words for the 400 answer.
    struct Refusal: Error, Equatable {
        var reason: String
    }

    static func key(in headers: HTTPHeaders) throws(Refusal) -> String {
        guard headers.first(name: "upgrade")?.lowercased() == "websocket" else { throw Refusal(reason: "not a WebSocket upgrade") }
        guard headers.first(name: "sec-websocket-version") == "13" else { throw Refusal(reason: "missing or bad WebSocket version") }
        guard let key = headers.first(name: "sec-websocket-key"), !key.isEmpty else { throw Refusal(reason: "missing WebSocket key") }
        return key
    }

    /// The proof that the server understood the key (RFC 6455 section 4.2.2).
    static func accept(key: String) -> String {
        let magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        return Base64.encode(Insecure.SHA1.hash(data: Array((key + magic).utf8)))
    }

    /// The subprotocols a client offers, in its order of preference.
    static func offeredSubprotocols(in headers: HTTPHeaders) -> [String] {
        headers[canonicalForm: "sec-websocket-protocol"].map(String.init)
    }
}

extension HTTPRequest {
    /// Whether the client wants a WebSocket.
    package var isWebSocketUpgrade: Bool {
        headers.first(name: "upgrade")?.lowercased() == "websocket"
    }

    /// The WebSocket subprotocols the client offers, in its order of preference.
    package var webSocketSubprotocols: [String] { WebSocketHandshake.offeredSubprotocols(in: headers) }
}

extension HTTPExchange {
    /// Completes a WebSocket handshake and hands over the connection, which is closed when `body` returns.
    ///
    /// - Parameters:
    ///   - subprotocol: the one chosen among those offered, nil for none.
    ///   - messageLimit: bytes of a message, over which the connection is closed with code 1009.
    package func webSocket(
        subprotocol: String?, messageLimit: Int = WebSocketConnection.defaultMessageLimit,
        _ body: @escaping @Sendable (WebSocketConnection) async -> Void
    ) {
        guard let headers = requestHead.upgradeHeaders, canUpgrade else {
            return respond(.text(400, "Bad Request: WebSocket upgrade expected"))
        }
        let key: String
        do {
            key = try WebSocketHandshake.key(in: headers)
        } catch {
            return respond(.text(400, "Bad Request: \(error.reason)"))
        }
        guard claimAnswer(101) else { return }
        onLoop { [self] sink in
            do {
                var answer: HTTPHeaders = [
                    "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Accept": WebSocketHandshake.accept(key: key),
                ]
                if let subprotocol { answer.add(name: "Sec-WebSocket-Protocol", value: subprotocol) }
                let last = WebSocketHandler(messageLimit: messageLimit)
                let frames = ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: messageLimit))
                let channel = try sink.upgrade(number, headers: answer, handlers: [WebSocketFrameEncoder(), frames, last])
                let socket = WebSocketConnection(channel: channel, messages: last.inbound(loop: channel.eventLoop))
                Task {
                    await body(socket)
                    await socket.close(.normal)
                }
            } catch {
                let response = HTTPResponse.text(400, "Bad Request: WebSocket handshake failed")
                sink.sendWhole(number, response)
            }
        }
    }
}
