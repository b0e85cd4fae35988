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
    }

    private struct Tables {
        var served: [Path: ServedResource] = [:]
        /// Resources that are asked rather than stored, such as TokenReview.
        var virtual: [Path: ResourceInfo] = [:]
        var stores: [QualifiedName: ResourceStore] = [:]
    }

    package let catalogue: Catalogue
    private let tables: Mutex<Tables>
    private let storage: any Storage
    package let freshness: Freshness

    package init(catalogue: Catalogue = .builtin, storage: any Storage) {
        self.catalogue = catalogue
        self.storage = storage
        freshness = Freshness(storage)
        var tables = Tables()
        for info in catalogue.resources.sorted(by: { Self.isPreferred($0.type, over: $1.type) }) {
            let path = Path(group: info.type.group, version: info.type.version, plural: info.type.plural)
            guard info.verbs.contains("watch"), let schema = catalogue.type(of: info.type) else {
                tables.virtual[path] = info
                continue
            }
            let home = Self.home(of: info.type)
            let store =
                tables.stores[home]
                ?? ResourceStore(type: info.type, rules: KindRegistry.rules(for: info.type.groupVersionKind), storage: storage)
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
        try await StorageFeed(stores: stores, logger: logger).start(storage, onEnd: onEnd)
    }
}
