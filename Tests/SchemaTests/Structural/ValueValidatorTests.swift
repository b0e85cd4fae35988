import Document
import Resources
import Testing

@testable import Schema

@Suite struct ValueValidatorTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var schema: JSON
        var value: JSON
        var errors: [String]
        var testDescription: String { errors.first ?? value.text }

        init(_ schema: JSON, _ value: JSON, _ errors: String...) { (self.schema, self.value, self.errors) = (schema, value, errors) }
    }

    private static let cases: [Case] = [
        Case(["type": "integer"], 3), Case(["type": "integer"], 3.0), Case(["type": "number"], 3),
        Case(["type": "integer"], "x", #"f: Invalid value: "string": f in body must be of type integer: "string""#),
        Case(["type": "string"], 1, #"f: Invalid value: "integer": f in body must be of type string: "integer""#),
        Case(["type": "string"], .null, #"f: Invalid value: "null": f in body must be of type string: "null""#),
        Case(["type": "string", "nullable": true], .null), Case(["x-kubernetes-int-or-string": true], "25%"),
        Case(
            ["x-kubernetes-int-or-string": true], true,
            #"f: Invalid value: "boolean": f in body must be of type integer,string: "boolean""#),
        Case(["type": "string", "enum": ["Great", "Down"]], "Great"),
        Case(
            ["type": "string", "enum": ["Great", "Down"]], "NonExistentValue",
            #"f: Unsupported value: "NonExistentValue": supported values: "Great", "Down""#),
        Case(["type": "string", "pattern": "^a"], "b", #"f: Invalid value: "b": f in body should match '^a'"#),
        Case(["type": "string", "minLength": 3], "ab", #"f: Invalid value: "ab": f in body should be at least 3 chars long"#),
        Case(["type": "string", "maxLength": 1], "ab", "f: Too long: may not be more than 1 byte"),
        Case(
            ["type": "string", "format": "date-time"], "yesterday",
            #"f: Invalid value: "yesterday": f in body must be of type date-time: "yesterday""#),
        Case(["type": "string", "format": "date-time"], "2026-11-28T04:00:00Z"), Case(["type": "string", "format": "unknown"], "anything"),
        Case(["type": "integer", "minimum": 1, "maximum": 10], 15, "f: Invalid value: 15: f in body should be less than or equal to 10"),
        Case(["type": "integer", "minimum": 1], 0, "f: Invalid value: 0: f in body should be greater than or equal to 1"),
        Case(
            ["type": "number", "maximum": 2.5, "exclusiveMaximum": true], 2.5, "f: Invalid value: 2.5: f in body should be less than 2.5"),
        Case(["type": "integer", "multipleOf": 0], 7, "f: Invalid value: 7: factor MultipleOf declared for f must be positive: 0"),
        Case(
            ["type": "integer", "format": "int32"], 2_147_483_648,
            #"<nil>: Invalid value: "": Checked value must be of type integer with format int32 in f"#),
        Case(
            ["type": "integer", "format": "int32", "maximum": 2_147_483_648], 1,
            #"<nil>: Invalid value: "": Maximum boundary value must be of type integer with format int32 in f"#),
        Case(
            ["type": "integer", "minimum": 1.5], 1,
            #"<nil>: Invalid value: "": Minimum boundary value must be of type integer (default format) in f"#,
            "f: Invalid value: 1: f in body should be greater than or equal to 1.5"),
        Case(["type": "number", "format": "float"], 1e30), Case(["type": "number", "multipleOf": 0.5], 1.5),
        Case(
            ["type": "number", "format": "float"], 1e300,
            #"<nil>: Invalid value: "": Checked value must be of type number with format float in f"#),
        Case(["type": "integer", "multipleOf": 2_147_483_647], 7, "f: Invalid value: 7: f in body should be a multiple of 2147483647"),
        // A format speaks before the type does.
        Case(["type": "integer", "format": "int32"], true, #"f: Invalid value: "": f in body must be of type int32: """#),
        Case(["type": "string", "format": "hostname"], 5, #"f: Invalid value: "int64": f in body must be of type hostname: "int64""#),
        Case(["type": "string", "format": "hostname"], []),
        Case(
            ["type": "string", "minLength": 3, "pattern": "^a"], "b", #"f: Invalid value: "b": f in body should be at least 3 chars long"#),
        Case(["type": "string", "maxLength": -1], "", "f: Too long: value is too long"),
        Case(["enum": [.null, "a"]], "b", #"f: Unsupported value: "b": supported values: "null", "a""#),
        Case(["type": "integer", "multipleOf": 5], 7, "f: Invalid value: 7: f in body should be a multiple of 5"),
        Case(
            ["type": "array", "items": ["type": "string"], "minItems": 1], [], "f: Invalid value: 0: f in body should have at least 1 items"
        ),
        Case(["type": "array", "items": ["type": "string"], "maxItems": 1], ["a", "b"], "f: Too many: 2: must have at most 1 item"),
        Case(
            ["type": "array", "items": ["type": "object", "required": ["name"], "properties": ["name": ["type": "string"]]]], [["x": 1]],
            "f[0].name: Required value"),
        Case(["type": "object", "maxProperties": 1], ["a": 1, "b": 2], "f: Too many: 2: must have at most 1 item"),
        Case(
            ["type": "object", "additionalProperties": ["type": "integer"]], ["k": "v"],
            #"f.k: Invalid value: "string": f.k in body must be of type integer: "string""#),
        Case(
            ["type": "object", "oneOf": [["required": ["a"]], ["required": ["b"]]]], ["a": 1, "b": 2],
            #"<nil>: Invalid value: "": "f" must validate one and only one schema (oneOf). Found 2 valid alternatives"#),
        Case(
            ["type": "object", "anyOf": [["required": ["a"]], ["required": ["b"]]]], ["c": 2],
            #"<nil>: Invalid value: "": "f" must validate at least one schema (anyOf)"#, "f.a: Required value"),
        Case(
            ["type": "object", "not": ["required": ["a"]]], ["a": 2],
            #"<nil>: Invalid value: "": "f" must not validate the schema (not)"#),
        Case(
            ["type": "integer", "allOf": [["minimum": 2], ["maximum": 4]]], 5,
            "f: Invalid value: 5: f in body should be less than or equal to 4",
            #"<nil>: Invalid value: "": "f" must validate all the schemas (allOf)"#),
    ]

    @Test(arguments: cases)
    func findsWhatIsWrong(_ test: Case) {
        let schema = StructuralSchema(["type": "object", "properties": ["f": test.schema]])
        let object = JSON.object(JSONObject(uniqueMembers: [("f", test.value)]))
        #expect(ValueValidator.validate(object, schema).map(\.description) == test.errors)
    }

    @Test func defaultsMayBeMoreThanIntegersAndStrings() {
        let schema = StructuralSchema(["x-kubernetes-int-or-string": true])
        #expect(ValueValidator.validate(["a": 1], schema, asksIntOrString: false).isEmpty)
        #expect(!ValueValidator.validate(["a": 1], schema).isEmpty)
    }

    @Test func whatDoesNotChangeIsNotHeldAgainstAnUpdate() {
        let schema = StructuralSchema([
            "type": "object",
            "properties": [
                "old": ["type": "string", "enum": ["a"]], "new": ["type": "string", "enum": ["a"]],
                "list": [
                    "type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["n"],
                    "items": ["type": "object", "properties": ["n": ["type": "string"], "v": ["type": "integer", "maximum": 3]]],
                ],
            ],
        ])
        let old: JSON = ["old": "x", "new": "a", "list": [["n": "p", "v": 9]]]
        #expect(
            ValueValidator.validate(["old": "x", "new": "a", "list": [["n": "q", "v": 1], ["n": "p", "v": 9]]], old: old, schema).isEmpty)
        let errors = ValueValidator.validate(["old": "x", "new": "y", "list": [["n": "q", "v": 9]]], old: old, schema)
        #expect(errors.map(\.field) == ["new", "list[0].v"])
    }

    @Test(arguments: [
        (0.5, "0.5"), (10.0, "10"), (1_000_000.0, "1e+06"), (1_234_567.0, "1.234567e+06"), (0.0001, "0.0001"), (0.00001, "1e-05"),
        (-2.25, "-2.25"), (123_456.0, "123456"),
    ])
    func numbersAsGoPrintsThem(_ number: Double, _ text: String) { #expect(number.goText == text) }

    @Test(arguments: [
        ("ipv4", "10.0.0.1", true), ("ipv4", "10.0.0.256", false), ("ipv6", "fe80::1", true), ("ipv6", "fe80:::1", false),
        ("ipv6", "::", true),
        ("cidr", "10.0.0.0/8", true), ("cidr", "10.0.0.0/33", false), ("uuid", "6fa459ea-ee8a-3ca4-894e-db77e160355e", true),
        ("uuid4", "6fa459ea-ee8a-3ca4-894e-db77e160355e", false), ("email", "a@example.com", true), ("email", "a@", false),
        ("hostname", "a.example.com", true), ("hostname", "-a", false), ("hostname", "1.2.3.4", false), ("hostname", "localhost", true),
        ("hostname", "a-b.example.com", true), ("uri", "https://example.com/x", true), ("uri", "no uri", false),
        ("byte", "aGVsbG8=", true), ("byte", "%%", false), ("date", "2026-02-28", true), ("date", "2026-02-30", false),
        ("duration", "1h30m", true), ("duration", "3 days", true), ("duration", "soon", false), ("mac", "01:23:45:67:89:ab", true),
        ("isbn10", "0-306-40615-2", true), ("isbn13", "978-0-306-40615-7", true), ("creditcard", "4111 1111 1111 1111", true),
        ("hexcolor", "#fff", true), ("ssn", "123-45-6789", true), ("k8s-short-name", "a.b", false), ("password", "x", true),
    ])
    func formats(_ format: String, _ text: String, _ expected: Bool) {
        #expect(StringFormat(format)?.matches(text) == expected)
    }
}
