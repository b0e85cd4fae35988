import NIOCore
import NIOHTTP1

/// Writes the head of an HTTP/1.1 answer (RFC 9112 section 4) straight into bytes.
enum HTTP1ResponseHead {
    /// How the end of the body is told.
    enum Framing: Equatable {
        case none
        case length(Int)
        case chunked
        case untilClose

        /// - Parameter length: of the body; nil where only its end tells.
        init(length: Int?, http10: Bool) { self = length.map { .length($0) } ?? (http10 ? .untilClose : .chunked) }
    }

    static func write(status: Int, headers: HTTPHeaders, framing: Framing, keepAlive: Bool, http10: Bool, into buffer: inout ByteBuffer) {
        buffer.writeStaticString("HTTP/1.1 ")
        buffer.writeString(String(status))
        buffer.writeStaticString(" ")
        buffer.writeString(HTTPResponseStatus(statusCode: status).reasonPhrase)
        buffer.writeStaticString("\r\n")
        var hasDate = false
        for (name, value) in headers {
            if isFraming(name) { continue }
            if name.utf8.count == 4, name.lowercased() == "date" { hasDate = true }
            buffer.writeString(name)
            buffer.writeStaticString(": ")
            writeValue(value, into: &buffer)
            buffer.writeStaticString("\r\n")
        }
        if !hasDate {
            buffer.writeStaticString("Date: ")
            buffer.writeString(HTTPDate.now())
            buffer.writeStaticString("\r\n")
        }
        switch framing {
        case .none, .untilClose: break
        case .length(let length):
            buffer.writeStaticString("Content-Length: ")
            buffer.writeString(String(length))
            buffer.writeStaticString("\r\n")
        case .chunked: buffer.writeStaticString("Transfer-Encoding: chunked\r\n")
        }
        if !keepAlive {
            buffer.writeStaticString("Connection: close\r\n")
        } else if http10 {
            buffer.writeStaticString("Connection: keep-alive\r\n")
        }
        buffer.writeStaticString("\r\n")
    }

    /// The head of a 101 answer, which carries the upgrade's own Connection field.
    static func writeSwitchingProtocols(headers: HTTPHeaders, into buffer: inout ByteBuffer) {
        buffer.writeStaticString("HTTP/1.1 101 Switching Protocols\r\n")
        for (name, value) in headers {
            buffer.writeString(name)
            buffer.writeStaticString(": ")
            writeValue(value, into: &buffer)
            buffer.writeStaticString("\r\n")
        }
        buffer.writeStaticString("\r\n")
    }

    /// Fields that this layer decides, whatever the handler said.
    static func isFraming(_ name: String) -> Bool {
        switch name.utf8.count {
        case 10: name.lowercased() == "connection" || name.lowercased() == "keep-alive"
        case 14: name.lowercased() == "content-length"
        case 17: name.lowercased() == "transfer-encoding"
        default: false
        }
    }

    /// A value never carries a line break: text that reached it from a request must not start another field.
    private static func writeValue(_ value: String, into buffer: inout ByteBuffer) {
        if value.utf8.contains(where: { $0 == 13 || $0 == 10 || $0 == 0 }) {
            buffer.writeBytes(value.utf8.map { $0 == 13 || $0 == 10 || $0 == 0 ? 32 : $0 })
        } else {
            buffer.writeString(value)
        }
    }
}
