internal import NIOHTTP1
internal import Resources

/// Lets a sender act as somebody else when it may (`kubectl --as`): headers `Impersonate-User`, `-Group`, `-Uid` and `-Extra-…`.
struct Impersonation: Sendable {
    let authorizer: any RequestAuthorizer

    /// - Returns: the one to act as; nil when the request asks for nothing of the kind.
    func apply(_ headers: HTTPHeaders, by user: UserInfo) throws(APIError) -> UserInfo? {
        let name = headers.first(name: "impersonate-user") ?? ""
        let groups = headers["impersonate-group"]
        let uid = headers.first(name: "impersonate-uid") ?? ""
        let extra = Self.extra(headers)
        if name.isEmpty {
            guard groups.isEmpty, uid.isEmpty, extra.isEmpty else {
                throw .badRequest("requested impersonation of groups, uid or extra without impersonating a user")
            }
            return nil
        }
        var target = UserInfo(name: name, uid: uid, groups: groups, extra: extra)
        if let account = target.serviceAccount {
            try check(
                user, RequestAttributes(verb: "impersonate", resource: "serviceaccounts", namespace: account.namespace, name: account.name))
            if groups.isEmpty {
                target.groups = [UserInfo.Group.serviceAccounts, "\(UserInfo.Group.serviceAccounts):\(account.namespace)"]
            }
        } else {
            try check(user, RequestAttributes(verb: "impersonate", resource: "users", name: name))
        }
        for group in groups { try check(user, RequestAttributes(verb: "impersonate", resource: "groups", name: group)) }
        if !uid.isEmpty { try check(user, Self.authentication("uids", "", uid)) }
        for (key, values) in extra {
            for value in values { try check(user, Self.authentication("userextras", key, value)) }
        }
        if target.name != UserInfo.anonymous.name, !target.groups.contains(UserInfo.Group.authenticated) {
            target.groups.append(UserInfo.Group.authenticated)
        }
        return target
    }

    private static func authentication(_ resource: String, _ subresource: String, _ name: String) -> RequestAttributes {
        RequestAttributes(
            verb: "impersonate", apiGroup: "authentication.k8s.io", apiVersion: "v1", resource: resource, subresource: subresource,
            name: name)
    }

    private static func extra(_ headers: HTTPHeaders) -> [String: [String]] {
        let prefix = "impersonate-extra-"
        var result: [String: [String]] = [:]
        for (name, value) in headers where name.count > prefix.count && name.lowercased().hasPrefix(prefix) {
            result[QueryParameters.decodePath(String(name.lowercased().dropFirst(prefix.count))), default: []].append(value)
        }
        return result
    }

    private func check(_ user: UserInfo, _ attributes: RequestAttributes) throws(APIError) {
        if case .deny(let reason) = authorizer.authorize(user, attributes) { throw .forbidden(user, attributes, reason: reason) }
    }
}
