internal import Client
internal import Document
internal import Resources
import Synchronization

/// What the server serves, and which resource a word of the command line or the kind of a document means.
final class Discovery: Sendable {
    private static let accept =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
        + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json"

    private let client: RESTClient
    private let cache: DiscoveryCache
    private let known = Mutex<(api: ServedAPI, isFresh: Bool)?>(nil)

    init(client: RESTClient, cache: DiscoveryCache) {
        self.client = client
        self.cache = cache
    }

    func api() async throws -> ServedAPI {
        if let known = known.withLock({ $0 }) { return known.api }
        if let cached = cache.read() {
            known.withLock { $0 = (cached, false) }
            return cached
        }
        return try await refresh()
    }

    /// Asks the server, whatever the cache holds.
    @discardableResult
    func refresh() async throws -> ServedAPI {
        async let core = root("/api")
        async let groups = root("/apis")
        let (first, second) = try await (core, groups)
        cache.write(core: first, groups: second)
        let api = ServedAPI(core: first, groups: second)
        known.withLock { $0 = (api, true) }
        return api
    }

    private func root(_ path: String) async throws -> JSON {
        let answer = try await client.document("GET", path, accept: Self.accept)
        return try await Self.aggregated(answer, path: path, client: client)
    }

    /// Looks something up, and once more with the server's own word when an old cache does not know it.
    private func find<T>(_ look: (ServedAPI) -> T?) async throws -> T? {
        if let found = look(try await api()) { return found }
        if known.withLock({ $0?.isFresh ?? false }) { return nil }
        return look(try await refresh())
    }

    /// The resource that a word such as `po`, `deployments.apps`, `ingresses.v1.networking.k8s.io` or `Service` means.
    func resource(_ word: String) async throws -> ServedResource {
        let wanted = ResourceWord(word)
        guard let found = try await find({ wanted.find(in: $0) }) else { throw wanted.failure }
        return found
    }

    /// The resources of a category such as `all`; nil when there is no such category.
    func category(_ name: String) async throws -> [ServedResource]? {
        let members = try await api().preferred.filter { $0.categories.contains(name) }
        return members.isEmpty ? nil : members
    }

    /// The resource of a document's kind; nil when the server has none.
    func resource(apiVersion: String, kind: String) async throws -> ServedResource? {
        try await find { api in api.resources.first { $0.type.kind == kind && $0.type.apiVersion == apiVersion } }
    }

    func resource(group: String, kind: String) async throws -> ServedResource? {
        try await find { api in api.preferred.first { $0.type.kind == kind && $0.type.group == group } }
    }
}

/// A word that names a type: a plural, singular, short name or kind, perhaps with version and group.
struct ResourceWord: Sendable {
    let text: String
    private let name: String
    /// All the ways to read what follows the name: (version, group).
    private let places: [(version: String?, group: String?)]

    init(_ text: String) {
        self.text = text
        let parts = text.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        name = parts[0]
        var places: [(version: String?, group: String?)] = []
        if parts.count == 3 { places.append((parts[1], parts[2])) }
        if parts.count >= 2 { places.append((nil, parts.dropFirst().joined(separator: "."))) }
        if parts.count == 1 { places.append((nil, nil)) }
        self.places = places
    }

    func find(in api: ServedAPI) -> ServedResource? {
        for place in places {
            if let found = find(in: api, place) { return found }
        }
        return nil
    }

    private func find(in api: ServedAPI, _ place: (version: String?, group: String?)) -> ServedResource? {
        let lower = name.lowercased()
        // A version that is named can be any; otherwise the preferred one counts.
        let candidates = place.version.map { version in api.resources.filter { $0.type.version == version } } ?? api.preferred
        func pick(_ matches: (ServedResource) -> Bool) -> ServedResource? {
            let found = candidates.filter(matches)
            guard let group = place.group else { return found.first }
            return found.first { $0.type.group == group }
                ?? (place.version == nil ? found.first { !group.isEmpty && $0.type.group.hasPrefix(group) } : nil)
        }
        return pick { $0.type.plural == lower || $0.singular == lower } ?? pick { $0.shortNames.contains(lower) }
            ?? pick { $0.type.kind == name || $0.type.kind.lowercased() == lower }
    }

    var failure: Failure { Failure.unknownResource(text) }
}
