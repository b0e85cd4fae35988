internal import Document
internal import Resources

/// Writes paths and their operations as OpenAPI path items, one small tree per path.
struct OpenAPIPathItems {
    let dialect: OpenAPIDialect
    /// Whether the paths are those of custom resources.
    var isCustom = false
    /// The definition that describes a kind, or its list; nil where the schema does not know the kind.
    let definition: (GroupVersionKind) -> String?

    /// Custom resources exist in JSON alone, and merge by no strategy. Clients look here for what they may send.
    private static let customFormats = ["application/json", "application/yaml"]
    private static let customWatchFormats = ["application/json;stream=watch"]
    private static let customPatchFormats = [
        "application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml",
    ]
    private static let formats = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"]
    private static let watchFormats = ["application/json;stream=watch", "application/vnd.kubernetes.protobuf;stream=watch"]
    private static let patchFormats = [
        "application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json",
        "application/apply-patch+yaml",
    ]
    private static let status = "io.k8s.apimachinery.pkg.apis.meta.v1.Status"
    private static let patch = "io.k8s.apimachinery.pkg.apis.meta.v1.Patch"
    private static let deleteOptions = "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions"
    /// Definitions that operations refer to beside the kinds themselves.
    static let definitions = [status, patch, deleteOptions]

    func item(_ path: OpenAPIPath) -> JSON {
        var item = JSONObject(minimumCapacity: path.operations.count + 1)
        for operation in path.operations { item.append(operation.method, json(operation, tag: path.tag)) }
        item.append("parameters", .array(path.parameters.map(parameter)))
        return .object(item)
    }

    private func json(_ operation: OpenAPIOperation, tag: String) -> JSON {
        var json = JSONObject(minimumCapacity: 10)
        json.append("tags", [.string(tag)])
        json.append("operationId", .string(operation.id))
        var parameters = operation.parameters.map(parameter)
        switch dialect {
        case .v2:
            json.append("consumes", JSON(isPatch(operation) ? patchFormats : ["*/*"]))
            json.append("produces", JSON(produced(operation)))
            json.append("schemes", ["https"])
            if let body = body(operation) {
                parameters.insert(
                    ["name": "body", "in": "body", "required": body.required ? true : .null, "schema": body.schema], at: 0)
            }
        case .v3:
            if let body = body(operation) {
                let content = (isPatch(operation) ? patchFormats : ["*/*"]).map { ($0, body.schema) }
                json.append("requestBody", ["content": Self.content(content), "required": body.required ? true : .null])
            }
        }
        if !parameters.isEmpty { json.append("parameters", .array(parameters)) }
        json.append("responses", responses(operation))
        json.append("x-kubernetes-action", .string(operation.action))
        json.append(
            "x-kubernetes-group-version-kind",
            ["group": .string(operation.kind.group), "kind": .string(operation.kind.kind), "version": .string(operation.kind.version)])
        return .object(json)
    }

    private func parameter(_ parameter: OpenAPIParameter) -> JSON {
        switch dialect {
        case .v3: parameter.v3
        // Older clients look for these two without following references.
        case .v2 where parameter == .dryRun || parameter == .fieldValidation: parameter.v2
        case .v2: ["$ref": .string("#/parameters/" + parameter.rawValue)]
        }
    }

    private var formats: [String] { isCustom ? Self.customFormats : Self.formats }
    private var patchFormats: [String] { isCustom ? Self.customPatchFormats : Self.patchFormats }

    private func isPatch(_ operation: OpenAPIOperation) -> Bool {
        if case .patch = operation.body { true } else { false }
    }

    private func body(_ operation: OpenAPIOperation) -> (schema: JSON, required: Bool)? {
        switch operation.body {
        case .none: nil
        case .object(let kind): (schema(of: kind), true)
        case .patch: (reference(Self.patch), true)
        case .deleteOptions: (reference(Self.deleteOptions), false)
        }
    }

    private func produced(_ operation: OpenAPIOperation) -> [String] {
        switch operation.result {
        case .object, .status: formats
        case .list: formats + (isCustom ? Self.customWatchFormats : Self.watchFormats)
        case .text: operation.action == "connect" ? ["*/*"] : ["text/plain"] + formats
        }
    }

    private func responses(_ operation: OpenAPIOperation) -> JSON {
        let schema: JSON =
            switch operation.result {
            case .object(let kind): self.schema(of: kind)
            case .list(let kind): self.schema(of: GroupVersionKind(group: kind.group, version: kind.version, kind: kind.kind + "List"))
            case .status: reference(Self.status)
            case .text: ["type": "string"]
            }
        var responses = JSONObject(minimumCapacity: operation.statuses.count + 1)
        for status in operation.statuses {
            let description: JSON = status == "201" ? "Created" : status == "202" ? "Accepted" : "OK"
            switch dialect {
            case .v2: responses.append(status, ["description": description, "schema": schema])
            case .v3:
                responses.append(status, ["description": description, "content": Self.content(produced(operation).map { ($0, schema) })])
            }
        }
        responses.append("401", ["description": "Unauthorized"])
        return .object(responses)
    }

    private func schema(of kind: GroupVersionKind) -> JSON { definition(kind).map(reference) ?? ["type": "object"] }

    private func reference(_ name: String) -> JSON { ["$ref": .string(dialect.definitions + name)] }

    /// Media types with the schema of each; media types are keys that come once, so nothing needs to be looked up.
    private static func content(_ types: [(String, JSON)]) -> JSON {
        var content = JSONObject(minimumCapacity: types.count)
        for (type, schema) in types { content.append(type, ["schema": schema]) }
        return .object(content)
    }
}
