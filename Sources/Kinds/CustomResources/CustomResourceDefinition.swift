internal import Document
internal import Resources
internal import Schema

/// apiextensions.k8s.io/v1 CustomResourceDefinition.
struct CustomResourceDefinitionRules: KindBehaviour {
    var separatesStatus: Bool { true }
    var generationFields: [String] { ["spec"] }

    func applyDefaults(_ object: inout JSON) {
        let kind = object["spec"]["names"]["kind"].string ?? ""
        guard !kind.isEmpty else { return }
        if (object["spec"]["names"]["singular"].string ?? "").isEmpty { object["spec"]["names"]["singular"] = .string(kind.lowercased()) }
        if (object["spec"]["names"]["listKind"].string ?? "").isEmpty { object["spec"]["names"]["listKind"] = .string(kind + "List") }
    }

    func prepareForCreate(_ object: inout JSON) {
        object["status"] = [
            "conditions": [], "acceptedNames": ["plural": "", "kind": ""],
            "storedVersions": JSON(Self.storageVersion(object).map { [$0] } ?? []),
        ]
    }

    func prepareForUpdate(_ object: inout JSON, old: JSON, subresource: String?) {
        guard subresource == nil, let version = Self.storageVersion(object) else { return }
        var stored = object["status"]["storedVersions"].strings
        if stored.contains(version) { return }
        stored.append(version)
        object["status"]["storedVersions"] = JSON(stored)
    }

    private static func storageVersion(_ object: JSON) -> String? {
        (object["spec"]["versions"].array ?? []).first { $0["storage"].bool ?? false }?["name"].string
    }

    // MARK: Validation

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        let name = object["metadata"]["name"].string ?? ""
        if name != "\(spec["names"]["plural"].string ?? "").\(spec["group"].string ?? "")" {
            errors.append(.invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group"))
        }
        DefinitionValidation.spec(spec, &errors)
        DefinitionValidation.storedVersions(object, &errors)
        approval(object, &errors)
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        let (spec, before) = (object["spec"], old["spec"])
        if (old["status"]["conditions"].array ?? []).contains(where: { $0["type"].string == "Established" && $0["status"].string == "True" }
        ) {
            SpecChecks.immutable(spec["scope"], before["scope"], "spec.scope", &errors)
            SpecChecks.immutable(spec["names"]["kind"], before["names"]["kind"], "spec.names.kind", &errors)
        }
        SpecChecks.immutable(spec["group"], before["group"], "spec.group", &errors)
        SpecChecks.immutable(spec["names"]["plural"], before["names"]["plural"], "spec.names.plural", &errors)
    }

    func validateStatus(_ object: JSON, old: JSON, _ errors: inout [FieldError]) { DefinitionValidation.storedVersions(object, &errors) }

    // MARK: Groups of Kubernetes itself

    static let approvalAnnotation = "api-approved.kubernetes.io"

    /// Definitions in groups that belong to Kubernetes need the word of those who review its API.
    private func approval(_ object: JSON, _ errors: inout [FieldError]) {
        let group = object["spec"]["group"].string ?? ""
        guard ["k8s.io", "kubernetes.io"].contains(where: { group == $0 || group.hasSuffix("." + $0) }) else { return }
        let path = FieldPath("metadata", "annotations").key(Self.approvalAnnotation)
        let value = object["metadata"]["annotations"][Self.approvalAnnotation].string
        if let value {
            let isLink = value.hasPrefix("https://") || value.hasPrefix("http://")
            if value.hasPrefix("unapproved") || isLink { return }
            let why =
                "protected groups must have approval annotation \"\(Self.approvalAnnotation)\" with either a URL or a reason starting with "
                + "\"unapproved\", see https://github.com/kubernetes/enhancements/pull/1111"
            errors.append(.invalid(path, value, why))
        } else {
            errors.append(
                .required(
                    path,
                    "protected groups must have approval annotation \"\(Self.approvalAnnotation)\", "
                        + "see https://github.com/kubernetes/enhancements/pull/1111"))
        }
    }
}
