internal import Document
internal import Resources

extension OpenAPIDocuments {
    /// The OpenAPI 2 document of everything, as JSON.
    package func v2() -> [UInt8] {
        var document = JSONDocumentWriter(capacity: 2 * 1024 * 1024)
        document.beginObject()
        document.member("swagger", "2.0")
        document.member("info", ["title": "Kubernetes", "version": .string(version)])
        document.beginObject("paths")
        forEachPath { document.member($0, $1) }
        document.endObject()
        document.beginObject("definitions")
        forEachDefinition { document.member($0, $1) }
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

    /// The same document in protobuf.
    package func v2Protobuf() -> [UInt8] {
        typealias Field = SwaggerProtobuf.Document
        var document = ProtobufMessage()
        document.string(Field.swagger, "2.0")
        document.message(Field.info) { info in
            info.string(1, "Kubernetes")
            info.string(2, version)
        }
        document.message(Field.paths) { paths in
            forEachPath { paths.message(2, SwaggerProtobuf.named($0, SwaggerProtobuf.pathItem($1))) }
        }
        document.message(Field.definitions) { definitions in
            forEachDefinition { definitions.message(1, SwaggerProtobuf.named($0, SwaggerProtobuf.schema($1))) }
        }
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

    private func forEachPath(_ body: (String, JSON) -> Void) {
        for resource in resources {
            for (path, item) in pathItems(of: resource, .v2) { body(path, item) }
        }
    }

    private func forEachDefinition(_ body: (String, JSON) -> Void) {
        var versions: [GroupVersion] = []
        for resource in resources where versions.last != resource.groupVersion { versions.append(resource.groupVersion) }
        let definitions = OpenAPIDefinitions(dialect: .v2, everyGroup: versions)
        let kinds = resources.flatMap { [$0.gvk, catalogue.listKind(of: $0.gvk)] + $0.subresources.map(\.gvk) }
        forEachDefinition(reachableFrom: kinds.compactMap { catalogue.type($0) } + commonTypes, definitions, body)
        for kind in custom {
            body(OpenAPINames.customDefinition(kind.kind), kind.definition(.v2))
            body(OpenAPINames.customDefinition(kind.list), kind.listDefinition(.v2))
        }
    }
}
