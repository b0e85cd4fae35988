import FoundationEssentials
import SwiftASN1
import X509

/// Who a certificate was issued to.
package struct CertificateSubject: Sendable, Equatable {
    package let commonName: String
    package let organizations: [String]
    package let notValidAfter: Date

    package init(commonName: String, organizations: [String], notValidAfter: Date) {
        self.commonName = commonName
        self.organizations = organizations
        self.notValidAfter = notValidAfter
    }

    /// Reads a PEM certificate without asking who signed it.
    package init(pem: String) throws {
        let certificate = try Certificate(pemEncoded: pem)
        (commonName, organizations) = try Self.names(of: certificate.subject)
        notValidAfter = certificate.notValidAfter
    }

    static func names(of name: DistinguishedName) throws -> (String, [String]) {
        var commonName = ""
        var organizations: [String] = []
        for attribute in name.flatMap({ $0 }) {
            guard let value = String(attribute.value) else { continue }
            if attribute.type == .RDNAttributeType.commonName { commonName = value }
            if attribute.type == .RDNAttributeType.organizationName { organizations.append(value) }
        }
        return (commonName, organizations)
    }
}

/// Checks client certificates against the authorities that are believed.
package struct ClientCertificateVerifier: Sendable {
    private let authorities: [Certificate]

    /// - Parameter authorityPEM: one certificate or several.
    package init(authorityPEM: String) throws {
        authorities = try PEMBlocks.split(authorityPEM).filter { $0.hasPrefix("-----BEGIN CERTIFICATE-----") }.map {
            try Certificate(pemEncoded: $0)
        }
        if authorities.isEmpty { throw PKIError.malformed("data does not contain any valid certificates") }
    }

    /// The subject of a certificate that an authority signed for client use and that is valid now.
    /// - Parameter der: the client's leaf certificate as TLS received it.
    package func verify(der: [UInt8], now: Date = Date()) throws -> CertificateSubject {
        let certificate = try Certificate(derEncoded: der)
        let isSigned = authorities.contains {
            certificate.issuer == $0.subject && $0.publicKey.isValidSignature(certificate.signature, for: certificate)
        }
        guard isSigned else {
            throw PKIError.untrusted("x509: certificate signed by unknown authority")
        }
        guard certificate.notValidBefore <= now, now <= certificate.notValidAfter else {
            throw PKIError.untrusted("x509: certificate has expired or is not yet valid")
        }
        guard try certificate.extensions.extendedKeyUsage?.contains(.clientAuth) ?? false else {
            throw PKIError.untrusted("x509: certificate specifies an incompatible key usage")
        }
        let (commonName, organizations) = try CertificateSubject.names(of: certificate.subject)
        return CertificateSubject(commonName: commonName, organizations: organizations, notValidAfter: certificate.notValidAfter)
    }
}
