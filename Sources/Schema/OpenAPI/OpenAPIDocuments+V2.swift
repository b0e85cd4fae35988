internal import Document
internal import Resources

extension OpenAPIDocuments {
    /// The part of the kinds in the catalogue.
    func builtInPart(_ format: OpenAPIFormat) -> OpenAPIPart {
        var writer = OpenAPIPart.Writer(format)
        var versions: [GroupVersion] = []
        for resource in builtIn {
            for (path, item) in pathItems(of: resource, .v2) { writer.path(path, item) }
            if versions.last != resource.groupVersion { versions.append(resource.groupVersion) }
        }
        let definitions = OpenAPIDefinitions(dialect: .v2, everyGroup: versions)
        let kinds = builtIn.flatMap { [$0.gvk, catalogue.listKind(of: $0.gvk)] + $0.subresources.map(\.gvk) }
        forEachDefinition(reachableFrom: kinds.compactMap { catalogue.type($0) } + commonTypes, definitions) { writer.definition($0, $1) }
        return writer.part
    }

    /// The part of one custom kind.
    func part(of kind: OpenAPICustomKind, _ format: OpenAPIFormat) -> OpenAPIPart {
        var writer = OpenAPIPart.Writer(format)
        for (path, item) in pathItems(of: kind.resource, .v2) { writer.path(path, item) }
        writer.definition(OpenAPINames.customDefinition(kind.kind), kind.definition(.v2))
        writer.definition(OpenAPINames.customDefinition(kind.list), kind.listDefinition(.v2))
        return writer.part
    }

    /// The OpenAPI 2 document of everything that `parts` describe. Its tag follows from theirs.
    func v2(_ parts: [OpenAPIPart], _ format: OpenAPIFormat) -> EncodedDocument {
        let bytes = format == .json ? json(parts) : protobuf(parts)
        return EncodedDocument(bytes, fingerprint: version + parts.map(\.fingerprint).joined())
    }

    private func json(_ parts: [OpenAPIPart]) -> [UInt8] {
        var document = JSONDocumentWriter(capacity: parts.reduce(4096) { $0 + $1.paths.count + $1.definitions.count + 2 })
        document.beginObject()
        document.member("swagger", "2.0")
        document.member("info", ["title": "Kubernetes", "version": .string(version)])
        document.beginObject("paths")
        for part in parts { document.members(part.paths) }
        document.endObject()
        document.beginObject("definitions")
        for part in parts { document.members(part.definitions) }
        document.endObject()
        document.beginObject("parameters")
        for parameter in OpenAPIParameter.allCases { document.member(parameter.rawValue, parameter.v2) }
        document.endObject()
        document.member(
            "securityDefinitions",
            ["BearerToken": ["type": "apiKey", "description": "Bearer Token authentication", "name": "authorization", "in": "header"]])
        document.member("security", [["BearerToken": []]])
        document.endObject()
        return document.bytes
    }

    private func protobuf(_ parts: [OpenAPIPart]) -> [UInt8] {
        typealias Field = SwaggerProtobuf.Document
        var document = ProtobufMessage()
        document.string(Field.swagger, "2.0")
        document.message(Field.info) { info in
            info.string(1, "Kubernetes")
            info.string(2, version)
        }
        document.message(Field.paths, parts.map(\.paths))
        document.message(Field.definitions, parts.map(\.definitions))
        document.message(Field.parameters) { parameters in
            for parameter in OpenAPIParameter.allCases {
                parameters.message(1, SwaggerProtobuf.named(parameter.rawValue, SwaggerProtobuf.parameter(parameter.v2)))
            }
        }
        document.message(Field.security) { $0.message(1, SwaggerProtobuf.named("BearerToken", ProtobufMessage())) }
        document.message(Field.securityDefinitions) { definitions in
            var key = ProtobufMessage()
            key.string(1, "apiKey")
            key.string(2, "authorization")
            key.string(3, "header")
            key.string(4, "Bearer Token authentication")
            var item = ProtobufMessage()
            item.message(2, key)
            definitions.message(1, SwaggerProtobuf.named("BearerToken", item))
        }
        return document.bytes
    }
}
