internal import Resources

/// Asks one authorizer after the other; the first to allow decides. Members of `system:masters` may do everything,
/// also while there are no roles yet.
package struct AuthorizerChain: RequestAuthorizer {
    private let authorizers: [any RequestAuthorizer]

    package init(_ authorizers: [any RequestAuthorizer]) { self.authorizers = authorizers }

    package func authorize(_ user: UserInfo, _ attributes: RequestAttributes) -> AuthorizationDecision {
        if user.groups.contains(UserInfo.Group.masters) { return .allow }
        var reasons: [String] = []
        for authorizer in authorizers {
            switch authorizer.authorize(user, attributes) {
            case .allow: return .allow
            case .deny(let reason): if !reason.isEmpty { reasons.append(reason) }
            }
        }
        return .deny(reason: reasons.joined(separator: "\n"))
    }

    package func explanation(_ user: UserInfo, _ attributes: RequestAttributes) -> String {
        if user.groups.contains(UserInfo.Group.masters) { return "" }
        for authorizer in authorizers where authorizer.authorize(user, attributes) == .allow {
            return authorizer.explanation(user, attributes)
        }
        return ""
    }
}
