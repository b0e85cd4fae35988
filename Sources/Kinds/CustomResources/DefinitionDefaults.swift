internal import Document
internal import Resources
internal import Schema

/// The defaults in a definition's schema: values that the schema itself allows.
struct DefinitionDefaults {
    private var errors: [FieldError] = []

    static func check(_ schema: JSON, _ path: FieldPath) -> [FieldError] {
        var defaults = DefinitionDefaults()
        defaults.check(schema, path, isRoot: true, isInMetadata: false)
        return defaults.errors
    }

    private mutating func check(_ schema: JSON, _ path: FieldPath, isRoot: Bool, isInMetadata: Bool) {
        let isObject = isRoot || schema["x-kubernetes-embedded-resource"].bool ?? false
        let isInMetadata = isInMetadata && !isObject
        if !schema["default"].isNull { value(schema, path.child("default"), isRoot: isRoot, isInMetadata: isInMetadata) }
        // Not in `additionalProperties`, where nothing is ever defaulted.
        if schema["items"].object != nil {
            check(schema["items"], path.child("items"), isRoot: false, isInMetadata: isInMetadata)
        }
        for (name, property) in schema["properties"].object ?? JSONObject() {
            let isMetadata = isObject && ["metadata", "kind", "apiVersion"].contains(name)
            check(property, path.child("properties").key(name), isRoot: false, isInMetadata: isInMetadata || isMetadata)
        }
    }

    private mutating func value(_ schema: JSON, _ path: FieldPath, isRoot: Bool, isInMetadata: Bool) {
        let value = schema["default"]
        let structural = StructuralSchema(schema)
        // Metadata is more than what a schema says of it.
        if !isInMetadata {
            var pruned = value
            var decoder = StructuralDecoder()
            do throws(DecodingFailure) {
                if isRoot { try decoder.decode(&pruned, as: structural) } else { try decoder.decode(value: &pruned, as: structural) }
            } catch {
                return errors.append(.invalid(path.child("metadata"), value["metadata"], error.description))
            }
            if !decoder.unknownFields.isEmpty { errors.append(.invalid(path, value, "must not have unknown fields")) }
            let before = errors.count
            EmbeddedObjects.check(value, structural, path, isObject: isRoot || structural.isEmbedded, &errors)
            if errors.count > before { return }
        }
        for error in ValueValidator.validate(value, structural, asksIntOrString: false) {
            let field = error.field.description
            let place = field == "<nil>" ? path : FieldPath("\(path).\(field)")
            errors.append(FieldError(error.kind, place, value: error.value, detail: error.detail))
        }
    }
}
