import Document
import Resources
import Testing

@testable import Schema

@Suite struct StructuralSchemaTests {
    private static func schema(_ properties: JSON) -> StructuralSchema { StructuralSchema(["type": "object", "properties": properties]) }

    private func decoded(_ json: JSON, _ schema: StructuralSchema) throws -> (JSON, [String]) {
        var json = json
        var decoder = StructuralDecoder()
        try decoder.decode(&json, as: schema)
        return (json, decoder.unknownFields)
    }

    // MARK: Pruning

    @Test func whatNobodyKnowsIsPruned() throws {
        let schema = Self.schema([
            "spec": [
                "type": "object",
                "properties": [
                    "list": ["type": "array", "items": ["type": "object", "properties": ["name": ["type": "string"]]]],
                    "map": ["type": "object", "additionalProperties": ["type": "object", "properties": ["a": ["type": "integer"]]]],
                    "free": ["type": "object", "x-kubernetes-preserve-unknown-fields": true, "properties": ["b": ["type": "object"]]],
                ],
            ]
        ])
        let (json, unknown) = try decoded(
            [
                "apiVersion": "g/v1", "kind": "K", "metadata": ["name": "x", "odd": 1], "other": 1,
                "spec": [
                    "list": [["name": "n", "x": 1]], "map": ["k": ["a": 1, "z": 2]], "free": ["c": ["d": 1], "b": ["e": 1]], "gone": [],
                ],
            ], schema)
        #expect(
            json == [
                "apiVersion": "g/v1", "kind": "K", "metadata": ["name": "x"],
                "spec": ["list": [["name": "n"]], "map": ["k": ["a": 1]], "free": ["c": ["d": 1], "b": [:]]],
            ])
        #expect(Set(unknown) == ["metadata.odd", "other", "spec.list[0].x", "spec.map.k.z", "spec.free.b.e", "spec.gone"])
    }

    @Test func embeddedObjectsKeepWhatEveryObjectHas() throws {
        let schema = Self.schema([
            "template": [
                "type": "object", "x-kubernetes-embedded-resource": true, "properties": ["spec": ["type": "object"]],
            ]
        ])
        let (json, unknown) = try decoded(
            ["template": ["apiVersion": "v1", "kind": "Pod", "metadata": ["name": "a", "unknownSubMeta": 1], "spec": [:], "x": 1]], schema)
        #expect(json["template"] == ["apiVersion": "v1", "kind": "Pod", "metadata": ["name": "a"], "spec": [:]])
        #expect(Set(unknown) == ["template.metadata.unknownSubMeta", "template.x"])
    }

    @Test func metadataIsOfTheUsualTypes() {
        #expect(throws: DecodingFailure.self) { try decoded(["metadata": ["labels": ["a": 1]]], Self.schema([:])) }
    }

    // MARK: Defaults

    @Test func defaultsFillWhatIsAbsentOrNull() {
        let schema = Self.schema([
            "a": [
                "type": "object", "default": ["y": 2], "properties": ["x": ["type": "integer", "default": 1], "y": ["type": "integer"]],
            ],
            "n": ["type": "string", "nullable": true, "default": "d"], "s": ["type": "string", "default": "d"], "t": ["type": "string"],
            "list": ["type": "array", "items": ["type": "object", "properties": ["k": ["type": "string", "default": "v"]]]],
        ])
        var json = JSON.object(JSONObject(uniqueMembers: [("n", .null), ("s", .null), ("t", .null), ("list", [[:], ["k": "w"]])]))
        StructuralDefaulter.apply(&json, schema)
        #expect(json["a"] == ["x": 1, "y": 2])
        #expect(json.object?["n"] == .some(.null) && json["s"] == "d" && json.object?["t"] == nil)
        #expect(json["list"] == [["k": "v"], ["k": "w"]])
    }

    // MARK: Lists

    @Test func elementsOfSetsAndMapsComeOnce() {
        let schema = Self.schema([
            "set": ["type": "array", "x-kubernetes-list-type": "set", "items": ["type": "string"]],
            "map": [
                "type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"],
                "items": ["type": "object", "properties": ["name": ["type": "string"], "v": ["type": "integer"]]],
            ],
        ])
        let errors = StructuralLists.check(
            ["set": ["a", "b", "a"], "map": [["name": "x", "v": 1], ["name": "x", "v": 2], ["name": "y"]]], schema)
        #expect(errors.map(\.description) == ["set[2]: Duplicate value: \"a\"", "map[1]: Duplicate value: {\"name\":\"x\"}"])
    }

    // MARK: Types

    @Test func becomesATypeThatMergesByItsMarks() throws {
        let schema = Self.schema([
            "spec": [
                "type": "object",
                "properties": [
                    "items": [
                        "type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"],
                        "items": ["type": "object", "properties": ["name": ["type": "string"]]],
                    ],
                    "port": ["x-kubernetes-int-or-string": true], "labels": ["type": "object", "additionalProperties": ["type": "string"]],
                    "whole": ["type": "object", "x-kubernetes-map-type": "atomic", "properties": ["a": ["type": "string"]]],
                ],
            ]
        ])
        let type = schema.type(of: GroupVersionKind(group: "example.com", version: "v1", kind: "Thing"))
        #expect(type.name == "example.com.v1.Thing" && type.field("metadata")?.type.object?.shortName == "ObjectMeta")
        let items = try #require(type.field(at: ["spec", "items"]))
        #expect(items.listKind == .map && items.listKeys == ["name"] && items.type.isList)
        #expect(type.field(at: ["spec", "labels"])?.type.isMap == true)
        #expect(type.field(at: ["spec", "whole"])?.type.object?.isAtomic == true)
    }

    /// Types of custom resources may be of any size.
    @Test func largeTypesAreLookedUp() {
        var properties = JSONObject()
        for index in 0..<1_000 { properties.append("field\(index)", ["type": "string"]) }
        let type = Self.schema(.object(properties)).type(of: GroupVersionKind(group: "example.com", version: "v1", kind: "Large"))
        #expect(type.field("field777")?.name == "field777" && type.field("field1000") == nil)
    }
}
