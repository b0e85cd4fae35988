internal import Document
internal import Resources

extension OpenAPIDocuments {
    /// The OpenAPI 3 document of one group version, with the definitions its paths need and no others.
    /// - Parameter root: `api/v1` or `apis/GROUP/VERSION`.
    /// - Returns: nil when the group version is not served.
    package func v3(root: String) -> [UInt8]? {
        let resources = resources.filter { $0.type.root.dropFirst() == root }
        guard let first = resources.first else { return nil }
        var document = JSONDocumentWriter(capacity: 256 * 1024)
        document.beginObject()
        document.member("openapi", "3.0.0")
        document.member("info", ["title": "Kubernetes", "version": .string(version)])
        document.beginObject("paths")
        for resource in resources {
            for (path, item) in pathItems(of: resource, .v3) { document.member(path, item) }
        }
        document.endObject()
        document.beginObject("components")
        document.beginObject("schemas")
        writeSchemas(of: resources, first.groupVersion, into: &document)
        document.endObject()
        document.member(
            "securitySchemes",
            ["BearerToken": ["type": "apiKey", "description": "Bearer Token authentication", "name": "authorization", "in": "header"]])
        document.endObject()
        document.endObject()
        return document.bytes
    }

    private func writeSchemas(of resources: [ResourceInfo], _ groupVersion: GroupVersion, into document: inout JSONDocumentWriter) {
        let core = GroupVersion("v1")
        let definitions = OpenAPIDefinitions(dialect: .v3, everyGroup: groupVersion == core ? [core] : [core, groupVersion])
        let kinds = resources.flatMap { [$0.gvk, catalogue.listKind(of: $0.gvk)] + $0.subresources.map(\.gvk) }
        forEachDefinition(reachableFrom: kinds.compactMap { catalogue.type($0) } + commonTypes, definitions) { document.member($0, $1) }
        for kind in custom where kind.resource.groupVersion == groupVersion {
            document.member(OpenAPINames.customDefinition(kind.kind), kind.definition(.v3))
            document.member(OpenAPINames.customDefinition(kind.list), kind.listDefinition(.v3))
        }
    }
}
