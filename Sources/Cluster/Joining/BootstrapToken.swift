import APIServer
import Document
import FoundationEssentials
import Resources

/// What a machine shows to join: `<id>.<secret>`, six and sixteen small letters and digits. The id names the Secret that keeps the
/// token and may be told; the secret may not.
package struct BootstrapToken: Sendable, Equatable, CustomStringConvertible {
    /// Holders of a join token are in this group; what they may do is given to it (see `JoiningRules`).
    package static let group = "system:bootstrappers:coxswain:default-node-token"
    static let namespace = "kube-system"
    static let namePrefix = "bootstrap-token-"
    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789")

    package let id: String
    package let secret: String

    package var description: String { "\(id).\(secret)" }
    var objectName: String { Self.namePrefix + id }

    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, Self.isWord(parts[0], length: 6), Self.isWord(parts[1], length: 16) else { return nil }
        (id, secret) = (String(parts[0]), String(parts[1]))
    }

    package init(using generator: inout some RandomNumberGenerator) {
        func word(_ length: Int) -> String {
            String((0..<length).map { _ in Self.alphabet[Int.random(in: 0..<Self.alphabet.count, using: &generator)] })
        }
        (id, secret) = (word(6), word(16))
    }

    /// True for what may stand before the dot.
    package static func isIdentifier(_ text: String) -> Bool { isWord(text[...], length: 6) }

    private static func isWord(_ text: Substring, length: Int) -> Bool { text.count == length && text.allSatisfy(alphabet.contains) }

    /// The Secret by which the API server knows the token.
    /// - Parameter expiration: nil for a token without end.
    func object(expiration: Timestamp?, description: String) -> Secret {
        var object = Secret(name: objectName, namespace: Self.namespace)
        object.type = BootstrapTokens.secretType
        var data = [
            "token-id": id, "token-secret": secret, "usage-bootstrap-authentication": "true", "usage-bootstrap-signing": "true",
            "auth-extra-groups": Self.group,
        ]
        if let expiration { data["expiration"] = expiration.description }
        if !description.isEmpty { data["description"] = description }
        object.data = data.mapValues { Data($0.utf8).base64EncodedString() }
        return object
    }
}

/// A token as the cluster keeps it.
package struct StoredToken: Sendable, Equatable {
    package let token: BootstrapToken
    /// Nil for a token without end.
    package let expiration: Timestamp?
    package let description: String

    /// Nil for a Secret that holds no token.
    init?(_ object: Secret) {
        guard object.type == BootstrapTokens.secretType else { return nil }
        let data = object.data.compactMapValues { Data(base64Encoded: $0).map { String(decoding: $0, as: UTF8.self) } }
        guard let token = BootstrapToken("\(data["token-id"] ?? "").\(data["token-secret"] ?? "")") else { return nil }
        self.token = token
        expiration = data["expiration"].flatMap { Timestamp($0) }
        description = data["description"] ?? ""
    }

    /// A row of words: the token, the time it has left, when it ends, what it is for.
    package func row(now: Timestamp) -> [String] {
        guard let expiration else { return ["\(token)", "<forever>", "<never>", description] }
        let left = Int(expiration.secondsSince(now))
        return ["\(token)", left > 0 ? TokenLifetime.text(seconds: left) : "<expired>", expiration.description, description]
    }
}
