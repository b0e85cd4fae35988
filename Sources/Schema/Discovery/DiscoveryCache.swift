internal import Document
internal import Resources
import Synchronization

/// Discovery documents as bytes, encoded when first asked for and kept until the set of resources changes.
///
/// At most one document per group version and form is kept: some 150 kB for the built-in kinds.
package final class DiscoveryCache: Sendable {
    private struct Key: Hashable {
        var path: String
        var form: DiscoveryForm
    }

    private struct State {
        var resources: [ResourceInfo]
        var remote: [RemoteVersion] = []
        var discovery: Discovery
        var documents: [Key: EncodedDocument] = [:]

        mutating func rebuild() {
            discovery = Discovery(resources: resources, remote: remote)
            documents = [:]
        }
    }

    private let serverAddress: String
    private let state: Mutex<State>

    /// - Parameter serverAddress: host and port under which clients reach the server.
    package init(resources: [ResourceInfo], serverAddress: String) {
        self.serverAddress = serverAddress
        state = Mutex(State(resources: resources, discovery: Discovery(resources: resources)))
    }

    /// Replaces what is served, for example when a custom resource comes or goes.
    package func update(resources: [ResourceInfo]) {
        state.withLock { state in
            state.resources = resources
            state.rebuild()
        }
    }

    /// Replaces what other servers answer for.
    package func update(remote: [RemoteVersion]) {
        state.withLock { state in
            guard state.remote != remote else { return }
            state.remote = remote
            state.rebuild()
        }
    }

    /// The versions of all groups: `v1`, `apps/v1`, ….
    package var groupVersions: [String] { state.withLock { $0.discovery.groupVersions } }

    /// The document at `path`: `/api`, `/apis`, `/api/v1`, `/apis/GROUP` or `/apis/GROUP/VERSION`, also with a slash at its end.
    /// - Parameter form: only `/api` and `/apis` have an aggregated form; it is ignored for other paths.
    /// - Returns: nil when there is no such document.
    package func document(path: String, form: DiscoveryForm) -> EncodedDocument? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
        let key = Key(path: parts.joined(separator: "/"), form: parts.count == 1 ? form : .separate)
        return state.withLock { state in
            if let document = state.documents[key] { return document }
            guard let json = Self.json(parts, key.form, state.discovery, serverAddress) else { return nil }
            let document = EncodedDocument(json.encoded())
            state.documents[key] = document
            return document
        }
    }

    private static func json(_ parts: [String], _ form: DiscoveryForm, _ discovery: Discovery, _ serverAddress: String) -> JSON? {
        switch (parts.first, parts.count) {
        case ("api", 1), ("apis", 1):
            let core = parts[0] == "api"
            if case .aggregated(let version) = form { return discovery.aggregated(core: core, version: version) }
            return core ? discovery.coreVersions(serverAddress: serverAddress) : discovery.groupList()
        case ("api", 2): return discovery.resourceList(parts[1])
        case ("apis", 2): return discovery.group(parts[1])
        case ("apis", 3): return discovery.resourceList(parts[1] + "/" + parts[2])
        default: return nil
        }
    }
}
