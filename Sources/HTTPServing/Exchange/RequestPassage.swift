import NIOCore
import NIOHTTP1

/// Passes requests on to one backend and its answers back, upgrades included, with fields of the passage's own laid over the client's.
package struct RequestPassage: Sendable {
    /// Fields that belong to one connection (RFC 9110 section 7.6.1).
    private static let hopByHop: Set<String> = [
        "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade",
    ]
    /// Of requests: what is made anew for the backend, and what is meant for this server alone.
    private static let ownFields: Set<String> = ["host", "content-length", "expect", "authorization"]

    private let backend: HTTPClientConnection
    /// Laid over the client's fields.
    private let headers: HTTPHeaders
    /// Beginnings of names, in lower case, of the client's fields that the backend is not to see.
    private let withheld: [String]
    /// Put before the paths that a backend sends clients to, since they know it by another path.
    private let locationPrefix: String

    package init(to backend: HTTPClientConnection, headers: HTTPHeaders, withholding withheld: [String] = [], locationPrefix: String = "") {
        self.backend = backend
        self.headers = headers
        self.withheld = withheld
        self.locationPrefix = locationPrefix
    }

    /// Answers the exchange with what the backend answers to the same request at `target`.
    /// - Parameter body: what was read of the body; when that is nothing, the exchange's stream has it.
    /// - Throws: why the backend could not be reached; nothing was answered then.
    package func pass(
        _ method: String, _ target: String, _ fields: HTTPHeaders, body: ByteBuffer = ByteBuffer(), _ exchange: HTTPExchange
    ) async throws {
        let length = body.readableBytes > 0 ? body.readableBytes : fields.first(name: "content-length").flatMap { Int($0) }
        // HTTP/2 need not tell whether a body follows; for methods that may have one the stream itself will.
        let mayHaveBody = exchange.connection.isHTTP2 && length == nil && method != "GET" && method != "HEAD"
        let hasBody = (length ?? 0) > 0 || fields.contains(name: "transfer-encoding") || mayHaveBody
        let sent = !hasBody ? nil : body.readableBytes > 0 ? ByteStream.of(body) : exchange.bodyStream
        let answer = try await backend.request(method, target, headers: asked(fields, exchange), body: sent, bodyLength: length)
        if let raw = answer.upgraded {
            return Self.join(answer, raw, exchange, protocol: fields.first(name: "upgrade") ?? "websocket")
        }
        await relay(answer, exchange)
    }

    /// Answers the exchange with what the backend answers to a client's request.
    package func pass(_ request: HTTPRequest, to target: String, _ exchange: HTTPExchange) async throws {
        try await pass(request.method, target, request.headers, body: request.body, exchange)
    }

    private func relay(_ answer: HTTPClientAnswer, _ exchange: HTTPExchange) async {
        var passed = HTTPHeaders()
        for (name, value) in answer.headers where !Self.hopByHop.contains(name.lowercased()) {
            let isPath = !locationPrefix.isEmpty && value.hasPrefix("/") && name.lowercased() == "location"
            passed.add(name: name, value: isPath ? locationPrefix + value : value)
        }
        let writer = exchange.stream(status: answer.status, headers: passed, endsOnDrain: false)
        writer.onClose { answer.close() }
        do {
            while let bytes = try await answer.body.next() { try await writer.writeWhenReady(bytes) }
            writer.finish()
        } catch {
            // A body that broke off must not look like one that has ended.
            writer.abort()
        }
        answer.close()
    }

    /// The fields the backend is sent.
    package func asked(_ fields: HTTPHeaders, _ exchange: HTTPExchange?) -> HTTPHeaders {
        var asked = HTTPHeaders()
        for (name, value) in fields {
            let lowered = name.lowercased()
            if Self.hopByHop.contains(lowered) || Self.ownFields.contains(lowered) { continue }
            if !withheld.contains(where: { lowered.hasPrefix($0) }) { asked.add(name: name, value: value) }
        }
        if exchange?.canUpgrade == true, let proto = fields.first(name: "upgrade") {
            asked.add(name: "Connection", value: "Upgrade")
            asked.add(name: "Upgrade", value: proto)
        }
        var own = headers
        // Servers log who really asks: a browser, say.
        if asked.contains(name: "user-agent") { own.remove(name: "user-agent") }
        for (name, _) in own { asked.remove(name: name) }
        asked.add(contentsOf: own)
        return asked
    }

    /// Joins a client that asked for an upgrade with the backend that agreed to it, byte for byte.
    /// - Parameter protocol: what the connection becomes when the backend does not say.
    package static func join(_ answer: HTTPClientAnswer, _ raw: RawConnection, _ exchange: HTTPExchange, protocol: String) {
        var passed = HTTPHeaders()
        for (name, value) in answer.headers where !["connection", "upgrade", "content-length"].contains(name.lowercased()) {
            passed.add(name: name, value: value)
        }
        exchange.onClose { raw.close() }
        exchange.upgrade(to: answer.headers.first(name: "upgrade") ?? `protocol`, headers: passed) { client in await client.join(raw) }
    }
}
