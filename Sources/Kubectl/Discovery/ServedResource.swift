internal import Document
internal import Resources

/// One resource of one group's version, as discovery tells of it.
struct ServedResource: Sendable {
    var type: ResourceType
    var singular: String
    var shortNames: [String]
    var categories: [String]
    var verbs: [String]
    var subresources: [Subresource]

    struct Subresource: Sendable {
        var name: String
        var kind: GroupVersionKind
        var verbs: [String]
    }

    func can(_ verb: String) -> Bool { verbs.contains(verb) }
    func subresource(_ name: String) -> Subresource? { subresources.first { $0.name == name } }
    /// `pods` or `deployments.apps`: the type as lists of types print it.
    var groupResource: String { type.group.isEmpty ? type.plural : type.plural + "." + type.group }
    /// `pod` or `deployment.apps`: the type as messages about one object print it.
    var kindName: String { type.kind.lowercased() + (type.group.isEmpty ? "" : "." + type.group) }
}

/// A group with its versions, the preferred first.
struct ServedGroup: Sendable {
    var name: String
    var versions: [String]
}

/// The whole of discovery, in the server's order.
struct ServedAPI: Sendable {
    var groups: [ServedGroup] = []
    var resources: [ServedResource] = []
    /// Of each group the resources of its preferred version, and those that only other versions have.
    private(set) var preferred: [ServedResource] = []

    /// Reads the two documents of aggregated discovery (apidiscovery.k8s.io/v2 APIGroupDiscoveryList).
    init(core: JSON, groups: JSON) {
        for item in (core["items"].array ?? []) + (groups["items"].array ?? []) {
            let group = item["metadata"]["name"].string ?? ""
            let versions = item["versions"].array ?? []
            self.groups.append(ServedGroup(name: group, versions: versions.compactMap { $0["version"].string }))
            for version in versions {
                for entry in version["resources"].array ?? [] {
                    add(entry, group: group, version: version["version"].string ?? "")
                }
            }
        }
        preferred = choosePreferred()
    }

    private mutating func add(_ entry: JSON, group: String, version: String) {
        func kind(_ holder: JSON) -> GroupVersionKind {
            let kind = holder["responseKind"]
            // What is of the version that it stands in does not name it again.
            let isPlain = (kind["version"].string ?? "").isEmpty
            return GroupVersionKind(
                group: isPlain ? group : kind["group"].string ?? "", version: isPlain ? version : kind["version"].string ?? "",
                kind: kind["kind"].string ?? "")
        }
        guard let plural = entry["resource"].string else { return }
        let answer = kind(entry)
        // Groups of subresources alone (such as `scale` of a type served elsewhere) have no kind of their own.
        guard !answer.kind.isEmpty else { return }
        resources.append(
            ServedResource(
                type: ResourceType(
                    group: group, version: version, plural: plural, kind: answer.kind, namespaced: entry["scope"].string == "Namespaced"),
                singular: entry["singularResource"].string ?? "", shortNames: entry["shortNames"].strings,
                categories: entry["categories"].strings, verbs: entry["verbs"].strings,
                subresources: (entry["subresources"].array ?? []).map {
                    ServedResource.Subresource(name: $0["subresource"].string ?? "", kind: kind($0), verbs: $0["verbs"].strings)
                }))
    }

    private func choosePreferred() -> [ServedResource] {
        var result: [ServedResource] = []
        for group in groups {
            var seen = Set<String>()
            for version in group.versions {
                for resource in resources where resource.type.group == group.name && resource.type.version == version {
                    if seen.insert(resource.type.plural).inserted { result.append(resource) }
                }
            }
        }
        return result
    }
}
