package import Document

/// The schema of a custom resource, or of one value in it, in the form in which objects are pruned, defaulted and validated: the
/// run-time form of `openAPIV3Schema` of a CustomResourceDefinition (upstream: structural schemas, KEP-2337).
///
/// Branches of `allOf`, `anyOf`, `oneOf` and `not` are schemas too; they validate and do nothing else.
package final class StructuralSchema: Sendable {
    package enum Additional: Sendable {
        /// Nothing is said: unknown members are pruned.
        case none
        /// `additionalProperties: true`.
        case any
        case schema(StructuralSchema)
    }

    /// One of `array`, `boolean`, `integer`, `number`, `object`, `string`; empty where the value may be of any type.
    package let type: String
    /// In the order in which they are written.
    package let properties: [(name: String, schema: StructuralSchema)]
    private let positions: [String: Int]
    package let items: StructuralSchema?
    package let additional: Additional
    package let isNullable: Bool
    package let defaultValue: JSON?
    package let description: String?
    /// x-kubernetes-preserve-unknown-fields
    package let preservesUnknown: Bool
    /// x-kubernetes-embedded-resource
    package let isEmbedded: Bool
    /// x-kubernetes-int-or-string
    package let isIntOrString: Bool
    /// x-kubernetes-list-type: `atomic`, `set` or `map`.
    package let listType: String?
    package let listMapKeys: [String]
    /// x-kubernetes-map-type: `atomic` or `granular`.
    package let mapType: String?
    package let rules: ValueRules
    /// True when this schema or one in it has a default.
    package let leadsToDefaults: Bool

    /// - Parameter json: a JSONSchemaProps; what makes no sense in it says nothing (`StructuralRules` refuses it beforehand).
    package init(_ json: JSON) {
        type = json["type"].string ?? ""
        properties = (json["properties"].object ?? JSONObject()).map { ($0.key, StructuralSchema($0.value)) }
        positions = Dictionary(properties.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
        items = json["items"].object.map { StructuralSchema(.object($0)) }
        switch json["additionalProperties"] {
        case .object(let object): additional = .schema(StructuralSchema(.object(object)))
        case .bool(true): additional = .any
        default: additional = .none
        }
        isNullable = json["nullable"].bool ?? false
        defaultValue = json["default"].isNull ? nil : json["default"]
        description = json["description"].string
        preservesUnknown = json["x-kubernetes-preserve-unknown-fields"].bool ?? false
        isEmbedded = json["x-kubernetes-embedded-resource"].bool ?? false
        isIntOrString = json["x-kubernetes-int-or-string"].bool ?? false
        listType = json["x-kubernetes-list-type"].string
        listMapKeys = json["x-kubernetes-list-map-keys"].strings
        mapType = json["x-kubernetes-map-type"].string
        rules = ValueRules(json)
        var leads = defaultValue != nil || properties.contains { $0.schema.leadsToDefaults } || items?.leadsToDefaults ?? false
        if case .schema(let schema) = additional { leads = leads || schema.leadsToDefaults }
        leadsToDefaults = leads
    }

    package func property(_ name: String) -> StructuralSchema? { positions[name].map { properties[$0].schema } }

    /// The schema of the member `name` of an object; nil when none describes it.
    package func member(_ name: String) -> StructuralSchema? {
        if let known = property(name) { return known }
        if case .schema(let schema) = additional { return schema }
        return nil
    }

    /// Whether members without a schema are kept.
    var keepsUnknownMembers: Bool {
        if preservesUnknown { return true }
        if case .any = additional { return true }
        return false
    }
}

/// What a schema says about a value beside its shape.
package struct ValueRules: Sendable {
    package var format: String
    package var pattern: Pattern?
    var minimum: Double?
    var maximum: Double?
    var exclusiveMinimum: Bool
    var exclusiveMaximum: Bool
    var multipleOf: Double?
    var minLength: Int?
    var maxLength: Int?
    var minItems: Int?
    var maxItems: Int?
    var minProperties: Int?
    var maxProperties: Int?
    var enumValues: [JSON]?
    var required: [String]
    var allOf: [StructuralSchema]
    var anyOf: [StructuralSchema]
    var oneOf: [StructuralSchema]
    var not: StructuralSchema?

    init(_ json: JSON) {
        format = json["format"].string ?? ""
        pattern = json["pattern"].string.flatMap { $0.isEmpty ? nil : try? Pattern($0) }
        (minimum, maximum, multipleOf) = (json["minimum"].double, json["maximum"].double, json["multipleOf"].double)
        exclusiveMinimum = json["exclusiveMinimum"].bool ?? false
        exclusiveMaximum = json["exclusiveMaximum"].bool ?? false
        (minLength, maxLength) = (json["minLength"].int, json["maxLength"].int)
        (minItems, maxItems) = (json["minItems"].int, json["maxItems"].int)
        (minProperties, maxProperties) = (json["minProperties"].int, json["maxProperties"].int)
        enumValues = json["enum"].array.flatMap { $0.isEmpty ? nil : $0 }
        required = json["required"].strings
        (allOf, anyOf, oneOf) = (Self.branches(json["allOf"]), Self.branches(json["anyOf"]), Self.branches(json["oneOf"]))
        not = json["not"].object.map { StructuralSchema(.object($0)) }
    }

    private static func branches(_ json: JSON) -> [StructuralSchema] { (json.array ?? []).map { StructuralSchema($0) } }
}
