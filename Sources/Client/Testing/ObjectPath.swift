internal import Resources

/// A request path of the API taken apart: `/apis/apps/v1/namespaces/ns/deployments/web/status`.
struct ObjectPath: Sendable, Hashable {
    /// The collection whatever the namespace: `/apis/apps/v1/deployments`.
    var collection: String
    var plural: String
    var group: String
    var version: String
    var namespace: String
    var name: String?
    var subresource: String?

    init?(_ path: String) {
        var parts = path.split(separator: "/").map(String.init)[...]
        switch parts.popFirst() {
        case "api": group = ""
        case "apis":
            guard let first = parts.popFirst() else { return nil }
            group = first
        default: return nil
        }
        guard let version = parts.popFirst() else { return nil }
        self.version = version
        namespace = ""
        // `/namespaces/ns/pods` is scoped; `/namespaces/ns` and `/namespaces/ns/status` are the namespace itself.
        if parts.first == "namespaces", parts.count > 2, !["status", "finalize"].contains(parts[parts.startIndex + 2]) {
            parts.removeFirst()
            namespace = parts.removeFirst()
        }
        guard let plural = parts.popFirst() else { return nil }
        self.plural = plural
        name = parts.popFirst()
        subresource = parts.popFirst()
        guard parts.isEmpty else { return nil }
        collection = (group.isEmpty ? "/api/" : "/apis/\(group)/") + version + "/" + plural
    }

    var resource: QualifiedName { QualifiedName(group: group, name: plural) }
}
