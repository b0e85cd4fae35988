internal import Document
internal import Logging
internal import Resources
internal import Schema
internal import Synchronization

/// Serves the kinds of CustomResourceDefinitions: follows the definitions, settles their names, keeps discovery and OpenAPI current, and
/// empties a kind whose definition is deleted.
///
/// A kind is served before its definition says `Established`, so whoever waits for that word can use it.
package final class CustomResources: Sendable {
    private let registry: ResourceRegistry
    private let writer: ObjectWriter
    /// Removes objects of kinds that are going; nobody is asked.
    private let cleaner: ObjectWriter
    private let discovery: DiscoveryCache
    private let openAPI: OpenAPIService
    private let version: String
    private let caller: WebhookCaller
    private let logger: Mutex<Logger>
    /// Names of definitions that have changed; the first changes wait here until `run`.
    private let changes: AsyncStream<String>
    private let noteChange: AsyncStream<String>.Continuation
    /// Definitions whose objects are being removed.
    private let cleaning = Mutex<Set<String>>([])

    private static let user = UserInfo(name: "system:apiserver", groups: [UserInfo.Group.masters, UserInfo.Group.authenticated])
    /// Times that a definition is tried again before its next change.
    private static let attempts = 5
    /// How soon it is looked again whether objects with finalizers have gone, and the longest wait.
    private static let firstRecheck: Duration = .milliseconds(50)
    private static let longestRecheck: Duration = .seconds(2)

    init(_ registry: ResourceRegistry, writer: ObjectWriter, discovery: DiscoveryCache, openAPI: OpenAPIService, version: String) {
        self.registry = registry
        self.writer = writer
        cleaner = ObjectWriter(admission: AdmissionChain(), hooks: [], environment: writer.environment)
        self.discovery = discovery
        self.openAPI = openAPI
        self.version = version
        caller = WebhookCaller(registry: registry)
        logger = Mutex(Logger(label: "custom-resources"))
        (changes, noteChange) = AsyncStream.makeStream()
        let noteChange = noteChange
        _ = registry.store(.customResourceDefinitions)?.cache.observe { events in
            for event in events { if let key = event.key { noteChange.yield(key.name) } }
        }
        // An APIService of a custom kind that somebody deletes is made again.
        _ = registry.store(.apiServices)?.cache.observe { events in
            if events.contains(where: { $0.record == nil && $0.previous.map(OwnAPIServices.isForCustom) == true }) { noteChange.yield("") }
        }
    }

    private var definitions: ResourceStore? { registry.store(.customResourceDefinitions) }
    private var now: Timestamp { writer.environment.now().wholeSeconds }

    /// Serves what was established before the server started; before anybody is answered.
    func restore(logger: Logger) async throws {
        self.logger.withLock { $0 = logger }
        for record in definitions?.cache.snapshot().records.all ?? [] {
            let definition = try record.document()
            guard DefinitionPlan.isEstablished(definition["status"]) else { continue }
            try await install(definition)
        }
        publish()
    }

    /// Follows the definitions until cancelled.
    package func run() async {
        await withDiscardingTaskGroup { group in
            for await name in changes {
                // What happened to a definition may free or take names for the others of its group.
                for other in affected(by: name) { await settle(other) }
                await keepAPIServices()
                for kind in registry.customKinds where kind.isTerminating {
                    guard cleaning.withLock({ $0.insert(kind.name).inserted }) else { continue }
                    group.addTask { [self] in
                        await clean(kind)
                        cleaning.withLock { _ = $0.remove(kind.name) }
                    }
                }
            }
            group.cancelAll()
        }
    }

    /// The definition itself, and those of its group that wait for names.
    private func affected(by name: String) -> [String] {
        let waiting = definitions(besides: name).filter { record in
            !(record.part("status", "conditions").array ?? []).map { Condition($0) }.isTrue("NamesAccepted")
        }
        return [name] + waiting.map(\.key.name)
    }

    /// The other definitions of a definition's group, which is what its name ends with.
    private func definitions(besides name: String) -> [ObjectRecord] {
        let group = Self.group(of: name)
        return (definitions?.cache.snapshot().records.all ?? []).filter { $0.key.name != name && Self.group(of: $0.key.name) == group }
    }

    private static func group(of name: String) -> Substring { name.firstIndex(of: ".").map { name[$0...] } ?? "" }

    // MARK: One definition

    private func settle(_ name: String) async {
        for attempt in 1...Self.attempts {
            do {
                return try await trySettle(name)
            } catch {
                logger.withLock { $0 }.warning(
                    "a custom resource definition could not be served", metadata: ["name": .string(name), "error": "\(error)"])
                guard (try? await Task.sleep(for: .milliseconds(20 * attempt))) != nil else { return }
            }
        }
    }

    private func trySettle(_ name: String) async throws {
        let known = registry.custom(name)
        guard let record = definitions?[ObjectKey(name: name)] else {
            if known != nil {
                registry.remove(custom: name)
                publish()
            }
            return
        }
        var definition = try record.document()
        if let known, known.uid != record.uid { registry.remove(custom: name) }
        let status = DefinitionPlan.status(of: definition, others: others(of: definition), now: now)
        let isNews = status != definition["status"]
        definition["status"] = status
        if DefinitionPlan.isEstablished(status), registry.custom(name)?.essence != CustomKind.essence(definition) {
            try await install(definition)
            publish()
        }
        if isNews { try await write(name) }
    }

    /// What else has names in the definition's group.
    private func others(of definition: JSON) -> [JSON] {
        let others = definitions(besides: definition["metadata"]["name"].string ?? "").map { record -> JSON in
            ["status": ["acceptedNames": record.part("status", "acceptedNames")]]
        }
        return others + builtIn(definition["spec"]["group"].string ?? "")
    }

    /// Names that a group of this server has of its own, as if definitions had them.
    private func builtIn(_ group: String) -> [JSON] {
        registry.catalogue.resources.filter { $0.type.group == group }.map { info in
            let names: JSON = [
                "plural": .string(info.type.plural), "singular": .string(info.singular), "shortNames": JSON(info.shortNames),
                "kind": .string(info.type.kind), "listKind": .string(info.listKind),
            ]
            return ["status": ["acceptedNames": names]]
        }
    }

    private func install(_ definition: JSON) async throws {
        let name = definition["metadata"]["name"].string ?? ""
        let old = registry.custom(name)
        let made = CustomKind(
            definition, replacing: old, storage: registry.storage, caller: caller, environment: writer.environment)
        guard let kind = made else { return }
        try await registry.install(kind)
        // What objects look like has changed: who follows them begins anew.
        old?.base.cache.endWatches()
        do {
            kind.base.cache.replace(try await kind.reindexed())
        } catch {
            logger.withLock { $0 }.warning(
                "selectable fields of stored objects are not known", metadata: ["name": .string(name), "error": "\(error)"])
        }
    }

    /// Writes the status that the definition should have, decided anew on what is stored.
    private func write(_ name: String) async throws {
        guard let store = definitions else { return }
        var context = WriteContext(user: Self.user, subresource: "status")
        context.isDirect = true
        do throws(APIError) {
            _ = try await writer.update(ObjectKey(name: name), in: store, context) { [self] (_, old) async throws(APIError) in
                var changed = old
                changed["status"] = DefinitionPlan.status(of: old, others: others(of: old), now: now)
                return changed
            }
        } catch {
            if !error.isNotFound { throw error }
        }
    }

    /// Tells clients what is served now.
    private func publish() {
        let kinds = registry.customKinds
        discovery.update(
            resources: registry.catalogue.resources + kinds.flatMap { $0.versions.filter(\.isServed).map(\.info) })
        openAPI.update(OpenAPIDocuments(catalogue: registry.catalogue, custom: kinds.flatMap(\.described), version: version))
    }

    /// Makes the APIServices of the versions that are served, and takes away those of versions that are not. One that leads to another
    /// server stays as it is.
    private func keepAPIServices() async {
        guard let store = registry.store(.apiServices) else { return }
        let own = Set(registry.catalogue.resources.map(\.groupVersion))
        let wanted = Set(registry.customKinds.flatMap { $0.versions.filter(\.isServed).map(\.info.groupVersion) }).subtracting(own)
        let names = Set((wanted.union(own)).map(OwnAPIServices.name))
        let gone = store.cache.snapshot().records.all.filter { OwnAPIServices.isForCustom($0) && !names.contains($0.key.name) }
        do throws(APIError) {
            for version in wanted where store[ObjectKey(name: OwnAPIServices.name(version))] == nil {
                _ = try await cleaner.create(OwnAPIServices.custom(version), in: store, namespace: "", WriteContext(user: Self.user))
            }
            for record in gone {
                _ = try await cleaner.delete(record.key, in: store, DeletionOptions(), WriteContext(user: Self.user))
            }
        } catch {
            // Another server was quicker, or the next change of a definition has it tried again.
            let level: Logger.Level = error.isAlreadyExists || error.isNotFound ? .debug : .warning
            logger.withLock { $0 }.log(
                level: level, "an APIService of a custom kind is not as it should be", metadata: ["error": "\(error)"])
        }
    }

    // MARK: Deletion

    /// Removes every object of a kind, and then lets its definition go.
    private func clean(_ kind: CustomKind) async {
        var wait = Self.firstRecheck
        while !Task.isCancelled {
            do {
                guard let definition = try definitions?[ObjectKey(name: kind.name)]?.document(),
                    definition["metadata"]["finalizers"].strings.contains(DeletionPlan.customResourceFinalizer)
                else { return }
                try await note(
                    kind.name, .isTrue, "InstanceDeletionInProgress", "CustomResource deletion is in progress", isDone: false)
                try await removeObjects(kind)
                if kind.base.cache.count == 0 {
                    return try await note(kind.name, .isFalse, "InstanceDeletionCompleted", "removed all instances", isDone: true)
                }
            } catch {
                logger.withLock { $0 }.warning(
                    "objects of a custom resource could not be removed", metadata: ["name": .string(kind.name), "error": "\(error)"])
            }
            guard (try? await Task.sleep(for: wait)) != nil else { return }
            wait = min(wait * 2, Self.longestRecheck)
        }
    }

    private func removeObjects(_ kind: CustomKind) async throws {
        let store = kind.base
        for record in store.cache.snapshot().records.all {
            do throws(APIError) {
                _ = try await cleaner.delete(record.key, in: store, DeletionOptions(), WriteContext(user: Self.user))
            } catch {
                if !error.isNotFound { throw error }
            }
        }
    }

    /// Says how far the removal is; `isDone` lets the definition go.
    private func note(_ name: String, _ status: Condition.Status, _ reason: String, _ message: String, isDone: Bool) async throws {
        guard let store = definitions else { return }
        var context = WriteContext(user: Self.user)
        context.isDirect = true
        let condition = Condition(type: "Terminating", status: status, reason: reason, message: message)
        do throws(APIError) {
            _ = try await writer.update(ObjectKey(name: name), in: store, context) { [self] (_, old) async throws(APIError) in
                var changed = old
                var conditions = (old["status"]["conditions"].array ?? []).map { Condition($0) }
                conditions.set(condition, now: now)
                changed["status"]["conditions"] = .array(conditions.map(\.json))
                if isDone {
                    let left = old["metadata"]["finalizers"].strings.filter { $0 != DeletionPlan.customResourceFinalizer }
                    changed["metadata"]["finalizers"] = left.isEmpty ? .null : JSON(left)
                }
                return changed
            }
        } catch {
            if !error.isNotFound { throw error }
        }
    }
}
