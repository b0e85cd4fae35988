import SwiftASN1
import X509

/// A certificate chain with its private key as users hand them in, checked to belong together.
package struct KeyPair: Sendable, Equatable {
    /// The chain, leaf first, and then the key, as PEM without empty or foreign lines.
    package let pem: String

    /// - Throws: `PKIError.malformed` in words for whoever wrote them.
    package init(chainPEM: String, privateKeyPEM: String) throws(PKIError) {
        let chain = PEMBlocks.split(chainPEM).filter { $0.hasPrefix("-----BEGIN CERTIFICATE-----") }
        guard let leafPEM = chain.first else { throw .malformed("there is no certificate in PEM form") }
        guard let keyPEM = PEMBlocks.split(privateKeyPEM).first(where: { $0.contains("PRIVATE KEY-----") }) else {
            throw .malformed("there is no private key in PEM form")
        }
        let leaf: Certificate
        do {
            leaf = try Certificate(pemEncoded: leafPEM)
            for link in chain.dropFirst() { _ = try Certificate(pemEncoded: link) }
        } catch {
            throw .malformed("the certificate cannot be read: \(error)")
        }
        let key: Certificate.PrivateKey
        do {
            key = try Certificate.PrivateKey(pemEncoded: keyPEM)
        } catch {
            throw .malformed("the private key cannot be read")
        }
        guard key.publicKey == leaf.publicKey else { throw .malformed("the private key does not belong to the certificate") }
        pem = (chain + [keyPEM]).joined()
    }
}
