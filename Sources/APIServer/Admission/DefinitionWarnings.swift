package import Document
package import Resources
internal import Schema

/// Tells the author of a CustomResourceDefinition what of its schemas is not enforced here, and refuses what only definitions of old
/// may say.
package struct DefinitionWarnings: AdmissionPlugin {
    package let name = "DefinitionWarnings"

    package init() {}

    package func handles(_ operation: AdmissionRequest.Operation, _ type: ResourceType, subresource: String) -> Bool {
        (operation == .create || operation == .update) && subresource.isEmpty && type.isSame(as: .customResourceDefinitions)
    }

    package func validate(_ object: JSON, _ request: AdmissionRequest) throws(APIError) {
        let keepsUnknown = object["spec"]["preserveUnknownFields"].bool ?? false
        if keepsUnknown, request.requestedVersion?.version == "v1", !(request.oldObject["spec"]["preserveUnknownFields"].bool ?? false) {
            let why = "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead"
            throw .invalid(request.type, request.name, [.invalid("spec.preserveUnknownFields", true, why)])
        }
        for (index, version) in (object["spec"]["versions"].array ?? []).enumerated() {
            let path = FieldPath("spec", "versions").index(index).child("schema", "openAPIV3Schema")
            var rules = 0
            look(version["schema"]["openAPIV3Schema"], &rules, request.warnings)
            if rules > 0 { request.warnings.add("\(path): \(rules) x-kubernetes-validations are stored, but not yet enforced") }
        }
    }

    /// - Parameter rules: counts the CEL rules found.
    private func look(_ schema: JSON, _ rules: inout Int, _ warnings: Warnings) {
        guard let members = schema.object else { return }
        rules += schema["x-kubernetes-validations"].array?.count ?? 0
        if let format = schema["format"].string, !format.isEmpty, StringFormat(format) == nil, !StringFormat.ofNumbers.contains(format) {
            warnings.add("unrecognized format \(format.goQuoted)")
        }
        for (key, value) in members {
            switch key {
            case "properties": for (_, property) in value.object ?? JSONObject() { look(property, &rules, warnings) }
            case "items", "additionalProperties", "not": look(value, &rules, warnings)
            case "allOf", "anyOf", "oneOf": for branch in value.array ?? [] { look(branch, &rules, warnings) }
            default: break
            }
        }
    }
}
