internal import Document
internal import Resources

/// One object a command works on: which resource, where, under which name; and the object itself once it has been read.
struct ObjectInfo: Sendable {
    var resource: ServedResource
    /// Empty for kinds of the whole cluster.
    var namespace: String
    var name: String
    /// The file or URL it came from; empty when it was named on the command line.
    var source = ""
    /// As read from the server or from the source; null when it has not been read.
    var object: JSON = .null

    var type: ResourceType { resource.type }
    var path: String { type.path(namespace: namespace, name: name) }
    var collectionPath: String { type.path(namespace: namespace) }
    /// `pod/kubia` or `deployment.apps/kubia`
    var title: String { "\(resource.kindName)/\(name)" }
}

extension RESTClient {
    /// The object as the server has it now.
    func read(_ info: ObjectInfo, subresource: String? = nil) async throws -> JSON {
        try await document("GET", info.path + (subresource.map { "/" + $0 } ?? ""))
    }
}
