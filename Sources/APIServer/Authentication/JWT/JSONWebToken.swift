internal import Document
internal import PKI

/// A JSON Web Token in compact form (RFC 7515 §7.1), taken apart; nothing of it is proven.
struct JSONWebToken: Sendable {
    let algorithm: SignatureAlgorithm
    /// Names the key, when the issuer has several.
    let keyID: String?
    let claims: JSON
    let signed: [UInt8]
    let signature: [UInt8]

    init?(_ text: String) {
        guard text.utf8.count <= TokenVerifier.maximumLength else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let head = Base64URL.decode(parts[0]), let body = Base64URL.decode(parts[1]),
            let signature = Base64URL.decode(parts[2]), let header = try? JSON.parse(head), let claims = try? JSON.parse(body),
            let algorithm = header["alg"].string.flatMap({ SignatureAlgorithm(rawValue: $0) }), claims.object != nil
        else { return nil }
        self.algorithm = algorithm
        self.claims = claims
        self.signature = signature
        keyID = header["kid"].string
        signed = Array((parts[0] + "." + parts[1]).utf8)
    }

    var issuer: String { claims["iss"].string ?? "" }
    var audiences: [String] { claims["aud"].string.map { [$0] } ?? claims["aud"].strings }
    /// Unix seconds; nil when the token does not say.
    var expires: Double? { claims["exp"].double }
    var notBefore: Double? { claims["nbf"].double }
}
