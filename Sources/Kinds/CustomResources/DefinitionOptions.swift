internal import Document

/// What a definition is held to. An update is not held to what the stored definition did not keep to either, so that one made before a
/// rule was can still be changed.
struct DefinitionOptions {
    /// Every version has a schema.
    var requiresSchemas = true
    /// One of the webhook's versions of ConversionReview is known.
    var requiresReviewVersion = true
    /// Versions whose selectable fields were too many before.
    var crowdedVersions: Set<String> = []

    static let create = DefinitionOptions()

    /// - Parameter old: the stored definition's spec.
    static func update(_ spec: JSON, old: JSON) -> DefinitionOptions {
        let versions = old["versions"].array ?? []
        let reviews = old["conversion"]["webhook"]["conversionReviewVersions"].strings
        var options = DefinitionOptions()
        options.requiresSchemas = versions.allSatisfy { !$0["schema"]["openAPIV3Schema"].isNull }
        options.requiresReviewVersion = reviews.isEmpty || !DefinitionConversion.reviewVersions.isDisjoint(with: reviews)
        for version in spec["versions"].array ?? [] {
            let before = versions.first { $0["name"] == version["name"] }?["selectableFields"] ?? .null
            guard (before.array ?? []).count > SelectableFieldChecks.limit, before == version["selectableFields"] else { continue }
            options.crowdedVersions.insert(version["name"].string ?? "")
        }
        return options
    }
}
