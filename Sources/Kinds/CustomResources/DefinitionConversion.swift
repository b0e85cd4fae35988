internal import Document
internal import Resources

/// How objects are brought from one version to another (`spec.conversion`). Upstream tells faults of the webhook under the names that
/// fields had in the definition's first version.
enum DefinitionConversion {
    /// Versions of ConversionReview.
    static let reviewVersions: Set<String> = ["v1", "v1beta1"]

    static func validate(_ spec: JSON, _ path: FieldPath, requiresReviewVersion: Bool, _ errors: inout [FieldError]) {
        let conversion = spec["conversion"]
        if conversion.isNull { return }
        let strategy = conversion["strategy"].string ?? ""
        let webhook = conversion["webhook"]
        if strategy != "None", spec["preserveUnknownFields"].bool ?? false {
            errors.append(.invalid(path.child("strategy"), strategy, "must be None if spec.preserveUnknownFields is true"))
        }
        DefinitionValidation.enumerated(strategy, ["None", "Webhook"], path.child("strategy"), &errors)
        let clientPath = path.child("webhookClientConfig")
        let versionsPath = path.child("conversionReviewVersions")
        guard strategy == "Webhook" else {
            let why = "should not be set when strategy is not set to Webhook"
            if !webhook["clientConfig"].isNull { errors.append(.forbidden(clientPath, why)) }
            if !webhook["conversionReviewVersions"].strings.isEmpty { errors.append(.forbidden(versionsPath, why)) }
            return
        }
        if webhook["clientConfig"].isNull {
            errors.append(.required(clientPath, "required when strategy is set to Webhook"))
        } else {
            WebhookClientChecks.client(webhook["clientConfig"], clientPath, &errors)
        }
        reviews(webhook["conversionReviewVersions"].strings, requiresReviewVersion, versionsPath, &errors)
    }

    private static func reviews(_ versions: [String], _ requiresKnown: Bool, _ path: FieldPath, _ errors: inout [FieldError]) {
        if versions.isEmpty { return errors.append(.required(path)) }
        var seen: Set<String> = []
        for (index, version) in versions.enumerated() {
            guard seen.insert(version).inserted else {
                errors.append(.invalid(path.index(index), version, "duplicate version"))
                continue
            }
            for problem in NameRules.dns1035Label(version) { errors.append(.invalid(path.index(index), version, problem)) }
        }
        if requiresKnown, reviewVersions.isDisjoint(with: seen) {
            let why = "must include at least one of " + reviewVersions.sorted().joined(separator: ", ")
            errors.append(.invalid(path, JSON(versions), why))
        }
    }
}
