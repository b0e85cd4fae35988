internal import Document
internal import Resources
import Synchronization

/// The OpenAPI documents of a server: generated when asked for, straight into bytes.
///
/// What is kept between requests is small: the fingerprints that the index of OpenAPI 3 carries (one per group version)
/// and the tag of OpenAPI 2. Documents themselves are generated anew, for clients keep them by their tags and rarely ask.
package final class OpenAPIService: Sendable {
    private struct State {
        var documents: OpenAPIDocuments
        var hashes: [String: String] = [:]
        /// Counts the changes: what was made from older documents is not kept.
        var generation = 0
    }

    private let state: Mutex<State>

    package init(_ documents: OpenAPIDocuments) { state = Mutex(State(documents: documents)) }

    /// Replaces what is described, for example when a custom resource comes or goes.
    package func update(_ documents: OpenAPIDocuments) {
        state.withLock { $0 = State(documents: documents, generation: $0.generation + 1) }
    }

    /// `/openapi/v3`: where the document of each group version is, with its fingerprint, so that clients can keep it for ever.
    /// The first call generates every document once to fingerprint it.
    package func index() -> EncodedDocument {
        let documents = state.withLock { $0.documents }
        var paths = JSONObject()
        for root in documents.roots {
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
        let documents = state.withLock { $0.documents }
        return EncodedDocument(format == .json ? documents.v2() : documents.v2Protobuf())
    }

    private func hash(of root: String, _ documents: OpenAPIDocuments) -> String? {
        if let hash = state.withLock({ $0.hashes[root] }) { return hash }
        return v3(root: root)?.hash
    }
}
