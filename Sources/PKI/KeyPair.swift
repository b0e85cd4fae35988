import SwiftASN1
import X509

/// A certificate chain with its private key as users hand them in, checked to belong together.
package struct KeyPair: Sendable, Equatable {
    /// The chain, leaf first, and then the key, as PEM without empty or foreign lines.
    package let pem: String

    /// - Throws: `PKIError.malformed` in words for whoever wrote them.
    package init(chainPEM: String, privateKeyPEM: String) throws(PKIError) {
        let chain = Self.blocks(chainPEM).filter { $0.hasPrefix("-----BEGIN CERTIFICATE-----") }
        guard let leafPEM = chain.first else { throw .malformed("there is no certificate in PEM form") }
        guard let keyPEM = Self.blocks(privateKeyPEM).first(where: { $0.contains("PRIVATE KEY-----") }) else {
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

    /// Everything from a line `-----BEGIN` to its `-----END`; other lines are comments (RFC 7468 §2).
    private static func blocks(_ text: String) -> [String] {
        var blocks: [String] = []
        var open: String?
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.drop { $0 == " " || $0 == "\t" }
            if line.hasPrefix("-----BEGIN ") { open = "" }
            guard open != nil else { continue }
            open?.append(line + "\n")
            if line.hasPrefix("-----END ") {
                if let block = open { blocks.append(block) }
                open = nil
            }
        }
        return blocks
    }
}
