import NIOCore
import NIOHTTP1

/// A request as it came over the wire: target parts raw (still percent-encoded), body complete unless the policy was `.stream`.
package struct HTTPRequest: Sendable {
    package var method: String
    /// The path before the question mark, raw.
    package var path: String
    /// What follows the question mark, raw, without it; empty when there is none.
    package var query: String
    /// All header fields; an HTTP/2 `:authority` appears as `Host`.
    package var headers: HTTPHeaders
    package var body: ByteBuffer
    package let connection: HTTPConnectionInfo

    package init(
        method: String, path: String, query: String = "", headers: HTTPHeaders = [:], body: ByteBuffer = ByteBuffer(),
        connection: HTTPConnectionInfo = HTTPConnectionInfo()
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.connection = connection
    }

    package var remoteAddress: SocketAddress? { connection.remoteAddress }
    package var peerCertificates: [[UInt8]] { connection.peerCertificates }
    package var isHTTP2: Bool { connection.isHTTP2 }
}

/// The target of a request line, split. Absolute form (RFC 9112 section 3.2.2) is reduced to its path and query.
struct RequestTarget {
    var path: String
    var query: String

    init(_ target: String) {
        var rest = Substring(target)
        if !rest.utf8.starts(with: "/".utf8), let scheme = rest.range(of: "://") {
            let afterScheme = rest[scheme.upperBound...]
            rest = afterScheme.firstIndex(of: "/").map { afterScheme[$0...] } ?? "/"
        }
        if let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?")) {
            path = String(rest[..<mark])
            query = String(rest[rest.utf8.index(after: mark)...])
        } else {
            path = String(rest)
            query = ""
        }
    }
}

extension Substring {
    /// The first place of a short text; the standard library's own search needs no Foundation but a whole regex engine.
    fileprivate func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
