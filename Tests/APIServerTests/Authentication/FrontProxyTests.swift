import Document
import FoundationEssentials
import HTTPServing
import NIOHTTP1
import PKI
import Resources
import Testing

@testable import APIServer

@Suite struct FrontProxyTests {
    private func connection(_ identity: Identity) throws -> HTTPConnectionInfo {
        let body = identity.certificatePEM.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
        return HTTPConnectionInfo(isTLS: true, peerCertificates: [try Array(#require(Data(base64Encoded: body)))])
    }

    @Test func aProxySpeaksForUsers() throws {
        let (clients, proxies) = (
            try CertificateAuthority.create(commonName: "ca"), try CertificateAuthority.create(commonName: "proxy-ca")
        )
        let chain = AuthenticatorChain(
            frontProxy: FrontProxyAuthenticator(
                verifier: try ClientCertificateVerifier(authorityPEM: proxies.certificatePEM), names: ["front-proxy-client"]),
            certificates: CertificateAuthenticator(verifier: try ClientCertificateVerifier(authorityPEM: clients.certificatePEM)),
            tokens: [])
        let headers: HTTPHeaders = [
            "X-Remote-User": "jane", "X-Remote-Group": "dev", "x-remote-group": "ops", "X-Remote-Uid": "7", "X-Remote-Extra-Scopes": "a",
            "X-Remote-Extra-Acme.com%2Fproject": "p",
        ]
        let proxy = try connection(proxies.issue(commonName: "front-proxy-client", usages: [.client]))
        for _ in 0..<2 {
            let user = try #require(try chain.authenticate(headers: headers, connection: proxy))
            #expect(
                user
                    == UserInfo(
                        name: "jane", uid: "7", groups: ["dev", "ops", "system:authenticated"],
                        extra: ["scopes": ["a"], "acme.com/project": ["p"]]))
        }
        #expect(throws: APIError.self) { try chain.authenticate(headers: [:], connection: proxy) }
        let stranger = try connection(proxies.issue(commonName: "somebody", usages: [.client]))
        #expect(throws: APIError.self) { try chain.authenticate(headers: headers, connection: stranger) }
        let client = try connection(clients.issue(commonName: "front-proxy-client", usages: [.client]))
        let itself = try #require(try chain.authenticate(headers: headers, connection: client))
        #expect(itself.name == "front-proxy-client", "a client of the cluster speaks for itself alone")
        #expect(itself.extra["authentication.kubernetes.io/credential-id"]?.first?.hasPrefix("X509SHA256=") == true)
    }

    @Test func otherServersAreToldWhomToBelieve() {
        let facts = BootObjects.authentication("CA", FrontProxy(authorityPEM: "PROXY", names: ["front-proxy-client"]))
        #expect(facts["data"]["client-ca-file"] == "CA")
        #expect(facts["data"]["requestheader-client-ca-file"] == "PROXY")
        #expect(facts["data"]["requestheader-allowed-names"] == #"["front-proxy-client"]"#)
        #expect(facts["data"]["requestheader-extra-headers-prefix"] == #"["X-Remote-Extra-"]"#)
    }
}
