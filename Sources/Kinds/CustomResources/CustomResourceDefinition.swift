internal import Document
internal import Resources
internal import Schema

/// apiextensions.k8s.io/v1 CustomResourceDefinition.
struct CustomResourceDefinitionRules: KindBehaviour {
    var allowsShortFinalizers: Bool { true }
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

    func validateCreate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        let wanted = "\(spec["names"]["plural"].string ?? "").\(spec["group"].string ?? "")"
        for key in ["generateName", "name"] {
            guard let name = object["metadata"][key].string, !name.isEmpty, name != wanted else { continue }
            errors.append(.invalid(FieldPath("metadata", key), name, "must be spec.names.plural+\".\"+spec.group"))
        }
        DefinitionValidation.spec(spec, .create, &errors)
        DefinitionValidation.storedVersions(object, &errors)
        approval(object, &errors)
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        let (spec, before) = (object["spec"], old["spec"])
        DefinitionValidation.spec(spec, .update(spec, old: before), &errors)
        if (old["status"]["conditions"].array ?? []).contains(where: { $0["type"].string == "Established" && $0["status"].string == "True" }
        ) {
            SpecChecks.immutable(spec["scope"], before["scope"], "spec.scope", &errors)
            SpecChecks.immutable(spec["names"]["kind"], before["names"]["kind"], "spec.names.kind", &errors)
        }
        SpecChecks.immutable(spec["group"], before["group"], "spec.group", &errors)
        SpecChecks.immutable(spec["names"]["plural"], before["names"]["plural"], "spec.names.plural", &errors)
        DefinitionValidation.storedVersions(object, &errors)
        if Approval(object) != Approval(old) { approval(object, &errors) }
    }

    func validateStatus(_ object: JSON, old: JSON, _ errors: inout [FieldError]) { DefinitionValidation.storedVersions(object, &errors) }

    // MARK: Groups of Kubernetes itself

    private static let approvalAnnotation = "api-approved.kubernetes.io"

    /// The word of those who review Kubernetes' API.
    private enum Approval {
        case missing, bypassed, given, unreadable

        init(_ object: JSON) {
            let value = object["metadata"]["annotations"][CustomResourceDefinitionRules.approvalAnnotation].string ?? ""
            let url = URLParts(value)
            if value.isEmpty {
                self = .missing
            } else if value.hasPrefix("unapproved") {
                self = .bypassed
            } else {
                self = url.map { !$0.host.isEmpty && !$0.scheme.isEmpty } ?? false ? .given : .unreadable
            }
        }
    }

    /// Definitions in groups that belong to Kubernetes need that word.
    private func approval(_ object: JSON, _ errors: inout [FieldError]) {
        let group = object["spec"]["group"].string ?? ""
        guard ["k8s.io", "kubernetes.io"].contains(where: { group == $0 || group.hasSuffix("." + $0) }) else { return }
        let path = FieldPath("metadata", "annotations").key(Self.approvalAnnotation)
        let why = "protected groups must have approval annotation \"\(Self.approvalAnnotation)\""
        let link = ", see https://github.com/kubernetes/enhancements/pull/1111"
        switch Approval(object) {
        case .given, .bypassed: return
        case .missing: errors.append(.required(path, why + link))
        case .unreadable:
            let value = object["metadata"]["annotations"][Self.approvalAnnotation]
            errors.append(.invalid(path, value, why + " with either a URL or a reason starting with \"unapproved\"" + link))
        }
    }
}
