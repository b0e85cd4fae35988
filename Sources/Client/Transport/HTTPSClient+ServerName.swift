internal import NIOCore
internal import NIOSSL
internal import PKI

extension HTTPSClient {
    /// The server's certificate does not carry the name it should.
    struct NameMismatch: Error, CustomStringConvertible {
        var wanted: String
        var names: [String]

        var description: String {
            names.isEmpty
                ? "certificate is not valid for any names, but wanted to match \(wanted)"
                : "certificate is valid for \(names.joined(separator: ", ")), not \(wanted)"
        }
    }

    /// Looks, on a connection that is up, whether the server's certificate carries a name. The library does not insist on it: a
    /// certificate for the address that is connected to will do for it, and it is just this which a name of one's own is to rule out.
    static func insisting(on name: String) -> @Sendable (any Channel) -> EventLoopFuture<Void> {
        { channel in
            channel.nioSSL_peerCertificate().flatMapThrowing { certificate in
                let names = try certificate.map { try CertificateFacts.dnsNames(der: $0.toDERBytes()) } ?? []
                guard names.contains(where: { matches($0, name) }) else { throw NameMismatch(wanted: name, names: names) }
            }
        }
    }

    /// Whether a name of a certificate, which may begin with a wildcard for one label, is that of a server (RFC 9525 §6.3).
    static func matches(_ pattern: String, _ name: String) -> Bool {
        let (pattern, name) = (pattern.lowercased(), name.lowercased())
        guard pattern.hasPrefix("*."), let dot = name.firstIndex(of: "."), dot != name.startIndex else { return pattern == name }
        return pattern.dropFirst() == name[dot...]
    }
}
