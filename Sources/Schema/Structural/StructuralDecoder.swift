package import Document
internal import Resources

/// Reads a JSON tree as a custom resource, in place: members that its schema does not know are pruned and named, `metadata` is decoded
/// as that of any object.
package struct StructuralDecoder {
    /// Unknown fields found; the path as in `spec.containers[0].foo`.
    package private(set) var unknownFields: [String] = []
    private var steps: [String] = []

    /// More unknown fields than these are not listed (upstream's limit).
    private static let unknownFieldLimit = 100
    private static let objectMeta = Catalogue.builtin.type(named: "meta.v1.ObjectMeta")
    /// What an object of the API has whatever its schema says.
    private static let common: Set<String> = ["apiVersion", "kind", "metadata"]

    package init() {}

    /// - Parameter prunes: false keeps what the schema does not know (`spec.preserveUnknownFields` of a definition).
    /// - Throws: when `metadata` of the object, or of one embedded in it, does not fit ObjectMeta.
    package mutating func decode(_ json: inout JSON, as schema: StructuralSchema, prunes: Bool = true) throws(DecodingFailure) {
        if prunes { try value(&json, schema, isRoot: true) } else { try metadata(&json) }
    }

    /// Prunes a value that is no object of its own, such as a default.
    package mutating func decode(value json: inout JSON, as schema: StructuralSchema) throws(DecodingFailure) { try value(&json, schema) }

    private mutating func value(_ json: inout JSON, _ schema: StructuralSchema?, isRoot: Bool = false) throws(DecodingFailure) {
        switch json {
        case .object(var object):
            json = .null
            let isResource = isRoot || schema?.isEmbedded ?? false
            try members(&object, schema, isResource: isResource)
            json = .object(object)
            if isResource { try metadata(&json) }
        case .array(var array):
            json = .null
            for index in array.indices {
                steps.append("[\(index)]")
                try value(&array[index], schema?.items, keptBy: schema)
                steps.removeLast()
            }
            json = .array(array)
        default: return
        }
    }

    /// An element of an array that keeps everything keeps everything as well, unless it has a schema of its own.
    private mutating func value(_ json: inout JSON, _ schema: StructuralSchema?, keptBy parent: StructuralSchema?) throws(DecodingFailure) {
        if schema == nil, parent?.preservesUnknown ?? false { return }
        try value(&json, schema)
    }

    private mutating func members(_ object: inout JSONObject, _ schema: StructuralSchema?, isResource: Bool) throws(DecodingFailure) {
        var unknown: Set<String> = []
        for position in 0..<object.count {
            let name = object[position: position].key
            if isResource, Self.common.contains(name) { continue }
            steps.append(name)
            if let schema, let known = schema.member(name) {
                try value(&object[position: position].value, known)
            } else if let schema, schema.preservesUnknown {
                // kept as it is
            } else if let schema, case .any = schema.additional {
                try value(&object[position: position].value, nil)
            } else {
                report(steps)
                unknown.insert(name)
            }
            steps.removeLast()
        }
        if !unknown.isEmpty { object.removeAll { unknown.contains($0.key) } }
    }

    private mutating func metadata(_ json: inout JSON) throws(DecodingFailure) {
        guard let type = Self.objectMeta, case .object(var object) = json, let position = object.index(of: "metadata") else { return }
        var metadata = object[position: position].value
        if metadata.isNull { return }
        json = .null
        defer { json = .object(object) }
        var decoder = Decoder()
        do throws(DecodingFailure) {
            try decoder.decode(&metadata, as: type)
        } catch {
            throw error
        }
        object[position: position].value = metadata
        for field in decoder.unknownFields { report(steps + ["metadata", field]) }
    }

    private mutating func report(_ path: [String]) {
        guard unknownFields.count < Self.unknownFieldLimit else { return }
        unknownFields.append(path.reduce("") { $0.isEmpty || $1.hasPrefix("[") ? $0 + $1 : $0 + "." + $1 })
    }
}
