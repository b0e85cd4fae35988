import Client
import Document
import Resources

/// A server in memory that also tells which resources it has, and puts the finalizers on that propagation policies ask for.
struct CollectedClient: APIClient {
    let server: MemoryClient
    private static let types: [ResourceType] = [.pods, .configMaps, .serviceAccounts, .replicaSets, .deployments]
    private static let verbs: JSON = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]

    func list(_ type: ResourceType, _ options: ListOptions) async throws -> RecordList { try await server.list(type, options) }
    func watch(_ type: ResourceType, _ options: WatchOptions) async throws -> WatchStream { try await server.watch(type, options) }

    func send(_ request: APIRequest) async throws -> APIResponse {
        if request.path == "/api" || request.path == "/apis" { return answer(discovery(isCore: request.path == "/api")) }
        guard request.method == "DELETE", !request.body.isEmpty, try await addFinalizer(request) else {
            return try await server.send(request)
        }
        // Adding the finalizer has made a new version; a server does both in one step.
        var options = try JSON.parse(request.body)
        options["preconditions", "resourceVersion"] = .null
        var deletion = request
        deletion.body = options.encoded()
        return try await server.send(deletion)
    }

    private func answer(_ document: JSON) -> APIResponse {
        APIResponse(status: 200, headers: [("Content-Type", "application/json")], body: document.encoded())
    }

    private func discovery(isCore: Bool) -> JSON {
        let types = Self.types.filter { $0.group.isEmpty == isCore }
        let resources = types.map { type -> JSON in
            [
                "resource": .string(type.plural),
                "responseKind": ["group": .string(type.group), "version": .string(type.version), "kind": .string(type.kind)],
                "scope": "Namespaced", "verbs": Self.verbs,
            ]
        }
        let group: JSON = [
            "metadata": ["name": isCore ? "" : "apps"], "versions": [["version": "v1", "resources": .array(resources)]],
        ]
        return ["kind": "APIGroupDiscoveryList", "items": [group]]
    }

    private func addFinalizer(_ request: APIRequest) async throws -> Bool {
        let policy = try JSON.parse(request.body)["propagationPolicy"].string
        guard let finalizer = ["Foreground": "foregroundDeletion", "Orphan": "orphan"][policy ?? ""] else { return false }
        let object = try await JSON.parse(server.send(APIRequest(path: request.path)).body)
        let finalizers = object["metadata", "finalizers"].strings
        if finalizers.contains(finalizer) { return false }
        let patch: JSON = ["metadata": ["finalizers": JSON(finalizers + [finalizer])]]
        _ = try await server.send(
            APIRequest(method: "PATCH", path: request.path, contentType: "application/merge-patch+json", body: patch.encoded()))
        return true
    }
}
