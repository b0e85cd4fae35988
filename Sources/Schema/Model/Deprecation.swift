package import Resources

/// Since when a version of a kind is deprecated, and what to use instead (upstream: `APILifecycleDeprecated` and its companions).
package struct Deprecation: Sendable, Hashable {
    /// The minor version of Kubernetes 1 that deprecated it.
    package var since: Int
    /// The minor version whose servers of upstream no longer have it; nil when that is not planned.
    package var removed: Int?
    /// The kind to use instead; nil where upstream names none.
    package var replacement: GroupVersionKind?

    package init(since: Int, removed: Int? = nil, replacement: GroupVersionKind? = nil) {
        self.since = since
        self.removed = removed
        self.replacement = replacement
    }

    /// The minor version of Kubernetes 1 that is served here.
    package static let servedMinor = 36

    /// Whether upstream's servers of the served version warn of it.
    package var isInForce: Bool { since <= Self.servedMinor }
    /// Whether upstream's servers of the served version no longer have it.
    package var isRemoved: Bool { removed.map { $0 <= Self.servedMinor } ?? false }

    /// What clients are told, in upstream's words: `apps/v1beta1 Deployment is deprecated in v1.8+, unavailable in v1.16+; use
    /// apps/v1 Deployment`.
    package func warning(_ kind: GroupVersionKind) -> String {
        var text = "\(kind.apiVersion) \(kind.kind) is deprecated in v1.\(since)+"
        if let removed { text += ", unavailable in v1.\(removed)+" }
        if let replacement { text += "; use \(replacement.apiVersion) \(replacement.kind)" }
        return text
    }

    /// `<since>[>[<removed>][>[<group version>[>Kind]]]]`, minor versions as plain numbers: `8>16>apps/v1`.
    init?(_ text: String, kind: String) {
        let parts = text.split(separator: ">", omittingEmptySubsequences: false).map(String.init)
        guard let since = Int(parts[0]) else { return nil }
        self.init(since: since, removed: parts.count > 1 ? Int(parts[1]) : nil)
        if parts.count > 2, !parts[2].isEmpty {
            replacement = GroupVersionKind(apiVersion: parts[2], kind: parts.count > 3 ? parts[3] : kind)
        }
    }
}
