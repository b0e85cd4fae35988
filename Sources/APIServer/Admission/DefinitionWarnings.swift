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

    package func validate(_ object: JSON, _ request: AdmissionRequest) async throws(APIError) {
        let keepsUnknown = object["spec"]["preserveUnknownFields"].bool ?? false
        if keepsUnknown, request.requestedVersion?.version == "v1", !(request.oldObject["spec"]["preserveUnknownFields"].bool ?? false) {
            throw .invalid(request.type, request.name, [.invalid("spec.preserveUnknownFields", true, "must be false")])
        }
        for (index, version) in (object["spec"]["versions"].array ?? []).enumerated() {
            let path = FieldPath("spec", "versions").index(index).child("schema", "openAPIV3Schema")
            look(version["schema"]["openAPIV3Schema"], path, request.warnings)
        }
    }

    private func look(_ schema: JSON, _ path: FieldPath, _ warnings: Warnings) {
        guard let members = schema.object else { return }
        if !schema["x-kubernetes-validations"].isEmptyValue {
            warnings.add("\(path).x-kubernetes-validations: CEL rules are stored, but not yet enforced")
        }
        if let format = schema["format"].string, !format.isEmpty, StringFormat(format) == nil, !StringFormat.ofNumbers.contains(format) {
            warnings.add("unrecognized format \(format.goQuoted)")
        }
        for (key, value) in members {
            switch key {
            case "properties":
                for (name, property) in value.object ?? JSONObject() { look(property, path.child(key).key(name), warnings) }
            case "items", "additionalProperties", "not": look(value, path.child(key), warnings)
            case "allOf", "anyOf", "oneOf":
                for (index, branch) in (value.array ?? []).enumerated() { look(branch, path.child(key).index(index), warnings) }
            default: break
            }
        }
    }
}
