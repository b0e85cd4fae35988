package import Document
package import Resources

/// Nobody gives away, by writing a role or a binding, more than they hold, unless they may `escalate` or `bind`.
package struct RBACEscalation: AdmissionPlugin {
    package let name = "RBACEscalation"
    private static let group = "rbac.authorization.k8s.io"
    private static let everything = [
        AuthorizationRule(verbs: ["*"], groups: ["*"], resources: ["*"]), AuthorizationRule(verbs: ["*"], urls: ["*"]),
    ]
    private let rbac: RBACAuthorizer
    private let authorizer: any RequestAuthorizer

    package init(rbac: RBACAuthorizer, authorizer: any RequestAuthorizer) {
        self.rbac = rbac
        self.authorizer = authorizer
    }

    package func handles(_ operation: AdmissionRequest.Operation, _ type: ResourceType, subresource: String) -> Bool {
        (operation == .create || operation == .update) && type.group == Self.group
            && ["roles", "clusterroles", "rolebindings", "clusterrolebindings"].contains(type.plural)
    }

    package func validate(_ object: JSON, _ request: AdmissionRequest) throws(APIError) {
        if request.user.groups.contains(UserInfo.Group.masters) { return }
        if request.type.plural.hasSuffix("bindings") {
            try checkBinding(object, request)
        } else {
            try checkRole(object, request)
        }
    }

    private func isAllowed(_ verb: String, _ resource: String, name: String, _ request: AdmissionRequest) -> Bool {
        let attributes = RequestAttributes(
            verb: verb, apiGroup: Self.group, apiVersion: "*", resource: resource, namespace: request.namespace, name: name)
        return authorizer.authorize(request.user, attributes) == .allow
    }

    private func checkRole(_ object: JSON, _ request: AdmissionRequest) throws(APIError) {
        let old = request.oldObject
        if !old.isNull, old["rules"] == object["rules"], old["aggregationRule"] == object["aggregationRule"] { return }
        let name = object["metadata"]["name"].string ?? ""
        if isAllowed("escalate", request.type.plural, name: name, request) { return }
        var wanted = (object["rules"].array ?? []).map { AuthorizationRule(PolicyRule($0)) }
        // Whoever decides what a role takes over decides about rules nobody knows yet.
        if !object["aggregationRule"].isNull { wanted += Self.everything }
        try check(wanted, object, request)
    }

    private func checkBinding(_ object: JSON, _ request: AdmissionRequest) throws(APIError) {
        let old = request.oldObject
        if !old.isNull, old["roleRef"] == object["roleRef"], old["subjects"] == object["subjects"] { return }
        let kind = object["roleRef"]["kind"].string ?? ""
        let name = object["roleRef"]["name"].string ?? ""
        let isCluster = kind == "ClusterRole"
        if isAllowed("bind", isCluster ? "clusterroles" : "roles", name: name, request) { return }
        let role = RBACIndex.RoleName(kind: kind, key: ObjectKey(namespace: isCluster ? "" : request.namespace, name: name))
        guard let rules = rbac.current.rules(of: role) else {
            throw .notFound(QualifiedName(group: Self.group, name: isCluster ? "clusterroles" : "roles"), name)
        }
        try check(rules, object, request)
    }

    private func check(_ wanted: [AuthorizationRule], _ object: JSON, _ request: AdmissionRequest) throws(APIError) {
        let user = request.user
        let missing = RuleCoverage.missing(wanted, heldBy: rbac.current.rules(of: user, in: request.namespace))
        if missing.isEmpty { return }
        let groups = user.groups.map(\.goQuoted).joined(separator: " ")
        let rules = Set(missing.map(\.compactText)).sorted().joined(separator: "\n")
        throw request.forbidden(
            object,
            "user \(user.name.goQuoted) (groups=[\(groups)]) is attempting to grant RBAC permissions not currently held:\n\(rules)")
    }
}
