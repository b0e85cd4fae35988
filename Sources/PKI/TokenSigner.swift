import Crypto
import CryptoExtras
import FoundationEssentials

/// Signs JSON Web Tokens (RFC 7515) with the algorithm of its key: ES256, ES384, ES512 or RS256. The claims are JSON text; what they
/// mean is the caller's.
package struct TokenSigner: Sendable {
    private enum PrivateKey: Sendable {
        case rsa(_RSA.Signing.PrivateKey)
        case p256(P256.Signing.PrivateKey)
        case p384(P384.Signing.PrivateKey)
        case p521(P521.Signing.PrivateKey)
    }

    package let privateKeyPEM: String
    /// The public half.
    package let key: TokenKey
    private let privateKey: PrivateKey
    private let header: String

    package static func create() throws -> TokenSigner { try TokenSigner(privateKeyPEM: P256.Signing.PrivateKey().pemRepresentation) }

    package init(privateKeyPEM: String) throws { try self.init(pem: privateKeyPEM) }

    init(pem: String) throws(PKIError) {
        privateKeyPEM = pem
        if let found = try? P256.Signing.PrivateKey(pemRepresentation: pem) {
            (privateKey, key) = (.p256(found), TokenKey(found.publicKey))
        } else if let found = try? P384.Signing.PrivateKey(pemRepresentation: pem) {
            (privateKey, key) = (.p384(found), TokenKey(found.publicKey))
        } else if let found = try? P521.Signing.PrivateKey(pemRepresentation: pem) {
            (privateKey, key) = (.p521(found), TokenKey(found.publicKey))
        } else if let found = try? _RSA.Signing.PrivateKey(pemRepresentation: pem) {
            (privateKey, key) = (.rsa(found), TokenKey(found.publicKey))
        } else {
            throw .malformed("neither an RSA nor an ECDSA private key")
        }
        header = Base64URL.encode(Array(#"{"alg":"\#(key.standardAlgorithm.rawValue)","kid":"\#(key.id)"}"#.utf8))
    }

    package var keyID: String { key.id }

    /// The compact form `header.claims.signature`.
    package func sign(claims: [UInt8]) throws -> String {
        let signed = header + "." + Base64URL.encode(claims)
        return signed + "." + Base64URL.encode(try signature(Array(signed.utf8)))
    }

    private func signature(_ bytes: [UInt8]) throws -> [UInt8] {
        switch privateKey {
        case .p256(let key): Array(try key.signature(for: bytes).rawRepresentation)
        case .p384(let key): Array(try key.signature(for: bytes).rawRepresentation)
        case .p521(let key): Array(try key.signature(for: bytes).rawRepresentation)
        case .rsa(let key): Array(try key.signature(for: SHA256.hash(data: bytes), padding: .insecurePKCS1v1_5).rawRepresentation)
        }
    }

    package var verifier: TokenVerifier { TokenVerifier([key]) }
}

/// Checks tokens with any of several keys, so that tokens of an old key live on beside those of a new one.
package struct TokenVerifier: Sendable {
    /// Tokens longer than this are refused before anything is decoded, in bytes.
    package static let maximumLength = 16 * 1024
    private let keys: [TokenKey]

    package init(_ keys: [TokenKey]) {
        var seen: Set<String> = []
        self.keys = keys.filter { seen.insert($0.id).inserted }
    }

    package init(publicKeysPEM: [String]) throws {
        var keys: [TokenKey] = []
        for pem in publicKeysPEM { keys += try TokenKey.read(pem: pem) }
        self.init(keys)
    }

    /// The algorithms of the keys.
    package var algorithms: [String] { Set(keys.map(\.standardAlgorithm.rawValue)).sorted() }

    /// The claims (JSON text) of a token that one of the keys signed; nil for anything else. Which algorithm is right is the key's to
    /// say, not the token's.
    package func verify(_ token: String) -> [UInt8]? {
        guard token.utf8.count <= Self.maximumLength else { return nil }
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let signature = Base64URL.decode(parts[2]) else { return nil }
        let signed = Array((parts[0] + "." + parts[1]).utf8)
        guard keys.contains(where: { $0.isValid(signature, of: signed, $0.standardAlgorithm) }) else { return nil }
        return Base64URL.decode(parts[1])
    }

    /// The public keys as a JSON Web Key Set (RFC 7517).
    package var keySet: String {
        let keys = keys.sorted { $0.id < $1.id }.map(\.webKey)
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
