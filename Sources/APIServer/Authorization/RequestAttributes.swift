/// Who makes a request, as authentication found it (upstream: `user.Info`).
package struct UserInfo: Sendable, Hashable {
    package var name: String
    /// Empty where the credential carries none.
    package var uid: String
    package var groups: [String]
    package var extra: [String: [String]]

    package init(name: String, uid: String = "", groups: [String] = [], extra: [String: [String]] = [:]) {
        self.name = name
        self.uid = uid
        self.groups = groups
        self.extra = extra
    }

    /// The identity of requests without credentials.
    package static let anonymous = UserInfo(name: "system:anonymous", groups: [Group.unauthenticated])

    /// Well-known groups.
    package enum Group {
        package static let masters = "system:masters"
        package static let nodes = "system:nodes"
        package static let authenticated = "system:authenticated"
        package static let unauthenticated = "system:unauthenticated"
        package static let serviceAccounts = "system:serviceaccounts"
    }

    package static let nodeNamePrefix = "system:node:"
    package static let serviceAccountNamePrefix = "system:serviceaccount:"

    /// The node's name when this is a kubelet (`system:node:<name>` in group `system:nodes`).
    package var nodeName: String? {
        guard name.hasPrefix(Self.nodeNamePrefix), groups.contains(Group.nodes) else { return nil }
        let node = name.dropFirst(Self.nodeNamePrefix.count)
        return node.isEmpty ? nil : String(node)
    }

    /// The namespace and name when this is a ServiceAccount (`system:serviceaccount:<namespace>:<name>`).
    package var serviceAccount: (namespace: String, name: String)? {
        guard name.hasPrefix(Self.serviceAccountNamePrefix) else { return nil }
        let parts = name.dropFirst(Self.serviceAccountNamePrefix.count).split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        return (String(parts[0]), String(parts[1]))
    }
}

/// What a request is about to do, in the words of RBAC (upstream: `authorizer.Attributes`).
package struct RequestAttributes: Sendable, Hashable {
    /// get, list, watch, create, update, patch, delete, deletecollection, …; the lower-case HTTP method for non-resource paths.
    package var verb: String
    package var apiGroup: String
    package var apiVersion: String
    /// The plural, such as "pods"; empty for non-resource requests.
    package var resource: String
    package var subresource: String
    package var namespace: String
    package var name: String
    package var isResourceRequest: Bool
    package var path: String

    package init(
        verb: String, apiGroup: String = "", apiVersion: String = "", resource: String = "", subresource: String = "",
        namespace: String = "", name: String = "", isResourceRequest: Bool = true, path: String = ""
    ) {
        self.verb = verb
        self.apiGroup = apiGroup
        self.apiVersion = apiVersion
        self.resource = resource
        self.subresource = subresource
        self.namespace = namespace
        self.name = name
        self.isResourceRequest = isResourceRequest
        self.path = path
    }

    /// A request to a path outside the resource API, such as `/healthz`.
    package static func nonResource(verb: String, path: String) -> RequestAttributes {
        RequestAttributes(verb: verb, isResourceRequest: false, path: path)
    }
}
