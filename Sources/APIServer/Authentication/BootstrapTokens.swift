internal import FoundationEssentials
package import Resources

/// Tokens with which a machine joins: `<id>.<secret>`, kept in the Secret `kube-system/bootstrap-token-<id>`.
package struct BootstrapTokens: TokenAuthenticator {
    package static let secretType = "bootstrap.kubernetes.io/token"
    private static let groupPrefix = "system:bootstrappers"
    private let caches: ObjectCaches
    private let now: @Sendable () -> Timestamp

    package init(_ caches: ObjectCaches, now: @escaping @Sendable () -> Timestamp = { .now() }) {
        self.caches = caches
        self.now = now
    }

    package func authenticate(token: String) -> UserInfo? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, Self.isWord(parts[0], length: 6), Self.isWord(parts[1], length: 16) else { return nil }
        guard let secret = caches.get(Secret.self, namespace: "kube-system", name: "bootstrap-token-\(parts[0])"),
            secret.type == Self.secretType, !secret.isBeingDeleted
        else { return nil }
        let data = secret.data.compactMapValues { Data(base64Encoded: $0).map { String(decoding: $0, as: UTF8.self) } }
        guard data["token-id"] == String(parts[0]), let expected = data["token-secret"], Self.isEqual(expected, parts[1]) else {
            return nil
        }
        if let expiration = data["expiration"], !expiration.isEmpty {
            guard let time = Timestamp(expiration), now() < time else { return nil }
        }
        guard data["usage-bootstrap-authentication"] == "true" else { return nil }
        guard let groups = Self.groups(data["auth-extra-groups"] ?? "") else { return nil }
        return UserInfo(name: "system:bootstrap:\(parts[0])", groups: [Self.groupPrefix] + groups)
    }

    private static func isWord(_ text: Substring, length: Int) -> Bool {
        text.utf8.count == length
            && text.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
    }

    /// Compares in a time that does not tell how much was right.
    private static func isEqual(_ a: String, _ b: Substring) -> Bool {
        let (a, b) = (Array(a.utf8), Array(b.utf8))
        return a.count == b.count && zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// Extra groups must lie below `system:bootstrappers:`; otherwise the token is no good.
    private static func groups(_ text: String) -> [String]? {
        let groups = Set(text.split(separator: ",").map(String.init))
        return groups.allSatisfy { $0.hasPrefix(groupPrefix + ":") && $0.count > groupPrefix.count + 1 } ? groups.sorted() : nil
    }
}
