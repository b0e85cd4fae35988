internal import Client
internal import Document
internal import Resources

/// Which resources the server offers, asked of the server itself, so that kinds added at run time are seen too.
struct ResourceDiscovery: Sendable {
    struct Entry: Sendable, Hashable {
        let type: ResourceType
        let verbs: Set<String>
        /// Whether its objects are those of another group's resource: extensions' objects live in apps and networking.k8s.io.
        var isAlias: Bool { type.group == "extensions" || type.group == "events.k8s.io" }
    }

    let client: any APIClient
    private static let aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json"

    /// Every resource in the first version of its group that has it; subresources left out.
    func all() async throws -> [Entry] {
        var entries: [Entry] = []
        for path in ["/api", "/apis"] {
            let answer = try await client.send(APIRequest(path: path, accept: Self.aggregated))
            for group in try JSON.parse(answer.body)["items"].array ?? [] {
                let name = group["metadata", "name"].string ?? ""
                var known: Set<String> = []
                for version in group["versions"].array ?? [] {
                    for resource in version["resources"].array ?? [] {
                        guard let plural = resource["resource"].string, let kind = resource["responseKind", "kind"].string,
                            !kind.isEmpty, known.insert(plural).inserted
                        else { continue }
                        let type = ResourceType(
                            group: name, version: version["version"].string ?? "", plural: plural, kind: kind,
                            namespaced: resource["scope"].string == "Namespaced")
                        entries.append(Entry(type: type, verbs: Set(resource["verbs"].strings)))
                    }
                }
            }
        }
        return entries
    }
}
