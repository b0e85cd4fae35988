package import Document
package import Resources

/// Checks a value against the rules of its schema (OpenAPI 3.0 as CustomResourceDefinitions may use it). What is found wrong is told in
/// the words of upstream's validation library, kube-openapi.
///
/// What an update leaves as it was is not held against it, even where the schema has become stricter since (KEP-4008).
package struct ValueValidator {
    package internal(set) var errors: [FieldError] = []
    /// Whether `x-kubernetes-int-or-string` asks for an integer or a string.
    private let asksIntOrString: Bool

    /// - Parameter asksIntOrString: false for defaults in a schema, of which upstream asks no more than the schema's other words say.
    package static func validate(
        _ json: JSON, old: JSON? = nil, _ schema: StructuralSchema, asksIntOrString: Bool = true
    ) -> [FieldError] {
        var validator = ValueValidator(asksIntOrString: asksIntOrString)
        validator.value(json, old, schema, "")
        return validator.errors
    }

    private mutating func value(_ json: JSON, _ old: JSON?, _ schema: StructuralSchema, _ path: String) {
        if let old, old == json { return }
        type(json, schema, path)
        branches(json, schema.rules, path)
        switch json {
        case .null: check(enumOf: schema.rules, json, path)
        case .string(let text):
            string(text, schema.rules, path)
            format(text, schema.rules.format, path)
            check(enumOf: schema.rules, json, path)
        case .int, .double:
            number(json, schema, path)
            check(enumOf: schema.rules, json, path)
        case .bool: check(enumOf: schema.rules, json, path)
        case .array(let array):
            list(array, old, schema, path)
            check(enumOf: schema.rules, json, path)
        case .object(let object):
            check(enumOf: schema.rules, json, path)
            self.object(object, old, schema, path)
        }
    }

    // MARK: Words

    /// The field of a path; the document itself is none, which upstream prints so.
    static func field(_ path: String) -> FieldPath { path.isEmpty ? "<nil>" : FieldPath(path) }

    mutating func invalid(_ path: String, _ value: JSON, _ what: String) {
        errors.append(.invalid(Self.field(path), value, "\(path) in body \(what)"))
    }

    /// A rule that speaks of the value as a whole, for which upstream names no field.
    private mutating func composite(_ path: String, _ what: String) {
        errors.append(.invalid("<nil>", "", "\(path.goQuoted) \(what)"))
    }

    // MARK: Types

    /// The type of a value, and the format that goes with it.
    private static func kind(_ json: JSON) -> (type: String, format: String) {
        switch json {
        case .null: ("null", "")
        case .bool: ("boolean", "")
        case .int: ("integer", "int64")
        case .double: ("number", "float64")
        case .string: ("string", "")
        case .array: ("array", "")
        case .object: ("object", "")
        }
    }

    private mutating func type(_ json: JSON, _ schema: StructuralSchema, _ path: String) {
        let found = Self.kind(json)
        if found.type == schema.type, !schema.isIntOrString { return }
        let wanted = schema.isIntOrString && asksIntOrString ? ["integer", "string"] : schema.type.isEmpty ? [] : [schema.type]
        let asked = schema.rules.format
        if wanted.isEmpty && asked.isEmpty || json.isNull && (wanted.isEmpty || schema.isNullable) { return }
        var fits = wanted.contains(found.type)
        if case .int = json, wanted.contains("number") { fits = true }
        if case .double(let value) = json, wanted.contains("integer"), value.isSafeInteger { fits = true }
        if fits { return }
        // A format speaks before the type does: numbers, booleans and objects are held against it, strings and lists are let through.
        let format = StringFormat(asked) != nil || StringFormat.ofNumbers.contains(asked) ? asked : ""
        var (name, value) = (wanted.joined(separator: ","), found.type)
        if !format.isEmpty {
            switch json {
            case .string, .array: if !wanted.contains("number"), !wanted.contains("integer") { return }
            case .null: break
            default: if found.format != format { (name, value) = (format, found.format) }
            }
        }
        if name.isEmpty { return }
        errors.append(.typeInvalid(Self.field(path), .string(value), "\(path) in body must be of type \(name): \(value.goQuoted)"))
    }

    // MARK: Branches

    private mutating func branches(_ json: JSON, _ rules: ValueRules, _ path: String) {
        if !rules.anyOf.isEmpty {
            let found = rules.anyOf.map { problems(json, $0, path) }
            if !found.contains(where: \.isEmpty) {
                composite(path, "must validate at least one schema (anyOf)")
                errors += found.first ?? []
            }
        }
        if !rules.oneOf.isEmpty {
            let found = rules.oneOf.map { problems(json, $0, path) }
            let count = found.count(where: \.isEmpty)
            if count != 1 {
                let what = count == 0 ? "Found none valid" : "Found \(count) valid alternatives"
                composite(path, "must validate one and only one schema (oneOf). " + what)
                if count == 0 { errors += found.first ?? [] }
            }
        }
        if !rules.allOf.isEmpty {
            let found = rules.allOf.map { problems(json, $0, path) }
            let count = found.count(where: \.isEmpty)
            for problems in found { errors += problems }
            if count < found.count { composite(path, "must validate all the schemas (allOf)" + (count == 0 ? ". None validated" : "")) }
        }
        if let not = rules.not, problems(json, not, path).isEmpty { composite(path, "must not validate the schema (not)") }
    }

    private func problems(_ json: JSON, _ schema: StructuralSchema, _ path: String) -> [FieldError] {
        var validator = ValueValidator(asksIntOrString: asksIntOrString)
        validator.value(json, nil, schema, path)
        return validator.errors
    }

    private mutating func check(enumOf rules: ValueRules, _ json: JSON, _ path: String) {
        guard let values = rules.enumValues, !values.contains(where: { Self.equal($0, json) }) else { return }
        let names = values.map { value in value.string ?? value.text }
        errors.append(
            FieldError(
                .notSupported, Self.field(path), value: json, detail: "supported values: " + names.map(\.goQuoted).joined(separator: ", ")))
    }

    private static func equal(_ a: JSON, _ b: JSON) -> Bool {
        if let x = a.double, let y = b.double { return x == y }
        return a == b
    }

    // MARK: Strings

    /// What is wrong with a string first.
    private mutating func string(_ text: String, _ rules: ValueRules, _ path: String) {
        if rules.minLength != nil || rules.maxLength != nil {
            let length = text.unicodeScalars.count
            if let limit = rules.maxLength, length > limit { return errors.append(.tooLong(Self.field(path), limitBytes: limit)) }
            if let least = rules.minLength, length < least {
                return invalid(path, .string(text), "should be at least \(least) chars long")
            }
        }
        if let pattern = rules.pattern, !pattern.matches(text) { invalid(path, .string(text), "should match '\(pattern.text)'") }
    }

    private mutating func format(_ text: String, _ format: String, _ path: String) {
        guard let known = StringFormat(format), !known.matches(text) else { return }
        errors.append(
            .typeInvalid(Self.field(path), .string(text), "\(path) in body must be of type \(format): \(text.goQuoted)"))
    }

    // MARK: Lists and objects

    private mutating func list(_ array: [JSON], _ old: JSON?, _ schema: StructuralSchema, _ path: String) {
        if let items = schema.items {
            for (index, element) in array.enumerated() {
                value(element, Self.counterpart(of: element, in: old, schema), items, "\(path)[\(index)]")
            }
        }
        if let least = schema.rules.minItems, array.count < least {
            invalid(path, .int(Int64(array.count)), "should have at least \(least) items")
        }
        if let limit = schema.rules.maxItems, array.count > limit {
            errors.append(.tooMany(Self.field(path), array.count, limit: limit))
        }
    }

    /// The element of the old list that has the same keys; nil where elements cannot be told apart.
    private static func counterpart(of element: JSON, in old: JSON?, _ schema: StructuralSchema) -> JSON? {
        guard schema.listType == "map", let array = old?.array else { return nil }
        return array.first { other in schema.listMapKeys.allSatisfy { other[$0] == element[$0] } }
    }

    private mutating func object(_ object: JSONObject, _ old: JSON?, _ schema: StructuralSchema, _ path: String) {
        let rules = schema.rules
        if let least = rules.minProperties, object.count < least {
            return invalid(path, .int(Int64(object.count)), "should have at least \(least) properties")
        }
        if let limit = rules.maxProperties, object.count > limit {
            errors.append(.tooMany(Self.field(path), object.count, limit: limit))
            return
        }
        for member in object {
            guard let known = schema.member(member.key) else { continue }
            value(member.value, old?.object?[member.key], known, path.isEmpty ? member.key : path + "." + member.key)
        }
        for name in rules.required where !object.contains(name) {
            errors.append(.required(FieldPath(path.isEmpty ? name : path + "." + name)))
        }
    }
}
