package import Document
package import Resources

/// Checks a value against the rules of its schema (OpenAPI 3.0 as CustomResourceDefinitions may use it). What is found wrong is told in
/// the words of upstream's validation library, kube-openapi.
///
/// What an update leaves as it was is not held against it, even where the schema has become stricter since (KEP-4008).
package struct ValueValidator {
    package private(set) var errors: [FieldError] = []

    package static func validate(_ json: JSON, old: JSON? = nil, _ schema: StructuralSchema) -> [FieldError] {
        var validator = ValueValidator()
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
            number(json, schema.rules, path)
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
    private static func field(_ path: String) -> FieldPath { path.isEmpty ? "<nil>" : FieldPath(path) }

    private mutating func invalid(_ path: String, _ value: JSON, _ what: String) {
        errors.append(.invalid(Self.field(path), value, "\(path) in body \(what)"))
    }

    /// A rule that speaks of the value as a whole, for which upstream names no field.
    private mutating func composite(_ path: String, _ what: String) {
        errors.append(.invalid("<nil>", "", "\(path.goQuoted) \(what)"))
    }

    // MARK: Types

    private static func name(_ json: JSON) -> String {
        switch json {
        case .null: "null"
        case .bool: "boolean"
        case .int: "integer"
        case .double(let value): value == value.rounded() ? "integer" : "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    private mutating func type(_ json: JSON, _ schema: StructuralSchema, _ path: String) {
        let wanted = schema.isIntOrString ? "integer,string" : schema.type
        if wanted.isEmpty || json.isNull && schema.isNullable { return }
        let found = Self.name(json)
        let fits =
            schema.isIntOrString ? found == "integer" || found == "string" : found == wanted || wanted == "number" && found == "integer"
        if fits { return }
        errors.append(
            .typeInvalid(Self.field(path), .string(found), "\(path) in body must be of type \(wanted): \(found.goQuoted)"))
    }

    // MARK: Branches

    private mutating func branches(_ json: JSON, _ rules: ValueRules, _ path: String) {
        if !rules.anyOf.isEmpty {
            let found = rules.anyOf.map { Self.problems(json, $0, path) }
            if !found.contains(where: \.isEmpty) {
                composite(path, "must validate at least one schema (anyOf)")
                errors += found.first ?? []
            }
        }
        if !rules.oneOf.isEmpty {
            let found = rules.oneOf.map { Self.problems(json, $0, path) }
            let count = found.count(where: \.isEmpty)
            if count != 1 {
                let what = count == 0 ? "Found none valid" : "Found \(count) valid alternatives"
                composite(path, "must validate one and only one schema (oneOf). " + what)
                if count == 0 { errors += found.first ?? [] }
            }
        }
        if !rules.allOf.isEmpty {
            let found = rules.allOf.map { Self.problems(json, $0, path) }
            let count = found.count(where: \.isEmpty)
            for problems in found { errors += problems }
            if count < found.count { composite(path, "must validate all the schemas (allOf)" + (count == 0 ? ". None validated" : "")) }
        }
        if let not = rules.not, Self.problems(json, not, path).isEmpty { composite(path, "must not validate the schema (not)") }
    }

    private static func problems(_ json: JSON, _ schema: StructuralSchema, _ path: String) -> [FieldError] {
        var validator = ValueValidator()
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

    // MARK: Strings and numbers

    private mutating func string(_ text: String, _ rules: ValueRules, _ path: String) {
        if rules.minLength != nil || rules.maxLength != nil {
            let length = text.unicodeScalars.count
            if let limit = rules.maxLength, length > limit { errors.append(.tooLong(Self.field(path), limitBytes: limit)) }
            if let least = rules.minLength, length < least {
                invalid(path, .string(text), "should be at least \(least) chars long")
            }
        }
        if let pattern = rules.pattern, !pattern.matches(text) { invalid(path, .string(text), "should match '\(pattern.text)'") }
    }

    private mutating func format(_ text: String, _ format: String, _ path: String) {
        guard let known = StringFormat(format), !known.matches(text) else { return }
        errors.append(
            .typeInvalid(Self.field(path), .string(text), "\(path) in body must be of type \(format): \(text.goQuoted)"))
    }

    private mutating func number(_ json: JSON, _ rules: ValueRules, _ path: String) {
        guard let value = json.double else { return }
        if let factor = rules.multipleOf, factor > 0 {
            let quotient = value / factor
            if quotient != quotient.rounded() { invalid(path, json, "should be a multiple of \(factor.goText)") }
        }
        if let limit = rules.maximum, rules.exclusiveMaximum ? value >= limit : value > limit {
            invalid(
                path, json, (rules.exclusiveMaximum ? "should be less than " : "should be less than or equal to ") + Self.bound(limit, json)
            )
        }
        if let least = rules.minimum, rules.exclusiveMinimum ? value <= least : value < least {
            invalid(
                path, json,
                (rules.exclusiveMinimum ? "should be greater than " : "should be greater than or equal to ") + Self.bound(least, json))
        }
    }

    /// A bound as upstream tells it: whole where the value is.
    private static func bound(_ bound: Double, _ json: JSON) -> String {
        if case .int = json, let whole = Int64(exactly: bound.rounded(.towardZero)) { return String(whole) }
        return bound.goText
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

extension Double {
    /// The number as Go's `%v` prints it: whole numbers without a fraction, an exponent from a million on.
    var goText: String {
        guard isFinite else { return isNaN ? "NaN" : self < 0 ? "-Inf" : "+Inf" }
        if self == 0 { return "0" }
        let (digits, exponent) = magnitude.shortestDigits
        let sign = self < 0 ? "-" : ""
        if exponent < -4 || exponent >= 6 {
            let fraction = digits.dropFirst()
            let power = (exponent < 0 ? "-" : "+") + (Swift.abs(exponent) < 10 ? "0" : "") + String(Swift.abs(exponent))
            return sign + digits.prefix(1) + (fraction.isEmpty ? "" : "." + fraction) + "e" + power
        }
        if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits }
        if digits.count <= exponent + 1 { return sign + digits + String(repeating: "0", count: exponent + 1 - digits.count) }
        return sign + digits.prefix(exponent + 1) + "." + digits.dropFirst(exponent + 1)
    }

    /// The fewest digits that name this number, and the power of ten of the first.
    private var shortestDigits: (String, Int) {
        let text = "\(self)"
        let parts = text.split(separator: "e")
        var exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let mantissa = String(parts[0])
        let whole = mantissa.prefix { $0 != "." }
        let fraction = mantissa.dropFirst(whole.count + 1)
        var digits = Substring(whole + fraction)
        exponent += whole.count - 1
        while digits.first == "0", digits.count > 1 {
            digits = digits.dropFirst()
            exponent -= 1
        }
        while digits.last == "0", digits.count > 1 { digits = digits.dropLast() }
        return (String(digits), exponent)
    }
}
