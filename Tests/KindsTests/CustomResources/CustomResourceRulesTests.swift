import Document
import Resources
import Schema
import Testing

@testable import Kinds

@Suite struct CustomResourceRulesTests {
    private static let schema = StructuralSchema([
        "type": "object",
        "properties": [
            "spec": [
                "type": "object",
                "properties": [
                    "replicas": ["type": "integer"], "color": ["type": "string"],
                    "set": ["type": "array", "x-kubernetes-list-type": "set", "items": ["type": "string"]],
                    "template": ["type": "object", "x-kubernetes-embedded-resource": true, "x-kubernetes-preserve-unknown-fields": true],
                ],
            ]
        ],
    ])
    private static let version: JSON = [
        "name": "v1",
        "subresources": ["status": [:], "scale": ["specReplicasPath": ".spec.replicas", "statusReplicasPath": ".status.replicas"]],
        "additionalPrinterColumns": [
            ["name": "Replicas", "type": "integer", "jsonPath": ".spec.replicas"],
            ["name": "Color", "type": "string", "jsonPath": ".spec.color", "priority": 1],
            ["name": "Ready", "type": "string", "jsonPath": #".status.conditions[?(@.type=="Ready")].status"#],
            ["name": "Age", "type": "date", "jsonPath": ".metadata.creationTimestamp"],
        ],
        "selectableFields": [["jsonPath": ".spec.color"]],
    ]
    private static let rules = CustomResourceRules(version: version, schema: schema, namespaced: true)

    private static func object(_ spec: JSON) -> JSON { ["metadata": ["name": "a", "namespace": "n"], "spec": spec] }

    @Test func columnsAreThoseOfTheDefinition() {
        var object = Self.object(["replicas": 3, "color": "red"])
        object["metadata"]["creationTimestamp"] = "2024-05-01T11:55:00Z"
        object["status"]["conditions"] = [["type": "Other", "status": "x"], ["type": "Ready", "status": "True"]]
        #expect(Self.rules.columns.map(\.name) == ["Name", "Replicas", "Color", "Ready", "Age"])
        #expect(Self.rules.columns.map(\.priority) == [0, 0, 1, 0, 0])
        #expect(Self.rules.cells(object, now: Fixture.now) == ["a", 3, "red", "True", "5m"])
        #expect(Self.rules.cells(Self.object(["replicas": "x"]), now: Fixture.now) == ["a", .null, .null, .null, .null])
        let plain = CustomResourceRules(version: ["name": "v1"], schema: nil, namespaced: true)
        #expect(plain.columns.map(\.name) == ["Name", "Age"])
    }

    @Test func statusAndSpecAreKeptApart() {
        var made = Self.object(["color": "red"])
        made["status"] = ["x": 1]
        Self.rules.prepareForCreate(&made)
        #expect(made["status"].isNull && made["metadata"]["generation"] == 1)
        var update = made
        update["status"] = ["x": 2]
        update["metadata"]["labels"] = ["a": "b"]
        Self.rules.prepareForUpdate(&update, old: made, subresource: nil)
        #expect(update["status"].isNull && update["metadata"]["generation"] == 1 && update["metadata"]["labels"]["a"] == "b")
        update["spec"]["color"] = "blue"
        Self.rules.prepareForUpdate(&update, old: made, subresource: nil)
        #expect(update["metadata"]["generation"] == 2)
        var status = update
        status["status"] = ["replicas": 1]
        status["spec"]["color"] = "green"
        Self.rules.prepareForUpdate(&status, old: update, subresource: "status")
        #expect(status["status"] == ["replicas": 1] && status["spec"]["color"] == "blue" && status["metadata"]["generation"] == 2)
    }

    @Test func validatesBeyondTheSchema() {
        let errors = Self.rules.validate(Self.object(["replicas": -1, "set": ["a", "a"], "template": ["kind": "Pod"]])).map(\.description)
        #expect(
            errors == [
                "spec.template.apiVersion: Required value", "spec.set[1]: Duplicate value: \"a\"",
                "spec.replicas: Invalid value: -1: should be a non-negative integer",
            ])
    }

    @Test func selectorsMayAskForFields() {
        #expect(
            Self.rules.selectableFields(Self.object(["color": "red"])).map(\.0) == ["metadata.name", "metadata.namespace", "spec.color"])
        #expect(Self.rules.selectableFields(Self.object(["color": "red"])).map(\.1) == ["a", "n", "red"])
    }
}
