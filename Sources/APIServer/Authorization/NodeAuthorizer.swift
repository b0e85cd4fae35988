internal import Document
internal import Resources

/// What kubelets (`system:node:<name>` in `system:nodes`) may do: read what the pods bound to their node refer to, write their own
/// lease and storage node, create tokens for the accounts of their pods, and otherwise what the role `system:node` says.
package final class NodeAuthorizer: RequestAuthorizer {
    private let pods: NodePods
    private let caches: ObjectCaches
    private let rules: [AuthorizationRule]

    package init(pods: NodePods, caches: ObjectCaches, rules: [AuthorizationRule] = DefaultPolicy.nodeRules) {
        self.pods = pods
        self.caches = caches
        self.rules = rules
    }

    package func authorize(_ user: UserInfo, _ request: RequestAttributes) -> AuthorizationDecision {
        guard let node = user.nodeName else { return .deny(reason: "") }
        if request.isResourceRequest {
            switch (request.apiGroup, request.resource) {
            case ("", "secrets"): return read(node, request) { $0.secrets.contains(request.name) }
            case ("", "configmaps"): return read(node, request) { $0.configMaps.contains(request.name) }
            case ("", "serviceaccounts"): return serviceAccount(node, request)
            case ("", "persistentvolumeclaims"): return claim(node, request)
            case ("", "persistentvolumes"): return volume(node, request)
            case ("", "pods"): if let decision = pod(node, request) { return decision }
            case ("storage.k8s.io", "volumeattachments"): return attachment(node, request)
            case ("storage.k8s.io", "csinodes"): return own(node, request, what: "a CSINode", named: "CSINode")
            case ("coordination.k8s.io", "leases"): return lease(node, request)
            default: break
            }
        }
        return rules.contains { $0.allows(request) } ? .allow : .deny(reason: "")
    }

    private func unrelated(_ node: String) -> AuthorizationDecision {
        .deny(reason: "no relationship found between node '\(node)' and this object")
    }

    private func related(_ node: String, _ request: RequestAttributes, _ matches: (PodReferences) -> Bool) -> AuthorizationDecision {
        if request.name.isEmpty { return .deny(reason: "No Object name found") }
        return pods.anyPod(on: node, in: request.namespace, matches) ? .allow : unrelated(node)
    }

    private func read(_ node: String, _ request: RequestAttributes, _ matches: (PodReferences) -> Bool) -> AuthorizationDecision {
        guard ["get", "list", "watch"].contains(request.verb) else { return .deny(reason: "can only read resources of this type") }
        guard request.subresource.isEmpty else { return .deny(reason: "cannot read subresource") }
        guard !request.namespace.isEmpty else { return .deny(reason: "can only read namespaced object of this type") }
        return related(node, request, matches)
    }

    private func getOnly(_ request: RequestAttributes) -> AuthorizationDecision? {
        if request.verb != "get" { return .deny(reason: "can only get individual resources of this type") }
        return request.subresource.isEmpty ? nil : .deny(reason: "cannot get subresource")
    }

    private func serviceAccount(_ node: String, _ request: RequestAttributes) -> AuthorizationDecision {
        let matches = { (references: PodReferences) in references.serviceAccount == request.name }
        if request.verb == "get", request.subresource.isEmpty { return read(node, request, matches) }
        guard request.verb == "create", !request.name.isEmpty else {
            return .deny(reason: "can only create tokens for individual service accounts")
        }
        guard request.subresource == "token" else { return .deny(reason: "can only create token subresource of serviceaccount") }
        return related(node, request, matches)
    }

    private func claim(_ node: String, _ request: RequestAttributes) -> AuthorizationDecision {
        if request.subresource == "status" {
            guard ["update", "patch"].contains(request.verb) else { return .deny(reason: "can only get/update/patch this type") }
        } else if let refusal = getOnly(request) {
            return refusal
        }
        return related(node, request) { $0.claims.contains(request.name) }
    }

    /// A volume is of concern to the node when a pod on it uses the claim that the volume is bound to.
    private func volume(_ node: String, _ request: RequestAttributes) -> AuthorizationDecision {
        if let refusal = getOnly(request) { return refusal }
        guard !request.name.isEmpty else { return .deny(reason: "No Object name found") }
        let claim = caches.get(PersistentVolume.self, name: request.name)?.json["spec"]["claimRef"] ?? .null
        guard let namespace = claim["namespace"].string, let name = claim["name"].string else { return unrelated(node) }
        return pods.anyPod(on: node, in: namespace) { $0.claims.contains(name) } ? .allow : unrelated(node)
    }

    private func attachment(_ node: String, _ request: RequestAttributes) -> AuthorizationDecision {
        if let refusal = getOnly(request) { return refusal }
        guard !request.name.isEmpty else { return .deny(reason: "No Object name found") }
        let type = ResourceType(group: "storage.k8s.io", plural: "volumeattachments", kind: "VolumeAttachment", namespaced: false)
        let record = caches.record(type, ObjectKey(name: request.name))
        return (try? record?.document())?["spec"]["nodeName"].string == node ? .allow : unrelated(node)
    }

    /// Lists and watches are left to the rules; a single pod must be bound to the node.
    private func pod(_ node: String, _ request: RequestAttributes) -> AuthorizationDecision? {
        guard request.verb == "get", request.subresource.isEmpty else { return nil }
        return pods.isBound(ObjectKey(namespace: request.namespace, name: request.name), to: node) ? .allow : unrelated(node)
    }

    private static let ownVerbs = ["get", "create", "update", "patch", "delete"]

    private func lease(_ node: String, _ request: RequestAttributes) -> AuthorizationDecision {
        guard Self.ownVerbs.contains(request.verb) else {
            return .deny(reason: "can only get, create, update, patch, or delete a node lease")
        }
        guard request.namespace == "kube-node-lease" else {
            return .deny(reason: "can only access leases in the \"kube-node-lease\" system namespace")
        }
        guard request.verb == "create" || request.name == node else {
            return .deny(reason: "can only access node lease with the same name as the requesting node")
        }
        return .allow
    }

    private func own(_ node: String, _ request: RequestAttributes, what: String, named: String) -> AuthorizationDecision {
        guard Self.ownVerbs.contains(request.verb) else { return .deny(reason: "can only get, create, update, patch, or delete \(what)") }
        guard request.subresource.isEmpty else { return .deny(reason: "cannot authorize \(named) subresources") }
        guard request.verb == "create" || request.name == node else {
            return .deny(reason: "can only access \(named) with the same name as the requesting node")
        }
        return .allow
    }
}
