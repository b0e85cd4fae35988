internal import Document
internal import Resources

/// The OpenAPI documents of a set of kinds. Each is written part by part into bytes; no tree of a whole document ever exists.
package struct OpenAPIDocuments: Sendable {
    let catalogue: Catalogue
    /// Resources of the catalogue that are served.
    let builtIn: [ResourceInfo]
    let custom: [OpenAPICustomKind]
    /// The version of the server, such as `v1.36.0`.
    let version: String

    /// - Parameter resources: what is served of the catalogue; all of it when nil.
    package init(catalogue: Catalogue, resources: [ResourceInfo]? = nil, custom: [OpenAPICustomKind] = [], version: String) {
        self.catalogue = catalogue
        builtIn = resources ?? catalogue.resources
        self.custom = custom
        self.version = version
    }

    /// What is served of the catalogue, and the resources of the custom kinds.
    var resources: [ResourceInfo] { builtIn + custom.map(\.resource) }

    /// The custom kinds that the document of a group version describes.
    func custom(root: String) -> [OpenAPICustomKind] { custom.filter { $0.resource.type.root.dropFirst() == root } }

    /// The path items of a resource.
    func pathItems(of resource: ResourceInfo, _ dialect: OpenAPIDialect) -> [(path: String, item: JSON)] {
        let isCustom = custom.contains { $0.resource.type == resource.type }
        let items = OpenAPIPathItems(dialect: dialect, isCustom: isCustom, definition: definitionName)
        return OpenAPIPaths(resource).all.map { ($0.path, items.item($0)) }
    }

    /// The names of the OpenAPI 3 documents: `api/v1`, `apis/apps/v1`, ….
    package var roots: [String] {
        var roots: [String] = []
        for resource in resources {
            let root = String(resource.type.root.dropFirst())
            if roots.last != root, !roots.contains(root) { roots.append(root) }
        }
        return roots
    }

    /// The name of the definition that describes a kind.
    func definitionName(_ kind: GroupVersionKind) -> String? {
        if let type = catalogue.type(kind) { return OpenAPINames.definition(type.name) }
        if custom.contains(where: { $0.kind == kind || $0.list == kind }) { return OpenAPINames.customDefinition(kind) }
        // Lists are asked for by the usual name, whatever a definition calls them.
        let named = custom.first { $0.kind.kind + "List" == kind.kind && $0.kind.group == kind.group && $0.kind.version == kind.version }
        return named.map { OpenAPINames.customDefinition($0.list) }
    }

    /// Calls `body` with the name and definition of every type that `kinds` are made of, in order of the types' names.
    func forEachDefinition(reachableFrom kinds: [TypeSchema], _ definitions: OpenAPIDefinitions, _ body: (String, JSON) -> Void) {
        var found: [String: TypeSchema] = [:]
        var scalars: Set<String> = []
        var waiting = kinds
        while let type = waiting.popLast() {
            guard found.updateValue(type, forKey: type.name) == nil else { continue }
            for field in type.fields {
                var value = field.type
                while let element = value.element { value = element }
                if let scalar = OpenAPIDefinitions.scalarName(value) { scalars.insert(scalar) }
                if let object = value.object, found[object.name] == nil { waiting.append(object) }
            }
        }
        for type in found.values.sorted(by: { $0.name < $1.name }) {
            body(OpenAPINames.definition(type.name), definitions.definition(of: type))
        }
        for (name, type) in OpenAPIDefinitions.scalars where scalars.contains(name) { body(name, definitions.definition(ofScalar: type)) }
    }

    /// What definitions and operations refer to wherever kinds are described.
    var commonTypes: [TypeSchema] {
        ["meta.v1.Status", "meta.v1.DeleteOptions", "meta.v1.Patch", "meta.v1.ObjectMeta", "meta.v1.ListMeta", "meta.v1.WatchEvent"]
            .compactMap { catalogue.type(named: $0) }
    }
}

/// Bytes that become a JSON document, written member by member.
struct JSONDocumentWriter {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func beginObject(_ key: String? = nil) {
        if let key { begin(key) }
        bytes.append(UInt8(ascii: "{"))
        needsComma = false
    }

    mutating func endObject() {
        bytes.append(UInt8(ascii: "}"))
        needsComma = true
    }

    /// Appends members that are written already.
    mutating func members(_ written: [UInt8]) {
        if written.isEmpty { return }
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        bytes.append(contentsOf: written)
        needsComma = true
    }

    mutating func member(_ key: String, _ value: JSON) {
        begin(key)
        value.write(into: &bytes)
    }

    private mutating func begin(_ key: String) {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        JSON.string(key).write(into: &bytes)
        bytes.append(UInt8(ascii: ":"))
        needsComma = true
    }
}
