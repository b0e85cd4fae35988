package import Document

/// Where a custom resource keeps what its `scale` subresource tells.
package struct ScalePaths: Sendable, Hashable {
    package let specReplicas: [String]
    package let statusReplicas: [String]
    /// Nil where the kind names no place for its selector.
    package let labelSelector: [String]?

    /// - Parameter json: a CustomResourceSubresourceScale; nil when it is none.
    package init?(_ json: JSON) {
        guard let spec = json["specReplicasPath"].string, let status = json["statusReplicasPath"].string else { return nil }
        specReplicas = Self.steps(spec)
        statusReplicas = Self.steps(status)
        labelSelector = json["labelSelectorPath"].string.flatMap { $0.isEmpty ? nil : Self.steps($0) }
    }

    private static func steps(_ path: String) -> [String] { path.split(separator: ".").map(String.init) }
}

extension JSON {
    /// The value at the end of a path of keys; null when there is none.
    package func value(at path: [String]) -> JSON { path.reduce(self) { $0[$1] } }
}
