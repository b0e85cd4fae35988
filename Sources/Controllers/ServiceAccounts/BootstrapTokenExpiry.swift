internal import Client
internal import Document
import FoundationEssentials
internal import Resources

/// Secrets of tokens for joining machines go once the tokens have expired.
extension ExpiryController<Secret> {
    private static var secretType: String { "bootstrap.kubernetes.io/token" }

    package convenience init(_ context: ControllerContext) {
        self.init(
            "token-cleaner", context, propagation: .background,
            isCandidate: { $0.namespace == "kube-system" && $0.name.hasPrefix("bootstrap-token-") }, expiry: Self.expiry)
    }

    /// Nil for a token that does not end, and for other Secrets.
    static func expiry(of secret: Secret) -> Timestamp? {
        guard secret.type == secretType, let text = secret.data["expiration"].flatMap({ Data(base64Encoded: $0) }) else { return nil }
        return Timestamp(String(decoding: text, as: UTF8.self))
    }
}
