import Crypto
import CryptoExtras
import Document
import HTTPServing
import Logging
import NIOHTTP1
import PKI
import Resources
import Synchronization
import Testing

@testable import APIServer

@Suite struct JWTAuthenticatorTests {
    private final class Clock: Sendable {
        let seconds = Mutex<Int64>(1_700_000_000)
        var now: Timestamp { Timestamp(seconds: seconds.withLock { $0 }) }
        func advance(_ by: Int64) { seconds.withLock { $0 += by } }
    }

    private static func rsa() throws -> TokenSigner {
        try TokenSigner(privateKeyPEM: try _RSA.Signing.PrivateKey(keySize: .bits2048).pemRepresentation)
    }

    /// An issuer on loopback, and a chain that believes it.
    private func withIssuer(
        _ configure: (inout JWTIssuer) -> Void = { _ in }, _ body: (TokenIssuer, AuthenticatorChain, Clock, String) async throws -> Void
    ) async throws {
        let authority = try CertificateAuthority.create(commonName: "issuer-ca")
        let identity = try authority.issue(commonName: "issuer", dnsNames: ["localhost"], usages: [.server])
        let tls = try ServerTLS(certificateChain: Array(identity.certificatePEM.utf8), privateKey: Array(identity.privateKeyPEM.utf8))
        let issuer = TokenIssuer()
        let clock = Clock()
        try await serving(issuer, tls: tls) { port in
            let url = "https://localhost:\(port)"
            issuer.listen(at: url)
            var configuration = JWTIssuer(
                url: url, authorityPEM: authority.certificatePEM, audiences: ["kubernetes"], algorithms: [.rs256, .es256],
                user: .init(claim: "sub", prefix: "oidc:"), groups: .init(claim: "groups", prefix: "oidc:"), required: ["team": "blue"])
            configure(&configuration)
            var logger = Logger(label: "test")
            logger.logLevel = .critical
            let authenticator = try JWTAuthenticator(configuration, now: { clock.now }, logger: logger)
            try await body(issuer, AuthenticatorChain(certificates: nil, tokens: [authenticator]), clock, url)
        }
    }

    /// What a request with this token is taken for, keys being fetched where that may help.
    private func user(_ token: String, _ chain: AuthenticatorChain) async -> UserInfo? {
        let headers: HTTPHeaders = ["Authorization": "Bearer \(token)"]
        if let user = try? chain.authenticate(headers: headers, connection: HTTPConnectionInfo()) { return user }
        guard let learn = chain.learning(headers: headers, connection: HTTPConnectionInfo()) else { return nil }
        await learn()
        return try? chain.authenticate(headers: headers, connection: HTTPConnectionInfo())
    }

    private func token(_ signer: TokenSigner, _ url: String, _ clock: Clock, _ change: JSON = [:]) throws -> String {
        let time = clock.now.seconds
        let claims: JSON = [
            "iss": .string(url), "sub": "jane", "aud": "kubernetes", "exp": .int(time + 600), "nbf": .int(time), "team": "blue",
            "groups": ["dev", "ops"],
        ]
        return try signer.sign(claims: claims.with(change).encoded())
    }

    @Test func tokensOfBothSortsOfKeysAreBelieved() async throws {
        try await withIssuer { issuer, chain, clock, url in
            let (rsa, curve) = (try Self.rsa(), try TokenSigner.create())
            issuer.use([rsa, curve])
            let jane = await user(try token(rsa, url, clock), chain)
            #expect(jane == UserInfo(name: "oidc:jane", groups: ["oidc:dev", "oidc:ops", "system:authenticated"]))
            let joe = await user(try token(curve, url, clock, ["sub": "joe", "groups": "one"]), chain)
            #expect(joe == UserInfo(name: "oidc:joe", groups: ["oidc:one", "system:authenticated"]))
            #expect(issuer.fetches == 1, "the keys are kept")
        }
    }

    @Test func newKeysAreFetchedWhenATokenNamesOne() async throws {
        try await withIssuer { issuer, chain, clock, url in
            let (old, new) = (try TokenSigner.create(), try TokenSigner.create())
            issuer.use([old])
            let early = try token(old, url, clock)
            #expect(await user(early, chain) != nil)
            issuer.use([new])
            #expect(await user(try token(new, url, clock), chain) == nil, "not so soon after the last attempt")
            clock.advance(IssuerKeys.retrySeconds)
            #expect(await user(try token(new, url, clock), chain) != nil)
            #expect(issuer.fetches == 2)
            #expect(await user(early, chain) == nil, "a withdrawn key counts no more, though the token was known")
        }
    }

    @Test func oldKeysAreLookedAtAgain() async throws {
        try await withIssuer { issuer, chain, clock, url in
            let (first, second) = (try TokenSigner.create(), try TokenSigner.create())
            issuer.use([first])
            #expect(await user(try token(first, url, clock), chain) != nil)
            issuer.use([second])
            clock.advance(IssuerKeys.ageSeconds)
            _ = await user(try token(first, url, clock), chain)
            for _ in 0..<200 where issuer.fetches < 2 { try await Task.sleep(for: .milliseconds(10)) }
            #expect(issuer.fetches == 2)
        }
    }

    @Test func tokensThatAreNotInOrderAreRefused() async throws {
        try await withIssuer { issuer, chain, clock, url in
            let signer = try TokenSigner.create()
            issuer.use([signer])
            #expect(await user(try token(signer, url, clock), chain) != nil)
            let time = clock.now.seconds
            let changes: [JSON] = [
                ["exp": .int(time)], ["nbf": .int(time + 301)], ["aud": "other"], ["aud": ["x", "y"]], ["team": "red"], ["sub": ""],
                ["iss": "https://elsewhere"], ["groups": ["a", 1]],
            ]
            for change in changes {
                #expect(await user(try token(signer, url, clock, change), chain) == nil, "\(change.text)")
            }
            #expect(await user(try token(try TokenSigner.create(), url, clock), chain) == nil, "a key nobody knows")
            let good = try token(signer, url, clock).split(separator: ".").map(String.init)
            let none = Base64URL.encode(Array(#"{"alg":"none"}"#.utf8))
            #expect(await user("\(none).\(good[1]).", chain) == nil)
            #expect(await user([good[0], good[1], String(good[2].reversed())].joined(separator: "."), chain) == nil)
            clock.advance(600)
            #expect(await user(good.joined(separator: "."), chain) == nil, "a remembered token ends too")
        }
    }

    @Test func algorithmsMustBeAllowed() async throws {
        try await withIssuer({ $0.algorithms = [.rs256] }) { issuer, chain, clock, url in
            let signer = try TokenSigner.create()
            issuer.use([signer])
            #expect(await user(try token(signer, url, clock), chain) == nil)
            #expect(issuer.fetches == 0)
        }
    }

    @Test func anIssuerMustSayThatItIsWhoItIs() async throws {
        try await withIssuer { issuer, chain, clock, url in
            let signer = try TokenSigner.create()
            issuer.use([signer])
            issuer.claimToBe("https://impostor")
            #expect(await user(try token(signer, url, clock), chain) == nil)
            #expect(issuer.fetches == 0)
        }
    }

    @Test func theIssuersCertificateMustBeTrusted() async throws {
        let other = try CertificateAuthority.create(commonName: "another-ca")
        try await withIssuer({ $0.authorityPEM = other.certificatePEM }) { issuer, chain, clock, url in
            let signer = try TokenSigner.create()
            issuer.use([signer])
            #expect(await user(try token(signer, url, clock), chain) == nil)
            #expect(issuer.fetches == 0)
        }
    }

    @Test func claimsBecomeUsers() throws {
        var issuer = JWTIssuer(
            url: "https://x", audiences: ["a"], user: JWTIssuer.userMapping(claim: "email", prefix: nil, url: "https://x"))
        #expect(try issuer.user(["email": "j@x.org", "email_verified": true]).name == "j@x.org")
        #expect(throws: JWTIssuer.ClaimError.self) { try issuer.user(["email": "j@x.org", "email_verified": false]) }
        issuer.user = JWTIssuer.userMapping(claim: "sub", prefix: nil, url: "https://x")
        issuer.uidClaim = "oid"
        #expect(try issuer.user(["sub": "7", "oid": "u"]) == UserInfo(name: "https://x#7", uid: "u"))
        #expect(JWTIssuer.userMapping(claim: "sub", prefix: "-", url: "https://x").prefix == "")
    }
}

@Suite struct AuthenticationConfigurationTests {
    private func configuration(_ rest: String, head: String = "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\n")
        throws -> AuthenticationConfiguration
    {
        try AuthenticationConfiguration(text: head + rest)
    }

    @Test func severalIssuersAndAnonymousPaths() throws {
        let found = try configuration(
            """
            jwt:
            - issuer: {url: "https://one.example", audiences: [a]}
              claimMappings: {username: {claim: sub, prefix: "one:"}, groups: {claim: roles, prefix: ""}, uid: {claim: oid}}
              claimValidationRules: [{claim: hd, requiredValue: example.com}]
            - issuer: {url: "https://two.example/x", discoveryURL: "https://inside.example/d", audiences: [a, b], audienceMatchPolicy: MatchAny}
              claimMappings: {username: {claim: email, prefix: ""}}
            anonymous: {enabled: true, conditions: [{path: /livez}]}
            """)
        #expect(found.issuers.map(\.url) == ["https://one.example", "https://two.example/x"])
        #expect(found.issuers[0].required == ["hd": "example.com"])
        #expect(found.issuers[0].groups == .init(claim: "roles"))
        #expect(found.issuers[1].discoveryURL == "https://inside.example/d")
        #expect(found.anonymous == AnonymousAccess(paths: ["/livez"]))
        #expect(found.anonymous?.admits("/readyz") == false)
    }

    @Test(arguments: [
        ("jwt: [{issuer: {url: 'http://x', audiences: [a]}, claimMappings: {username: {claim: sub, prefix: ''}}}]", "scheme must be https"),
        ("jwt: [{issuer: {url: 'https://x'}, claimMappings: {username: {claim: sub, prefix: ''}}}]", "audiences: Required value"),
        ("jwt: [{issuer: {url: 'https://x', audiences: [a]}, claimMappings: {username: {claim: sub}}}]", "prefix: Required value"),
        (
            "jwt: [{issuer: {url: 'https://x', audiences: [a]}, claimMappings: {username: {expression: 'claims.sub'}}}]",
            "expressions are not"
        ),
        ("jwt: [{issuer: {url: 'https://x', audiences: [a, b]}, claimMappings: {username: {claim: sub, prefix: ''}}}]", "MatchAny"),
        ("anonymous: {enabled: false, conditions: [{path: /x}]}", "enabled should be set to true"), ("jwts: []", "unknown field jwts"),
    ]) func mistakesAreNamed(_ text: String, _ problem: String) {
        let error = #expect(throws: AuthenticationConfiguration.Problem.self) { try configuration(text) }
        #expect(error?.description.contains(problem) ?? false, "\(error?.description ?? "")")
    }
}
