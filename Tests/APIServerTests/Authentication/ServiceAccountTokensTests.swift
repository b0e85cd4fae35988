import Document
import FoundationEssentials
import PKI
import Resources
import Synchronization
import Testing

@testable import APIServer

@Suite struct ServiceAccountTokensTests {
    private let signer: TokenSigner
    private let fixture = CachesFixture([
        (.serviceAccounts, named("robot", namespace: "a", uid: "sa-1")), (.nodes, named("n1", uid: "node-1")),
        (.pods, named("web", namespace: "a", uid: "pod-1").with(["spec": ["serviceAccountName": "robot", "nodeName": "n1"]])),
    ])
    private let clock = Clock()

    private final class Clock: Sendable {
        let seconds = Mutex<Int64>(1_000_000)
        var now: Timestamp { Timestamp(seconds: seconds.withLock { $0 }) }
        func advance(_ by: Int64) { seconds.withLock { $0 += by } }
    }

    init() throws { signer = try TokenSigner.create() }

    private var tokens: ServiceAccountTokens {
        let clock = clock
        return ServiceAccountTokens(
            verifier: signer.verifier, issuers: ["https://issuer"], audiences: ["api"], caches: fixture.caches, now: { clock.now })
    }

    private func request(_ spec: JSON, name: String = "robot", signer other: TokenSigner? = nil) throws -> JSON {
        let clock = clock
        let action = TokenRequestAction(
            signer: other ?? signer, issuer: "https://issuer", audiences: ["api"], caches: fixture.caches,
            environment: ServerEnvironment(now: { clock.now }))
        return try action.issue(["spec": spec], namespace: "a", name: name)
    }

    private func token(_ spec: JSON, signer other: TokenSigner? = nil) throws -> String {
        try #require(try request(spec, signer: other)["status"]["token"].string)
    }

    @Test func aTokenProvesItsAccount() throws {
        let user = try #require(try tokens.authenticate(token: token(["expirationSeconds": 3600])))
        #expect(user.name == "system:serviceaccount:a:robot")
        #expect(user.uid == "sa-1")
        #expect(user.groups == ["system:serviceaccounts", "system:serviceaccounts:a", "system:authenticated"])
        #expect(user.serviceAccount?.name == "robot")
        #expect(user.extra["authentication.kubernetes.io/credential-id"]?.first?.hasPrefix("JTI=") == true)
    }

    @Test func aTokenEndsWithItsTime() throws {
        let (tokens, token) = (tokens, try token(["expirationSeconds": 600]))
        #expect(tokens.authenticate(token: token) != nil)
        clock.advance(599)
        #expect(tokens.authenticate(token: token) != nil)
        clock.advance(1)
        #expect(tokens.authenticate(token: token) == nil, "also a remembered token ends")
    }

    @Test func aTokenEndsWithItsAccountAndItsPod() throws {
        let tokens = tokens
        let plain = try token(["expirationSeconds": 3600])
        let bound = try token([
            "expirationSeconds": 3600, "boundObjectRef": ["apiVersion": "v1", "kind": "Pod", "name": "web", "uid": "pod-1"],
        ])
        let user = try #require(tokens.authenticate(token: bound))
        #expect(user.extra["authentication.kubernetes.io/pod-name"] == ["web"])
        #expect(user.extra["authentication.kubernetes.io/node-uid"] == ["node-1"])
        fixture.remove(.pods, ObjectKey(namespace: "a", name: "web"))
        #expect(tokens.authenticate(token: bound) == nil)
        #expect(tokens.authenticate(token: plain) != nil)
        fixture.put(.serviceAccounts, named("robot", namespace: "a", uid: "sa-2"))
        #expect(tokens.authenticate(token: plain) == nil, "an account of the same name is another one")
    }

    @Test func refusesOtherAudiencesIssuersAndKeys() throws {
        let tokens = tokens
        let other = try token(["expirationSeconds": 3600, "audiences": ["vault"]])
        #expect(tokens.authenticate(token: other) == nil)
        #expect(tokens.authenticate(token: other, audiences: ["vault", "x"])?.audiences == ["vault"])
        #expect(try tokens.authenticate(token: token(["expirationSeconds": 3600], signer: TokenSigner.create())) == nil)
        let genuine = try token(["expirationSeconds": 3600])
        #expect(tokens.authenticate(token: String(genuine.dropLast(4)) + "AAAA") == nil)
        #expect(tokens.authenticate(token: "not.a.token") == nil)
    }

    @Test func aPodsTokenLivesForAYearButIsStaleAfterItsHour() throws {
        let answer = try request(["expirationSeconds": 3607])
        #expect(answer["status"]["expirationTimestamp"].string == clock.now.adding(seconds: 3607).description)
        let token = try #require(answer["status"]["token"].string)
        let tokens = tokens
        clock.advance(300 * 86_400)
        #expect(tokens.authenticate(token: token) != nil)
    }

    @Test func requestsAreValidated() {
        func code(_ spec: JSON, name: String = "robot") -> Int? {
            do {
                _ = try request(spec, name: name)
                return nil
            } catch { return (error as? APIError)?.code }
        }
        #expect(code(["expirationSeconds": 599]) == 422)
        #expect(code([:], name: "nobody") == 404)
        #expect(code(["boundObjectRef": ["apiVersion": "v1", "kind": "Pod", "name": "gone"]]) == 404)
        #expect(code(["boundObjectRef": ["apiVersion": "v1", "kind": "Pod", "name": "web", "uid": "x"]]) == 409)
        #expect(code(["boundObjectRef": ["apiVersion": "apps/v1", "kind": "Deployment", "name": "web"]]) == 400)
        fixture.put(.pods, named("other", namespace: "a").with(["spec": ["serviceAccountName": "default"]]))
        #expect(code(["boundObjectRef": ["apiVersion": "v1", "kind": "Pod", "name": "other"]]) == 400)
    }

    @Test func tokenReviewAnswersForEveryAudience() throws {
        let tokens = tokens
        let review = TokenReviewAction(tokens: AuthenticatorChain(certificates: nil, tokens: [tokens]), serviceAccounts: tokens)
        let good = try review.review(["spec": ["token": .string(token(["expirationSeconds": 3600]))]])
        #expect(good["status"]["authenticated"].bool == true)
        #expect(good["status"]["user"]["username"].string == "system:serviceaccount:a:robot")
        #expect(good["status"]["audiences"].strings == ["api"])
        let bad = try review.review(["spec": ["token": "nonsense"]])
        #expect(bad["status"]["authenticated"].isNull)
        #expect(bad["status"]["error"].string != nil)
        #expect(throws: APIError.self) { try review.review(["spec": [:]]) }
    }
}

@Suite struct LegacyTokenTests {
    @Test func aTokenInASecretIsGoodForAsLongAsItIsThere() throws {
        let (signer, newer) = (try TokenSigner.create(), try TokenSigner.create())
        let prefix = "kubernetes.io/serviceaccount/"
        let claims: JSON = [
            "iss": "kubernetes/serviceaccount", "\(prefix)namespace": "a", "\(prefix)secret.name": "s",
            "\(prefix)service-account.name": "robot", "\(prefix)service-account.uid": "sa-1", "sub": "system:serviceaccount:a:robot",
        ]
        let token = try signer.sign(claims: claims.encoded())
        let secret = named("s", namespace: "a").with([
            "type": "kubernetes.io/service-account-token", "data": ["token": .string(Data(token.utf8).base64EncodedString())],
        ])
        let fixture = CachesFixture([(.serviceAccounts, named("robot", namespace: "a", uid: "sa-1")), (.secrets, secret)])
        let tokens = ServiceAccountTokens(
            verifier: TokenVerifier([newer.key, signer.key]), issuers: ["https://issuer"], audiences: ["api"], caches: fixture.caches)
        #expect(tokens.authenticate(token: token)?.name == "system:serviceaccount:a:robot", "of the key before the present one")
        #expect(tokens.authenticate(token: token, audiences: ["vault"]) == nil)
        fixture.put(.secrets, secret.with(["data": ["token": "eA=="]]))
        #expect(tokens.authenticate(token: token) == nil)
        fixture.put(.secrets, secret)
        #expect(tokens.authenticate(token: token) != nil)
        fixture.remove(.serviceAccounts, ObjectKey(namespace: "a", name: "robot"))
        #expect(tokens.authenticate(token: token) == nil)
    }
}
