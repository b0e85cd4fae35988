internal import Client
internal import Document
internal import Resources

/// `kubectl explain`: what the fields of a kind mean, from the server's OpenAPI v3.
enum ExplainCommand {
    private static let flags: [Flag] = [
        .bool("recursive", "Show all fields below, by name and type only."),
        .string("api-version", values: .nothing, "Of this group and version."),
        .string("output", "o", "plaintext", values: .words(["plaintext"]), "plaintext."),
    ]

    static let command = Command(
        "explain", group: .inspection, usage: "TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [-o|--output=plaintext]",
        summary: "Show what the fields of a kind mean",
        examples: [("A kind", "kubectl explain pods"), ("One of its fields", "kubectl explain pods.spec.containers")], flags: flags,
        arguments: .resources, run: run)

    static func run(_ invocation: Invocation) async throws {
        let flags = invocation.flags
        guard !invocation.arguments.isEmpty else {
            throw Failure(
                "You must specify the type of resource to explain. Use \"kubectl api-resources\" for a complete list of supported resources.\n"
            )
        }
        guard invocation.arguments.count == 1 else { throw Failure("We accept only this format: explain RESOURCE\n") }
        let output = flags.string("output")
        guard output == "plaintext" || output.isEmpty else {
            throw Failure("output format \(output.goQuoted) is not supported: plaintext is")
        }
        let (resource, path) = try await target(invocation)
        let client = try invocation.session.client()
        let index = try await client.document("GET", "/openapi/v3")
        let key = resource.type.group.isEmpty ? "api/\(resource.type.version)" : "apis/\(resource.type.apiVersion)"
        guard let url = index["paths"][key]["serverRelativeURL"].string else { throw Failure("couldn't find resource for \(key.goQuoted)") }
        let parts = url.split(separator: "?", maxSplits: 1).map(String.init)
        let query = (parts.count > 1 ? parts[1] : "").split(separator: "&").map { pair -> (name: String, value: String) in
            let halves = pair.split(separator: "=", maxSplits: 1).map(String.init)
            return (halves[0], halves.count > 1 ? halves[1] : "")
        }
        let document = try await client.document("GET", parts[0], query: query)
        let schemas = OpenAPISchemas(document["components"]["schemas"])
        guard let root = schemas.root(resource.type) else {
            throw Failure("GVK \(resource.type.groupVersionKind) not found in OpenAPI schema")
        }
        let page = ExplainText(schemas, resource.type, isRecursive: flags.bool("recursive"))
        invocation.console.out(page.header)
        invocation.console.out(try page.text(root, path))
    }

    /// The kind, and the path of fields in it: the first word may itself hold dots, as `deployments.apps`.
    private static func target(_ invocation: Invocation) async throws -> (ServedResource, [String]) {
        let discovery = try invocation.session.discovery()
        let words = invocation.arguments[0].split(separator: ".").map(String.init)
        let version = invocation.flags.string("api-version")
        if version.isEmpty {
            if let resource = try? await discovery.resource(words[0]) { return (resource, Array(words.dropFirst())) }
            return (try await discovery.resource(invocation.arguments[0]), [])
        }
        let named = try await discovery.resource(words[0])
        guard let resource = try await discovery.resource(apiVersion: version, kind: named.type.kind) else {
            throw Failure("couldn't find resource for \"\(version), Resource=\(named.type.plural)\"")
        }
        return (resource, Array(words.dropFirst()))
    }
}

/// The schemas of an OpenAPI document, with references followed.
struct OpenAPISchemas: Sendable {
    private let schemas: JSON

    init(_ schemas: JSON) { self.schemas = schemas }

    func root(_ type: ResourceType) -> JSON? {
        schemas.object?.first { _, schema in
            schema["x-kubernetes-group-version-kind"].array?.contains {
                $0["group"].string ?? "" == type.group && $0["version"].string == type.version && $0["kind"].string == type.kind
            } ?? false
        }?.value
    }

    /// The schema itself, or what it refers to, described as the field that refers to it is where that has words of its own.
    func resolve(_ schema: JSON, describedByField: Bool = true) -> JSON {
        var target = schema
        if let all = schema["allOf"].array, let first = all.first, all.count == 1 { target = first }
        if let reference = target["$ref"].string, let name = reference.split(separator: "/").last {
            var found = schemas[String(name)]
            if describedByField, let own = schema["description"].string, !own.isEmpty { found["description"] = .string(own) }
            return found
        }
        return schema
    }

    /// Whether the schema, or what it is a list or map of, stands elsewhere.
    func refers(_ schema: JSON) -> Bool {
        if name(schema) != nil { return true }
        if let items = schema["items"].object { return refers(.object(items)) }
        if let values = schema["additionalProperties"].object { return refers(.object(values)) }
        return false
    }

    private func name(_ schema: JSON) -> String? {
        var target = schema
        if let first = schema["allOf"].array?.first { target = first }
        guard let reference = target["$ref"].string, let last = reference.split(separator: ".").last else { return nil }
        return String(last)
    }

    /// `<[]Container>`, `<map[string]string>`, `<string>`
    func typeName(_ schema: JSON) -> String {
        if let name = name(schema) { return name }
        if let list = schema["items"].object.map(JSON.object) { return "[]" + typeName(list) }
        if let values = schema["additionalProperties"].object.map(JSON.object) { return "map[string]" + typeName(values) }
        switch schema["type"].string {
        case "object": return "Object"
        case let type?: return type
        case nil: return schema["x-kubernetes-int-or-string"].bool ?? false ? "IntOrString" : schema["oneOf"].isNull ? "Object" : "Any"
        }
    }

    /// What lists and maps hold, down to the element.
    func element(_ schema: JSON, describedByField: Bool = true) -> JSON {
        let resolved = resolve(schema, describedByField: describedByField)
        if let items = resolved["items"].object { return element(.object(items), describedByField: describedByField) }
        if let values = resolved["additionalProperties"].object { return element(.object(values), describedByField: describedByField) }
        return resolved
    }
}
