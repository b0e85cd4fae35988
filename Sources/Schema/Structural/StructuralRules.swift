package import Document
package import Resources

/// What the schema of a CustomResourceDefinition must keep to: that it is structural (KEP-2337), in upstream's words.
package struct StructuralRules {
    private enum Level { case root, field, item }

    private var errors: [FieldError] = []

    /// - Parameter schema: the `openAPIV3Schema` at `path`.
    /// - Returns: what is wrong, in the order of the texts, as upstream sorts them.
    package static func check(_ schema: JSON, _ path: FieldPath) -> [FieldError] {
        var rules = StructuralRules()
        rules.invariants(schema, .root, path)
        rules.completeness(schema, schema, path, path)
        return rules.errors.sorted { $0.description < $1.description }
    }

    private func isSet(_ schema: JSON, _ name: String) -> Bool { schema["x-kubernetes-" + name].bool ?? false }
    private func members(_ schema: JSON) -> JSONObject { schema["properties"].object ?? JSONObject() }

    // MARK: Shape

    private mutating func invariants(_ schema: JSON, _ level: Level, _ path: FieldPath) {
        let type = schema["type"].string ?? ""
        if type == "array", schema["items"].isNull { errors.append(.required(path.child("items"), "must be specified")) }
        if !schema["items"].isNull { invariants(schema["items"], .item, path.child("items")) }
        for (name, property) in members(schema) { invariants(property, .field, path.child("properties").key(name)) }
        additional(schema, level, path)
        extensions(schema, path)
        valueValidation(schema, path)
        self.type(schema, type, level, path)
        resource(schema, level, path)
    }

    private mutating func additional(_ schema: JSON, _ level: Level, _ path: FieldPath) {
        let additional = schema["additionalProperties"]
        if additional.isNull { return }
        if level == .root { errors.append(.forbidden(path.child("additionalProperties"), "must not be used at the root")) }
        if additional.object != nil { invariants(additional, .field, path.child("additionalProperties")) }
    }

    private mutating func extensions(_ schema: JSON, _ path: FieldPath) {
        guard isSet(schema, "int-or-string") else { return }
        for name in ["preserve-unknown-fields", "embedded-resource"] where isSet(schema, name) {
            let why = "must be false if x-kubernetes-int-or-string is true"
            errors.append(.invalid(path.child("x-kubernetes-" + name), true, why))
        }
    }

    private mutating func type(_ schema: JSON, _ type: String, _ level: Level, _ path: FieldPath) {
        let place = path.child("type")
        if isSet(schema, "embedded-resource"), type != "object" {
            let why = "must be object if x-kubernetes-embedded-resource is true"
            errors.append(type.isEmpty ? .required(place, why) : .invalid(place, type, why))
        } else if type.isEmpty, !isSet(schema, "int-or-string"), !isSet(schema, "preserve-unknown-fields") {
            switch level {
            case .root: errors.append(.required(place, "must not be empty at the root"))
            case .item: errors.append(.required(place, "must not be empty for specified array items"))
            case .field: errors.append(.required(place, "must not be empty for specified object fields"))
            }
        }
        if level == .root, !type.isEmpty, type != "object" { errors.append(.invalid(place, type, "must be object at the root")) }
        if isSet(schema, "embedded-resource"), !schema["additionalProperties"].isNull {
            errors.append(.forbidden(path.child("additionalProperties"), "must not be used if x-kubernetes-embedded-resource is set"))
        }
        if isSet(schema, "embedded-resource"), !isSet(schema, "preserve-unknown-fields"), members(schema).isEmpty {
            let why = "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields"
            errors.append(.required(path.child("properties"), why))
        }
    }

    /// `kind`, `apiVersion` and `metadata` of an object are the API's, and schemas may hardly speak of them.
    private mutating func resource(_ schema: JSON, _ level: Level, _ path: FieldPath) {
        guard level == .root || isSet(schema, "embedded-resource") else { return }
        let properties = schema["properties"]
        for (name, wanted) in [("kind", "string"), ("apiVersion", "string"), ("metadata", "object")] where !properties[name].isNull {
            let type = properties[name]["type"].string ?? ""
            if type != wanted {
                errors.append(.invalid(path.child("properties").key(name).child("type"), type, "must be \(wanted)"))
            }
        }
        guard level == .root, let metadata = properties["metadata"].object else { return }
        let others = metadata.contains { member in
            switch member.key {
            case "type", "default": false
            case "properties": (member.value.object ?? JSONObject()).contains { $0.key != "name" && $0.key != "generateName" }
            default: Self.isSaid(member.key, member.value)
            }
        }
        if others {
            let why = "must not specify anything other than name and generateName, but metadata is implicitly specified"
            errors.append(.forbidden(path.child("properties").key("metadata"), why))
        }
    }

    /// Keywords that say something even when their value is 0, false or empty.
    private static let pointers: Set<String> = [
        "$ref", "additionalItems", "additionalProperties", "default", "example", "externalDocs", "items", "maxItems", "maxLength",
        "maxProperties", "maximum", "minItems", "minLength", "minProperties", "minimum", "multipleOf", "not", "x-kubernetes-list-type",
        "x-kubernetes-map-type", "x-kubernetes-preserve-unknown-fields",
    ]

    /// Whether a schema says more by the keyword than without it.
    package static func isSaid(_ keyword: String, _ value: JSON) -> Bool {
        pointers.contains(keyword) ? !value.isNull : !value.isEmptyValue
    }

    /// Whether a structural schema can be made of it at all: some keywords have no place in one.
    package static func isReadable(_ schema: JSON) -> Bool {
        let unknown = ["id", "$schema", "$ref", "patternProperties", "dependencies", "definitions"]
        if !unknown.allSatisfy({ schema[$0].isEmptyValue }) || !schema["additionalItems"].isNull { return false }
        if schema["x-kubernetes-preserve-unknown-fields"] == false || !(schema["items"].array ?? []).isEmpty { return false }
        var inner = (schema["properties"].object ?? JSONObject()).map(\.value)
        for keyword in ["allOf", "anyOf", "oneOf"] { inner += schema[keyword].array ?? [] }
        inner += ["items", "additionalProperties", "not"].map { schema[$0] }.filter { $0.object != nil }
        return inner.allSatisfy { isReadable($0) }
    }

    // MARK: Value validation

    private static let integerOrString: JSON = [["type": "integer"], ["type": "string"]]

    private mutating func valueValidation(_ schema: JSON, _ path: FieldPath) {
        // The one way in which branches may name types: that of a value that is an integer or a string.
        branches(
            schema, path, skipsAnyOf: schema["anyOf"] == Self.integerOrString,
            skipsFirst: schema["allOf"][0]["anyOf"] == Self.integerOrString)
    }

    /// - Parameter skipsFirst: leaves out `anyOf` of the first branch of `allOf`.
    private mutating func branches(_ schema: JSON, _ path: FieldPath, skipsAnyOf: Bool, skipsFirst: Bool = false) {
        for name in ["allOf", "anyOf", "oneOf"] where !(skipsAnyOf && name == "anyOf") {
            for (index, branch) in (schema[name].array ?? []).enumerated() {
                nested(branch, path.child(name).index(index), skipsAnyOf: skipsFirst && index == 0 && name == "allOf")
            }
        }
        if !schema["not"].isNull { nested(schema["not"], path.child("not")) }
        pattern(schema, path)
    }

    private mutating func pattern(_ schema: JSON, _ path: FieldPath) {
        guard let pattern = schema["pattern"].string, !pattern.isEmpty else { return }
        do throws(Pattern.SyntaxError) {
            _ = try Pattern(pattern)
        } catch {
            errors.append(.invalid(path.child("pattern"), pattern, "must be a valid regular expression, but isn't: \(error)"))
        }
    }

    /// What must not stand in a branch, and why.
    private static let forbidden: [(name: String, why: String)] = [
        ("type", "must be empty to be structural"), ("title", "must be empty to be structural"),
        ("description", "must be empty to be structural"), ("default", "must be undefined to be structural"),
        ("additionalProperties", "must be undefined to be structural"), ("nullable", "must be false to be structural"),
        ("x-kubernetes-preserve-unknown-fields", "must be false to be structural"),
        ("x-kubernetes-embedded-resource", "must be false to be structural"),
        ("x-kubernetes-int-or-string", "must be false to be structural"),
        ("x-kubernetes-list-map-keys", "must be empty to be structural"), ("x-kubernetes-list-type", "must be undefined to be structural"),
        ("x-kubernetes-map-type", "must be undefined to be structural"), ("x-kubernetes-validations", "must be empty to be structural"),
    ]

    private mutating func nested(_ schema: JSON, _ path: FieldPath, skipsAnyOf: Bool = false) {
        for (name, why) in Self.forbidden {
            let value = schema[name]
            let isSaid = name == "additionalProperties" ? value != false && !value.isNull : Self.isSaid(name, value)
            if isSaid { errors.append(.forbidden(path.child(name), why)) }
        }
        if !schema["properties"]["metadata"].isNull {
            errors.append(.forbidden(path.child("properties").key("metadata"), "must not be specified in a nested context"))
        }
        for (name, property) in members(schema) { nested(property, path.child("properties").key(name)) }
        if !schema["items"].isNull { nested(schema["items"], path.child("items")) }
        branches(schema, path, skipsAnyOf: skipsAnyOf)
    }

    // MARK: Completeness

    /// Whatever branches of the root speak of must be there outside of them; upstream looks at no others.
    private mutating func completeness(_ branch: JSON, _ schema: JSON, _ schemaPath: FieldPath, _ branchPath: FieldPath) {
        for name in ["allOf", "anyOf", "oneOf"] {
            for (index, inner) in (branch[name].array ?? []).enumerated() {
                nestedCompleteness(inner, schema, schemaPath, branchPath.child(name).index(index))
            }
        }
        if !branch["not"].isNull { nestedCompleteness(branch["not"], schema, schemaPath, branchPath.child("not")) }
    }

    private mutating func nestedCompleteness(_ branch: JSON, _ schema: JSON, _ schemaPath: FieldPath, _ branchPath: FieldPath) {
        guard schema.object != nil else { return errors.append(.required(schemaPath, "because it is defined in \(branchPath)")) }
        completeness(branch, schema, schemaPath, branchPath)
        if !branch["items"].isNull {
            nestedCompleteness(branch["items"], schema["items"], schemaPath.child("items"), branchPath.child("items"))
        }
        for (name, property) in members(branch) {
            let place = branchPath.child("properties").key(name)
            nestedCompleteness(
                property, schema["properties"][name], schemaPath.child("properties").key(name), place)
        }
    }
}
