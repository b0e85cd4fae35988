internal import Document
internal import FoundationEssentials
package import PKI
package import Resources
internal import Synchronization

/// Knows ServiceAccounts by their tokens. A signature is checked once; after that a request costs a look-up of the token
/// and of the objects it is bound to, which must still be the same.
package final class ServiceAccountTokens: TokenAuthenticator {
    /// Verified tokens remembered; more make room by forgetting.
    package static let rememberedTokens = 4_096

    private struct Verified: Sendable {
        enum Claims: Sendable {
            case bound(ServiceAccountClaims)
            case legacy(LegacyTokenClaims)
        }
        var claims: Claims
        var user: UserInfo
        /// Unix seconds; nil for a token without an end.
        var expires: Int64?
    }

    private let verifier: TokenVerifier
    private let issuers: Set<String>
    /// Who the API server is to token holders; the first is the default.
    package let audiences: [String]
    private let caches: ObjectCaches
    private let now: @Sendable () -> Timestamp
    private let remembered = Mutex<[String: Verified]>([:])

    package init(
        verifier: TokenVerifier, issuers: [String], audiences: [String], caches: ObjectCaches,
        now: @escaping @Sendable () -> Timestamp = { .now() }
    ) {
        self.verifier = verifier
        self.issuers = Set(issuers)
        self.audiences = audiences
        self.caches = caches
        self.now = now
    }

    package func authenticate(token: String) -> UserInfo? { authenticate(token: token, audiences: audiences)?.user }

    /// The holder of a token meant for one of `audiences`, and which of them it is meant for.
    package func authenticate(token: String, audiences wanted: [String]) -> (user: UserInfo, audiences: [String])? {
        guard let verified = verify(token) else { return nil }
        switch verified.claims {
        case .bound(let claims):
            let time = now().seconds
            // A minute of grace for clocks that differ, as upstream grants.
            guard time < claims.expires, claims.notBefore <= time + 60, isAlive(claims) else { return nil }
            let matching = wanted.filter(claims.audiences.contains)
            return matching.isEmpty ? nil : (verified.user, matching)
        case .legacy(let claims):
            // Tokens of this sort name no audience: they are meant for the API server.
            let matching = wanted.filter(audiences.contains)
            return matching.isEmpty || !isKept(claims, token) ? nil : (verified.user, matching)
        }
    }

    private func verify(_ token: String) -> Verified? {
        if let known = remembered.withLock({ $0[token] }) { return known }
        guard let bytes = verifier.verify(token), let document = try? JSON.parse(bytes) else { return nil }
        let verified: Verified
        if let claims = ServiceAccountClaims(document), issuers.contains(claims.issuer) {
            verified = Verified(claims: .bound(claims), user: claims.user.authenticated, expires: claims.expires)
        } else if let claims = LegacyTokenClaims(document) {
            verified = Verified(claims: .legacy(claims), user: claims.user.authenticated)
        } else {
            return nil
        }
        let time = now().seconds
        remembered.withLock { remembered in
            if remembered.count >= Self.rememberedTokens { remembered = remembered.filter { $0.value.expires.map { $0 > time } ?? true } }
            if remembered.count >= Self.rememberedTokens { remembered.removeAll(keepingCapacity: true) }
            remembered[token] = verified
        }
        return verified
    }

    /// The account exists, and the Secret holds just this token.
    private func isKept(_ claims: LegacyTokenClaims, _ token: String) -> Bool {
        guard let account = caches.record(.serviceAccounts, ObjectKey(namespace: claims.namespace, name: claims.account.name)),
            account.uid == claims.account.uid,
            let secret = caches.get(Secret.self, namespace: claims.namespace, name: claims.secret), !secret.isBeingDeleted,
            let held = secret.data["token"].flatMap({ Data(base64Encoded: $0) })
        else { return false }
        return held.elementsEqual(token.utf8)
    }

    /// The account and the bound object exist and are those the token was made for.
    private func isAlive(_ claims: ServiceAccountClaims) -> Bool {
        func exists(_ type: ResourceType, _ reference: ServiceAccountClaims.Reference, namespace: String) -> Bool {
            caches.record(type, ObjectKey(namespace: namespace, name: reference.name))?.uid == reference.uid
        }
        guard exists(.serviceAccounts, claims.account, namespace: claims.namespace) else { return false }
        if let secret = claims.secret { return exists(.secrets, secret, namespace: claims.namespace) }
        // A pod's token names the pod's node for information only.
        if let pod = claims.pod { return exists(.pods, pod, namespace: claims.namespace) }
        if let node = claims.node { return exists(.nodes, node, namespace: "") }
        return true
    }
}
