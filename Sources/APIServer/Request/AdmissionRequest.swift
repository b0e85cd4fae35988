package import Document
package import Resources

/// What a write is about to do, for admission plugins (upstream: `admission.Attributes`).
package struct AdmissionRequest: Sendable {
    package enum Operation: String, Sendable { case create = "CREATE", update = "UPDATE", delete = "DELETE", connect = "CONNECT" }

    package var operation: Operation
    /// The served resource, such as apps/v1 deployments.
    package var type: ResourceType
    package var subresource: String
    /// Empty for cluster-scoped resources.
    package var namespace: String
    /// Empty while a name has yet to be generated.
    package var name: String
    package var user: UserInfo
    package var dryRun: Bool
    /// The object before the write; null for create and connect.
    package var oldObject: JSON
    package var warnings: Warnings

    package init(
        operation: Operation, type: ResourceType, subresource: String = "", namespace: String = "", name: String = "", user: UserInfo,
        dryRun: Bool = false, oldObject: JSON = .null, warnings: Warnings = Warnings()
    ) {
        self.operation = operation
        self.type = type
        self.subresource = subresource
        self.namespace = namespace
        self.name = name
        self.user = user
        self.dryRun = dryRun
        self.oldObject = oldObject
        self.warnings = warnings
    }
}

/// A rule that may change or refuse a write. Plugins run in the order they are registered: first every `mutate`, then,
/// when the object is complete and valid, every `validate`.
package protocol AdmissionPlugin: Sendable {
    /// Upstream's name of the plugin, such as "NamespaceLifecycle".
    var name: String { get }
    /// Decided once a request, before anything is parsed for admission's sake.
    func handles(_ operation: AdmissionRequest.Operation, _ type: ResourceType, subresource: String) -> Bool
    /// Changes the object that will be stored; for delete and connect `object` is null and stays so.
    func mutate(_ object: inout JSON, _ request: AdmissionRequest) async throws(APIError)
    func validate(_ object: JSON, _ request: AdmissionRequest) async throws(APIError)
}

extension AdmissionPlugin {
    package func mutate(_ object: inout JSON, _ request: AdmissionRequest) async throws(APIError) {}
    package func validate(_ object: JSON, _ request: AdmissionRequest) async throws(APIError) {}
}

/// The admission plugins of a server, in order.
package struct AdmissionChain: Sendable {
    package let plugins: [any AdmissionPlugin]

    package init(_ plugins: [any AdmissionPlugin] = []) { self.plugins = plugins }

    func mutate(_ object: inout JSON, _ request: AdmissionRequest) async throws(APIError) {
        for plugin in plugins where plugin.handles(request.operation, request.type, subresource: request.subresource) {
            try await plugin.mutate(&object, request)
        }
    }

    func validate(_ object: JSON, _ request: AdmissionRequest) async throws(APIError) {
        for plugin in plugins where plugin.handles(request.operation, request.type, subresource: request.subresource) {
            try await plugin.validate(object, request)
        }
    }
}
