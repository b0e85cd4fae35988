import Crypto
import FoundationEssentials

/// Signs and checks JSON Web Tokens with ES256 (RFC 7515, RFC 7518 §3.4). The claims are JSON text; what they mean is the caller's.
package struct TokenSigner: Sendable {
    package let keyID: String
    package let privateKeyPEM: String
    private let key: P256.Signing.PrivateKey
    private let header: String

    package static func create() throws -> TokenSigner { try TokenSigner(privateKeyPEM: P256.Signing.PrivateKey().pemRepresentation) }

    package init(privateKeyPEM: String) throws {
        self.privateKeyPEM = privateKeyPEM
        key = try P256.Signing.PrivateKey(pemRepresentation: privateKeyPEM)
        keyID = Self.keyID(of: key.publicKey)
        header = Base64URL.encode(Array(#"{"alg":"ES256","kid":"\#(keyID)"}"#.utf8))
    }

    /// The compact form `header.claims.signature`.
    package func sign(claims: [UInt8]) throws -> String {
        let signed = header + "." + Base64URL.encode(claims)
        let signature = try key.signature(for: Data(signed.utf8))
        return signed + "." + Base64URL.encode(Array(signature.rawRepresentation))
    }

    package var verifier: TokenVerifier { TokenVerifier(publicKeys: [keyID: key.publicKey]) }

    static func keyID(of key: P256.Signing.PublicKey) -> String { Base64URL.encode(Array(SHA256.hash(data: key.derRepresentation))) }
}

package struct TokenVerifier: Sendable {
    /// Tokens longer than this are refused before anything is decoded, in bytes.
    package static let maximumLength = 16 * 1024
    private let publicKeys: [String: P256.Signing.PublicKey]

    init(publicKeys: [String: P256.Signing.PublicKey]) { self.publicKeys = publicKeys }

    package init(publicKeysPEM: [String]) throws {
        var keys: [String: P256.Signing.PublicKey] = [:]
        for pem in publicKeysPEM {
            let key = try P256.Signing.PublicKey(pemRepresentation: pem)
            keys[TokenSigner.keyID(of: key)] = key
        }
        publicKeys = keys
    }

    /// The claims (JSON text) of a token that one of the keys signed; nil for anything else.
    package func verify(_ token: String) -> [UInt8]? {
        guard token.utf8.count <= Self.maximumLength else { return nil }
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let signatureBytes = Base64URL.decode(parts[2]),
            let signature = try? P256.Signing.ECDSASignature(rawRepresentation: Data(signatureBytes))
        else { return nil }
        let signed = Data((parts[0] + "." + parts[1]).utf8)
        guard publicKeys.values.contains(where: { $0.isValidSignature(signature, for: signed) }) else { return nil }
        return Base64URL.decode(parts[1])
    }

    /// The public keys as a JSON Web Key Set (RFC 7517).
    package var keySet: String {
        let keys = publicKeys.sorted { $0.key < $1.key }.map { id, key in
            let point = Array(key.rawRepresentation)
            let (x, y) = (Base64URL.encode(Array(point[..<32])), Base64URL.encode(Array(point[32...])))
            return #"{"use":"sig","kty":"EC","kid":"\#(id)","crv":"P-256","alg":"ES256","x":"\#(x)","y":"\#(y)"}"#
        }
        return #"{"keys":[\#(keys.joined(separator: ","))]}"#
    }
}

/// Base 64 with the alphabet for URLs and no padding (RFC 4648 §5).
package enum Base64URL {
    package static func encode(_ bytes: [UInt8]) -> String {
        String(
            Data(bytes).base64EncodedString().compactMap { character -> Character? in
                switch character {
                case "+": "-"
                case "/": "_"
                case "=": nil
                default: character
                }
            })
    }

    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var standard = String(
            text.map { character -> Character in
                switch character {
                case "-": "+"
                case "_": "/"
                default: character
                }
            })
        standard += String(repeating: "=", count: (4 - standard.count % 4) % 4)
        return Data(base64Encoded: standard).map(Array.init)
    }
}
