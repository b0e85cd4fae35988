import HTTPServing
import NIOCore
import NIOHTTP1

/// Passes an upgraded connection (SPDY or WebSocket) on to the runtime's streaming server, byte for byte.
struct StreamProxy: Sendable {
    let host: String
    let port: Int
    let target: String

    /// - Parameter url: what the runtime answered to an exec, attach or port-forward call.
    init(url: String) throws(ConfigurationError) {
        var rest = Substring(url)
        guard rest.hasPrefix("http://") else { throw ConfigurationError("the runtime's stream address is not understood: \(url)") }
        rest = rest.dropFirst("http://".count)
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let authority = rest[..<slash]
        guard let colon = authority.lastIndex(of: ":"), let port = Int(authority[authority.index(after: colon)...]) else {
            throw ConfigurationError("the runtime's stream address is not understood: \(url)")
        }
        host = String(authority[..<colon].filter { $0 != "[" && $0 != "]" })
        self.port = port
        target = String(rest[slash...])
    }

    func run(_ request: HTTPRequest, _ exchange: HTTPExchange) async throws {
        guard exchange.canUpgrade else {
            return exchange.respond(.text(400, "you must upgrade the connection to use this"))
        }
        var headers = HTTPHeaders()
        for (name, value) in request.headers {
            let lower = name.lowercased()
            if lower == "host" || lower == "authorization" || lower == "content-length" { continue }
            headers.add(name: name, value: value)
        }
        let answer = try await HTTPClientConnection(host: host, port: port, tls: nil).request(request.method, target, headers: headers)
        guard let backend = answer.upgraded else { return try await refuse(answer, exchange) }
        let proto = answer.headers.first(name: "Upgrade") ?? "SPDY/3.1"
        var passed = answer.headers
        for name in ["Connection", "Upgrade", "Date"] { passed.remove(name: name) }
        exchange.upgrade(to: proto, headers: passed) { client in await Self.join(client, backend) }
        exchange.onClose { backend.close() }
    }

    /// The runtime's own refusal, handed on.
    private func refuse(_ answer: HTTPClientAnswer, _ exchange: HTTPExchange) async throws {
        defer { answer.close() }
        var body = ByteBuffer()
        while body.readableBytes < HTTPAction.bodyLimit, var part = try await answer.body.next() { body.writeBuffer(&part) }
        exchange.respond(
            status: answer.status, headers: ["Content-Type": answer.headers.first(name: "Content-Type") ?? "text/plain"], body: body)
    }

    /// Copies both ways until either side is done.
    private static func join(_ client: RawConnection, _ backend: RawConnection) async {
        await withTaskGroup { group in
            group.addTask { await copy(client, to: backend) }
            group.addTask { await copy(backend, to: client) }
            await group.next()
            backend.close()
            client.close()
            await group.waitForAll()
        }
    }

    private static func copy(_ source: RawConnection, to target: RawConnection) async {
        do {
            while let part = try await source.inbound.next() { try await target.write(part) }
        } catch {
            // A side that breaks off ends the stream, which is all there is to do.
            return
        }
    }
}
