package import Document
package import Resources

/// What a server serves, from its discovery documents (KEP-3352), and which of it a word of the command line means.
package struct ServedKinds: Sendable {
    /// Asks for all groups in one document.
    package static let accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"

    private var kinds: [(type: ResourceType, words: Set<String>)] = []

    /// - Parameter documents: the answers of `/api` and `/apis`, the first of which wins where a word means several.
    package init(_ documents: [JSON]) {
        for group in documents.flatMap({ $0["items"].array ?? [] }) {
            for version in group["versions"].array ?? [] {
                for resource in version["resources"].array ?? [] {
                    add(resource, group["metadata", "name"].string ?? "", version["version"].string ?? "")
                }
            }
        }
    }

    private mutating func add(_ resource: JSON, _ group: String, _ version: String) {
        // Some have subresources alone, and no kind of their own.
        guard let plural = resource["resource"].string, let kind = resource["responseKind", "kind"].string, !kind.isEmpty else { return }
        // Versions come the preferred one first.
        if kinds.contains(where: { $0.type.group == group && $0.type.plural == plural }) { return }
        let type = ResourceType(
            group: group, version: version, plural: plural, kind: kind, namespaced: resource["scope"].string == "Namespaced")
        var words: Set<String> = [plural, kind.lowercased(), resource["singularResource"].string ?? ""]
        words.formUnion(resource["shortNames"].strings)
        if !group.isEmpty { words.formUnion(words.filter { !$0.isEmpty }.map { $0 + "." + group }) }
        kinds.append((type, words.filter { !$0.isEmpty }))
    }

    /// `po`, `pods`, `Pod`, `deployments.apps`; nil when nothing is called so.
    package func type(_ word: String) -> ResourceType? {
        let word = word.lowercased()
        return kinds.first { $0.words.contains(word) }?.type
    }
}
