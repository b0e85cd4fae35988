package import Document
internal import Resources

/// A kind whose schema comes from a CustomResourceDefinition, as OpenAPI documents describe it.
package struct OpenAPICustomKind: Sendable {
    package var resource: ResourceInfo
    /// The version's `openAPIV3Schema`; null where it has none.
    package var schema: JSON
    /// The kind of its lists.
    package var listKind: String

    package init(resource: ResourceInfo, schema: JSON, listKind: String) {
        self.resource = resource
        self.schema = schema
        self.listKind = listKind
    }

    var kind: GroupVersionKind { resource.gvk }
    var list: GroupVersionKind { GroupVersionKind(group: kind.group, version: kind.version, kind: listKind) }

    /// The kind's schema with the members that every object has.
    func definition(_ dialect: OpenAPIDialect) -> JSON {
        var json = dialect == .v2 ? Self.reduced(schema) : schema
        if json.object == nil { json = ["x-kubernetes-preserve-unknown-fields": dialect == .v3 ? true : .null] }
        json["type"] = "object"
        if dialect == .v3 || !(schema["x-kubernetes-preserve-unknown-fields"].bool ?? false), schema.object != nil {
            json["properties"]["apiVersion"] = Self.common("apiVersion")
            json["properties"]["kind"] = Self.common("kind")
            json["properties"]["metadata"] = reference(OpenAPINames.definition("meta.v1.ObjectMeta"), dialect)
        }
        json["x-kubernetes-group-version-kind"] = [OpenAPIDefinitions.json(kind)]
        return json
    }

    /// A member that all kinds have, described as those of built-in kinds are.
    private static func common(_ name: String) -> JSON {
        let description = Catalogue.builtin.type(named: "core.v1.Pod")?.field(name)?.description
        return ["type": "string", "description": JSON(description)]
    }

    func listDefinition(_ dialect: OpenAPIDialect) -> JSON {
        [
            "type": "object", "required": ["items"],
            "properties": [
                "apiVersion": ["type": "string"], "kind": ["type": "string"],
                "items": ["type": "array", "items": reference(OpenAPINames.customDefinition(kind), dialect)],
                "metadata": reference(OpenAPINames.definition("meta.v1.ListMeta"), dialect),
            ],
            "x-kubernetes-group-version-kind": [OpenAPIDefinitions.json(list)],
        ]
    }

    private func reference(_ name: String, _ dialect: OpenAPIDialect) -> JSON { ["$ref": .string(dialect.definitions + name)] }

    /// What OpenAPI 2 can say of a schema. What it cannot say is left out, and where that would make it reject valid
    /// objects (values that may be null or of several types), everything about the value is.
    static func reduced(_ schema: JSON) -> JSON {
        guard let members = schema.object else { return schema }
        let isLoose =
            schema["x-kubernetes-preserve-unknown-fields"].bool == true || schema["x-kubernetes-int-or-string"].bool == true
            || schema["nullable"].bool == true
        var result = JSONObject(minimumCapacity: members.count)
        for (key, value) in members {
            switch key {
            case "oneOf", "anyOf", "allOf", "not", "nullable", "default", "x-kubernetes-validations": continue
            case "type", "items", "additionalProperties", "required": if isLoose { continue }
            case "properties" where isLoose: continue
            default: break
            }
            switch key {
            case "items", "additionalProperties": result.append(key, reduced(value))
            case "properties":
                var properties = JSONObject()
                for (name, property) in value.object ?? properties { properties.append(name, reduced(property)) }
                result.append(key, .object(properties))
            default: result.append(key, value)
            }
        }
        return .object(result)
    }
}
