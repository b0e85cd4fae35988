import SwiftASN1
import X509

/// What a signing request says of its subject, for people to read; its signature is not checked.
package struct SigningRequestFacts: Sendable {
    package let commonName: String
    package let serialNumber: String
    /// The other attributes of the subject by title; those without values too.
    package let subject: [(title: String, values: [String])]
    /// Alternative names (RFC 5280 §4.2.1.6) by title.
    package let alternatives: [(title: String, values: [String])]

    /// Attributes of a distinguished name (X.520).
    private static let attributes: [(title: String, type: ASN1ObjectIdentifier)] = [
        ("Organization", .RDNAttributeType.organizationName), ("Organizational Unit", .RDNAttributeType.organizationalUnitName),
        ("Country", .RDNAttributeType.countryName), ("Locality", .RDNAttributeType.localityName),
        ("Province", .RDNAttributeType.stateOrProvinceName), ("StreetAddress", .RDNAttributeType.streetAddress),
        ("PostalCode", [2, 5, 4, 17]),
    ]
    private static let serialNumberType: ASN1ObjectIdentifier = [2, 5, 4, 5]

    package init(pem: String) throws {
        let request = try CertificateSigningRequest(pemEncoded: pem)
        let attributes = request.subject.flatMap { $0 }
        func values(_ type: ASN1ObjectIdentifier) -> [String] {
            attributes.filter { $0.type == type }.compactMap { String($0.value) }
        }
        commonName = values(.RDNAttributeType.commonName).last ?? ""
        serialNumber = values(Self.serialNumberType).last ?? ""
        subject = Self.attributes.map { ($0.title, values($0.type)) }
        let names = try request.attributes.extensionRequest?.extensions.subjectAlternativeNames.map(Array.init) ?? []
        alternatives = [
            ("DNS Names", names.compactMap { if case .dnsName(let name) = $0 { name } else { nil } }),
            ("Email Addresses", names.compactMap { if case .rfc822Name(let name) = $0 { name } else { nil } }),
            ("URIs", names.compactMap { if case .uniformResourceIdentifier(let name) = $0 { name } else { nil } }),
            ("IP Addresses", names.compactMap { if case .ipAddress(let octets) = $0 { Self.address(Array(octets.bytes)) } else { nil } }),
        ]
    }

    /// IPv4 in dotted form; IPv6 in hexadecimal groups without the shortening of zeros.
    private static func address(_ octets: [UInt8]) -> String? {
        switch octets.count {
        case 4: octets.map { String($0) }.joined(separator: ".")
        case 16:
            stride(from: 0, to: 16, by: 2).map { String(UInt16(octets[$0]) << 8 | UInt16(octets[$0 + 1]), radix: 16) }.joined(
                separator: ":")
        default: nil
        }
    }
}
