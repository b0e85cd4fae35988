import Crypto
import CryptoExtras

/// A key by which values are encrypted, and the name by which they say so.
package struct EncryptionKey: Sendable, Hashable {
    package var name: String
    /// 16, 24 or 32 bytes.
    package var secret: [UInt8]

    package init(name: String, secret: [UInt8]) { (self.name, self.secret) = (name, secret) }

    /// A new key of 32 random bytes.
    package static func random(name: String) -> EncryptionKey {
        EncryptionKey(name: name, secret: SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) })
    }
}

/// One way of encrypting values at rest. What is stored begins with the way's name and the key's, as upstream's does:
/// `k8s:enc:aesgcm:v1:KEY:`, then a nonce, the text and its seal.
package struct EncryptionProvider: Sendable, Hashable {
    package enum Kind: String, Sendable {
        /// Values as they are.
        case identity
        /// AES in Galois counter mode (NIST SP 800-38D) with a random nonce of 12 bytes; the storage key is sealed along with the value, so
        /// that a value is worth nothing in another place.
        case aesgcm
        /// AES with cipher block chaining and PKCS #7 padding, with a random first block. It hides, but seals nothing.
        case aescbc
    }

    /// What every value that is not stored as it is begins with.
    static let mark = Array("k8s:enc:".utf8)

    package let kind: Kind
    /// The first one encrypts, all decrypt.
    package let keys: [EncryptionKey]

    package init(_ kind: Kind, keys: [EncryptionKey] = []) { (self.kind, self.keys) = (kind, keys) }

    private func prefix(_ key: EncryptionKey) -> [UInt8] { Self.mark + Array("\(kind.rawValue):v1:\(key.name):".utf8) }

    /// The value as it is to be stored under `storageKey`.
    func seal(_ value: [UInt8], under storageKey: String) throws(StorageError) -> [UInt8] {
        guard kind != .identity, let key = keys.first else { return value }
        let secret = SymmetricKey(data: key.secret)
        do {
            switch kind {
            case .identity: return value
            case .aesgcm:
                let box = try AES.GCM.seal(value, using: secret, authenticating: Array(storageKey.utf8))
                guard let combined = box.combined else { throw StorageError.io("a value could not be encrypted") }
                return prefix(key) + combined
            case .aescbc:
                let start = AES._CBC.IV()
                return try prefix(key) + Array(start) + AES._CBC.encrypt(value, using: secret, iv: start)
            }
        } catch {
            throw .io("a value could not be encrypted with the key \(key.name): \(error)")
        }
    }

    /// What a stored value means.
    enum Opened: Equatable {
        /// The value, and whether this provider would store it with the same key today.
        case value([UInt8], isCurrent: Bool)
        /// Stored in another way, or with a key this provider does not have.
        case foreign
        /// Its seal is broken.
        case damaged(String)
    }

    func open(_ stored: [UInt8], under storageKey: String) -> Opened {
        guard stored.starts(with: Self.mark) else { return kind == .identity ? .value(stored, isCurrent: true) : .foreign }
        for (index, key) in keys.enumerated() {
            let prefix = prefix(key)
            guard stored.starts(with: prefix) else { continue }
            do {
                return .value(try decrypt(stored[prefix.count...], with: key, under: storageKey), isCurrent: index == 0)
            } catch {
                return .damaged("it was not encrypted with the key \(key.name) as it is now, or not for this place (\(error))")
            }
        }
        return .foreign
    }

    private func decrypt(_ text: ArraySlice<UInt8>, with key: EncryptionKey, under storageKey: String) throws -> [UInt8] {
        let secret = SymmetricKey(data: key.secret)
        switch kind {
        case .identity: return Array(text)
        case .aesgcm:
            return Array(try AES.GCM.open(AES.GCM.SealedBox(combined: text), using: secret, authenticating: Array(storageKey.utf8)))
        case .aescbc:
            let blockBytes = 16
            guard text.count >= 2 * blockBytes else { throw CryptoKitError.incorrectParameterSize }
            let start = try AES._CBC.IV(ivBytes: text.prefix(blockBytes))
            return Array(try AES._CBC.decrypt(text.dropFirst(blockBytes), using: secret, iv: start))
        }
    }
}
