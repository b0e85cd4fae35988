internal import HTTPServing
internal import NIOCore
internal import NIOHTTP1
internal import Resources

/// Passes a client's upgrade on to a kubelet and, when that agrees, joins the two connections byte for byte.
struct UpgradePassage: Sendable {
    /// Bytes of a backend's error answer that are passed on.
    static let errorLimit = 64 * 1024

    let backend: HTTPClientConnection
    let target: String

    /// - Parameter headers: those of the client's request that the backend is to see, the upgrade's among them.
    func run(method: String, headers: HTTPHeaders, _ exchange: HTTPExchange) async throws(APIError) {
        let answer = try await backend.ask(method, target, headers: headers)
        guard let raw = answer.upgraded else { return try await Self.relayRefusal(answer, exchange) }
        RequestPassage.join(answer, raw, exchange, protocol: headers.first(name: "upgrade") ?? "SPDY/3.1")
    }

    /// Passes on what a backend said instead of upgrading.
    static func relayRefusal(_ answer: HTTPClientAnswer, _ exchange: HTTPExchange) async throws(APIError) {
        let body = (try? await answer.body.collect(upTo: errorLimit)) ?? ByteBuffer()
        answer.close()
        guard answer.status >= 400 else { throw .generic(code: 502, body: "unexpected answer \(answer.status) to an upgrade request") }
        let type = answer.headers.first(name: "content-type") ?? "text/plain; charset=utf-8"
        exchange.respond(status: answer.status, headers: ["Content-Type": type], body: body)
    }
}

extension HTTPHeaders {
    /// Whether the request asks for the protocol named, whatever its case.
    func asksForUpgrade(to proto: String) -> Bool { first(name: "upgrade")?.lowercased() == proto.lowercased() }
}
