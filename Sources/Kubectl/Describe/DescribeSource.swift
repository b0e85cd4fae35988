internal import Client
internal import Document
internal import Resources

/// Reads from the server what a description tells beside the object itself.
struct DescribeSource: Sendable {
    let client: any APIClient
    var showsEvents: Bool
    /// Objects of one list that are asked for at once; 0 asks for all.
    var chunk: Int

    func get(_ type: ResourceType, namespace: String = "", name: String) async throws -> JSON {
        try await client.getDocument(type, namespace: namespace, name: name)
    }

    /// All objects of a type, page by page.
    func list(
        _ type: ResourceType, namespace: String = "", labelSelector: String? = nil, fieldSelector: String? = nil
    ) async throws -> [JSON] {
        var options = ListOptions(labelSelector: labelSelector, fieldSelector: fieldSelector, limit: chunk > 0 ? chunk : nil)
        var items: [JSON] = []
        repeat {
            let request = APIRequest(path: type.path(namespace: namespace), query: options.query, accept: MediaType.json)
            let page = try await JSON.parse(client.send(request).body)
            items += page["items"].items
            options.continueToken = page["metadata"]["continue"].string.flatMap { $0.isEmpty ? nil : $0 }
        } while options.continueToken != nil
        return items
    }

    /// The events about an object; nil when they are not to be shown or cannot be read.
    ///
    /// - Parameters:
    ///   - kind: nil does not ask for a kind: static pods' events name that of their source.
    ///   - uid: when events know the object by another uid than its own.
    func events(_ object: JSON, kind: String?, uid: String? = nil) async -> [JSON]? {
        guard showsEvents else { return nil }
        let metadata = object["metadata"]
        let namespace = metadata["namespace"].words
        var selector = "involvedObject.name=\(metadata["name"].words),involvedObject.namespace=\(namespace)"
        if let kind { selector += ",involvedObject.kind=\(kind)" }
        let uid = uid ?? metadata["uid"].words
        if !uid.isEmpty { selector += ",involvedObject.uid=\(uid)" }
        return try? await list(.events, namespace: namespace, fieldSelector: selector)
    }

    /// How many pods of a controller are in which phase.
    func podPhases(_ controller: JSON, selector: String) async throws -> PodPhaseCounts {
        let metadata = controller["metadata"]
        let pods = try await list(.pods, namespace: metadata["namespace"].words, labelSelector: selector)
        return PodPhaseCounts(pods, uid: metadata["uid"].words)
    }
}
