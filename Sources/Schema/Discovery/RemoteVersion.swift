package import Document
internal import Resources

/// A version of a group that another server answers for, as discovery tells of it.
package struct RemoteVersion: Sendable, Hashable {
    package var groupVersion: GroupVersion
    package var priority: APIPriority
    /// In the form of the aggregated document.
    package var resources: [JSON]
    /// Whether they are known to be what the server has now.
    package var isCurrent: Bool

    package init(groupVersion: GroupVersion, priority: APIPriority, resources: [JSON] = [], isCurrent: Bool = false) {
        self.groupVersion = groupVersion
        self.priority = priority
        self.resources = resources
        self.isCurrent = isCurrent
    }

    /// The resources of an `APIResourceList` (meta/v1) in the form of the aggregated document: subresources stand in their parents. What is
    /// left out of a kind there is left out here; where there are subresources alone, as of custom metrics, the parent is made, without one.
    package static func resources(of list: JSON) -> [JSON] {
        let entries = list["resources"].array ?? []
        func name(_ entry: JSON) -> (resource: String, subresource: String?) {
            let parts = (entry["name"].string ?? "").split(separator: "/", maxSplits: 1).map(String.init)
            return (parts.first ?? "", parts.count == 2 ? parts[1] : nil)
        }
        let subresources = Dictionary(grouping: entries.filter { name($0).subresource != nil }) { name($0).resource }
        var parents = entries.filter { name($0).subresource == nil && !name($0).resource.isEmpty }
        var known = Set(parents.map { name($0).resource })
        for entry in entries where known.insert(name(entry).resource).inserted && !name(entry).resource.isEmpty {
            parents.append(["name": .string(name(entry).resource), "namespaced": entry["namespaced"]])
        }
        return parents.map { entry in
            let below: [JSON] = (subresources[name(entry).resource] ?? []).map { other in
                ["subresource": JSON(name(other).subresource), "responseKind": kind(other), "verbs": other["verbs"]]
            }
            return [
                "resource": entry["name"], "responseKind": kind(entry),
                "scope": entry["namespaced"].bool == true ? "Namespaced" : "Cluster",
                "singularResource": .string(entry["singularName"].string ?? ""), "verbs": entry["verbs"], "shortNames": entry["shortNames"],
                "categories": entry["categories"], "subresources": below.isEmpty ? .null : .array(below),
            ]
        }
    }

    private static func kind(_ entry: JSON) -> JSON {
        .responseKind(group: entry["group"].string ?? "", version: entry["version"].string ?? "", kind: entry["kind"].string ?? "")
    }
}

extension JSON {
    /// What the aggregated document says of a kind, the member `responseKind`.
    static func responseKind(group: String, version: String, kind: String) -> JSON {
        ["group": .string(group), "version": .string(version), "kind": .string(kind)]
    }
}
