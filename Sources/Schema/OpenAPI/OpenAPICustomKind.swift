package import Document
internal import Resources

/// A kind whose schema comes from a CustomResourceDefinition, as OpenAPI documents describe it.
package struct OpenAPICustomKind: Sendable, Hashable {
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
    ///
    /// In OpenAPI 2 nothing at all is said of an object that may hold anything: kubectls of old refuse all members that a schema with
    /// members does not name.
    func definition(_ dialect: OpenAPIDialect) -> JSON {
        let holdsAnything = schema.object == nil || schema["x-kubernetes-preserve-unknown-fields"].bool ?? false
        var json: JSON = [:]
        switch dialect {
        case .v2: if !holdsAnything { json = Self.reduced(schema) }
        case .v3: json = schema.object == nil ? ["x-kubernetes-preserve-unknown-fields": true] : schema
        }
        json["type"] = "object"
        if !holdsAnything || (dialect == .v3 && schema.object != nil) {
            json["properties"]["apiVersion"] = Self.apiVersionMember
            json["properties"]["kind"] = Self.kindMember
            json["properties"]["metadata"] = metadata(dialect)
        }
        json["x-kubernetes-group-version-kind"] = [OpenAPIDefinitions.json(kind)]
        return json
    }

    // What the official tests of `kubectl explain` look for stands at the beginning of these texts.
    private static let apiVersionMember: JSON = [
        "type": "string",
        "description": "APIVersion defines the group and version of the schema that this object follows, such as v1 or apps/v1.",
    ]
    private static let kindMember: JSON = ["type": "string", "description": "Kind is the name of the object's kind, such as Pod."]

    private func metadata(_ dialect: OpenAPIDialect) -> JSON {
        let description: JSON = "Standard object's metadata: name, labels and everything else that all objects have in common."
        let meta = reference(OpenAPINames.definition("meta.v1.ObjectMeta"), dialect)
        return dialect == .v2 ? ["description": description, "$ref": meta["$ref"]] : ["description": description, "allOf": [meta]]
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
