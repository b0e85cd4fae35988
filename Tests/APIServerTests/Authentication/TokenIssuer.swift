import Document
import HTTPServing
import NIOCore
import NIOHTTP1
import PKI
import Synchronization

@testable import APIServer

/// An OpenID Connect issuer on loopback, whose keys can be changed while it runs.
final class TokenIssuer: HTTPHandler {
    private struct State {
        var url = ""
        var claimedURL: String?
        var signers: [TokenSigner] = []
        var fetches = 0
    }
    private let state = Mutex(State())

    func bodyPolicy(method: String, path: String, headers: HTTPHeaders) -> BodyPolicy { .collect(limit: 1024) }

    func handle(_ request: HTTPRequest, _ exchange: HTTPExchange) {
        let (url, signers) = state.withLock { state in
            if request.path == "/keys" { state.fetches += 1 }
            return (state.claimedURL ?? state.url, state.signers)
        }
        let home = state.withLock { $0.url }
        switch request.path {
        case "/.well-known/openid-configuration":
            let document: JSON = ["issuer": .string(url), "jwks_uri": .string(home + "/keys")]
            exchange.respond(status: 200, headers: ["Content-Type": "application/json"], body: ByteBuffer(bytes: document.encoded()))
        case "/keys":
            exchange.respond(status: 200, body: ByteBuffer(string: TokenVerifier(signers.map(\.key)).keySet))
        default: exchange.respond(.text(404, "not found"))
        }
    }

    var fetches: Int { state.withLock { $0.fetches } }
    func listen(at url: String) { state.withLock { $0.url = url } }
    func use(_ signers: [TokenSigner]) { state.withLock { $0.signers = signers } }
    func claimToBe(_ url: String) { state.withLock { $0.claimedURL = url } }
}
