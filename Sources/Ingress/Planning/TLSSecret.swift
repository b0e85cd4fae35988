internal import FoundationEssentials
internal import PKI
internal import Resources

/// The certificate and the key in a Secret of type kubernetes.io/tls (or another with the same members).
enum TLSSecret {
    static func pem(_ secret: Secret) throws(PKIError) -> String {
        try KeyPair(chainPEM: text("tls.crt", in: secret), privateKeyPEM: text("tls.key", in: secret)).pem
    }

    private static func text(_ member: String, in secret: Secret) throws(PKIError) -> String {
        guard let encoded = secret.data[member], let data = Data(base64Encoded: encoded) else { throw .malformed("it has no \(member)") }
        return String(decoding: data, as: UTF8.self)
    }
}
