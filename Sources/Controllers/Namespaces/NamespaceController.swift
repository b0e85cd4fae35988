internal import Client
internal import Document
internal import Logging
internal import Resources
internal import ServiceLifecycle

/// Empties namespaces that are being deleted and then lets them go: the finalizer `kubernetes` keeps them until nothing is left inside.
package final class NamespaceController: ServiceLifecycle.Service {
    static let finalizer = "kubernetes"
    /// How soon a namespace is looked at again whose objects end in their own time, such as pods with a grace period.
    static let recheck: Duration = .milliseconds(500)

    private let context: ControllerContext
    private let discovery: ResourceDiscovery
    private let namespaces: Informer<Namespace>
    private let queue = WorkQueue<String>()

    package init(_ context: ControllerContext) {
        self.context = context
        discovery = ResourceDiscovery(client: context.client)
        namespaces = context.informers.informer(Namespace.self)
        namespaces.onChange { [queue] in if !$0.isDeletion { queue.add($0.key.name) } }
    }

    package func run() async throws {
        try await ControllerRunner(
            name: "namespaces", queue: queue, workers: 8, waitFor: [namespaces], logger: context.logger,
            reconcile: { [self] in try await reconcile($0) }
        ).run()
    }

    private func reconcile(_ name: String) async throws -> Requeue {
        guard let namespace = namespaces.get(name: name), namespace.isBeingDeleted,
            namespace.json["spec", "finalizers"].strings.contains(Self.finalizer)
        else { return .done }
        let content = try await empty(name)
        if content.isEmpty {
            try await finalize(namespace)
            return .done
        }
        try await report(namespace, content)
        return content.failures.isEmpty ? .after(Self.recheck) : .retry
    }

    /// Asks for everything inside to be deleted; what is still there afterwards, and what went wrong.
    private func empty(_ namespace: String) async throws -> NamespaceContent {
        var content = NamespaceContent()
        let options = ListOptions(namespace: namespace)
        for entry in try await discovery.all()
        where entry.type.namespaced && !entry.isAlias && entry.verbs.isSuperset(of: ["list", "delete"]) {
            do {
                guard try await !context.client.list(entry.type, options).records.isEmpty else { continue }
                try await deleteAll(entry, namespace)
                content.add(entry.type, try await context.client.list(entry.type, options).records)
            } catch let error as APIError where error.isNotFound {
                continue  // a kind that has just gone takes its objects along
            } catch let error as APIError {
                content.failures.append(error.message)
            }
        }
        return content
    }

    private func deleteAll(_ entry: ResourceDiscovery.Entry, _ namespace: String) async throws {
        let options = DeleteOptions(propagation: .background)
        if entry.verbs.contains("deletecollection") {
            try await context.client.deleteCollection(entry.type, namespace: namespace, options: options)
            return
        }
        for record in try await context.client.list(entry.type, ListOptions(namespace: namespace)).records {
            do {
                try await context.client.delete(entry.type, namespace: namespace, name: record.key.name, options: options)
            } catch let error as APIError where error.isNotFound {
                continue
            }
        }
    }

    private func finalize(_ namespace: Namespace) async throws {
        var finalized = namespace
        let left = namespace.json["spec", "finalizers"].strings.filter { $0 != Self.finalizer }
        finalized.json["spec", "finalizers"] = JSON(left)
        do {
            try await context.client.update(finalized, subresource: "finalize")
        } catch let error as APIError where error.isNotFound {
            return
        }
    }

    private func report(_ namespace: Namespace, _ content: NamespaceContent) async throws {
        let before = (namespace.json["status", "conditions"].array ?? []).map { Condition($0) }
        var conditions = before
        let changes = content.conditions.map { conditions.set($0, now: context.now()) }
        guard changes.contains(true) else { return }
        var updated = namespace
        updated.json["status", "conditions"] = .array(conditions.map(\.json))
        do {
            try await context.client.updateStatus(updated)
        } catch let error as APIError where error.isNotFound || error.isConflict {
            return  // the next look decides on what is there then
        }
    }
}
