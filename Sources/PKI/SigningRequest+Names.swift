import SwiftASN1
import X509

/// What a request asks to be known by beside its subject (RFC 5280 §4.2.1.6).
extension SigningRequest {
    package var dnsNames: [String] { names.compactMap { if case .dnsName(let name) = $0 { name } else { nil } } }

    /// IPv4 addresses in dotted form.
    package var addresses: [String] {
        names.compactMap { name in
            guard case .ipAddress(let octets) = name, octets.bytes.count == 4 else { return nil }
            return octets.bytes.map { String($0) }.joined(separator: ".")
        }
    }

    /// Whether it asks for names of any other kind: mail addresses, URIs, IPv6 addresses.
    package var hasOtherNames: Bool { names.count > dnsNames.count + addresses.count }
}
