package import Document
package import Resources

/// The verbs of the API over typed views.
extension APIClient {
    package func get<R: Resource>(_ type: R.Type, namespace: String = "", name: String) async throws -> R {
        try await object(APIRequest(path: R.type.path(namespace: namespace, name: name)))
    }

    /// The object, or nil when there is none.
    package func find<R: Resource>(_ type: R.Type, namespace: String = "", name: String) async throws -> R? {
        do {
            return try await get(type, namespace: namespace, name: name)
        } catch let error as APIError where error.isNotFound {
            return nil
        }
    }

    package func list<R: Resource>(_ type: R.Type, _ options: ListOptions = ListOptions()) async throws -> [R] {
        try await list(R.type, options).records.map { $0.view(type) }
    }

    @discardableResult
    package func create<R: Resource>(_ object: R) async throws -> R {
        try await self.object(
            APIRequest(
                method: "POST", path: R.type.path(namespace: object.namespace), contentType: MediaType.json, body: identified(object)))
    }

    /// Creates the object without reading what is answered: for those who have no use for it, since reading takes longer than sending.
    package func createOnly<R: Resource>(_ object: R) async throws {
        _ = try await send(
            APIRequest(
                method: "POST", path: R.type.path(namespace: object.namespace), contentType: MediaType.json, accept: MediaType.json,
                body: identified(object)))
    }

    /// Replaces the object. With a `resourceVersion` in its metadata the server refuses with a conflict when it has changed since.
    @discardableResult
    package func update<R: Resource>(_ object: R, subresource: String? = nil) async throws -> R {
        let path = R.type.path(namespace: object.namespace, name: object.name, subresource: subresource)
        return try await self.object(APIRequest(method: "PUT", path: path, contentType: MediaType.json, body: identified(object)))
    }

    @discardableResult
    package func updateStatus<R: Resource>(_ object: R) async throws -> R { try await update(object, subresource: "status") }

    @discardableResult
    package func patch<R: Resource>(
        _ type: R.Type, namespace: String = "", name: String, _ patch: Patch, subresource: String? = nil
    ) async throws -> R {
        try await object(Self.request(type, namespace: namespace, name: name, patch, subresource: subresource))
    }

    /// Patches the object without reading what is answered.
    package func patchOnly<R: Resource>(
        _ type: R.Type, namespace: String = "", name: String, _ patch: Patch, subresource: String? = nil
    ) async throws {
        var request = Self.request(type, namespace: namespace, name: name, patch, subresource: subresource)
        request.accept = MediaType.json
        _ = try await send(request)
    }

    private static func request<R: Resource>(
        _ type: R.Type, namespace: String, name: String, _ patch: Patch, subresource: String?
    ) -> APIRequest {
        APIRequest(
            method: "PATCH", path: R.type.path(namespace: namespace, name: name, subresource: subresource), query: patch.query,
            contentType: patch.contentType, body: patch.document.encoded())
    }

    package func delete<R: Resource>(
        _ type: R.Type, namespace: String = "", name: String, options: DeleteOptions = DeleteOptions()
    ) async throws {
        try await delete(R.type, namespace: namespace, name: name, options: options)
    }

    package func delete(
        _ type: ResourceType, namespace: String = "", name: String, options: DeleteOptions = DeleteOptions()
    ) async throws {
        _ = try await send(
            APIRequest(
                method: "DELETE", path: type.path(namespace: namespace, name: name), contentType: MediaType.json,
                body: options.document.encoded()))
    }

    /// Deletes every object that `matching` selects.
    package func deleteCollection(
        _ type: ResourceType, namespace: String, matching: ListOptions = ListOptions(), options: DeleteOptions = DeleteOptions()
    ) async throws {
        _ = try await send(
            APIRequest(
                method: "DELETE", path: type.path(namespace: namespace), query: matching.query, contentType: MediaType.json,
                body: options.document.encoded()))
    }

    private func object<R: Resource>(_ request: APIRequest) async throws -> R {
        var request = request
        request.accept = MediaType.json
        return try await R(JSON.parse(send(request).body))
    }

    /// The encoding, with `apiVersion` and `kind` filled in where a caller left them out.
    private func identified<R: Resource>(_ object: R) -> [UInt8] {
        var document = object.json
        if document["kind"].isNull { document["kind"] = .string(R.type.kind) }
        if document["apiVersion"].isNull { document["apiVersion"] = .string(R.type.apiVersion) }
        return document.encoded()
    }
}

/// Kinds that are known only at run time, and subresources with bodies of another kind.
extension APIClient {
    package func getDocument(_ type: ResourceType, namespace: String = "", name: String, subresource: String? = nil) async throws -> JSON {
        let path = type.path(namespace: namespace, name: name, subresource: subresource)
        return try await JSON.parse(send(APIRequest(path: path, accept: MediaType.json)).body)
    }

    /// POST to a collection, or to a subresource of an object.
    @discardableResult
    package func createDocument(
        _ document: JSON, _ type: ResourceType, namespace: String = "", name: String? = nil, subresource: String? = nil
    ) async throws -> JSON {
        try await self.document(
            "POST", document, type.path(namespace: namespace, name: name, subresource: subresource), contentType: MediaType.json)
    }

    @discardableResult
    package func updateDocument(
        _ document: JSON, _ type: ResourceType, namespace: String = "", name: String, subresource: String? = nil
    ) async throws -> JSON {
        try await self.document(
            "PUT", document, type.path(namespace: namespace, name: name, subresource: subresource), contentType: MediaType.json)
    }

    @discardableResult
    package func patchDocument(
        _ type: ResourceType, namespace: String = "", name: String, _ patch: Patch, subresource: String? = nil
    ) async throws -> JSON {
        try await self.document(
            "PATCH", patch.document, type.path(namespace: namespace, name: name, subresource: subresource), query: patch.query,
            contentType: patch.contentType)
    }

    private func document(
        _ method: String, _ document: JSON, _ path: String, query: [(name: String, value: String)] = [], contentType: String
    ) async throws -> JSON {
        let request = APIRequest(
            method: method, path: path, query: query, contentType: contentType, accept: MediaType.json, body: document.encoded())
        return try await JSON.parse(send(request).body)
    }
}

package enum MediaType {
    package static let json = "application/json"
}
