import Crypto
import FoundationEssentials
import SwiftASN1
import X509

/// A certificate with its private key, both as PEM text: what a server or a client shows of itself.
package struct Identity: Sendable, Equatable {
    package var certificatePEM: String
    package var privateKeyPEM: String

    package init(certificatePEM: String, privateKeyPEM: String) {
        self.certificatePEM = certificatePEM
        self.privateKeyPEM = privateKeyPEM
    }
}

/// What a leaf certificate is good for (RFC 5280 §4.2.1.12).
package enum CertificateUsage: Sendable { case server, client }

package enum PKIError: Error, Sendable, CustomStringConvertible {
    case malformed(String)
    case untrusted(String)

    package var description: String {
        switch self {
        case .malformed(let message), .untrusted(let message): message
        }
    }
}

/// The cluster's root of trust: a self-signed P-256 certificate that signs every leaf directly, with no intermediates.
package struct CertificateAuthority: Sendable {
    package static let validity: Duration = .seconds(10 * 365 * 86_400)
    /// Certificates start a little in the past, for machines whose clocks differ.
    package static let clockSkew: TimeInterval = 300

    package let certificatePEM: String
    package let privateKeyPEM: String
    let certificate: Certificate
    private let key: Certificate.PrivateKey

    /// A new authority that vouches for itself.
    package static func create(commonName: String, now: Date = Date()) throws -> CertificateAuthority {
        let key = P256.Signing.PrivateKey()
        let signer = Certificate.PrivateKey(key)
        let name = try DistinguishedName { CommonName(commonName) }
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: signer.publicKey, notValidBefore: now - clockSkew,
            notValidAfter: now + TimeInterval(validity.components.seconds), issuer: name, subject: name,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                Critical(KeyUsage(digitalSignature: true, keyEncipherment: true, keyCertSign: true))
                SubjectKeyIdentifier(hash: signer.publicKey)
            }, issuerPrivateKey: signer)
        return try CertificateAuthority(certificatePEM: certificate.serializeAsPEM().pemString, privateKeyPEM: key.pemRepresentation)
    }

    package init(certificatePEM: String, privateKeyPEM: String) throws {
        self.certificatePEM = certificatePEM
        self.privateKeyPEM = privateKeyPEM
        certificate = try Certificate(pemEncoded: certificatePEM)
        key = try Certificate.PrivateKey(pemEncoded: privateKeyPEM)
        guard key.publicKey == certificate.publicKey else { throw PKIError.malformed("the CA's key does not belong to its certificate") }
    }

    /// A new key and a certificate for it.
    /// - Parameters:
    ///   - organizations: become the user's groups when a client shows the certificate.
    ///   - addresses: IPv4 addresses in dotted form, for servers.
    package func issue(
        commonName: String, organizations: [String] = [], dnsNames: [String] = [], addresses: [String] = [], usages: [CertificateUsage],
        validity: Duration = .seconds(365 * 86_400), now: Date = Date()
    ) throws -> Identity {
        let leaf = P256.Signing.PrivateKey()
        let subject = try Self.subject(commonName: commonName, organizations: organizations)
        let names = try Self.names(dnsNames: dnsNames, addresses: addresses)
        let pem = try sign(
            Certificate.PublicKey(leaf.publicKey), subject: subject, names: names, usages: usages, validity: validity, now: now)
        return Identity(certificatePEM: pem, privateKeyPEM: leaf.pemRepresentation)
    }

    /// Signs what a certificate signing request (PKCS#10, PEM) asks for, after checking that it holds its key.
    package func sign(requestPEM: String, usages: [CertificateUsage], validity: Duration, now: Date = Date()) throws -> String {
        let request = try SigningRequest(pem: requestPEM)
        return try sign(request.publicKey, subject: request.subject, names: request.names, usages: usages, validity: validity, now: now)
    }

    private func sign(
        _ publicKey: Certificate.PublicKey, subject: DistinguishedName, names: [GeneralName], usages: [CertificateUsage],
        validity: Duration, now: Date
    ) throws -> String {
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: publicKey, notValidBefore: now - Self.clockSkew,
            notValidAfter: min(now + TimeInterval(validity.components.seconds), certificate.notValidAfter), issuer: certificate.subject,
            subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true, keyEncipherment: true))
                if !usages.isEmpty { try ExtendedKeyUsage(usages.map { $0 == .server ? .serverAuth : .clientAuth }) }
                if !names.isEmpty { SubjectAlternativeNames(names) }
            }, issuerPrivateKey: key)
        return try certificate.serializeAsPEM().pemString
    }

    static func names(dnsNames: [String], addresses: [String]) throws -> [GeneralName] {
        try dnsNames.map(GeneralName.dnsName)
            + addresses.map { address in
                let parts = address.split(separator: ".").compactMap { UInt8($0) }
                guard parts.count == 4 else { throw PKIError.malformed("\(address) is no IPv4 address") }
                return GeneralName.ipAddress(ASN1OctetString(contentBytes: parts[...]))
            }
    }

    static func subject(commonName: String, organizations: [String]) throws -> DistinguishedName {
        try DistinguishedName {
            for organization in organizations { OrganizationName(organization) }
            CommonName(commonName)
        }
    }
}

/// A certificate signing request whose signature has been checked.
package struct SigningRequest: Sendable {
    let publicKey: Certificate.PublicKey
    let subject: DistinguishedName
    let names: [GeneralName]
    package let commonName: String
    package let organizations: [String]

    package init(pem: String) throws {
        let request: CertificateSigningRequest
        do {
            request = try CertificateSigningRequest(pemEncoded: pem)
        } catch {
            throw PKIError.malformed("PEM block type must be CERTIFICATE REQUEST: \(error)")
        }
        guard Self.isSigned(request) else { throw PKIError.malformed("the request is not signed with its own key") }
        try self.init(request)
    }

    private init(_ request: CertificateSigningRequest) throws {
        publicKey = request.publicKey
        subject = request.subject
        names = try request.attributes.extensionRequest?.extensions.subjectAlternativeNames.map(Array.init) ?? []
        (commonName, organizations) = try CertificateSubject.names(of: request.subject)
    }

    private static func isSigned(_ request: CertificateSigningRequest) -> Bool {
        request.publicKey.isValidSignature(request.signature, for: request)
    }

    /// What there is to a text that is said to be a request.
    package enum Reading: Sendable {
        case request(SigningRequest)
        /// It has the form of one, but a kind of key or name that is not known here, which is for its signer to judge.
        case unknown(any Error)
        /// It is none that was signed with its own key.
        case fault(String)
    }

    package static func read(pem: String) -> Reading {
        do {
            let request = try CertificateSigningRequest(pemEncoded: pem)
            guard isSigned(request) else { return .fault("x509: the signature cannot be verified") }
            do { return .request(try SigningRequest(request)) } catch { return .unknown(error) }
        } catch {
            guard let document = try? PEMDocument(pemString: pem), let node = try? DER.parse(document.derBytes),
                case .constructed(let parts) = node.content, Array(parts).count == 3
            else { return .fault("asn1: structure error: \(error)") }
            return .unknown(error)
        }
    }

    /// A new key and a request for a certificate of it.
    /// - Parameters:
    ///   - dnsNames: names a server is to be known by.
    ///   - addresses: its IPv4 addresses in dotted form.
    package static func create(
        commonName: String, organizations: [String], dnsNames: [String] = [], addresses: [String] = []
    ) throws -> (requestPEM: String, privateKeyPEM: String) {
        let key = P256.Signing.PrivateKey()
        let names = try CertificateAuthority.names(dnsNames: dnsNames, addresses: addresses)
        var attributes = CertificateSigningRequest.Attributes()
        if !names.isEmpty {
            let extensions = try Certificate.Extensions { SubjectAlternativeNames(names) }
            attributes = try CertificateSigningRequest.Attributes([.init(ExtensionRequest(extensions: extensions))])
        }
        let request = try CertificateSigningRequest(
            version: .v1, subject: CertificateAuthority.subject(commonName: commonName, organizations: organizations),
            privateKey: .init(key),
            attributes: attributes, signatureAlgorithm: .ecdsaWithSHA256)
        return (try request.serializeAsPEM().pemString, key.pemRepresentation)
    }
}
