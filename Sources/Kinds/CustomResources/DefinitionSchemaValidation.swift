internal import Document
internal import Resources
internal import Schema

/// What a definition's `openAPIV3Schema` may say: keywords that are not supported, types, lists and their keys, patterns and defaults.
/// That it is structural is checked besides.
struct DefinitionSchemaValidation {
    private var errors: [FieldError] = []

    static func check(_ schema: JSON, _ path: FieldPath, hasStatus: Bool, isStructural: Bool) -> [FieldError] {
        var validation = DefinitionSchemaValidation()
        if schema["nullable"].bool ?? false {
            validation.errors.append(.forbidden(path.child("nullable"), "nullable cannot be true at the root"))
        }
        if hasStatus { validation.checkRoot(schema, path) }
        validation.schema(schema, path, isStructural: isStructural)
        if isStructural {
            let structural = StructuralRules.check(schema, path)
            validation.errors += structural
            // Defaults are held against a schema that makes sense.
            if structural.isEmpty { validation.defaults(schema, path, isRoot: true) }
        }
        return validation.errors
    }

    /// With a `status` subresource the two halves of an object are validated apart, which rules about the whole would join.
    private static let rootKeywords: Set<String> = [
        "description", "type", "format", "title", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength",
        "pattern", "maxItems", "minItems", "uniqueItems", "multipleOf", "required", "items", "properties", "externalDocs", "example",
        "x-kubernetes-preserve-unknown-fields", "x-kubernetes-validations",
    ]

    private mutating func checkRoot(_ schema: JSON, _ path: FieldPath) {
        let others = (schema.object ?? JSONObject()).filter { !Self.rootKeywords.contains($0.key) && !$0.value.isEmptyValue }
        if others.isEmpty { return }
        let names =
            "Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength MinLength Pattern MaxItems MinItems "
            + "UniqueItems MultipleOf Required Items Properties ExternalDocs Example XPreserveUnknownFields XValidations"
        let why = "only [\(names)] fields are allowed at the root of the schema if the status subresource is enabled"
        errors.append(.invalid(path, schema, why))
    }

    // MARK: Keywords

    private static let unsupported = ["$ref", "additionalItems", "definitions", "dependencies", "id", "patternProperties"]
    private static let types = ["array", "boolean", "integer", "number", "object", "string"]

    private mutating func schema(_ schema: JSON, _ path: FieldPath, isStructural: Bool) {
        for name in Self.unsupported where !schema[name].isEmptyValue {
            errors.append(.forbidden(path.child(name), "\(name) is not supported"))
        }
        if schema["uniqueItems"].bool ?? false {
            errors.append(
                .forbidden(path.child("uniqueItems"), "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"))
        }
        let type = schema["type"].string ?? ""
        if type == "null" {
            errors.append(.forbidden(path.child("type"), "type cannot be set to null, use nullable as an alternative"))
        } else if !type.isEmpty, !Self.types.contains(type) {
            errors.append(.notSupported(path.child("type"), type, Self.types))
        }
        if schema["items"].array != nil {
            errors.append(.forbidden(path.child("items"), "items must be a schema object and not an array"))
        }
        additional(schema, path)
        if let pattern = schema["pattern"].string, !pattern.isEmpty {
            do throws(Pattern.SyntaxError) {
                _ = try Pattern(pattern)
            } catch {
                errors.append(.invalid(path.child("pattern"), pattern, "must be a valid regular expression, but isn't: \(error)"))
            }
        }
        if schema["x-kubernetes-int-or-string"].bool ?? false, !type.isEmpty {
            errors.append(.invalid(path.child("type"), type, "must be empty if x-kubernetes-int-or-string is true"))
        }
        if schema["x-kubernetes-preserve-unknown-fields"].bool == false {
            errors.append(.invalid(path.child("x-kubernetes-preserve-unknown-fields"), false, "must be true or undefined"))
        }
        list(schema, type, path)
        map(schema, type, path)
        if !schema["default"].isNull, !isStructural {
            errors.append(.forbidden(path.child("default"), "must not be set"))
        }
        for (inner, place) in Self.parts(schema, path) { self.schema(inner, place, isStructural: isStructural) }
    }

    private mutating func additional(_ schema: JSON, _ path: FieldPath) {
        let additional = schema["additionalProperties"]
        guard !additional.isNull else { return }
        let place = path.child("additionalProperties")
        if !schema["properties"].isEmptyValue {
            errors.append(.forbidden(place, "additionalProperties and properties are mutual exclusive"))
        }
        if additional == false { errors.append(.forbidden(place, "additionalProperties cannot be set to false")) }
    }

    /// The schemas within a schema, and where they stand.
    private static func parts(_ schema: JSON, _ path: FieldPath) -> [(JSON, FieldPath)] {
        var parts: [(JSON, FieldPath)] = []
        for (name, property) in schema["properties"].object ?? JSONObject() { parts.append((property, path.child("properties").key(name))) }
        for name in ["items", "additionalProperties", "not"] where schema[name].object != nil {
            parts.append((schema[name], path.child(name)))
        }
        for name in ["allOf", "anyOf", "oneOf"] {
            for (index, branch) in (schema[name].array ?? []).enumerated() { parts.append((branch, path.child(name).index(index))) }
        }
        return parts
    }

    // MARK: Lists and maps

    private mutating func list(_ schema: JSON, _ type: String, _ path: FieldPath) {
        let keys = schema["x-kubernetes-list-map-keys"].strings
        let place = path.child("x-kubernetes-list-type")
        let keysPath = path.child("x-kubernetes-list-map-keys")
        guard let listType = schema["x-kubernetes-list-type"].string else {
            if !keys.isEmpty { errors.append(.required(place, "must be map if x-kubernetes-list-map-keys is non-empty")) }
            return
        }
        if !["atomic", "map", "set"].contains(listType) { errors.append(.notSupported(place, listType, ["atomic", "map", "set"])) }
        if type != "array" {
            let why = "must be array if x-kubernetes-list-type is specified"
            errors.append(type.isEmpty ? .required(path.child("type"), why) : .invalid(path.child("type"), type, why))
        }
        let items = schema["items"]
        if listType == "set" {
            let isAtomic = items["x-kubernetes-list-type"].string == "atomic" || items["x-kubernetes-map-type"].string == "atomic"
            if items["type"].string == "array", !isAtomic {
                let why = "must be atomic as item of a list with x-kubernetes-list-type=set"
                errors.append(.forbidden(path.child("items", "x-kubernetes-list-type"), why))
            } else if items["type"].string == "object", !isAtomic {
                let why = "must be atomic as item of a list with x-kubernetes-list-type=set"
                errors.append(.forbidden(path.child("items", "x-kubernetes-map-type"), why))
            }
        }
        guard listType == "map" else {
            if !keys.isEmpty { errors.append(.invalid(place, listType, "must be map if x-kubernetes-list-map-keys is non-empty")) }
            return
        }
        if keys.isEmpty { errors.append(.required(keysPath, "must not be empty if x-kubernetes-list-type is map")) }
        mapKeys(keys, items, path, keysPath)
    }

    private mutating func mapKeys(_ keys: [String], _ items: JSON, _ path: FieldPath, _ keysPath: FieldPath) {
        if items.isNull {
            return errors.append(.required(path.child("items"), "must have a schema if x-kubernetes-list-type is map"))
        }
        let type = items["type"].string ?? ""
        if type != "object" {
            errors.append(
                .invalid(path.child("items", "type"), type, "must be object if parent array's x-kubernetes-list-type is map"))
        }
        var seen: Set<String> = []
        for (index, key) in keys.enumerated() {
            let property = items["properties"][key]
            let place = path.child("items", "properties").key(key)
            if !seen.insert(key).inserted { errors.append(.duplicate(keysPath.index(index), key)) }
            if property.isNull {
                errors.append(.invalid(keysPath.index(index), key, "entries must all be names of item properties"))
                continue
            }
            let keyType = property["type"].string ?? ""
            if keyType == "array" || keyType == "object" {
                errors.append(
                    .invalid(place.child("type"), keyType, "must be a scalar type if parent array's x-kubernetes-list-type is map"))
            }
            if property["nullable"].bool ?? false {
                errors.append(
                    .forbidden(place.child("nullable"), "this property is in x-kubernetes-list-map-keys, so it cannot be nullable"))
            }
            if property["default"].isNull, !items["required"].strings.contains(key) {
                let why = "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property"
                errors.append(.required(place.child("default"), why))
            }
        }
    }

    private mutating func map(_ schema: JSON, _ type: String, _ path: FieldPath) {
        guard let mapType = schema["x-kubernetes-map-type"].string else { return }
        if !["atomic", "granular"].contains(mapType) {
            errors.append(.notSupported(path.child("x-kubernetes-map-type"), mapType, ["atomic", "granular"]))
        }
        if type != "object" {
            let why = "must be object if x-kubernetes-map-type is specified"
            errors.append(type.isEmpty ? .required(path.child("type"), why) : .invalid(path.child("type"), type, why))
        }
    }

    // MARK: Defaults

    private mutating func defaults(_ schema: JSON, _ path: FieldPath, isRoot: Bool) {
        let value = schema["default"]
        if !value.isNull {
            let place = path.child("default")
            if isRoot { errors.append(.forbidden(place, "must not be set at the root")) }
            let structural = StructuralSchema(schema)
            var pruned = value
            var decoder = StructuralDecoder()
            // The whole of an object may stand here, but for what only the object itself has.
            if (try? decoder.decode(value: &pruned, as: structural)) == nil || pruned != value {
                errors.append(.invalid(place, value, "must not have unknown fields"))
            }
            for error in ValueValidator.validate(value, structural) {
                let field = error.field.description
                errors.append(
                    FieldError(
                        error.kind, field == "<nil>" ? place : FieldPath("\(place).\(field)"), value: error.value, detail: error.detail))
            }
        }
        for (name, property) in schema["properties"].object ?? JSONObject() where !(isRoot && name == "metadata") {
            defaults(property, path.child("properties").key(name), isRoot: false)
        }
        for name in ["items", "additionalProperties"] where schema[name].object != nil {
            defaults(schema[name], path.child(name), isRoot: false)
        }
    }
}
