import Crypto
import CryptoExtras
import FoundationEssentials
import PKI
import SwiftASN1
import Testing
import X509

@Suite struct CertificateAuthorityTests {
    func der(_ pem: String) throws -> [UInt8] {
        var serializer = DER.Serializer()
        try serializer.serialize(Certificate(pemEncoded: pem))
        return serializer.serializedBytes
    }

    @Test func aClientCertificateSaysWhoItsHolderIs() throws {
        let authority = try CertificateAuthority.create(commonName: "cluster-ca")
        let identity = try authority.issue(commonName: "alice", organizations: ["dev", "ops"], usages: [.client])
        let subject = try ClientCertificateVerifier(authorityPEM: authority.certificatePEM).verify(der: der(identity.certificatePEM))
        #expect(subject.commonName == "alice")
        #expect(subject.organizations == ["dev", "ops"])
    }

    @Test func strangersServersAndExpiredCertificatesAreRefused() throws {
        let authority = try CertificateAuthority.create(commonName: "cluster-ca")
        let verifier = try ClientCertificateVerifier(authorityPEM: authority.certificatePEM)
        let stranger = try CertificateAuthority.create(commonName: "cluster-ca").issue(commonName: "alice", usages: [.client])
        let server = try authority.issue(commonName: "server", dnsNames: ["localhost"], addresses: ["127.0.0.1"], usages: [.server])
        let short = try authority.issue(commonName: "alice", usages: [.client], validity: .seconds(60))
        #expect(throws: PKIError.self) { try verifier.verify(der: der(stranger.certificatePEM)) }
        #expect(throws: PKIError.self) { try verifier.verify(der: der(server.certificatePEM)) }
        #expect(throws: PKIError.self) { try verifier.verify(der: der(short.certificatePEM), now: Date() + 3600) }
        #expect(throws: (any Error).self) { try verifier.verify(der: [1, 2, 3]) }
    }

    @Test func anAuthorityComesBackFromItsPEM() throws {
        let authority = try CertificateAuthority.create(commonName: "cluster-ca")
        let again = try CertificateAuthority(certificatePEM: authority.certificatePEM, privateKeyPEM: authority.privateKeyPEM)
        let identity = try again.issue(commonName: "bob", usages: [.client])
        #expect(
            try ClientCertificateVerifier(authorityPEM: authority.certificatePEM).verify(der: der(identity.certificatePEM)).commonName
                == "bob")
        let other = try CertificateAuthority.create(commonName: "other")
        #expect(throws: PKIError.self) {
            try CertificateAuthority(certificatePEM: authority.certificatePEM, privateKeyPEM: other.privateKeyPEM)
        }
    }

    @Test func aRequestIsSigned() throws {
        let authority = try CertificateAuthority.create(commonName: "cluster-ca")
        let request = try SigningRequest.create(commonName: "system:node:a", organizations: ["system:nodes"])
        #expect(try SigningRequest(pem: request.requestPEM).commonName == "system:node:a")
        let pem = try authority.sign(requestPEM: request.requestPEM, usages: [.client], validity: .seconds(3600))
        let subject = try ClientCertificateVerifier(authorityPEM: authority.certificatePEM).verify(der: der(pem))
        #expect(subject.commonName == "system:node:a")
        #expect(subject.organizations == ["system:nodes"])
        #expect(throws: PKIError.self) { try authority.sign(requestPEM: "nonsense", usages: [.client], validity: .seconds(3600)) }
    }

    @Test func aServersRequestCarriesItsNames() throws {
        let authority = try CertificateAuthority.create(commonName: "cluster-ca")
        let request = try SigningRequest.create(
            commonName: "system:node:a", organizations: ["system:nodes"], dnsNames: ["a"], addresses: ["10.0.0.2"])
        let pem = try authority.sign(requestPEM: request.requestPEM, usages: [.server], validity: .seconds(3600))
        let names = try #require(try Certificate(pemEncoded: pem).extensions.subjectAlternativeNames)
        #expect(Array(names) == [.dnsName("a"), .ipAddress(ASN1OctetString(contentBytes: [10, 0, 0, 2]))])
        #expect(throws: PKIError.self) { try SigningRequest.create(commonName: "a", organizations: [], addresses: ["nowhere"]) }
    }

    @Test func theHashOfAnAuthorityIsThatOfItsKey() throws {
        let authority = try CertificateAuthority.create(commonName: "cluster-ca")
        let facts = try CertificateFacts(pem: authority.certificatePEM)
        let key = try Certificate(pemEncoded: authority.certificatePEM).publicKey.serializeAsPEM().derBytes
        #expect(
            facts.publicKeyHash == "sha256:"
                + SHA256.hash(data: key).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined())
        #expect(facts.notValidAfter > facts.notValidBefore)
        #expect(throws: PKIError.self) { try CertificateFacts(pem: "nonsense") }
    }
}

@Suite struct TokenSignerTests {
    @Test func signsAndVerifies() throws {
        let signer = try TokenSigner.create()
        let token = try signer.sign(claims: Array(#"{"sub":"x"}"#.utf8))
        #expect(signer.verifier.verify(token) == Array(#"{"sub":"x"}"#.utf8))
        #expect(signer.verifier.keySet.contains(signer.keyID))
        #expect(try TokenSigner(privateKeyPEM: signer.privateKeyPEM).keyID == signer.keyID)
    }

    @Test(arguments: ["", "a.b", "a.b.c", "....", String(repeating: "a", count: 20_000)])
    func refusesNonsense(token: String) throws {
        #expect(try TokenSigner.create().verifier.verify(token) == nil)
    }

    @Test func refusesChangedAndForeignTokens() throws {
        let signer = try TokenSigner.create()
        var token = try signer.sign(claims: Array(#"{"sub":"x"}"#.utf8)).split(separator: ".").map(String.init)
        token[1] = Base64URL.encode(Array(#"{"sub":"y"}"#.utf8))
        #expect(signer.verifier.verify(token.joined(separator: ".")) == nil)
        #expect(try TokenSigner.create().verifier.verify(signer.sign(claims: [])) == nil)
    }
}

@Suite struct TokenKeyTests {
    private static var keys: [(String, SignatureAlgorithm)] {
        get throws {
            [
                (P256.Signing.PrivateKey().pemRepresentation, .es256), (P384.Signing.PrivateKey().pemRepresentation, .es384),
                (P521.Signing.PrivateKey().pemRepresentation, .es512),
                (try _RSA.Signing.PrivateKey(keySize: .bits2048).pemRepresentation, .rs256),
            ]
        }
    }

    @Test func everySortOfKeySignsAndShowsItself() throws {
        var all: [TokenKey] = []
        for (pem, algorithm) in try Self.keys {
            let signer = try TokenSigner(privateKeyPEM: pem)
            #expect(signer.key.standardAlgorithm == algorithm)
            let token = try signer.sign(claims: [123, 125])
            #expect(signer.verifier.verify(token) == [123, 125])
            #expect(try TokenKey.read(pem: "# a comment\n" + pem).map(\.id) == [signer.keyID])
            #expect(signer.verifier.keySet.contains(#""alg":"\#(algorithm.rawValue)""#))
            all.append(signer.key)
        }
        let verifier = TokenVerifier(all + all)
        #expect(verifier.algorithms == ["ES256", "ES384", "ES512", "RS256"])
        #expect(throws: PKIError.self) { try TokenKey.read(pem: "nonsense") }
        #expect(throws: PKIError.self) { try TokenSigner(privateKeyPEM: "nonsense") }
    }

    @Test func aKeyChecksItsOwnAlgorithmsOnly() throws {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let parts = try key.publicKey.getKeyPrimitives()
        let shown = try TokenKey(rsaModulus: Array(parts.modulus), exponent: Array(parts.publicExponent))
        let message = Array("message".utf8)
        let pss = Array(try key.signature(for: SHA384.hash(data: message), padding: .PSS).rawRepresentation)
        #expect(shown.isValid(pss, of: message, .ps384))
        #expect(
            !shown.isValid(pss, of: message, .rs384) && !shown.isValid(pss, of: message, .ps256) && !shown.isValid(pss, of: message, .es384)
        )
        #expect(throws: PKIError.self) { try TokenKey(curve: "P-256", x: [1], y: [2]) }
        #expect(throws: PKIError.self) { try TokenKey(curve: "secp256k1", x: [1], y: [2]) }
        #expect(throws: PKIError.self) { try TokenKey(rsaModulus: [1, 2, 3], exponent: [3]) }
    }
}
