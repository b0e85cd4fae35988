import NIOHTTP1

/// Passes requests on to one backend and its answers back, upgrades included, with fields of the passage's own laid over the client's:
/// what a proxy on loopback does that adds somebody's credentials.
package struct RequestPassage: Sendable {
    /// Fields that belong to one connection (RFC 9110 section 7.6.1), and those the passage sets itself.
    private static let ownFields: Set<String> = [
        "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade", "host",
        "content-length", "authorization",
    ]

    private let backend: HTTPClientConnection
    /// Laid over the client's fields.
    private let headers: HTTPHeaders

    package init(to backend: HTTPClientConnection, headers: HTTPHeaders) {
        self.backend = backend
        self.headers = headers
    }

    /// Answers the exchange with what the backend answers to the same request at `target`.
    /// - Throws: why the backend could not be reached; nothing was answered then.
    package func pass(_ request: HTTPRequest, to target: String, _ exchange: HTTPExchange) async throws {
        let length = request.headers.first(name: "content-length").flatMap { Int($0) }
        let hasBody = (length ?? 0) > 0 || request.headers.contains(name: "transfer-encoding")
        let answer = try await backend.request(
            request.method, target, headers: asked(request, exchange), body: hasBody ? exchange.bodyStream : nil, bodyLength: length)
        if let raw = answer.upgraded { return join(answer, raw, exchange) }
        var passed = HTTPHeaders()
        for (name, value) in answer.headers where !Self.ownFields.contains(name.lowercased()) { passed.add(name: name, value: value) }
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

    private func asked(_ request: HTTPRequest, _ exchange: HTTPExchange) -> HTTPHeaders {
        var asked = HTTPHeaders()
        for (name, value) in request.headers where !Self.ownFields.contains(name.lowercased()) { asked.add(name: name, value: value) }
        if exchange.canUpgrade, let proto = request.headers.first(name: "upgrade") {
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

    private func join(_ answer: HTTPClientAnswer, _ raw: RawConnection, _ exchange: HTTPExchange) {
        var passed = HTTPHeaders()
        for (name, value) in answer.headers where !["connection", "upgrade", "content-length"].contains(name.lowercased()) {
            passed.add(name: name, value: value)
        }
        exchange.onClose { raw.close() }
        exchange.upgrade(to: answer.headers.first(name: "upgrade") ?? "websocket", headers: passed) { client in
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await Self.copy(client.inbound, to: raw) }
                group.addTask { await Self.copy(raw.inbound, to: client) }
            }
            client.close()
            raw.close()
        }
    }

    private static func copy(_ from: ByteStream, to: RawConnection) async {
        do {
            while let bytes = try await from.next() { try await to.write(bytes) }
            to.finishWriting()
        } catch {
            to.close()
        }
    }
}
