internal import Client
internal import Document
internal import Resources

/// Which resources the server offers, asked of the server itself, so that kinds added at run time are seen too.
struct ResourceDiscovery: Sendable {
    struct Entry: Sendable, Hashable {
        let type: ResourceType
        let verbs: Set<String>
    }

    let client: any APIClient
    private static let aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json"

    /// Every resource in the version its group prefers; subresources left out.
    func all() async throws -> [Entry] {
        var entries: [Entry] = []
        for path in ["/api", "/apis"] {
            let answer = try await client.send(APIRequest(path: path, accept: Self.aggregated))
            for group in try JSON.parse(answer.body)["items"].array ?? [] {
                guard let preferred = group["versions"].array?.first else { continue }
                let (name, version) = (group["metadata", "name"].string ?? "", preferred["version"].string ?? "")
                for resource in preferred["resources"].array ?? [] {
                    guard let plural = resource["resource"].string, let kind = resource["responseKind", "kind"].string else { continue }
                    let type = ResourceType(
                        group: name, version: version, plural: plural, kind: kind, namespaced: resource["scope"].string == "Namespaced")
                    entries.append(Entry(type: type, verbs: Set(resource["verbs"].strings)))
                }
            }
        }
        return entries
    }
}
