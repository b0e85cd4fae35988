internal import Resources
internal import Synchronization

/// Role-based access control over the roles and bindings in the caches.
package final class RBACAuthorizer: RequestAuthorizer {
    private let index: Mutex<RBACIndex>

    package init(_ index: RBACIndex = RBACIndex()) { self.index = Mutex(index) }

    /// Follows the roles and bindings; once this returns those present count.
    package func follow(_ caches: ObjectCaches) {
        caches.follow(.clusterRoles) { [weak self] key, record in
            let document = try? record?.document()
            self?.index.withLock { $0.set(clusterRole: key.name, document) }
        }
        caches.follow(.roles) { [weak self] key, record in
            let document = try? record?.document()
            self?.index.withLock { $0.set(role: key, document) }
        }
        caches.follow(.clusterRoleBindings) { [weak self] key, record in
            let document = try? record?.document()
            self?.index.withLock { $0.set(clusterRoleBinding: key.name, document) }
        }
        caches.follow(.roleBindings) { [weak self] key, record in
            let document = try? record?.document()
            self?.index.withLock { $0.set(roleBinding: key, document) }
        }
    }

    /// The present roles and bindings, as a value that can be read without a lock.
    package var current: RBACIndex { index.withLock { $0 } }

    package func authorize(_ user: UserInfo, _ attributes: RequestAttributes) -> AuthorizationDecision {
        var isAllowed = false
        var missing: [RBACIndex.RoleName] = []
        current.forEachRule(of: user, in: attributes.namespace, missing: { missing.append($0) }) { rule in
            isAllowed = rule.allows(attributes)
            return !isAllowed
        }
        if isAllowed { return .allow }
        return .deny(reason: Self.reason(missing))
    }

    package func explanation(_ user: UserInfo, _ attributes: RequestAttributes) -> String {
        current.grant(to: user, attributes).map { "RBAC: allowed by \($0)" } ?? ""
    }

    /// Upstream's hint that a binding leads nowhere.
    private static func reason(_ missing: [RBACIndex.RoleName]) -> String {
        let texts = missing.map { role in
            "\(role.kind.lowercased()).rbac.authorization.k8s.io \(role.key.name.goQuoted) not found"
        }
        guard let first = texts.first else { return "" }
        return "RBAC: " + (texts.count == 1 ? first : "[" + texts.joined(separator: ", ") + "]")
    }
}
