internal import Document
internal import Resources

/// The page that `explain` prints of a kind or one of its fields.
struct ExplainText {
    /// Columns of a line of description.
    static let width = 80
    /// Deepest level of fields that is followed.
    static let depthLimit = 32

    private let schemas: OpenAPISchemas
    private let type: ResourceType
    private let isRecursive: Bool

    init(_ schemas: OpenAPISchemas, _ type: ResourceType, isRecursive: Bool) {
        self.schemas = schemas
        self.type = type
        self.isRecursive = isRecursive
    }

    /// The kind and where it belongs; shown even of fields that are not there.
    var header: String {
        (type.group.isEmpty ? "" : "GROUP:      \(type.group)\n") + "KIND:       \(type.kind)\nVERSION:    \(type.version)\n\n"
    }

    /// What comes after the header.
    func text(_ root: JSON, _ path: [String]) throws(Failure) -> String {
        var text = ""
        var schema = root
        var typeName = ""
        for name in path {
            let field = schemas.element(schema)["properties"][name]
            guard !field.isNull else { throw Failure("field \(name.goQuoted) does not exist") }
            schema = field
            typeName = schemas.typeName(field)
        }
        if let name = path.last { text += "FIELD: \(name) <\(typeName)>\n\(enumeration(schema, indent: 0))\n\n" }
        text += "DESCRIPTION:\n"
        let element = schemas.element(schema)
        // What the field says of itself, and what its type says.
        let own = schema["description"].string ?? ""
        let described =
            path.isEmpty || !schemas.refers(schema) ? "" : schemas.element(schema, describedByField: false)["description"].string ?? ""
        if !own.isEmpty { text += wrapped(own, 4) }
        if !described.isEmpty { text += wrapped(described, 4) }
        if own.isEmpty, described.isEmpty { text += "    <empty>\n" }
        text += "    \n"
        if element["properties"].object?.isEmpty ?? true { return text + "\n" }
        text += "FIELDS:\n" + fields(element, level: 1)
        return text + "\n"
    }

    private func fields(_ schema: JSON, level: Int) -> String {
        guard level < Self.depthLimit else { return "" }
        let required = Set(schema["required"].strings)
        var text = ""
        for (name, field) in (schema["properties"].object ?? JSONObject()).sorted(by: { $0.key < $1.key }) {
            let indent = String(repeating: "  ", count: level)
            let mark = required.contains(name) ? " -required-" : ""
            text += "\(indent)\(name)\t<\(schemas.typeName(field))>\(mark)\n"
            let values = enumeration(field, indent: level)
            if !values.isEmpty { text += values }
            if isRecursive {
                text += fields(schemas.element(field), level: level + 1)
            } else {
                let description = schemas.resolve(field)["description"].string ?? ""
                text += wrapped(description.isEmpty ? "<no description>" : description, 4) + "\n"
            }
        }
        return text
    }

    private func enumeration(_ schema: JSON, indent: Int) -> String {
        let values = schemas.element(schema)["enum"].array ?? []
        if values.isEmpty { return "" }
        let names = values.map(GoValue.text).map { $0.isEmpty ? "\"\"" : $0 }.sorted()
        let prefix = indent == 0 ? "ENUM:\n" : String(repeating: "  ", count: indent) + "enum: "
        if indent > 0 {
            let shown = names.prefix(4).joined(separator: ", ")
            return prefix + shown + (names.count > 4 ? ", ...." : "") + "\n"
        }
        return prefix + names.map { "    \($0)" }.joined(separator: "\n")
    }

    private func wrapped(_ text: String, _ indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        var result = ""
        let paragraphs: [Substring] = text.split(separator: "\n", omittingEmptySubsequences: false)
        for paragraph in paragraphs {
            var line = ""
            for word in paragraph.split(separator: " ") {
                if !line.isEmpty, line.count + 1 + word.count > Self.width - indent {
                    result += margin + line + "\n"
                    line = ""
                }
                line += (line.isEmpty ? "" : " ") + word
            }
            result += margin + line + "\n"
        }
        return result
    }
}
