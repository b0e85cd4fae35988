import Document
import FoundationEssentials
import PKI
import Resources
import Testing

@testable import Controllers

@Suite struct TokenSecretPlanTests {
    private let secret: JSON = [
        "metadata": ["name": "s", "namespace": "a", "annotations": ["kubernetes.io/service-account.name": "robot"]],
        "type": "kubernetes.io/service-account-token",
    ]
    private let account: JSON = ["metadata": ["name": "robot", "namespace": "a", "uid": "u1"]]

    private func text(_ value: JSON) -> String {
        value.string.flatMap { Data(base64Encoded: $0) }.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    @Test func fillsASecretOnce() throws {
        let signer = try TokenSigner.create()
        guard case .fill(let filled) = TokenSecretPlan.decide(secret, account: account, signer: signer, authorityPEM: "CA") else {
            return #expect(Bool(false), "it was empty")
        }
        #expect(text(filled["data"]["ca.crt"]) == "CA")
        #expect(text(filled["data"]["namespace"]) == "a")
        #expect(filled["metadata"]["annotations"]["kubernetes.io/service-account.uid"] == "u1")
        let claims = try JSON.parse(try #require(signer.verifier.verify(text(filled["data"]["token"]))))
        #expect(claims["sub"] == "system:serviceaccount:a:robot")
        #expect(claims["kubernetes.io/serviceaccount/secret.name"] == "s")
        #expect(TokenSecretPlan.decide(filled, account: account, signer: signer, authorityPEM: "CA") == .nothing)
        let renewed = TokenSecretPlan.decide(filled, account: account, signer: signer, authorityPEM: "CB")
        guard case .fill(let other) = renewed else { return #expect(Bool(false), "another authority") }
        #expect(other["data"]["token"] == filled["data"]["token"])
    }

    @Test func goesWithItsAccount() throws {
        let signer = try TokenSigner.create()
        #expect(TokenSecretPlan.decide(secret, account: nil, signer: signer, authorityPEM: "") == .remove)
        var other = secret
        other["metadata"]["annotations"]["kubernetes.io/service-account.uid"] = "u0"
        #expect(TokenSecretPlan.decide(other, account: account, signer: signer, authorityPEM: "") == .remove)
        other["type"] = "Opaque"
        #expect(TokenSecretPlan.decide(other, account: nil, signer: signer, authorityPEM: "") == .nothing)
    }

    @Test func expiredTokensOfMachinesAreFound() {
        var secret = Secret(["metadata": ["name": "bootstrap-token-abcdef"], "type": "bootstrap.kubernetes.io/token"])
        #expect(ExpiryController<Secret>.expiry(of: secret) == nil)
        secret.data = ["expiration": Data("2030-01-01T00:00:00Z".utf8).base64EncodedString()]
        #expect(ExpiryController<Secret>.expiry(of: secret)?.description == "2030-01-01T00:00:00Z")
    }
}
