internal import Client
internal import Logging
package import Resources
internal import ServiceLifecycle

/// Deletes the objects of a kind whose time is over.
package final class ExpiryController<Object: Resource>: ServiceLifecycle.Service {
    private let name: String
    private let context: ControllerContext
    private let objects: Informer<Object>
    private let propagation: DeleteOptions.Propagation
    private let expiry: @Sendable (Object) -> Timestamp?
    private let queue = WorkQueue<ObjectKey>()

    /// - Parameters:
    ///   - isCandidate: whether an object of this name is worth a look.
    ///   - expiry: when an object is to go; nil for those that stay.
    init(
        _ name: String, _ context: ControllerContext, propagation: DeleteOptions.Propagation,
        isCandidate: @escaping @Sendable (ObjectKey) -> Bool = { _ in true }, expiry: @escaping @Sendable (Object) -> Timestamp?
    ) {
        self.name = name
        self.context = context
        self.propagation = propagation
        self.expiry = expiry
        objects = context.informers.informer(Object.self)
        objects.onChange { [queue] in if !$0.isDeletion, isCandidate($0.key) { queue.add($0.key) } }
    }

    package func run() async throws {
        try await ControllerRunner(
            name: name, queue: queue, workers: 2, waitFor: [objects], logger: context.logger,
            reconcile: { [self] in try await reconcile($0) }
        ).run()
    }

    private func reconcile(_ key: ObjectKey) async throws -> Requeue {
        guard let known = objects.get(key), !known.isBeingDeleted, let end = expiry(known) else { return .done }
        if end > context.now() { return .after(end - context.now()) }
        // Its time may have been prolonged a moment ago.
        guard let fresh = try await context.client.find(Object.self, namespace: key.namespace, name: key.name), fresh.uid == known.uid,
            !fresh.isBeingDeleted, let end = expiry(fresh)
        else { return .done }
        if end > context.now() { return .after(end - context.now()) }
        _ = try await context.client.deleteExactly(Object.type, key, uid: fresh.uid, propagation: propagation)
        return .done
    }
}
