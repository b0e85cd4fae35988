import NIOCore
import NIOHTTP1

/// What to do with the body of a request whose head has just come.
package enum BodyPolicy: Sendable, Equatable {
    /// Gather it and call the handler once it is complete; more bytes than the limit are answered by `tooLarge`.
    case collect(limit: Int)
    /// Call the handler at once; it reads `HTTPExchange.bodyStream`, whose pace holds back the client.
    case stream
}

/// A whole answer as a value.
package struct HTTPResponse: Sendable {
    package var status: Int
    package var headers: HTTPHeaders
    package var body: ByteBuffer

    package init(status: Int, headers: HTTPHeaders = [:], body: ByteBuffer = ByteBuffer()) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package static func text(_ status: Int, _ message: String) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: ["Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff"],
            body: ByteBuffer(string: message + "\n"))
    }
}

/// Answers requests. All calls come on the event loop of the request's connection and must not block it: work that takes more than a few
/// dozen microseconds belongs on another thread, from which the exchange can be answered just as well.
package protocol HTTPHandler: Sendable {
    func bodyPolicy(method: String, path: String, headers: HTTPHeaders) -> BodyPolicy
    func handle(_ request: HTTPRequest, _ exchange: HTTPExchange)
    /// The answer to a body over the limit that `bodyPolicy` set; the request's own body is empty.
    func tooLarge(_ request: HTTPRequest, limit: Int) -> HTTPResponse
}

extension HTTPHandler {
    package func tooLarge(_ request: HTTPRequest, limit: Int) -> HTTPResponse {
        .text(413, "Request entity too large: limit is \(limit)")
    }
}
