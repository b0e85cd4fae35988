package import Document

/// What another server says of a group version that it answers for.
package struct RemoteOpenAPI: Sendable, Hashable {
    /// `apis/GROUP/VERSION`.
    package let root: String
    /// The fingerprint of its OpenAPI 3 document; nil when it has none.
    package var hash: String?
    /// The part of its OpenAPI 2 document that is about the group version; empty when it has none.
    private var paths = JSONObject()
    private var definitions = JSONObject()

    private static let definition = "#/definitions/"
    private static let parameter = "#/parameters/"

    package init(root: String, hash: String? = nil) {
        self.root = root
        self.hash = hash
    }

    /// Takes the group version's paths out of an OpenAPI 2 document, and the definitions that these need.
    package mutating func take(swagger: JSON) {
        (paths, definitions) = (JSONObject(), JSONObject())
        var wanted: [String] = []
        for (path, item) in swagger["paths"].object ?? JSONObject() where path.hasPrefix("/\(root)/") {
            paths.append(path, Self.settled(item, swagger, &wanted))
        }
        while let name = wanted.popLast() {
            guard definitions[name] == nil else { continue }
            definitions[name] = Self.settled(swagger["definitions"][name], swagger, &wanted)
        }
    }

    /// With parameters in place of references to them, for their names are another server's; notes the definitions referred to.
    private static func settled(_ value: JSON, _ swagger: JSON, _ wanted: inout [String]) -> JSON {
        switch value {
        case .array(let items): return .array(items.map { settled($0, swagger, &wanted) })
        case .object(let members):
            if let reference = members["$ref"]?.string {
                if reference.hasPrefix(parameter) {
                    // Parameters refer to definitions, and not to each other.
                    return settled(swagger["parameters"][String(reference.dropFirst(parameter.count))], .null, &wanted)
                }
                if reference.hasPrefix(definition) { wanted.append(String(reference.dropFirst(definition.count))) }
            }
            var result = JSONObject(minimumCapacity: members.count)
            for (key, member) in members { result.append(key, settled(member, swagger, &wanted)) }
            return .object(result)
        default: return value
        }
    }

    /// - Parameter earlier: parts before this one. A definition that one of them has is taken to be the same: they are those of
    ///   apimachinery, which every server has.
    func part(besides earlier: [OpenAPIPart], _ format: OpenAPIFormat) -> OpenAPIPart {
        var writer = OpenAPIPart.Writer(format)
        for (path, item) in paths { writer.path(path, item) }
        for (name, definition) in definitions where !earlier.contains(where: { $0.names.contains(name) }) {
            writer.definition(name, definition)
        }
        return writer.part
    }
}
