internal import Document
package import Resources

/// A structural schema as the types that everything works with which merges by schema: server-side apply above all.
struct StructuralTypes {
    private static let objectMeta = Catalogue.builtin.type(named: "meta.v1.ObjectMeta")

    /// The type of a kind's objects.
    /// - Parameter name: names the type in messages, such as `stable.example.com.v1.CronTab`.
    static func type(of schema: StructuralSchema, name: String, kind: GroupVersionKind) -> TypeSchema {
        let type = TypeSchema(
            name: name, shape: schema.keepsUnknownMembers ? .open : .object, kinds: [kind], description: schema.description)
        type.link(fields(of: schema, path: type.name, isResource: true))
        return type
    }

    private static func fields(of schema: StructuralSchema, path: String, isResource: Bool) -> [FieldSchema] {
        var fields = isResource ? resourceFields : []
        let common = Set(fields.map(\.name))
        for (name, property) in schema.properties where !common.contains(name) { fields.append(field(name, property, path: path)) }
        return fields
    }

    /// What every object has, embedded ones included.
    private static var resourceFields: [FieldSchema] {
        var fields = ["apiVersion", "kind"].map { FieldSchema(name: $0, type: .string, flags: [.pointer]) }
        if let objectMeta { fields.append(FieldSchema(name: "metadata", type: .object(objectMeta), flags: [.pointer])) }
        return fields
    }

    private static func field(_ name: String, _ schema: StructuralSchema, path: String) -> FieldSchema {
        var flags: FieldSchema.Flags = [.pointer]
        var listKind = ListKind.unspecified
        switch schema.listType {
        case "atomic": listKind = .atomic
        case "set": listKind = .set
        case "map": listKind = .map
        default: break
        }
        switch schema.mapType {
        case "atomic": flags.insert(.atomicMap)
        case "granular": flags.insert(.granularMap)
        default: break
        }
        return FieldSchema(
            name: name, type: type(schema, path: path + "." + name), flags: flags, listKind: listKind, listKeys: schema.listMapKeys,
            defaultValue: schema.defaultValue, description: schema.description)
    }

    private static func type(_ schema: StructuralSchema, path: String) -> FieldType {
        if schema.isIntOrString { return .intOrString }
        switch schema.type {
        case "string": return .string
        case "boolean": return .bool
        case "integer": return .int64
        case "number": return .double
        case "array": return schema.items.map { .list(type($0, path: path)) } ?? .any
        case "object": return object(schema, path: path)
        // Of whatever type: what turns out to be an object goes by its members.
        default: return schema.preservesUnknown ? object(schema, path: path) : .any
        }
    }

    private static func object(_ schema: StructuralSchema, path: String) -> FieldType {
        if case .schema(let values) = schema.additional { return .map(type(values, path: path)) }
        let type = TypeSchema(
            name: path, shape: schema.keepsUnknownMembers ? .open : .object, isAtomic: schema.mapType == "atomic",
            description: schema.description)
        type.link(fields(of: schema, path: path, isResource: schema.isEmbedded))
        return .object(type)
    }
}

extension StructuralSchema {
    /// The schema as a type, for what merges objects by their types.
    package func type(of kind: GroupVersionKind) -> TypeSchema {
        StructuralTypes.type(of: self, name: "\(kind.group).\(kind.version).\(kind.kind)", kind: kind)
    }
}
