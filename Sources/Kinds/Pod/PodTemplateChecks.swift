internal import Document
internal import Resources

/// The pod template of a workload.
enum PodTemplateChecks {
    static func validate(_ template: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        metadata(template, path, &errors)
        PodSpecValidation(spec: template["spec"], path: path.child("spec"), isTemplate: true).validate(&errors)
        if !(template["spec"]["ephemeralContainers"].array ?? []).isEmpty {
            errors.append(.forbidden(path.child("spec", "ephemeralContainers"), "ephemeral containers not allowed in pod template"))
        }
    }

    static func metadata(_ template: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        MetadataValidation.labels(template["metadata"]["labels"], path.child("labels"), &errors)
        MetadataValidation.annotations(template["metadata"]["annotations"], path.child("annotations"), &errors)
    }

    /// Templates whose pods are always replaced: only `restartPolicy: Always` makes sense.
    static func validateReplicated(_ template: JSON, _ path: FieldPath, owner: String, _ errors: inout [FieldError]) {
        validate(template, path, &errors)
        replicated(template, path, owner: owner, &errors)
    }

    static func replicated(_ template: JSON, _ path: FieldPath, owner: String, _ errors: inout [FieldError]) {
        let policy = template["spec"]["restartPolicy"].string ?? ""
        if policy != "Always" { errors.append(.notSupported(path.child("spec", "restartPolicy"), policy, ["Always"])) }
        if !template["spec"]["activeDeadlineSeconds"].isNull {
            errors.append(
                .forbidden(path.child("spec", "activeDeadlineSeconds"), "activeDeadlineSeconds in \(owner) is not Supported"))
        }
    }

    static func selectorFits(_ selector: JSON, _ template: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let labels = template["metadata"]["labels"]
        if !SpecChecks.matches(selector, labels) {
            errors.append(.invalid(path.child("metadata", "labels"), labels, "`selector` does not match template `labels`"))
        }
    }
}
