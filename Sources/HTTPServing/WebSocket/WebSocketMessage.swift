import NIOCore

/// A whole WebSocket message, its fragments joined.
package enum WebSocketMessage: Sendable, Equatable {
    case text(ByteBuffer)
    case binary(ByteBuffer)

    package var bytes: ByteBuffer {
        switch self {
        case .text(let bytes), .binary(let bytes): bytes
        }
    }
}

/// Why a WebSocket was closed (RFC 6455 section 7.4).
package struct WebSocketClose: Sendable, Equatable {
    package var code: UInt16
    package var reason: String

    package init(code: UInt16, reason: String = "") {
        self.code = code
        self.reason = reason
    }

    package static let normal = WebSocketClose(code: 1000)
    package static let goingAway = WebSocketClose(code: 1001)
    package static let protocolError = WebSocketClose(code: 1002, reason: "protocol error")
    package static let messageTooBig = WebSocketClose(code: 1009, reason: "message too big")
    package static let internalError = WebSocketClose(code: 1011)
}
