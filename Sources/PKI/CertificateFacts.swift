import Crypto
import FoundationEssentials
import SwiftASN1
import X509

/// What a certificate says of itself, without asking who signed it.
package struct CertificateFacts: Sendable, Equatable {
    package let notValidBefore: Date
    package let notValidAfter: Date
    /// SHA-256 of the public key (SubjectPublicKeyInfo, DER) as `sha256:<hex>`: the form in which kubeadm pins an authority (RFC 7469 §2.4
    /// hashes the same bytes).
    package let publicKeyHash: String

    package init(pem: String) throws {
        let certificate: Certificate
        do {
            certificate = try Certificate(pemEncoded: pem)
        } catch {
            throw PKIError.malformed("no certificate: \(error)")
        }
        notValidBefore = certificate.notValidBefore
        notValidAfter = certificate.notValidAfter
        let digest = SHA256.hash(data: try certificate.publicKey.serializeAsPEM().derBytes)
        publicKeyHash = "sha256:" + digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The names a certificate is good for, without its addresses (RFC 5280 §4.2.1.6).
    package static func dnsNames(der: [UInt8]) throws -> [String] {
        do {
            let names = try Certificate(derEncoded: der).extensions.subjectAlternativeNames
            return (names.map(Array.init) ?? []).compactMap { if case .dnsName(let name) = $0 { name } else { nil } }
        } catch {
            throw PKIError.malformed("no certificate: \(error)")
        }
    }
}
