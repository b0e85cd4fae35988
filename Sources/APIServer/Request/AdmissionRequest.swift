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
    /// The version the client speaks, where that is another than the stored one.
    package var requestedVersion: (group: String, version: String)?

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
    /// The same for all requests of the kind: it is asked once.
    func handles(_ operation: AdmissionRequest.Operation, _ type: ResourceType, subresource: String) -> Bool
    /// Changes the object that will be stored; for delete and connect `object` is null and stays so.
    func mutate(_ object: inout JSON, _ request: AdmissionRequest) async throws(APIError)
    func validate(_ object: JSON, _ request: AdmissionRequest) async throws(APIError)
    /// This plugin if its changes come from outside; nil for all others. Asked on every write, so no cast.
    var outside: (any ReinvokingPlugin)? { get }
}

extension AdmissionPlugin {
    package var outside: (any ReinvokingPlugin)? { nil }
    package func mutate(_ object: inout JSON, _ request: AdmissionRequest) async throws(APIError) {}
    package func validate(_ object: JSON, _ request: AdmissionRequest) async throws(APIError) {}
}

/// A plugin whose changes come from outside the server, so that the plugins before it have to see them.
package protocol ReinvokingPlugin: AdmissionPlugin {
    /// - Returns: what each of those that were asked left behind, in their order; nil when nothing was changed.
    func change(_ object: inout JSON, _ request: AdmissionRequest) async throws(APIError) -> [String: JSON]?
    /// Called once, after the plugins before have run again.
    /// - Parameter left: what `change` returned.
    func changeAgain(_ object: inout JSON, _ request: AdmissionRequest, after left: [String: JSON]) async throws(APIError)
}

extension ReinvokingPlugin {
    package var outside: (any ReinvokingPlugin)? { self }
}
