import Crypto
import CryptoExtras
import FoundationEssentials
import SwiftASN1
import X509

/// A public key that tokens are checked with: RSA, or an elliptic curve of NIST's.
package struct TokenKey: Sendable {
    private enum Kind: Sendable {
        case rsa(_RSA.Signing.PublicKey)
        case p256(P256.Signing.PublicKey)
        case p384(P384.Signing.PublicKey)
        case p521(P521.Signing.PublicKey)
    }

    private let kind: Kind
    /// The hash of the key, by which upstream names it too: SHA-256 of its SubjectPublicKeyInfo (DER), in base 64 for URLs.
    package let id: String

    private init(_ kind: Kind) {
        self.kind = kind
        let der =
            switch kind {
            case .rsa(let key): key.derRepresentation
            case .p256(let key): key.derRepresentation
            case .p384(let key): key.derRepresentation
            case .p521(let key): key.derRepresentation
            }
        id = Base64URL.encode(Array(SHA256.hash(data: der)))
    }

    init(_ key: _RSA.Signing.PublicKey) { self.init(.rsa(key)) }
    init(_ key: P256.Signing.PublicKey) { self.init(.p256(key)) }
    init(_ key: P384.Signing.PublicKey) { self.init(.p384(key)) }
    init(_ key: P521.Signing.PublicKey) { self.init(.p521(key)) }

    /// From the members `n` and `e` of a JSON Web Key (RFC 7518 §6.3.1). Keys of fewer than 2048 bits are refused.
    package init(rsaModulus: [UInt8], exponent: [UInt8]) throws(PKIError) {
        do {
            self.init(.rsa(try _RSA.Signing.PublicKey(n: rsaModulus, e: exponent)))
        } catch {
            throw .malformed("no RSA key: \(error)")
        }
    }

    /// From the members `crv`, `x` and `y` of a JSON Web Key (RFC 7518 §6.2.1).
    package init(curve: String, x: [UInt8], y: [UInt8]) throws(PKIError) {
        do {
            switch curve {
            case "P-256": self.init(.p256(try P256.Signing.PublicKey(rawRepresentation: x + y)))
            case "P-384": self.init(.p384(try P384.Signing.PublicKey(rawRepresentation: x + y)))
            case "P-521": self.init(.p521(try P521.Signing.PublicKey(rawRepresentation: x + y)))
            default: throw PKIError.malformed("unknown curve \(curve)")
            }
        } catch {
            throw .malformed("no key of curve \(curve): \(error)")
        }
    }

    /// All keys of a PEM file: public keys, certificates, and private keys, of which the public part counts.
    package static func read(pem: String) throws(PKIError) -> [TokenKey] {
        var keys: [TokenKey] = []
        for block in PEMBlocks.split(pem) {
            if block.contains("PRIVATE KEY-----") {
                keys.append(try TokenSigner(pem: block).key)
            } else if block.hasPrefix("-----BEGIN CERTIFICATE-----") {
                do {
                    keys.append(try publicKey(try Certificate(pemEncoded: block).publicKey.serializeAsPEM().pemString))
                } catch let error as PKIError {
                    throw error
                } catch {
                    throw .malformed("no certificate: \(error)")
                }
            } else if block.hasPrefix("-----BEGIN PUBLIC KEY-----") || block.hasPrefix("-----BEGIN RSA PUBLIC KEY-----") {
                keys.append(try publicKey(block))
            }
        }
        if keys.isEmpty { throw .malformed("data does not contain any valid RSA or ECDSA public keys") }
        return keys
    }

    private static func publicKey(_ pem: String) throws(PKIError) -> TokenKey {
        if let key = try? P256.Signing.PublicKey(pemRepresentation: pem) { return TokenKey(.p256(key)) }
        if let key = try? P384.Signing.PublicKey(pemRepresentation: pem) { return TokenKey(.p384(key)) }
        if let key = try? P521.Signing.PublicKey(pemRepresentation: pem) { return TokenKey(.p521(key)) }
        if let key = try? _RSA.Signing.PublicKey(pemRepresentation: pem) { return TokenKey(.rsa(key)) }
        throw .malformed("neither an RSA nor an ECDSA public key")
    }

    // MARK: Checking

    /// The algorithm that a signer with this key uses.
    package var standardAlgorithm: SignatureAlgorithm {
        switch kind {
        case .rsa: .rs256
        case .p256: .es256
        case .p384: .es384
        case .p521: .es512
        }
    }

    /// Whether `signature` was made over `signed` with this key's private half. False too when the key is not of the algorithm's sort.
    package func isValid(_ signature: [UInt8], of signed: [UInt8], _ algorithm: SignatureAlgorithm) -> Bool {
        switch (kind, algorithm) {
        case (.rsa(let key), .rs256), (.rsa(let key), .rs384), (.rsa(let key), .rs512):
            return Self.isValid(key, signature, signed, algorithm.digest, .insecurePKCS1v1_5)
        case (.rsa(let key), .ps256), (.rsa(let key), .ps384), (.rsa(let key), .ps512):
            return Self.isValid(key, signature, signed, algorithm.digest, .PSS)
        case (.p256(let key), .es256):
            guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: Data(signature)) else { return false }
            return key.isValidSignature(signature, for: signed)
        case (.p384(let key), .es384):
            guard let signature = try? P384.Signing.ECDSASignature(rawRepresentation: Data(signature)) else { return false }
            return key.isValidSignature(signature, for: signed)
        case (.p521(let key), .es512):
            guard let signature = try? P521.Signing.ECDSASignature(rawRepresentation: Data(signature)) else { return false }
            return key.isValidSignature(signature, for: signed)
        default: return false
        }
    }

    private static func isValid(
        _ key: _RSA.Signing.PublicKey, _ signature: [UInt8], _ signed: [UInt8], _ digest: SignatureAlgorithm.Digest,
        _ padding: _RSA.Signing.Padding
    ) -> Bool {
        let signature = _RSA.Signing.RSASignature(rawRepresentation: Data(signature))
        return switch digest {
        case .sha256: key.isValidSignature(signature, for: SHA256.hash(data: signed), padding: padding)
        case .sha384: key.isValidSignature(signature, for: SHA384.hash(data: signed), padding: padding)
        case .sha512: key.isValidSignature(signature, for: SHA512.hash(data: signed), padding: padding)
        }
    }

    // MARK: Showing

    /// The key as a JSON Web Key (RFC 7517 §4).
    var webKey: String {
        let common = #""use":"sig","kid":"\#(id)","alg":"\#(standardAlgorithm.rawValue)""#
        func curve(_ name: String, _ point: Data) -> String {
            let half = point.count / 2
            let (x, y) = (Base64URL.encode(Array(point.prefix(half))), Base64URL.encode(Array(point.dropFirst(half))))
            return #"{\#(common),"kty":"EC","crv":"\#(name)","x":"\#(x)","y":"\#(y)"}"#
        }
        switch kind {
        case .p256(let key): return curve("P-256", key.rawRepresentation)
        case .p384(let key): return curve("P-384", key.rawRepresentation)
        case .p521(let key): return curve("P-521", key.rawRepresentation)
        case .rsa(let key):
            guard let parts = try? key.getKeyPrimitives() else { return "{\(common),\"kty\":\"RSA\"}" }
            let (n, e) = (Base64URL.encode(Array(parts.modulus)), Base64URL.encode(Array(parts.publicExponent)))
            return #"{\#(common),"kty":"RSA","n":"\#(n)","e":"\#(e)"}"#
        }
    }
}

/// The blocks of a PEM text; other lines are comments (RFC 7468 §2).
enum PEMBlocks {
    static func split(_ text: String) -> [String] {
        var blocks: [String] = []
        var open: String?
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.drop { $0 == " " || $0 == "\t" }
            if line.hasPrefix("-----BEGIN ") { open = "" }
            guard open != nil else { continue }
            open?.append(line + "\n")
            if line.hasPrefix("-----END ") {
                if let block = open { blocks.append(block) }
                open = nil
            }
        }
        return blocks
    }
}
