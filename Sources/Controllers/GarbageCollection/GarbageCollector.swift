internal import Client
internal import Document
internal import Logging
internal import Resources
internal import ServiceLifecycle
import Synchronization

/// Deletes objects whose owners have all gone, and carries out foreground deletion and orphaning.
package final class GarbageCollector: ServiceLifecycle.Service {
    private let context: ControllerContext
    private let discovery: ResourceDiscovery
    private let graph = Mutex(OwnerGraph())
    private let types = Mutex<[String: ResourceType]>([:])
    private let queue = WorkQueue<String>()
    private static let ownersMarker = Array("\"ownerReferences\"".utf8)
    private static let finalizersMarker = Array("\"finalizers\"".utf8)

    package init(_ context: ControllerContext) {
        self.context = context
        discovery = ResourceDiscovery(client: context.client)
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown { [self] in
            await withDiscardingTaskGroup { group in
                group.addTask { [self] in try? await runner.run() }
                await watchEverything(&group)
            }
        }
    }

    private var runner: ControllerRunner<String> {
        ControllerRunner(name: "garbage-collector", queue: queue, workers: 8, logger: context.logger) { [self] in try await reconcile($0) }
    }

    /// Watches every resource there is; kinds that custom resource definitions add are joined as they come.
    private func watchEverything(_ group: inout DiscardingTaskGroup) async {
        var watched: Set<ResourceType> = []
        var wakes = customResourceChanges(&group).makeAsyncIterator()
        repeat {
            guard let entries = try? await discovery.all() else {
                try? await Task.sleep(for: .seconds(1))
                continue
            }
            for entry in entries where entry.verbs.isSuperset(of: ["list", "watch", "delete"]) && entry.type.plural != "events" {
                types.withLock { $0[Self.kindKey(entry.type.group, entry.type.kind)] = entry.type }
                guard watched.insert(entry.type).inserted else { continue }
                let watcher = RecordWatcher(client: context.client, type: entry.type, logger: context.logger) { [self] in note($0, entry.type) }
                group.addTask { await watcher.run() }
            }
        } while await wakes.next() != nil
    }

    private func customResourceChanges(_ group: inout DiscardingTaskGroup) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let definitions = ResourceType(
            group: "apiextensions.k8s.io", version: "v1", plural: "customresourcedefinitions", kind: "CustomResourceDefinition", namespaced: false)
        let watcher = RecordWatcher(client: context.client, type: definitions, logger: context.logger) { _ in continuation.yield() }
        group.addTask {
            await watcher.run()
            continuation.finish()
        }
        return stream
    }

    private static func kindKey(_ group: String, _ kind: String) -> String { "\(group)/\(kind)" }

    private func note(_ event: WatchEvent, _ type: ResourceType) {
        guard let record = event.record else { return }
        let look: Set<String>
        if case .deleted = event {
            look = graph.withLock { $0.remove(uid: record.uid) }
        } else if record.bytes.contains(Self.ownersMarker) || record.bytes.contains(Self.finalizersMarker), let document = try? record.document() {
            look = graph.withLock { $0.update(OwnerGraph.Object(type: type, document)) }
        } else {
            return
        }
        queue.add(look)
    }

    private func reconcile(_ uid: String) async throws -> Requeue {
        guard let object = graph.withLock({ $0.objects[uid] }) else { return .done }
        if object.orphansDependents { return try await orphan(object) }
        if object.waitsForDependents { return try await deleteDependents(object) }
        var states: [String: CollectionVerdict.OwnerState] = [:]
        for owner in object.owners { states[owner.uid] = try await state(of: owner, for: object) }
        let hasDependents = graph.withLock { !$0.dependents(of: uid).isEmpty }
        switch CollectionVerdict.decide(object, owners: states, hasDependents: hasDependents) {
        case .keep: break
        case .dropOwners(let gone): try await drop(gone, from: object)
        case .delete(let foreground): try await delete(object, foreground ? .foreground : object.finalizers.contains(OwnerGraph.orphanFinalizer) ? .orphan : .background)
        }
        return .done
    }

    /// An owner counts as absent when nothing of its name is there, or only something with another uid.
    private func state(of owner: OwnerReference, for object: OwnerGraph.Object) async throws -> CollectionVerdict.OwnerState {
        let group = owner.apiVersion.contains("/") ? String(owner.apiVersion.prefix { $0 != "/" }) : ""
        guard let type = types.withLock({ $0[Self.kindKey(group, owner.kind)] }) else { return .present }  // an unknown kind proves nothing
        do {
            let found = try await context.client.getDocument(type, namespace: type.namespaced ? object.key.namespace : "", name: owner.name)
            guard found["metadata", "uid"].string == owner.uid else { return .absent }
            return OwnerGraph.Object(type: type, found).waitsForDependents ? .waiting : .present
        } catch let error as APIError where error.isNotFound {
            return .absent
        }
    }

    private func deleteDependents(_ object: OwnerGraph.Object) async throws -> Requeue {
        let (dependents, blockers) = graph.withLock { ($0.dependents(of: object.uid), $0.blockers(of: object.uid)) }
        queue.add(dependents.filter { !$0.isBeingDeleted }.map(\.uid))
        if blockers.isEmpty { try await removeFinalizer(OwnerGraph.foregroundFinalizer, from: object) }
        return .done
    }

    private func orphan(_ object: OwnerGraph.Object) async throws -> Requeue {
        for dependent in graph.withLock({ $0.dependents(of: object.uid) }) { try await drop([object.uid], from: dependent) }
        try await removeFinalizer(OwnerGraph.orphanFinalizer, from: object)
        return .done
    }

    private func drop(_ owners: [String], from object: OwnerGraph.Object) async throws {
        try await change(object) { document in
            let left = (document["metadata", "ownerReferences"].array ?? []).filter { !owners.contains($0["uid"].string ?? "") }
            document["metadata", "ownerReferences"] = left.isEmpty ? .null : .array(left)
        }
    }

    private func removeFinalizer(_ finalizer: String, from object: OwnerGraph.Object) async throws {
        try await change(object) { document in
            let left = document["metadata", "finalizers"].strings.filter { $0 != finalizer }
            document["metadata", "finalizers"] = left.isEmpty ? .null : JSON(left)
        }
    }

    /// Reads, changes and writes an object; what has changed in the meantime is tried again by the queue.
    private func change(_ object: OwnerGraph.Object, _ body: (inout JSON) -> Void) async throws {
        do {
            var document = try await context.client.getDocument(object.type, namespace: object.key.namespace, name: object.key.name)
            guard document["metadata", "uid"].string == object.uid else { return }
            let before = document
            body(&document)
            if document == before { return }
            try await context.client.updateDocument(document, object.type, namespace: object.key.namespace, name: object.key.name)
        } catch let error as APIError where error.isNotFound {
            return
        }
    }

    private func delete(_ object: OwnerGraph.Object, _ propagation: DeleteOptions.Propagation) async throws {
        do {
            try await context.client.delete(
                object.type, namespace: object.key.namespace, name: object.key.name, options: DeleteOptions(propagation: propagation, uid: object.uid))
        } catch let error as APIError where error.isNotFound || error.isConflict {
            return
        }
    }
}
