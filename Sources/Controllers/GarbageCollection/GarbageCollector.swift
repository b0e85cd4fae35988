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
    /// Kinds whose first list has not arrived yet.
    private let unlisted = Mutex(Unlisted())
    private static let listingRecheck: Duration = .milliseconds(100)

    private struct Unlisted {
        var isDiscovered = false
        var types: Set<ResourceType> = []
    }

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
        let watched = WatchedTypes()
        let (stream, wake) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        watchDefinitions(&group, wake)
        var wakes = stream.makeAsyncIterator()
        repeat {
            guard let entries = await discovered() else { return }
            for entry in entries where entry.verbs.isSuperset(of: ["list", "watch", "delete"]) && entry.type.plural != "events" {
                types.withLock { $0[Self.kindKey(entry.type.group, entry.type.kind)] = entry.type }
                guard !entry.isAlias, watched.insert(entry.type) else { continue }
                unlisted.withLock { _ = $0.types.insert(entry.type) }
                let watcher = RecordWatcher(
                    client: context.client, type: entry.type, logger: context.logger, listed: { [self] in noteListed(entry.type) },
                    handle: { [self] in note($0, entry.type) })
                group.addTask { [self] in
                    await watcher.run()
                    // A definition has gone, and its kind with it; should it have come back meanwhile, it is followed anew.
                    unlisted.withLock { _ = $0.types.remove(entry.type) }
                    watched.remove(entry.type)
                    wake.yield()
                }
            }
            unlisted.withLock { $0.isDiscovered = true }
        } while await wakes.next() != nil
    }

    /// Asks until there is an answer; nil when cancelled.
    private func discovered() async -> [ResourceDiscovery.Entry]? {
        while !Task.isCancelled {
            if let entries = try? await discovery.all(), !entries.isEmpty { return entries }
            try? await Task.sleep(for: .seconds(1))
        }
        return nil
    }

    /// Wakes the search for kinds whenever a CustomResourceDefinition changes.
    private func watchDefinitions(_ group: inout DiscardingTaskGroup, _ wake: AsyncStream<Void>.Continuation) {
        let watcher = RecordWatcher(
            client: context.client, type: .customResourceDefinitions, logger: context.logger, listed: {}, handle: { _ in wake.yield() })
        group.addTask {
            await watcher.run()
            wake.finish()
        }
    }

    private static func kindKey(_ group: String, _ kind: String) -> String { "\(group)/\(kind)" }

    private func noteListed(_ type: ResourceType) {
        let isFirst = unlisted.withLock { $0.types.remove(type) != nil }
        if !isFirst { queue.add(graph.withLock { $0.touched(by: type) }) }
    }

    private func note(_ event: WatchEvent, _ type: ResourceType) {
        guard let record = event.record else { return }
        if case .deleted = event { return queue.add(graph.withLock { $0.remove(uid: record.uid) }) }
        guard MetadataMarkers.concernCollector(record) || graph.withLock({ $0.knows(record.uid) }),
            let document = try? record.document()
        else { return }
        queue.add(graph.withLock { $0.update(OwnerGraph.Object(type: type, document)) })
    }

    private func reconcile(_ uid: String) async throws -> Requeue {
        guard let seen = graph.withLock({ $0.objects[uid] }) else { return .done }
        // The newest version decides: it may have been adopted or released since.
        guard let object = try await latest(seen) else {
            queue.add(graph.withLock { $0.remove(uid: uid) })
            return .done
        }
        if object.orphansDependents || object.waitsForDependents {
            // Dependents that have not been listed yet would be missed.
            guard unlisted.withLock({ $0.isDiscovered && $0.types.isEmpty }) else { return .after(Self.listingRecheck) }
            return object.orphansDependents ? try await orphan(object) : try await deleteDependents(object)
        }
        guard !object.isBeingDeleted else { return .done }
        var states: [String: CollectionVerdict.OwnerState] = [:]
        for owner in object.owners { states[owner.uid] = try await state(of: owner, for: object) }
        let hasDependents = graph.withLock { !$0.dependents(of: uid).isEmpty }
        switch CollectionVerdict.decide(object, owners: states, hasDependents: hasDependents) {
        case .keep: break
        case .dropOwners(let gone): try await drop(gone, from: object)
        case .delete(let foreground):
            return try await delete(
                object, foreground ? .foreground : object.finalizers.contains(OwnerGraph.orphanFinalizer) ? .orphan : .background)
        }
        return .done
    }

    private func latest(_ object: OwnerGraph.Object) async throws -> OwnerGraph.Object? {
        do {
            let document = try await context.client.getDocument(object.type, namespace: object.key.namespace, name: object.key.name)
            return document["metadata", "uid"].string == object.uid ? OwnerGraph.Object(type: object.type, document) : nil
        } catch let error as APIError where error.isNotFound {
            return nil
        }
    }

    /// An owner counts as absent when nothing of its name is there, or only something with another uid.
    private func state(of owner: OwnerReference, for object: OwnerGraph.Object) async throws -> CollectionVerdict.OwnerState {
        let group = owner.apiVersion.contains("/") ? String(owner.apiVersion.prefix { $0 != "/" }) : ""
        guard let type = types.withLock({ $0[Self.kindKey(group, owner.kind)] }) else { return .present }  // an unknown kind proves nothing
        graph.withLock { $0.verify(owner.uid) }
        do {
            let found = try await context.client.getDocument(type, namespace: type.namespaced ? object.key.namespace : "", name: owner.name)
            if found["metadata", "uid"].string == owner.uid {
                return OwnerGraph.Object(type: type, found).waitsForDependents ? .waiting : .present
            }
        } catch let error as APIError where error.isNotFound {
        } catch {
            graph.withLock { $0.doubt(owner.uid) }
            throw error
        }
        graph.withLock { $0.doubt(owner.uid) }
        return .absent
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

    private func delete(_ object: OwnerGraph.Object, _ propagation: DeleteOptions.Propagation) async throws -> Requeue {
        do {
            // Just this version: a new owner may have adopted it a moment ago.
            try await context.client.delete(
                object.type, namespace: object.key.namespace, name: object.key.name,
                options: DeleteOptions(propagation: propagation, uid: object.uid, resourceVersion: object.resourceVersion))
        } catch let error as APIError where error.isNotFound {
            return .done
        } catch let error as APIError where error.isConflict {
            return .retry
        }
        return .done
    }
}

/// The kinds that are followed at the moment.
private final class WatchedTypes: Sendable {
    private let types = Mutex<Set<ResourceType>>([])

    func insert(_ type: ResourceType) -> Bool { types.withLock { $0.insert(type).inserted } }
    func remove(_ type: ResourceType) { types.withLock { _ = $0.remove(type) } }
}
