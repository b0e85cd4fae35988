import Document
import Resources
import Testing

@testable import APIServer

/// Server-side apply goes by the schema of a definition as it does by those of built-in kinds.
@Suite struct CustomApplyTests {
    private static let schema: JSON = [
        "type": "object",
        "properties": [
            "spec": [
                "type": "object",
                "properties": [
                    "color": ["type": "string"],
                    "ports": [
                        "type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"],
                        "items": [
                            "type": "object", "required": ["name"],
                            "properties": ["name": ["type": "string"], "number": ["type": "integer"]],
                        ],
                    ],
                    "template": [
                        "type": "object", "x-kubernetes-embedded-resource": true, "x-kubernetes-preserve-unknown-fields": true,
                    ],
                ],
            ]
        ],
    ]

    private func apply(_ custom: CustomServer, _ spec: JSON, by manager: String) async throws -> (status: Int, document: JSON) {
        let answer = try await custom.send(
            "PATCH", CustomServer.crontabs + "/a?fieldManager=\(manager)", CustomServer.crontab("a", spec),
            type: "application/apply-patch+yaml")
        return (answer.status, answer.document)
    }

    @Test func mergesByTheMarksOfTheSchema() async throws {
        let custom = try await CustomServer()
        try await custom.define(CustomServer.definition(schema: Self.schema))
        let made = try await apply(custom, ["color": "red", "ports": [["name": "http", "number": 80]]], by: "one")
        #expect(made.status == 201, "\(made.document.text)")
        let merged = try await apply(custom, ["ports": [["name": "https", "number": 443]]], by: "two")
        #expect(merged.status == 200, "\(merged.document.text)")
        #expect(merged.document["spec"]["ports"].array?.count == 2 && merged.document["spec"]["color"] == "red")
        let conflict = try await apply(custom, ["color": "blue"], by: "two")
        #expect(conflict.status == 409 && conflict.document["message"].string?.contains(".spec.color") == true)
        let less = try await apply(custom, ["color": "red"], by: "one")
        #expect(less.document["spec"]["ports"] == [["name": "https", "number": 443]])
    }

    @Test func namesWhatTheSchemaDoesNotHave() async throws {
        let custom = try await CustomServer()
        try await custom.define(CustomServer.definition(schema: Self.schema))
        let odd = try await apply(custom, ["odd": 1], by: "one")
        #expect(odd.document["message"].string?.contains(".spec.odd: field not declared in schema") == true, "\(odd.document.text)")
        let inner = try await apply(
            custom, ["template": ["kind": "Sub", "apiVersion": "foo/v1", "metadata": ["unknownSubMeta": "x"]]], by: "one")
        #expect(
            inner.document["message"].string?.contains(".spec.template.metadata.unknownSubMeta: field not declared in schema") == true,
            "\(inner.document.text)")
    }
}
