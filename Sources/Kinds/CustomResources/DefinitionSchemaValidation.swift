internal import Document
internal import Resources
internal import Schema

/// What a definition's `openAPIV3Schema` may say: keywords that are not supported, types, lists and their keys, rules and defaults.
/// That it is structural is checked besides.
struct DefinitionSchemaValidation {
    private var errors: [FieldError] = []

    /// What holds for a schema because of where it stands.
    private struct Place {
        /// Within `metadata`, `kind` or `apiVersion` of an object.
        var isInMetadata = false
        /// Why there may be no default; nil where there may.
        var noDefault: String?
    }

    static func check(_ schema: JSON, _ path: FieldPath, hasStatus: Bool, isStructural: Bool) -> [FieldError] {
        var validation = DefinitionSchemaValidation()
        if hasStatus { validation.checkRoot(schema, path) }
        if schema["nullable"].bool ?? false {
            validation.errors.append(.forbidden(path.child("nullable"), "nullable cannot be true at the root"))
        }
        let isReadable = StructuralRules.isReadable(schema)
        if isStructural, isReadable {
            let structural = StructuralRules.check(schema, path)
            // Defaults are held against a schema that makes sense.
            validation.errors += structural.isEmpty ? DefinitionDefaults.check(schema, path) : structural
        }
        validation.schema(schema, path, Place(), isRoot: true)
        if isStructural, !isReadable, validation.errors.isEmpty {
            validation.errors.append(.invalid(path, "", "OpenAPIV3Schema 'schema' is not supported"))
        }
        return validation.errors
    }

    /// Whether some schema within a schema is of a kind.
    static func contains(_ schema: JSON, where predicate: (JSON) -> Bool) -> Bool {
        predicate(schema) || parts(schema, "").contains { contains($0.schema, where: predicate) }
    }

    // MARK: The root

    /// With a `status` subresource the two halves of an object are validated apart, which rules about the whole would join.
    private static let rootKeywords: Set<String> = [
        "description", "type", "format", "title", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength",
        "pattern", "maxItems", "minItems", "uniqueItems", "multipleOf", "required", "items", "properties", "externalDocs", "example",
        "x-kubernetes-preserve-unknown-fields", "x-kubernetes-validations",
    ]
    /// Keywords that come before the type in upstream's order; the first fault alone is told.
    private static let beforeType: Set<String> = ["id", "$schema", "$ref", "description"]

    private mutating func checkRoot(_ schema: JSON, _ path: FieldPath) {
        let others = (schema.object ?? JSONObject()).filter {
            StructuralRules.isSaid($0.key, $0.value) && !Self.rootKeywords.contains($0.key)
        }
        let type = schema["type"].string ?? ""
        if !type.isEmpty, type != "object", !others.contains(where: { Self.beforeType.contains($0.key) }) {
            let why = "only \"object\" is allowed as the type at the root of the schema if the status subresource is enabled"
            return errors.append(.invalid(path.child("type"), type, why))
        }
        if others.isEmpty { return }
        let names =
            "Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength MinLength Pattern MaxItems MinItems "
            + "UniqueItems MultipleOf Required Items Properties ExternalDocs Example XPreserveUnknownFields XValidations"
        let why = "only [\(names)] fields are allowed at the root of the schema if the status subresource is enabled"
        errors.append(.invalid(path, schema, why))
    }

    // MARK: Keywords

    private static let types = ["array", "boolean", "integer", "number", "object", "string"]

    private mutating func schema(_ schema: JSON, _ path: FieldPath, _ place: Place, isRoot: Bool = false) {
        keywords(schema, path, place)
        let type = schema["type"].string ?? ""
        let additional = schema["additionalProperties"]
        if !additional.isNull, additional != true, !schema["properties"].isEmptyValue {
            errors.append(.forbidden(path.child("additionalProperties"), "additionalProperties and properties are mutual exclusive"))
        }
        let isObject = isRoot || schema["x-kubernetes-embedded-resource"].bool ?? false
        for part in Self.parts(schema, path) {
            var inner = place
            if part.keyword == "additionalProperties", place.isInMetadata {
                inner.noDefault = "must not be set inside additionalProperties applying to object metadata"
            } else if isObject, part.keyword == "properties", ["metadata", "kind", "apiVersion"].contains(part.name) {
                inner.isInMetadata = true
                if isRoot { inner.noDefault = "must not be set in top-level \(part.name)" }
            }
            self.schema(part.schema, part.path, inner)
        }
        if schema["x-kubernetes-preserve-unknown-fields"].bool == false {
            errors.append(.invalid(path.child("x-kubernetes-preserve-unknown-fields"), false, "must be true or undefined"))
        }
        DefinitionListChecks.map(schema, type, path, &errors)
        DefinitionListChecks.list(schema, type, path, &errors)
        rules(schema, path)
    }

    private mutating func keywords(_ schema: JSON, _ path: FieldPath, _ place: Place) {
        func forbid(_ name: String, _ why: String) { errors.append(.forbidden(path.child(name), why)) }
        let type = schema["type"].string ?? ""
        if !type.isEmpty, !Self.types.contains(type) { errors.append(.notSupported(path.child("type"), type, Self.types)) }
        if !schema["default"].isNull, let why = place.noDefault { forbid("default", why) }
        for name in ["id", "patternProperties", "definitions"] where !schema[name].isEmptyValue { forbid(name, "\(name) is not supported") }
        for name in ["additionalItems", "dependencies", "$ref"] where !schema[name].isNull { forbid(name, "\(name) is not supported") }
        if type == "null" { forbid("type", "type cannot be set to null, use nullable as an alternative") }
        if !(schema["items"].array ?? []).isEmpty { forbid("items", "items must be a schema object and not an array") }
        if place.isInMetadata, schema["x-kubernetes-embedded-resource"].bool ?? false {
            forbid("x-kubernetes-embedded-resource", "must not be used inside of resource meta")
        }
        if schema["uniqueItems"].bool ?? false {
            forbid("uniqueItems", "uniqueItems cannot be set to true since the runtime complexity becomes quadratic")
        }
    }

    /// A schema within a schema: the keyword it belongs to, the property's name, and where it stands.
    private typealias Part = (schema: JSON, keyword: String, name: String, path: FieldPath)

    private static func parts(_ schema: JSON, _ path: FieldPath) -> [Part] {
        var parts: [Part] = []
        for keyword in ["additionalProperties", "not"] where schema[keyword].object != nil {
            parts.append((schema[keyword], keyword, "", path.child(keyword)))
        }
        for keyword in ["properties", "definitions", "dependencies"] {
            for (name, inner) in schema[keyword].object ?? JSONObject() where inner.object != nil {
                parts.append((inner, keyword, name, path.child(keyword).key(name)))
            }
        }
        for keyword in ["allOf", "oneOf", "anyOf", "items"] {
            for (index, inner) in (schema[keyword].array ?? []).enumerated() {
                parts.append((inner, keyword, "", path.child(keyword).index(index)))
            }
        }
        if schema["items"].object != nil { parts.append((schema["items"], "items", "", path.child("items"))) }
        return parts
    }

    // MARK: Rules

    private static let reasons = ["FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"]

    /// `x-kubernetes-validations`, but for the language they are written in.
    private mutating func rules(_ schema: JSON, _ path: FieldPath) {
        func hasBreaks(_ text: String) -> Bool { text.utf8.contains { $0 == 0x0A || $0 == 0x0D } }
        for (index, rule) in (schema["x-kubernetes-validations"].array ?? []).enumerated() {
            let place = path.child("x-kubernetes-validations").index(index)
            let text = { (name: String) in rule[name].string ?? "" }
            let (written, message) = (text("rule").trimmed, text("message").trimmed)
            if written.isEmpty {
                errors.append(.required(place.child("rule"), "rule is not specified"))
            } else if !text("message").isEmpty, message.isEmpty {
                errors.append(.invalid(place.child("message"), text("message"), "must be non-empty if specified"))
            } else if hasBreaks(message) {
                errors.append(.invalid(place.child("message"), text("message"), "must not contain line breaks"))
            } else if hasBreaks(written), message.isEmpty {
                errors.append(.required(place.child("message"), "message must be specified if rule contains line breaks"))
            }
            if !text("messageExpression").isEmpty, text("messageExpression").trimmed.isEmpty {
                errors.append(.required(place.child("messageExpression"), "messageExpression must be non-empty if specified"))
            }
            if let reason = rule["reason"].string, !Self.reasons.contains(reason) {
                errors.append(.notSupported(place.child("reason"), reason, Self.reasons))
            }
            let field = text("fieldPath")
            if field.isEmpty { continue }
            if field.trimmed.isEmpty { errors.append(.invalid(place.child("fieldPath"), field, "must be non-empty if specified")) }
            if hasBreaks(field) { errors.append(.invalid(place.child("fieldPath"), field, "must not contain line breaks")) }
            if StructuralRules.isReadable(schema), (try? SchemaFieldPath(field, in: schema, allowsKeys: true)) == nil {
                errors.append(.invalid(place.child("fieldPath"), field, "must be a valid path"))
            }
        }
    }
}
