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

    /// The resources of an `APIResourceList` (meta/v1) in the form of the aggregated document: subresources stand in their parents.
    package static func resources(of list: JSON) -> [JSON] {
        let defaults = GroupVersion(list["groupVersion"].string ?? "")
        func kind(_ entry: JSON) -> JSON {
            [
                "group": .string(entry["group"].string ?? defaults.group), "version": .string(entry["version"].string ?? defaults.version),
                "kind": .string(entry["kind"].string ?? ""),
            ]
        }
        let entries = list["resources"].array ?? []
        return entries.compactMap { entry -> JSON? in
            guard let name = entry["name"].string, !name.isEmpty, !name.utf8.contains(UInt8(ascii: "/")) else { return nil }
            let subresources: [JSON] = entries.compactMap { other in
                guard let path = other["name"].string, path.hasPrefix(name + "/") else { return nil }
                return [
                    "subresource": .string(String(path.dropFirst(name.count + 1))), "responseKind": kind(other), "verbs": other["verbs"],
                ]
            }
            return [
                "resource": .string(name), "responseKind": kind(entry),
                "scope": entry["namespaced"].bool == true ? "Namespaced" : "Cluster",
                "singularResource": .string(entry["singularName"].string ?? ""), "verbs": entry["verbs"], "shortNames": entry["shortNames"],
                "categories": entry["categories"], "subresources": subresources.isEmpty ? .null : .array(subresources),
            ]
        }
    }
}
