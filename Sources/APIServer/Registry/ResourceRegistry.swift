internal import Kinds
package import Logging
package import Resources
package import Schema
package import Storage
internal import Synchronization

/// All resources of a server: which are served, and the stores behind them.
package final class ResourceRegistry: Sendable {
    private struct Path: Hashable {
        var group: String
        var version: String
        var plural: String

        init(group: String, version: String, plural: String) {
            self.group = group
            self.version = version
            self.plural = plural
        }

        init(_ type: ResourceType) { self.init(group: type.group, version: type.version, plural: type.plural) }
    }

    private struct Tables {
        var served: [Path: ServedResource] = [:]
        /// Resources that are asked rather than stored, such as TokenReview.
        var virtual: [Path: ResourceInfo] = [:]
        var stores: [QualifiedName: ResourceStore] = [:]
        /// The kinds of CustomResourceDefinitions that are served, by the definition's name.
        var custom: [String: CustomKind] = [:]
        var feed: StorageFeed?

        /// Built-in kinds are never taken out, whatever a definition calls itself.
        mutating func removeServed(_ path: Path) { if served[path]?.custom != nil { served[path] = nil } }
    }

    package let catalogue: Catalogue
    private let tables: Mutex<Tables>
    let storage: any Storage
    package let freshness: Freshness

    package init(catalogue: Catalogue = .builtin, storage: any Storage) {
        self.catalogue = catalogue
        self.storage = storage
        freshness = Freshness(storage)
        let fresh = FreshRecords()
        var tables = Tables()
        for info in catalogue.resources.sorted(by: { Self.isPreferred($0.type, over: $1.type) }) {
            let path = Path(info.type)
            guard info.verbs.contains("watch"), let schema = catalogue.type(of: info.type) else {
                tables.virtual[path] = info
                continue
            }
            let home = Self.home(of: info.type)
            let store =
                tables.stores[home]
                ?? ResourceStore(
                    type: info.type, rules: KindRegistry.rules(for: info.type.groupVersionKind), storage: storage, fresh: fresh)
            tables.stores[home] = store
            tables.served[path] = ServedResource(
                info: info, store: store, schema: schema, storedSchema: catalogue.type(of: store.type) ?? schema,
                rules: KindRegistry.ownRules(for: info.type.groupVersionKind) ?? store.rules)
        }
        self.tables = Mutex(tables)
    }

    /// The resource whose store holds objects of `type`.
    private static func home(of type: ResourceType) -> QualifiedName { ResourceHome.of(group: type.group, plural: type.plural) }

    /// Versions in which objects are stored come first: the newest stable one of a group; groups that show other groups' objects last.
    private static func isPreferred(_ a: ResourceType, over b: ResourceType) -> Bool {
        if a.group == b.group { return rank(a.version) > rank(b.version) }
        let (first, second) = (home(of: a) == a.qualifiedResource, home(of: b) == b.qualifiedResource)
        return first == second ? a.group < b.group : first
    }

    /// Stable before beta before alpha, higher numbers first.
    private static func rank(_ version: String) -> Int {
        let numbers = version.split { !$0.isNumber }.compactMap { Int($0) }
        let stability = version.contains("alpha") ? 0 : version.contains("beta") ? 1 : 2
        return stability * 1_000_000 + (numbers.first ?? 0) * 1000 + (numbers.count > 1 ? numbers[1] : 0)
    }

    package func served(group: String, version: String, plural: String) -> ServedResource? {
        let path = Path(group: group, version: version, plural: plural)
        return tables.withLock { $0.served[path] }
    }

    package func served(_ type: ResourceType) -> ServedResource? { served(group: type.group, version: type.version, plural: type.plural) }

    package func virtual(group: String, version: String, plural: String) -> ResourceInfo? {
        let path = Path(group: group, version: version, plural: plural)
        return tables.withLock { $0.virtual[path] }
    }

    /// The store of a resource, whatever version is asked for.
    package func store(_ type: ResourceType) -> ResourceStore? { tables.withLock { $0.stores[Self.home(of: type)] } }

    package var stores: [ResourceStore] { tables.withLock { Array($0.stores.values) } }

    package subscript(type: ResourceType, key: ObjectKey) -> ObjectRecord? { store(type)?[key] }

    /// Fills all caches and keeps them current.
    package func start(logger: Logger, onEnd: @escaping @Sendable (StorageError) -> Void) async throws -> Subscription {
        let feed = StorageFeed(stores: stores, logger: logger)
        tables.withLock { $0.feed = feed }
        return try await feed.start(storage, onEnd: onEnd)
    }

    /// The versions in which the objects of a store are served.
    package func versions(of store: ResourceStore) -> [ResourceType] {
        let custom = tables.withLock { $0.custom.values.first { $0.base.cache === store.cache } }
        if let custom { return custom.versions.map(\.info.type) }
        return catalogue.resources.map(\.type).filter { $0.plural == store.type.plural && self.store($0) === store }
    }

    // MARK: Custom resources

    func custom(_ name: String) -> CustomKind? { tables.withLock { $0.custom[name] } }

    /// All that are served, in the order of their names.
    var customKinds: [CustomKind] { tables.withLock { $0.custom.values.sorted { $0.name < $1.name } } }

    /// Serves a kind, in place of what its definition said before. A kind that is new has its objects loaded first.
    func install(_ kind: CustomKind) async throws {
        let (old, feed) = tables.withLock { ($0.custom[kind.name], $0.feed) }
        if old == nil, let feed { try await feed.add(kind.base, storage) }
        let served = kind.versions.filter(\.isServed).map { (Path($0.info.type), ServedResource($0, store: kind.store(of: $0))) }
        tables.withLock { tables in
            for version in old?.versions ?? [] { tables.removeServed(Path(version.info.type)) }
            for (path, resource) in served where tables.served[path] == nil && tables.virtual[path] == nil {
                tables.served[path] = resource
            }
            tables.stores[kind.base.type.qualifiedResource] = kind.base
            tables.custom[kind.name] = kind
        }
    }

    /// Serves a kind no more.
    func remove(custom name: String) {
        let (kind, feed) = tables.withLock { tables in
            guard let kind = tables.custom.removeValue(forKey: name) else { return (CustomKind?.none, tables.feed) }
            for version in kind.versions { tables.removeServed(Path(version.info.type)) }
            tables.stores[kind.base.type.qualifiedResource] = nil
            return (kind, tables.feed)
        }
        guard let kind else { return }
        feed?.remove(kind.base)
        kind.base.cache.endWatches()
    }
}
