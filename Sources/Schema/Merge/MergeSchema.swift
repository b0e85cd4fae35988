/// What strategic merge asks the schema at one place of a document: how the members below it merge.
struct MergeSchema {
    private enum Node {
        case type(TypeSchema)
        /// Something whose members the schema does not describe, under the name upstream's messages give it.
        case other(String)
    }

    struct Object {
        var schema: MergeSchema
        /// The patch's value takes the place of the old one as it is.
        var replaces: Bool
    }

    struct List {
        /// Of the elements.
        var schema: MergeSchema
        var merges: Bool
        var mergeKey: String?
        var elementKind: String { if case .other(let kind) = schema.node { kind } else { "struct" } }
    }

    private let node: Node

    init(_ type: TypeSchema) { node = .type(type) }

    private init(_ type: FieldType) {
        node =
            switch type {
            case .object(let type): .type(type)
            case .map: .other("map")
            case .list, .bytes: .other("slice")
            case .string: .other("string")
            case .bool: .other("bool")
            case .int32: .other("int32")
            case .int64: .other("int64")
            case .double: .other("float64")
            case .any: .other("interface")
            case .quantity, .intOrString, .time, .microTime: .other("struct")
            }
    }

    func object(_ key: String) throws(StrategicMergeError) -> Object {
        let field = try field(key)
        return Object(schema: MergeSchema(field.type), replaces: field.patchReplaces)
    }

    func list(_ key: String) throws(StrategicMergeError) -> List {
        let field = try field(key)
        guard case .list(let element) = field.type else { throw .notAList("struct") }
        return List(schema: MergeSchema(element), merges: field.patchMerges, mergeKey: field.mergeKey)
    }

    private func field(_ key: String) throws(StrategicMergeError) -> FieldSchema {
        switch node {
        case .other(let kind): throw .notAStruct(kind)
        case .type(let type):
            guard let field = type.field(key) else { throw .unknownField(key, in: type.shortName) }
            return field
        }
    }
}
