import Document
import FoundationEssentials
import HTTPServing
import NIOHTTP1
import PKI
import Resources
import Testing

@testable import APIServer

@Suite struct AuthenticatorChainTests {
    private func der(_ pem: String) throws -> [UInt8] {
        let body = pem.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
        return try Array(#require(Data(base64Encoded: body)))
    }

    private func connection(_ identity: Identity?) throws -> HTTPConnectionInfo {
        HTTPConnectionInfo(isTLS: true, peerCertificates: try identity.map { [try der($0.certificatePEM)] } ?? [])
    }

    @Test func certificatesOfTheAuthorityProveUserAndGroups() throws {
        let authority = try CertificateAuthority.create(commonName: "ca")
        let stranger = try CertificateAuthority.create(commonName: "ca")
        let chain = AuthenticatorChain(
            certificates: CertificateAuthenticator(verifier: try ClientCertificateVerifier(authorityPEM: authority.certificatePEM)),
            tokens: [StaticTokens(users: ["t": UserInfo(name: "tokenuser")])])
        let good = try connection(authority.issue(commonName: "jane", organizations: ["a", "b"], usages: [.client]))
        for _ in 0..<2 {
            let user = try #require(try chain.authenticate(headers: [:], connection: good))
            #expect(user.name == "jane")
            #expect(user.groups == ["a", "b", "system:authenticated"])
        }
        let foreign = try connection(stranger.issue(commonName: "jane", usages: [.client]))
        #expect(throws: APIError.self) { try chain.authenticate(headers: [:], connection: foreign) }
        #expect(try chain.authenticate(headers: ["Authorization": "Bearer t"], connection: foreign)?.name == "tokenuser")
        let server = try connection(authority.issue(commonName: "jane", usages: [.server]))
        #expect(throws: APIError.self) { try chain.authenticate(headers: [:], connection: server) }
    }

    @Test func bearerTokens() throws {
        let chain = AuthenticatorChain(certificates: nil, tokens: [try StaticTokens(file: "secret,jane,7,\"x,y\"\nother, joe ,8\n")])
        let nobody = try connection(nil)
        #expect(try chain.authenticate(headers: [:], connection: nobody) == nil)
        let jane = try #require(try chain.authenticate(headers: ["authorization": "bearer  secret"], connection: nobody))
        #expect(jane == UserInfo(name: "jane", uid: "7", groups: ["x", "y", "system:authenticated"]))
        #expect(try chain.authenticate(headers: ["Authorization": "Bearer other"], connection: nobody)?.name == "joe")
        for wrong in ["Bearer nonsense", "Basic amFuZTpzZWNyZXQ=", "Bearer", "secret"] {
            let error = #expect(throws: APIError.self) { try chain.authenticate(headers: ["Authorization": wrong], connection: nobody) }
            #expect(error?.code == 401)
        }
        let socket = "base64url.bearer.authorization.k8s.io." + Base64URL.encode(Array("secret".utf8))
        #expect(
            try chain.authenticate(headers: ["Sec-WebSocket-Protocol": "v4.channel.k8s.io, \(socket)"], connection: nobody)?.name == "jane")
        #expect(throws: StaticTokens.FileError.self) { try StaticTokens(file: "only,two") }
    }

    @Test func bootstrapTokens() throws {
        func base64(_ text: String) -> JSON { .string(Data(text.utf8).base64EncodedString()) }
        let data: [(String, String)] = [
            ("token-id", "abcdef"), ("token-secret", "0123456789abcdef"), ("usage-bootstrap-authentication", "true"),
            ("auth-extra-groups", "system:bootstrappers:workers"), ("expiration", "2030-01-01T00:00:00Z"),
        ]
        func tokens(_ change: [String: String] = [:], type: String = BootstrapTokens.secretType, year: Int64 = 2029) -> BootstrapTokens {
            var secret = named("bootstrap-token-abcdef", namespace: "kube-system").with(["type": .string(type)])
            for (key, value) in data { secret["data"][key] = base64(change[key] ?? value) }
            return BootstrapTokens(CachesFixture([(.secrets, secret)]).caches, now: { Timestamp(seconds: (year - 1970) * 31_557_600) })
        }
        let token = "abcdef.0123456789abcdef"
        let user = try #require(tokens().authenticate(token: token))
        #expect(user.name == "system:bootstrap:abcdef")
        #expect(user.groups == ["system:bootstrappers", "system:bootstrappers:workers"])
        #expect(tokens().authenticate(token: "abcdef.0123456789abcdee") == nil)
        #expect(tokens().authenticate(token: "ABCDEF.0123456789abcdef") == nil)
        #expect(tokens(["usage-bootstrap-authentication": "false"]).authenticate(token: token) == nil)
        #expect(tokens(["auth-extra-groups": "system:masters"]).authenticate(token: token) == nil)
        #expect(tokens(type: "Opaque").authenticate(token: token) == nil)
        #expect(tokens(year: 2031).authenticate(token: token) == nil)
    }
}
