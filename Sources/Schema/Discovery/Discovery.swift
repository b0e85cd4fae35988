package import Document
internal import Resources

/// What the API server serves, as discovery documents: pure functions of the resources it has.
///
/// Legacy documents are those of meta/v1 (APIVersions, APIGroupList, APIGroup, APIResourceList); the aggregated one is
/// APIGroupDiscoveryList of apidiscovery.k8s.io.
package struct Discovery: Sendable {
    struct Version: Sendable {
        var name: String
        var groupVersion: String
        /// Sorted by plural name.
        var resources: [ResourceInfo]
        /// Set when another server has them, which is asked for the version's own document.
        var remote: RemoteVersion?
    }

    struct Group: Sendable {
        var name: String
        /// The preferred version first.
        var versions: [Version]
    }

    /// In the order clients search them, the core group first.
    let groups: [Group]

    /// - Parameter remote: what other servers answer for, in place of what this one may have of the same version.
    package init(resources: [ResourceInfo], remote: [RemoteVersion] = []) {
        var byGroup: [String: [GroupVersion: Version]] = [:]
        for resource in resources {
            let key = resource.groupVersion
            byGroup[key.group, default: [:]][key, default: Version(name: key.version, groupVersion: "\(key)", resources: [])]
                .resources.append(resource)
        }
        var priorities: [GroupVersion: APIPriority] = [:]
        for version in remote {
            let key = version.groupVersion
            byGroup[key.group, default: [:]][key] = Version(name: key.version, groupVersion: "\(key)", resources: [], remote: version)
            priorities[key] = version.priority
        }
        func priority(_ key: GroupVersion) -> APIPriority { priorities[key] ?? .byDefault(key) }
        func rank(_ group: String) -> Int { byGroup[group]?.keys.map { priority($0).group }.max() ?? 0 }
        groups = byGroup.keys.sorted { (rank($1), $0) < (rank($0), $1) }.map { group in
            let versions = (byGroup[group] ?? [:]).sorted {
                let (a, b) = (priority($0.key).version, priority($1.key).version)
                return a == b ? KubeVersion($0.value.name) > KubeVersion($1.value.name) : a > b
            }
            return Group(
                name: group,
                versions: versions.map { _, version in
                    var version = version
                    version.resources.sort { $0.type.plural < $1.type.plural }
                    return version
                })
        }
    }

    /// The versions of all groups, as `/apis` lists them: `v1`, `apps/v1`, ….
    package var groupVersions: [String] { groups.flatMap { $0.versions.map(\.groupVersion) } }

    /// `/api`: the versions of the core group.
    /// - Parameter serverAddress: host and port under which clients reach the server.
    package func coreVersions(serverAddress: String) -> JSON {
        [
            "kind": "APIVersions", "versions": JSON(groups.first { $0.name.isEmpty }?.versions.map(\.name) ?? []),
            "serverAddressByClientCIDRs": [["clientCIDR": "0.0.0.0/0", "serverAddress": .string(serverAddress)]],
        ]
    }

    /// `/apis`: all groups but the core one.
    package func groupList() -> JSON {
        ["kind": "APIGroupList", "apiVersion": "v1", "groups": .array(groups.filter { !$0.name.isEmpty }.map { Self.members(of: $0) })]
    }

    /// `/apis/GROUP`; nil when there is no such group.
    package func group(_ name: String) -> JSON? {
        guard !name.isEmpty, let group = groups.first(where: { $0.name == name }) else { return nil }
        var document: JSON = ["kind": "APIGroup", "apiVersion": "v1"]
        for (key, value) in Self.members(of: group).object ?? JSONObject() { document[key] = value }
        return document
    }

    private static func members(of group: Group) -> JSON {
        let versions: [JSON] = group.versions.map { ["groupVersion": .string($0.groupVersion), "version": .string($0.name)] }
        return ["name": .string(group.name), "versions": .array(versions), "preferredVersion": versions.first ?? .null]
    }

    /// `/api/v1` and `/apis/GROUP/VERSION`; nil when that version is not served.
    package func resourceList(_ groupVersion: String) -> JSON? {
        for group in groups {
            for version in group.versions where version.groupVersion == groupVersion && version.remote == nil {
                let resources = version.resources.flatMap { resource in
                    [apiResource(resource, in: group)]
                        + resource.subresources.sorted { $0.name < $1.name }.map { Self.apiResource($0, of: resource) }
                }
                return [
                    "kind": "APIResourceList", "apiVersion": "v1", "groupVersion": .string(groupVersion), "resources": .array(resources),
                ]
            }
        }
        return nil
    }

    private func apiResource(_ resource: ResourceInfo, in group: Group) -> JSON {
        [
            "name": .string(resource.type.plural), "singularName": .string(resource.singular),
            "namespaced": .bool(resource.type.namespaced), "kind": .string(resource.type.kind), "verbs": JSON(resource.verbs),
            "shortNames": resource.shortNames.isEmpty ? .null : JSON(resource.shortNames),
            "categories": resource.categories.isEmpty ? .null : JSON(resource.categories),
            "storageVersionHash": JSON(Self.storageVersionHash(resource, in: group)),
        ]
    }

    private static func apiResource(_ subresource: SubresourceInfo, of resource: ResourceInfo) -> JSON {
        let kind = subresource.gvk
        let foreign = kind.group != resource.type.group || kind.version != resource.type.version
        return [
            "name": .string(resource.type.plural + "/" + subresource.name), "singularName": "",
            "namespaced": .bool(resource.type.namespaced), "group": foreign ? .string(kind.group) : .null,
            "version": foreign ? .string(kind.version) : .null, "kind": .string(kind.kind), "verbs": JSON(subresource.verbs),
        ]
    }

    /// A fingerprint of the version a resource is stored in, which is the preferred one that has it; nil for what is not stored.
    private static func storageVersionHash(_ resource: ResourceInfo, in group: Group) -> String? {
        guard resource.verbs.contains("watch") else { return nil }
        let holder = group.versions.first { $0.resources.contains { $0.type.plural == resource.type.plural } }
        var type = holder?.resources.first { $0.type.plural == resource.type.plural }?.type ?? resource.type
        let home = ResourceHome.of(group: type.group, plural: type.plural).group
        if home != type.group { (type.group, type.version) = (home, "v1") }
        if let stored = resource.storedVersion { type.version = stored }
        return SHA256.shortHash("\(type.group)/\(type.version)/\(type.kind)")
    }

    /// The aggregated document.
    /// - Parameters:
    ///   - core: the core group alone (`/api`), or all others (`/apis`).
    ///   - version: `v2` or `v2beta1`.
    package func aggregated(core: Bool, version: String) -> JSON {
        let items = groups.filter { $0.name.isEmpty == core }.map { group -> JSON in
            [
                "metadata": group.name.isEmpty ? [:] : ["name": .string(group.name)],
                "versions": .array(
                    group.versions.map { version in
                        [
                            "version": .string(version.name),
                            "resources": .array(version.remote?.resources ?? version.resources.map(Self.discovery)),
                            "freshness": version.remote?.isCurrent == false ? "Stale" : "Current",
                        ]
                    }),
            ]
        }
        return [
            "kind": "APIGroupDiscoveryList", "apiVersion": .string("apidiscovery.k8s.io/" + version), "metadata": [:],
            "items": .array(items),
        ]
    }

    private static func discovery(of resource: ResourceInfo) -> JSON {
        let subresources = resource.subresources.sorted { $0.name < $1.name }.map { subresource -> JSON in
            ["subresource": .string(subresource.name), "responseKind": kind(subresource.gvk, resource), "verbs": JSON(subresource.verbs)]
        }
        return [
            "resource": .string(resource.type.plural), "responseKind": kind(resource.type.groupVersionKind, resource),
            "scope": resource.type.namespaced ? "Namespaced" : "Cluster", "singularResource": .string(resource.singular),
            "verbs": JSON(resource.verbs), "shortNames": resource.shortNames.isEmpty ? .null : JSON(resource.shortNames),
            "categories": resource.categories.isEmpty ? .null : JSON(resource.categories),
            "subresources": subresources.isEmpty ? .null : .array(subresources),
        ]
    }

    /// Kinds of the version itself go without its name there, except for those that a CustomResourceDefinition makes; so has upstream it.
    private static func kind(_ kind: GroupVersionKind, _ resource: ResourceInfo) -> JSON {
        let isPlain = (kind.group, kind.version) == (resource.type.group, resource.type.version) && !resource.isCustom
        return .responseKind(group: isPlain ? "" : kind.group, version: isPlain ? "" : kind.version, kind: kind.kind)
    }
}
