import Document
import Resources

@testable import APIServer

/// Runs one plugin as the chain would.
enum Admit {
    static func request(
        _ operation: AdmissionRequest.Operation, _ type: ResourceType, namespace: String = "a", name: String = "", subresource: String = "",
        user: UserInfo = UserInfo(name: "joe"), old: JSON = .null, dryRun: Bool = false
    ) -> AdmissionRequest {
        AdmissionRequest(
            operation: operation, type: type, subresource: subresource, namespace: namespace, name: name, user: user, dryRun: dryRun,
            oldObject: old)
    }

    /// The object after both phases.
    static func run(_ plugin: any AdmissionPlugin, _ object: JSON, _ request: AdmissionRequest) async throws(APIError) -> JSON {
        let chain = AdmissionChain([plugin])
        var object = object
        try await chain.mutate(&object, request)
        try await chain.validate(object, request)
        return object
    }

    /// The refusal's message; nil when the object was admitted.
    static func refusal(_ plugin: any AdmissionPlugin, _ object: JSON, _ request: AdmissionRequest) async -> String? {
        do {
            _ = try await run(plugin, object, request)
            return nil
        } catch { return error.message }
    }

    static func pod(_ name: String = "web", containers: JSON = [["name": "c"]]) -> JSON {
        named(name, namespace: "a").with(["kind": "Pod", "spec": ["containers": containers]])
    }
}
