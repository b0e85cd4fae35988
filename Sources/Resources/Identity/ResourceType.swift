/// A kind of object as the API serves it: one version of one resource, with the address under which it lives.
package struct ResourceType: Hashable, Sendable {
    /// The API group, empty for the core group.
    package var group: String
    package var version: String
    /// The name in URLs, such as `pods`.
    package var plural: String
    package var kind: String
    package var namespaced: Bool

    package init(group: String = "", version: String = "v1", plural: String, kind: String, namespaced: Bool = true) {
        self.group = group
        self.version = version
        self.plural = plural
        self.kind = kind
        self.namespaced = namespaced
    }

    /// What documents of this kind carry in `apiVersion`: `v1` or `apps/v1`.
    package var apiVersion: String { group.isEmpty ? version : group + "/" + version }

    /// The root of the group's version: `/api/v1` or `/apis/apps/v1`.
    package var root: String { group.isEmpty ? "/api/" + version : "/apis/" + group + "/" + version }

    /// The URL path of the collection, an object or one of its subresources. A nil or empty namespace means all namespaces.
    package func path(namespace: String?, name: String? = nil, subresource: String? = nil) -> String {
        var path = root
        if namespaced, let namespace, !namespace.isEmpty { path += "/namespaces/" + namespace }
        path += "/" + plural
        if let name { path += "/" + name }
        if let subresource { path += "/" + subresource }
        return path
    }

    package var groupVersionKind: GroupVersionKind { GroupVersionKind(group: group, version: version, kind: kind) }

    /// The resource as failures name it: `pods` or `deployments.apps`.
    package var qualifiedResource: QualifiedName { QualifiedName(group: group, name: plural) }

    /// The kind as validation failures name it: `Pod` or `Deployment.apps`.
    package var qualifiedKind: QualifiedName { QualifiedName(group: group, name: kind) }
}

extension ResourceType: CustomStringConvertible {
    package var description: String { plural + "." + apiVersion }
}

/// A resource or kind together with its group, printed as upstream prints it: the group last, and only when there is one.
package struct QualifiedName: Hashable, Sendable, CustomStringConvertible {
    package var group: String
    package var name: String

    package init(group: String, name: String) {
        self.group = group
        self.name = name
    }

    package var description: String { group.isEmpty ? name : name + "." + group }
}
