internal import Document
internal import FoundationEssentials
internal import HTTPServing
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import PKI
internal import Resources
internal import Synchronization

/// The keys an issuer of tokens signs with, fetched over TLS from where its discovery document says (OpenID Connect Discovery 1.0 §4).
/// They are kept, and fetched anew when a token names a key that is not among them, or when they have become old.
final class IssuerKeys: Sendable {
    /// Seconds between two attempts, so that tokens with made-up keys do not make this server trouble another one.
    static let retrySeconds: Int64 = 2
    /// Seconds after which keys are fetched anew although nothing asks for it: what an issuer withdrew must not count for ever.
    static let ageSeconds: Int64 = 3_600
    /// Bytes of a discovery document or a key set.
    private static let answerLimit = 1 << 20
    /// Seconds for one document.
    private static let fetchSeconds: Int64 = 10

    private struct Key: Sendable {
        var id: String?
        var algorithm: String?
        var key: TokenKey
    }

    private struct State {
        var keys: [Key] = []
        var fetched: Int64?
        var attempted: Int64?
        /// Counts the sets, so that what was verified with an older one can be told.
        var generation = 0
        var isFetching = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    let issuer: String
    private let discoveryURL: String
    private let tls: ClientTLS
    private let now: @Sendable () -> Timestamp
    private let logger: Logger
    private let state = Mutex(State())

    /// - Parameter authorityPEM: signs the issuer's certificate; nil for the machine's authorities.
    init(
        issuer: String, discoveryURL: String?, authorityPEM: String?, now: @escaping @Sendable () -> Timestamp, logger: Logger
    ) throws {
        self.issuer = issuer
        self.discoveryURL =
            discoveryURL ?? (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + "/.well-known/openid-configuration"
        tls = try ClientTLS(authority: authorityPEM.map { Array($0.utf8) }, trustsMachine: authorityPEM == nil)
        self.now = now
        self.logger = logger
    }

    var generation: Int { state.withLock { $0.generation } }

    /// The keys that may have signed the token: the one it names, or all when it names none.
    func candidates(_ token: JSONWebToken) -> [TokenKey] {
        state.withLock { state in
            state.keys.filter { key in
                (token.keyID == nil || key.id == token.keyID) && (key.algorithm == nil || key.algorithm == token.algorithm.rawValue)
            }.map(\.key)
        }
    }

    /// Whether fetching the keys anew may help, for a token with a key that is not known.
    var canLearn: Bool {
        let time = now().seconds
        return state.withLock { $0.isFetching || $0.attempted.map { time - $0 >= Self.retrySeconds } ?? true }
    }

    /// Whether the keys are so old that they should be looked at again.
    var isOld: Bool {
        let time = now().seconds
        return state.withLock { state in
            guard let fetched = state.fetched, time - fetched >= Self.ageSeconds else { return false }
            return !state.isFetching && state.attempted.map { time - $0 >= Self.retrySeconds } ?? true
        }
    }

    /// Fetches the keys, or waits for whoever does. A failure leaves those that are known.
    func refresh() async {
        let time = now().seconds
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isFirst = state.withLock { state in
                state.waiting.append(continuation)
                if state.isFetching { return false }
                (state.isFetching, state.attempted) = (true, time)
                return true
            }
            if isFirst { Task { await fetchAll(time) } }
        }
    }

    private func fetchAll(_ time: Int64) async {
        do {
            let discovery = try await fetch(discoveryURL)
            guard discovery["issuer"].string == issuer else {
                throw FetchError(
                    "oidc: issuer did not match the issuer returned by provider, expected \"\(issuer)\" "
                        + "got \"\(discovery["issuer"].string ?? "")\"")
            }
            guard let url = discovery["jwks_uri"].string else { throw FetchError("the discovery document has no jwks_uri") }
            let keys = (try await fetch(url))["keys"].array?.compactMap(Self.key) ?? []
            if keys.isEmpty { throw FetchError("the key set at \(url) holds no key of use") }
            finish { ($0.keys, $0.fetched, $0.generation) = (keys, time, $0.generation + 1) }
        } catch {
            logger.error("the keys of a token issuer could not be fetched", metadata: ["issuer": "\(issuer)", "error": "\(error)"])
            finish { _ in }
        }
    }

    private func finish(_ change: (inout State) -> Void) {
        let waiting = state.withLock { state in
            change(&state)
            state.isFetching = false
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// A JSON Web Key (RFC 7517 §4); nil for one that is not for signatures, or of a kind that is not known here.
    private static func key(_ json: JSON) -> Key? {
        if let use = json["use"].string, use != "sig" { return nil }
        func bytes(_ member: String) -> [UInt8]? { json[member].string.flatMap { Base64URL.decode($0) } }
        let key: TokenKey?
        switch json["kty"].string {
        case "RSA":
            guard let n = bytes("n"), let e = bytes("e") else { return nil }
            key = try? TokenKey(rsaModulus: n, exponent: e)
        case "EC":
            guard let x = bytes("x"), let y = bytes("y") else { return nil }
            key = try? TokenKey(curve: json["crv"].string ?? "", x: x, y: y)
        default: return nil
        }
        return key.map { Key(id: json["kid"].string, algorithm: json["alg"].string, key: $0) }
    }

    // MARK: Fetching

    private struct FetchError: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    private func fetch(_ url: String) async throws -> JSON {
        guard let target = WebhookURL(url) else { throw FetchError("\(url) is no https URL") }
        var connection = HTTPClientConnection(host: target.host, port: target.port, tls: tls)
        connection.connectTimeout = .seconds(Self.fetchSeconds)
        connection.answerTimeout = .seconds(Self.fetchSeconds)
        let answer = try await connection.request(
            "GET", target.path, headers: ["Accept": "application/json", "Connection": "close"])
        // A body that never ends must not hold up those who wait.
        let limit = Task {
            try await Task.sleep(for: .seconds(Self.fetchSeconds))
            answer.close()
        }
        defer {
            limit.cancel()
            answer.close()
        }
        let bytes = Array((try await answer.body.collect(upTo: Self.answerLimit)).readableBytesView)
        guard answer.status == 200 else { throw FetchError("\(url): status \(answer.status)") }
        return try JSON.parse(bytes)
    }
}
