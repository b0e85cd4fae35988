package import HTTPServing
package import NIOCore
package import NIOHTTP1

/// One request on its way through the handler chain, from either door, after its sender is known. Every step keeps hold of it, which is why
/// it is one object.
package final class Call: Sendable {
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
    let flow: FlowTable.Entry?
    /// The record of the request; nil when there is to be none.
    let audit: AuditTrail?

    init(
        info: RequestInfo, method: String, query: QueryParameters = QueryParameters(), headers: HTTPHeaders = HTTPHeaders(),
        body: ByteBuffer = ByteBuffer(), user: UserInfo, auditID: String, exchange: HTTPExchange? = nil, warnings: Warnings = Warnings(),
        flow: FlowTable.Entry? = nil, audit: AuditTrail? = nil
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
        self.flow = flow
        self.audit = audit
    }

    package var userAgent: String { headers.first(name: "user-agent") ?? "" }
}
