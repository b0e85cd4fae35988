import Document
import Resources
import Testing

@testable import Schema

@Suite struct StructuralRulesTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var schema: JSON
        var errors: [String]
        var testDescription: String { errors.first ?? schema.text }

        init(_ schema: JSON, _ errors: String...) { (self.schema, self.errors) = (schema, errors) }
    }

    private static func object(_ property: JSON) -> JSON { ["type": "object", "properties": ["f": property]] }

    private static let cases: [Case] = [
        Case(["type": "object"]), Case(["x-kubernetes-preserve-unknown-fields": true]),
        Case([:], "s.type: Required value: must not be empty at the root"),
        Case(
            ["type": "array"], "s.items: Required value: must be specified", #"s.type: Invalid value: "array": must be object at the root"#),
        Case(object([:]), "s.properties[f].type: Required value: must not be empty for specified object fields"),
        Case(
            object(["type": "array", "items": [:]]),
            "s.properties[f].items.type: Required value: must not be empty for specified array items"),
        Case(["type": "object", "additionalProperties": true], "s.additionalProperties: Forbidden: must not be used at the root"),
        Case(object(["x-kubernetes-int-or-string": true])),
        Case(object(["x-kubernetes-int-or-string": true, "anyOf": [["type": "integer"], ["type": "string"]]])),
        Case(
            object(["type": "object", "anyOf": [["type": "object"]]]),
            "s.properties[f].anyOf[0].type: Forbidden: must be empty to be structural"),
        Case(
            ["type": "object", "oneOf": [["properties": ["x": ["minimum": 1]]]]],
            "s.properties[x]: Required value: because it is defined in s.oneOf[0].properties[x]"),
        Case(object(["type": "object", "oneOf": [["properties": ["x": ["minimum": 1]]]]])),
        Case(
            object([
                "type": "object", "properties": ["x": ["type": "integer"]], "not": ["properties": ["x": ["minimum": 1, "default": 2]]],
            ]),
            "s.properties[f].not.properties[x].default: Forbidden: must be undefined to be structural"),
        Case(
            object(["type": "object", "x-kubernetes-embedded-resource": true]),
            "s.properties[f].properties: Required value: must not be empty if x-kubernetes-embedded-resource is true without "
                + "x-kubernetes-preserve-unknown-fields"),
        Case(
            ["type": "object", "properties": ["metadata": ["type": "object", "properties": ["labels": ["type": "object"]]]]],
            "s.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified"
        ),
        Case([
            "type": "object", "properties": ["metadata": ["type": "object", "properties": ["name": ["type": "string", "pattern": "^a"]]]],
        ]),
        Case(
            ["type": "object", "properties": ["kind": ["type": "integer"]]],
            #"s.properties[kind].type: Invalid value: "integer": must be string"#),
    ]

    @Test(arguments: cases)
    func structural(_ test: Case) {
        #expect(StructuralRules.check(test.schema, "s").map(\.description) == test.errors)
    }
}
