internal import Document
internal import Resources
import Synchronization

/// The OpenAPI documents of a server: generated when asked for, straight into bytes.
///
/// What is kept for good is small: the fingerprints that the index of OpenAPI 3 carries, one per group version. Those documents are
/// generated anew, for clients keep them by their fingerprints and rarely ask. OpenAPI 2 is one document of some megabytes that changes with
/// every custom kind: the parts it is put together from are kept while somebody asks for it.
package final class OpenAPIService: Sendable {
    /// Calls of `forgetUnused` that parts outlive without being asked for.
    private static let keptCalls = 10

    private enum Part: Hashable {
        case builtIn
        case custom(GroupVersionKind)
        case remote(String)
    }

    private struct State {
        var documents: OpenAPIDocuments
        var remote: [RemoteOpenAPI] = []
        var hashes: [String: String] = [:]
        var parts: [OpenAPIFormat: [Part: OpenAPIPart]] = [:]
        /// Calls of `forgetUnused` since OpenAPI 2 was asked for.
        var idleCalls = 0
        /// Counts the changes: what was made from older documents is not kept.
        var generation = 0
    }

    private let state: Mutex<State>

    package init(_ documents: OpenAPIDocuments) { state = Mutex(State(documents: documents)) }

    /// Replaces what is described, for example when a custom resource comes or goes. What does not differ is not made again.
    package func update(_ documents: OpenAPIDocuments) {
        state.withLock { state in
            let old = state.documents
            state.documents = documents
            state.generation += 1
            guard old.builtIn == documents.builtIn else {
                (state.hashes, state.parts) = ([:], [:])
                return
            }
            state.hashes = state.hashes.filter { old.custom(root: $0.key) == documents.custom(root: $0.key) }
            let before = Dictionary(old.custom.map { ($0.kind, $0) }, uniquingKeysWith: { $1 })
            let same = Set(documents.custom.filter { before[$0.kind] == $0 }.map { Part.custom($0.kind) })
            state.parts = state.parts.mapValues { $0.filter { $0.key == .builtIn || same.contains($0.key) } }
        }
    }

    /// Replaces what other servers' documents add.
    package func update(remote: [RemoteOpenAPI]) {
        state.withLock { state in
            guard state.remote != remote else { return }
            state.remote = remote
            state.generation += 1
            state.parts = state.parts.mapValues { $0.filter { if case .remote = $0.key { false } else { true } } }
        }
    }

    /// To be called each minute: lets go of what nobody has asked for in a while.
    package func forgetUnused() {
        state.withLock { state in
            state.idleCalls += 1
            if state.idleCalls > Self.keptCalls { state.parts = [:] }
        }
    }

    /// `/openapi/v3`: where the document of each group version is, with its fingerprint, so that clients can keep it for ever.
    /// The first call generates every document once to fingerprint it.
    package func index() -> EncodedDocument {
        let (documents, remote) = state.withLock { ($0.documents, $0.remote) }
        var paths = JSONObject()
        for other in remote where other.hash != nil {
            paths[other.root] = ["serverRelativeURL": .string("/openapi/v3/\(other.root)?hash=\(other.hash ?? "")")]
        }
        for root in documents.roots where !remote.contains(where: { $0.root == root }) {
            guard let hash = hash(of: root, documents) else { continue }
            paths.append(root, ["serverRelativeURL": .string("/openapi/v3/\(root)?hash=\(hash)")])
        }
        return EncodedDocument((["paths": .object(paths)] as JSON).encoded())
    }

    /// `/openapi/v3/api/v1`, `/openapi/v3/apis/apps/v1`, ….
    /// - Parameter root: `api/v1` or `apis/GROUP/VERSION`.
    /// - Returns: the document and its fingerprint as the index gives it; nil when there is no such group version.
    package func v3(root: String) -> (document: EncodedDocument, hash: String)? {
        let (documents, generation) = state.withLock { ($0.documents, $0.generation) }
        guard let bytes = documents.v3(root: root) else { return nil }
        let document = EncodedDocument(bytes)
        let hash = String(document.etag.dropFirst().dropLast())
        state.withLock { if $0.generation == generation { $0.hashes[root] = hash } }
        return (document, hash)
    }

    /// `/openapi/v2` in one of its forms.
    package func v2(_ format: OpenAPIFormat) -> EncodedDocument {
        let (documents, remote, generation) = state.withLock { state in
            state.idleCalls = 0
            return (state.documents, state.remote, state.generation)
        }
        let builtIn = part(.builtIn, format, generation) { documents.builtInPart(format) }
        let custom = documents.custom.map { kind in part(.custom(kind.kind), format, generation) { documents.part(of: kind, format) } }
        var parts = [builtIn] + custom
        let own = Set(documents.roots)
        for other in remote where !own.contains(other.root) {
            let earlier = parts
            parts.append(part(.remote(other.root), format, generation) { other.part(besides: earlier, format) })
        }
        return documents.v2(parts, format)
    }

    /// - Parameter generation: that of the documents `make` takes it from.
    private func part(_ part: Part, _ format: OpenAPIFormat, _ generation: Int, _ make: () -> OpenAPIPart) -> OpenAPIPart {
        if let known = state.withLock({ $0.generation == generation ? $0.parts[format]?[part] : nil }) { return known }
        let made = make()
        state.withLock { if $0.generation == generation { $0.parts[format, default: [:]][part] = made } }
        return made
    }

    private func hash(of root: String, _ documents: OpenAPIDocuments) -> String? {
        if let hash = state.withLock({ $0.hashes[root] }) { return hash }
        return v3(root: root)?.hash
    }
}
