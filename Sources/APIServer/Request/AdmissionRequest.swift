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
    func mutate(_ object: inout JSON, _ request: AdmissionRequest) throws(APIError)
    func validate(_ object: JSON, _ request: AdmissionRequest) throws(APIError)
    /// Asked when `mutate` has refused, and changed nothing: waits, for a bounded time, until what it needs has come, after which it is
    /// called once more. Nil when nothing is about to come.
    func missing(_ object: JSON, _ request: AdmissionRequest) -> (@Sendable () async -> Void)?
}

extension AdmissionPlugin {
    package func missing(_ object: JSON, _ request: AdmissionRequest) -> (@Sendable () async -> Void)? { nil }
    package func mutate(_ object: inout JSON, _ request: AdmissionRequest) throws(APIError) {}
    package func validate(_ object: JSON, _ request: AdmissionRequest) throws(APIError) {}
}

/// A plugin that asks outside of the server, and therefore waits. What it changes, the plugins before it have to see.
package protocol OutsidePlugin: AdmissionPlugin {
    /// Whether anybody may have to be asked about such requests, told without waiting.
    func asks(_ request: AdmissionRequest) -> Bool
    /// - Returns: what each of those that were asked left behind, in their order; nil when nothing was changed.
    func change(_ object: inout JSON, _ request: AdmissionRequest) async throws(APIError) -> [String: JSON]?
    /// Called once, after the plugins before have run again.
    /// - Parameter left: what `change` returned.
    func changeAgain(_ object: inout JSON, _ request: AdmissionRequest, after left: [String: JSON]) async throws(APIError)
    /// `validate`, by others.
    func judge(_ object: JSON, _ request: AdmissionRequest) async throws(APIError)
}

extension OutsidePlugin {
    package func change(_ object: inout JSON, _ request: AdmissionRequest) async throws(APIError) -> [String: JSON]? { nil }
    package func changeAgain(_ object: inout JSON, _ request: AdmissionRequest, after left: [String: JSON]) async throws(APIError) {}
    package func judge(_ object: JSON, _ request: AdmissionRequest) async throws(APIError) {}
}
