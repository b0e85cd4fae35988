internal import Client
internal import Document
internal import Resources

/// `apply --prune`: deletes what was applied before, is matched by the selector, and is in no file any more.
struct ApplyPruner: Sendable {
    /// What is pruned when no kinds are named: those that manifests of applications hold (upstream's list).
    private static let usual = [
        "core/v1/Namespace", "core/v1/PersistentVolume", "core/v1/ConfigMap", "core/v1/Endpoints", "core/v1/PersistentVolumeClaim",
        "core/v1/Pod", "core/v1/ReplicationController", "core/v1/Secret", "core/v1/Service", "batch/v1/Job", "batch/v1/CronJob",
        "networking.k8s.io/v1/Ingress", "apps/v1/DaemonSet", "apps/v1/Deployment", "apps/v1/ReplicaSet", "apps/v1/StatefulSet",
    ]

    private let invocation: Invocation
    private let options: WriteOptions
    private let resources: [ServedResource]

    init(_ invocation: Invocation, _ options: WriteOptions) async throws {
        self.invocation = invocation
        self.options = options
        let named = invocation.flags.list("prune-allowlist")
        let discovery = try invocation.session.discovery()
        var resources: [ServedResource] = []
        for entry in named.isEmpty ? Self.usual : named {
            let parts = entry.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3 else {
                throw Failure("invalid GroupVersionKind format: \(entry), please follow <group/version/kind>")
            }
            let kind = GroupVersionKind(group: parts[0] == "core" ? "" : parts[0], version: parts[1], kind: parts[2])
            guard let resource = try await discovery.resource(apiVersion: kind.apiVersion, kind: kind.kind) else {
                throw Failure("no matches for kind \(kind.kind.goQuoted) in version \(kind.apiVersion.goQuoted)")
            }
            // With a namespace named, what belongs to the whole cluster is left alone unless it is named as well.
            if named.isEmpty, !resource.type.namespaced, invocation.flags.given("namespace") != nil { continue }
            resources.append(resource)
        }
        self.resources = resources
    }

    /// - Parameter applied: the objects that files hold, as the server has them.
    func prune(besides applied: [JSON], _ printer: ResultPrinter) async throws {
        let kept = Set(applied.compactMap { $0["metadata"]["uid"].string })
        let namespaces = Set(applied.compactMap { $0["metadata"]["namespace"].string }.filter { !$0.isEmpty }).sorted()
        for resource in resources {
            for namespace in resource.type.namespaced ? namespaces : [""] {
                for object in try await list(resource, namespace) where isPruned(object, kept) {
                    try await delete(object, resource)
                    try printer.tell(object, "pruned")
                }
            }
        }
    }

    private func list(_ resource: ServedResource, _ namespace: String) async throws -> [JSON] {
        let selector = invocation.flags.string("selector")
        let list = try await invocation.session.client().document(
            "GET", resource.type.path(namespace: namespace), query: selector.isEmpty ? [] : [("labelSelector", selector)])
        return (list["items"].array ?? []).map { item in
            var object = item
            object["kind"] = .string(resource.type.kind)
            object["apiVersion"] = .string(resource.type.apiVersion)
            return object
        }
    }

    /// Objects that were made in another way are nobody's to prune.
    private func isPruned(_ object: JSON, _ kept: Set<String>) -> Bool {
        LastApplied.text(of: object) != nil && !kept.contains(object["metadata"]["uid"].string ?? "")
    }

    private func delete(_ object: JSON, _ resource: ServedResource) async throws {
        if options.dryRun == .client { return }
        let metadata = object["metadata"]
        let info = ObjectInfo(resource: resource, namespace: metadata["namespace"].string ?? "", name: metadata["name"].string ?? "")
        let grace = invocation.flags.int("grace-period")
        let how = DeleteOptions(gracePeriodSeconds: grace >= 0 ? grace : nil, propagation: try Deletion.cascade(invocation))
        do {
            _ = try await invocation.session.client().delete(info, how, dryRun: options.dryRun)
        } catch let error as APIError where error.isNotFound {}
    }
}
