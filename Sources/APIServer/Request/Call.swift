package import HTTPServing
package import NIOCore
package import NIOHTTP1
internal import Synchronization

/// One request on its way through the handler chain, from either door, after its sender is known.
package struct Call: Sendable {
    package let info: RequestInfo
    package let method: String
    package let query: QueryParameters
    package let headers: HTTPHeaders
    package let body: ByteBuffer
    package let user: UserInfo
    /// Names the request in answers (`Audit-Id`) and logs.
    package let auditID: String
    /// The connection the answer goes to; nil for a request from inside the process.
    package let exchange: HTTPExchange?
    /// What the client shall be told besides the answer (header `Warning`, RFC 7234 §5.5).
    package let warnings: Warnings
    /// The flow that the request belongs to; nil when it needs no seat.
    var flow: FlowTable.Entry?
    /// The record of the request; nil when there is to be none.
    var audit: AuditTrail?

    package init(
        info: RequestInfo, method: String, query: QueryParameters = QueryParameters(), headers: HTTPHeaders = HTTPHeaders(),
        body: ByteBuffer = ByteBuffer(), user: UserInfo, auditID: String, exchange: HTTPExchange? = nil, warnings: Warnings = Warnings()
    ) {
        self.info = info
        self.method = method
        self.query = query
        self.headers = headers
        self.body = body
        self.user = user
        self.auditID = auditID
        self.exchange = exchange
        self.warnings = warnings
    }

    package var userAgent: String { headers.first(name: "user-agent") ?? "" }
}

/// Warnings collected while a request is handled, each told once.
package final class Warnings: Sendable {
    /// Upstream's limit for all warning texts of one answer, in bytes.
    private static let totalLimit = 4096
    private let texts = Mutex<[String]>([])

    package init() {}

    package func add(_ text: String) {
        texts.withLock { list in
            if !list.contains(text), list.reduce(0, { $0 + $1.utf8.count }) + text.utf8.count <= Self.totalLimit { list.append(text) }
        }
    }

    package var all: [String] { texts.withLock { $0 } }

    /// The values of the `Warning` headers: code 299, no agent, the text quoted.
    var headerValues: [String] {
        all.map { text in
            var quoted = ""
            for character in text.unicodeScalars {
                if character == "\"" || character == "\\" { quoted.append("\\") }
                if character.value >= 0x20 && character.value != 0x7F { quoted.unicodeScalars.append(character) }
            }
            return "299 - \"\(quoted)\""
        }
    }
}
