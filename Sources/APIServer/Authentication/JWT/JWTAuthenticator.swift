internal import Document
package import Logging
internal import PKI
package import Resources
internal import Synchronization

/// Knows users by tokens that an issuer outside the cluster signed (OpenID Connect Core 1.0 §2, and what upstream makes of it).
package final class JWTAuthenticator: TokenAuthenticator {
    /// Verified tokens remembered; more make room by forgetting.
    private static let rememberedTokens = 4_096
    /// Seconds that a token may be used before its time, for clocks that differ (upstream grants five minutes).
    private static let earlySeconds = 300.0

    private struct Verified: Sendable {
        var user: UserInfo
        var expires: Double
        var generation: Int
    }

    private let configuration: JWTIssuer
    private let keys: IssuerKeys
    private let now: @Sendable () -> Timestamp
    private let logger: Logger
    private let remembered = Mutex<[String: Verified]>([:])

    package init(
        _ configuration: JWTIssuer, now: @escaping @Sendable () -> Timestamp = { .now() }, logger: Logger
    ) throws {
        self.configuration = configuration
        self.now = now
        self.logger = logger
        keys = try IssuerKeys(
            issuer: configuration.url, discoveryURL: configuration.discoveryURL, authorityPEM: configuration.authorityPEM, now: now,
            logger: logger)
    }

    package func authenticate(token: String) -> UserInfo? {
        let time = Double(now().seconds)
        let generation = keys.generation
        if let known = remembered.withLock({ $0[token] }), known.generation == generation {
            return time < known.expires ? known.user : nil
        }
        guard let parsed = JSONWebToken(token), parsed.issuer == configuration.url else { return nil }
        if keys.isOld { Task { await keys.refresh() } }
        guard configuration.algorithms.contains(parsed.algorithm),
            keys.candidates(parsed).contains(where: { $0.isValid(parsed.signature, of: parsed.signed, parsed.algorithm) })
        else { return nil }
        guard let expires = parsed.expires, time < expires else { return refuse("the token has expired") }
        if let start = parsed.notBefore, time + Self.earlySeconds < start { return refuse("the token is not valid yet") }
        guard parsed.audiences.contains(where: configuration.audiences.contains) else {
            return refuse("the token is meant for \(parsed.audiences), not for \(configuration.audiences)")
        }
        let user: UserInfo
        do {
            user = try configuration.user(parsed.claims).authenticated
        } catch {
            return refuse(error.description)
        }
        remember(token, Verified(user: user, expires: expires, generation: generation), time)
        return user
    }

    package func learning(token: String) -> (@Sendable () async -> Void)? {
        guard let parsed = JSONWebToken(token), parsed.issuer == configuration.url, configuration.algorithms.contains(parsed.algorithm),
            keys.candidates(parsed).isEmpty, keys.canLearn
        else { return nil }
        return { [keys] in await keys.refresh() }
    }

    /// Why a genuine token is not taken is told in the log alone, as upstream does.
    private func refuse(_ why: String) -> UserInfo? {
        logger.info("a token is refused", metadata: ["issuer": "\(configuration.url)", "reason": "\(why)"])
        return nil
    }

    private func remember(_ token: String, _ verified: Verified, _ time: Double) {
        remembered.withLock { remembered in
            if remembered.count >= Self.rememberedTokens { remembered = remembered.filter { $0.value.expires > time } }
            if remembered.count >= Self.rememberedTokens { remembered.removeAll(keepingCapacity: true) }
            remembered[token] = verified
        }
    }
}
