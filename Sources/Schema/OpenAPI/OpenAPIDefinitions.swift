internal import Document
internal import Resources

/// Writes types of the schema as OpenAPI definitions, one small tree per type.
struct OpenAPIDefinitions {
    let dialect: OpenAPIDialect
    /// What types that belong to every group (DeleteOptions, WatchEvent) are said to be kinds of.
    let everyGroup: [GroupVersion]

    /// Types that are scalars in the schema but definitions of their own in OpenAPI.
    static let scalars: [(name: String, type: FieldType)] = [
        (quantity, .quantity), (intOrString, .intOrString), (time, .time), (microTime, .microTime),
    ]
    private static let quantity = "io.k8s.apimachinery.pkg.api.resource.Quantity"
    private static let intOrString = "io.k8s.apimachinery.pkg.util.intstr.IntOrString"
    private static let time = "io.k8s.apimachinery.pkg.apis.meta.v1.Time"
    private static let microTime = "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime"

    /// The name of a scalar's definition; nil for those that are written in place.
    static func scalarName(_ type: FieldType) -> String? {
        switch type {
        case .quantity: quantity
        case .intOrString: intOrString
        case .time: time
        case .microTime: microTime
        default: nil
        }
    }

    /// The definition of a type with fields.
    func definition(of type: TypeSchema) -> JSON {
        var json = JSONObject(minimumCapacity: 6)
        if let description = type.description { json.append("description", .string(description)) }
        if type.shape != .any { json.append("type", "object") }
        if !type.fields.isEmpty {
            var properties = JSONObject(minimumCapacity: type.fields.count)
            for field in type.fields { properties.append(field.name, property(field)) }
            json.append("properties", .object(properties))
            let required = type.fields.filter(\.isRequired).map(\.name)
            if !required.isEmpty { json.append("required", JSON(required)) }
        }
        let kinds = type.isKindOfEveryGroup ? everyGroup.map { kind($0, type.shortName) } : type.kinds
        if !kinds.isEmpty { json.append("x-kubernetes-group-version-kind", .array(kinds.map(Self.json))) }
        if type.isAtomic { json.append("x-kubernetes-map-type", "atomic") }
        if let union = type.union { json.append("x-kubernetes-unions", [Self.json(union)]) }
        return .object(json)
    }

    /// The definition of one of `scalars`.
    func definition(ofScalar type: FieldType) -> JSON {
        switch (type, dialect) {
        case (.quantity, .v2): ["type": "string"]
        case (.quantity, .v3): ["oneOf": [["type": "string"], ["type": "number"]]]
        case (.intOrString, .v2): ["type": "string", "format": "int-or-string"]
        case (.intOrString, .v3): ["oneOf": [["type": "integer"], ["type": "string"]], "format": "int-or-string"]
        default: ["type": "string", "format": "date-time"]
        }
    }

    private func property(_ field: FieldSchema) -> JSON {
        var extras = JSONObject()
        if let description = field.description { extras.append("description", .string(description)) }
        if dialect == .v3 {
            if let value = field.defaultValue { extras.append("default", value) }
            if !field.enumValues.isEmpty, !field.type.isList { extras.append("enum", JSON(field.enumValues)) }
        }
        switch field.listKind {
        case .unspecified: break
        case .atomic: extras.append("x-kubernetes-list-type", "atomic")
        case .set: extras.append("x-kubernetes-list-type", "set")
        case .map:
            extras.append("x-kubernetes-list-map-keys", JSON(field.listKeys))
            extras.append("x-kubernetes-list-type", "map")
        }
        if field.flags.contains(.atomicMap) { extras.append("x-kubernetes-map-type", "atomic") }
        if field.flags.contains(.granularMap) { extras.append("x-kubernetes-map-type", "granular") }
        if let key = field.mergeKey { extras.append("x-kubernetes-patch-merge-key", .string(key)) }
        if let strategy = Self.patchStrategy(field) { extras.append("x-kubernetes-patch-strategy", .string(strategy)) }
        return value(field.type, extras, enumValues: field.type.isList && dialect == .v3 ? field.enumValues : [])
    }

    private static func patchStrategy(_ field: FieldSchema) -> String? {
        if field.patchReplaces { return "replace" }
        switch (field.patchMerges, field.patchRetainsKeys) {
        case (true, true): return "merge,retainKeys"
        case (true, false): return "merge"
        case (false, true): return "retainKeys"
        case (false, false): return nil
        }
    }

    /// The schema of a value, with what else its field says. OpenAPI 3 allows nothing beside a reference, so there it moves into `allOf`.
    private func value(_ type: FieldType, _ extras: JSONObject = JSONObject(), enumValues: [String] = []) -> JSON {
        var json = JSONObject(minimumCapacity: extras.count + 2)
        switch type {
        case .string: json.append("type", "string")
        case .bool: json.append("type", "boolean")
        case .int32: Self.append("integer", "int32", to: &json)
        case .int64: Self.append("integer", "int64", to: &json)
        case .double: Self.append("number", "double", to: &json)
        case .bytes: Self.append("string", "byte", to: &json)
        case .quantity, .intOrString, .time, .microTime:
            if let name = Self.scalarName(type) { appendReference(name, alone: extras.isEmpty, to: &json) }
        case .any: break
        case .object(let type): appendReference(OpenAPINames.definition(type.name), alone: extras.isEmpty, to: &json)
        case .list(let element):
            json.append("type", "array")
            var items = value(element)
            if !enumValues.isEmpty { items["enum"] = JSON(enumValues) }
            json.append("items", items)
        case .map(let element):
            json.append("type", "object")
            json.append("additionalProperties", value(element))
        }
        for (key, value) in extras { json.append(key, value) }
        return .object(json)
    }

    private static func append(_ type: String, _ format: String, to json: inout JSONObject) {
        json.append("type", .string(type))
        json.append("format", .string(format))
    }

    private func appendReference(_ name: String, alone: Bool, to json: inout JSONObject) {
        let reference = JSON.string(dialect.definitions + name)
        if alone || dialect == .v2 { json.append("$ref", reference) } else { json.append("allOf", [["$ref": reference]]) }
    }

    private func kind(_ version: GroupVersion, _ kind: String) -> GroupVersionKind {
        GroupVersionKind(group: version.group, version: version.version, kind: kind)
    }

    static func json(_ kind: GroupVersionKind) -> JSON {
        ["group": .string(kind.group), "kind": .string(kind.kind), "version": .string(kind.version)]
    }

    private static func json(_ union: UnionSchema) -> JSON {
        var members = JSONObject(minimumCapacity: union.members.count)
        for (field, value) in union.members { members.append(field, .string(value)) }
        return ["discriminator": JSON(union.discriminator), "fields-to-discriminateBy": .object(members)]
    }
}
