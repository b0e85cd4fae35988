internal import Document

/// Where objects name others: when those have got new names, the references follow.
enum NameReferences {
    /// A place in objects of some kinds at which a name stands.
    private struct Site: Sendable {
        var kinds: [String]
        var path: [String]
        /// The member beside the name that must say the target's kind; nil where the place is for one kind.
        var checksKind = false

        init(_ kinds: [String], _ path: String, checksKind: Bool = false) {
            self.kinds = kinds
            self.path = FieldSpec.split(path)
            self.checksKind = checksKind
        }
    }

    private static let templates: [(kinds: [String], prefix: String)] = [
        (["Pod"], "spec"),
        (["Deployment", "ReplicaSet", "DaemonSet", "StatefulSet", "ReplicationController", "Job"], "spec/template/spec"),
        (["CronJob"], "spec/jobTemplate/spec/template/spec"),
    ]

    /// Sites within the pods of all kinds.
    private static func pods(_ paths: String...) -> [Site] {
        paths.flatMap { path in templates.map { Site($0.kinds, "\($0.prefix)/\(path)") } }
    }

    private static let webhooks = ["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"]
    private static let scaled = Site(["HorizontalPodAutoscaler"], "spec/scaleTargetRef/name", checksKind: true)

    /// Places by the kind of what they name.
    private static let sites: [String: [Site]] = [
        "ConfigMap": pods(
            "volumes/configMap/name", "volumes/projected/sources/configMap/name", "containers/env/valueFrom/configMapKeyRef/name",
            "containers/envFrom/configMapRef/name", "initContainers/env/valueFrom/configMapKeyRef/name",
            "initContainers/envFrom/configMapRef/name"),
        "Secret": pods(
            "volumes/secret/secretName", "volumes/projected/sources/secret/name", "containers/env/valueFrom/secretKeyRef/name",
            "containers/envFrom/secretRef/name", "initContainers/env/valueFrom/secretKeyRef/name", "initContainers/envFrom/secretRef/name",
            "imagePullSecrets/name", "volumes/csi/nodePublishSecretRef/name") + [
                Site(["Ingress"], "spec/tls/secretName"), Site(["ServiceAccount"], "imagePullSecrets/name"),
                Site(["ServiceAccount"], "secrets/name"),
            ],
        "ServiceAccount": pods("serviceAccountName", "serviceAccount"),
        "PersistentVolumeClaim": pods("volumes/persistentVolumeClaim/claimName"),
        "PriorityClass": pods("priorityClassName"),
        "PersistentVolume": [Site(["PersistentVolumeClaim"], "spec/volumeName")],
        "StorageClass": [
            Site(["PersistentVolume", "PersistentVolumeClaim"], "spec/storageClassName"),
            Site(["StatefulSet"], "spec/volumeClaimTemplates/spec/storageClassName"),
        ],
        "IngressClass": [Site(["Ingress"], "spec/ingressClassName")],
        "Service": [
            Site(["StatefulSet"], "spec/serviceName"), Site(["Ingress"], "spec/rules/http/paths/backend/service/name"),
            Site(["Ingress"], "spec/rules/http/paths/backend/serviceName"), Site(["Ingress"], "spec/defaultBackend/service/name"),
            Site(["Ingress"], "spec/backend/serviceName"), Site(["APIService"], "spec/service/name"),
            Site(webhooks, "webhooks/clientConfig/service/name"),
            Site(["CustomResourceDefinition"], "spec/conversion/webhook/clientConfig/service/name"),
        ],
        "Role": [Site(["RoleBinding"], "roleRef/name", checksKind: true)],
        "ClusterRole": [Site(["RoleBinding", "ClusterRoleBinding"], "roleRef/name", checksKind: true)],
        "ValidatingAdmissionPolicy": [Site(["ValidatingAdmissionPolicyBinding"], "spec/policyName")],
        "Deployment": [scaled], "StatefulSet": [scaled], "ReplicaSet": [scaled], "ReplicationController": [scaled],
    ]

    static func mend(_ resources: inout [KustomizeResource]) {
        let targets = resources.filter { sites[$0.kind] != nil || $0.kind == "ServiceAccount" }
        for index in resources.indices {
            let referrer = resources[index]
            for (kind, places) in sites {
                let candidates = targets.filter { $0.kind == kind }
                if candidates.isEmpty { continue }
                for site in places where site.kinds.contains(referrer.kind) {
                    mend(&resources[index].object, site.path[...]) { holder, name in
                        if site.checksKind, holder["kind"].string != kind { return nil }
                        return target(named: name, referrer, candidates)?.name
                    }
                }
            }
            mendSubjects(&resources[index], targets.filter { $0.kind == "ServiceAccount" })
        }
    }

    /// Puts a new name at the end of a path, where `renamed` gives one for what stands there and what stands beside it.
    private static func mend(_ value: inout JSON, _ path: ArraySlice<String>, _ renamed: (JSON, String) -> String?) {
        if case .array(var elements) = value {
            for index in elements.indices { mend(&elements[index], path, renamed) }
            value = .array(elements)
            return
        }
        guard let key = path.first, value.object != nil, !value[key].isNull else { return }
        if path.count > 1 {
            var child = value[key]
            mend(&child, path.dropFirst(), renamed)
            value[key] = child
        } else if let name = value[key].string, let new = renamed(value, name) {
            value[key] = .string(new)
        }
    }

    /// Subjects of bindings name an account by its namespace as well.
    private static func mendSubjects(_ binding: inout KustomizeResource, _ accounts: [KustomizeResource]) {
        guard binding.kind == "RoleBinding" || binding.kind == "ClusterRoleBinding", !accounts.isEmpty else { return }
        let referrer = binding
        binding.object["subjects"].mutateArrayIfThere { subjects in
            for place in subjects.indices {
                guard let name = subjects[place]["name"].string else { continue }
                let namespace = subjects[place]["namespace"].string ?? referrer.original.namespace
                let near = accounts.filter { account in
                    account.identities.contains {
                        $0.name == name
                            && KustomizeResource.Identity.effective($0.namespace) == KustomizeResource.Identity.effective(namespace)
                    }
                }
                guard let found = closest(near, to: referrer) else { continue }
                subjects[place]["name"] = .string(found.name)
                if !found.identity.namespace.isEmpty { subjects[place]["namespace"] = .string(found.identity.namespace) }
            }
        }
    }

    private static func target(named name: String, _ referrer: KustomizeResource, _ candidates: [KustomizeResource]) -> KustomizeResource? {
        let near = candidates.filter { candidate in
            (!candidate.isNamespaced || !referrer.isNamespaced || candidate.identity.isNear(referrer.identity))
                && candidate.identities.contains { $0.name == name }
        }
        return closest(near, to: referrer)
    }

    /// Of several objects that once had the name, the one that shares the innermost kustomization with the referrer.
    private static func closest(_ candidates: [KustomizeResource], to referrer: KustomizeResource) -> KustomizeResource? {
        func distance(_ candidate: KustomizeResource) -> Int {
            referrer.layers.firstIndex { candidate.layers.contains($0) } ?? referrer.layers.count
        }
        return candidates.min { distance($0) < distance($1) }
    }
}
