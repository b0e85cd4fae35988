package import Document
package import Resources

/// A kubelet writes its own node, lease and pods only, and asks for tokens only for the pods bound to its node.
package struct NodeRestriction: AdmissionPlugin {
    package let name = "NodeRestriction"
    private static let mirrorAnnotation = "kubernetes.io/config.mirror"
    private let caches: ObjectCaches

    package init(caches: ObjectCaches) { self.caches = caches }

    package func handles(_ operation: AdmissionRequest.Operation, _ type: ResourceType, subresource: String) -> Bool {
        switch (type.group, type.plural) {
        case ("", "pods"), ("", "nodes"), ("coordination.k8s.io", "leases"), ("storage.k8s.io", "csinodes"): operation != .connect
        case ("", "serviceaccounts"): operation == .create && subresource == "token"
        default: false
        }
    }

    package func mutate(_ object: inout JSON, _ request: AdmissionRequest) throws(APIError) {
        guard request.user.groups.contains(UserInfo.Group.nodes) else { return }
        guard let node = request.user.nodeName else {
            throw request.forbidden(object, "could not determine node from user \(request.user.name.goQuoted)")
        }
        switch request.type.plural {
        case "pods": try checkPod(object, request, node)
        case "nodes": try checkNode(object, request, node)
        case "leases": try checkNamed(object, request, node, what: "node lease")
        case "csinodes": try checkNamed(object, request, node, what: "CSINode")
        case "serviceaccounts": try checkToken(object, request, node)
        default: break
        }
    }

    private func checkPod(_ object: JSON, _ request: AdmissionRequest, _ node: String) throws(APIError) {
        let quoted = node.goQuoted
        func bound(_ pod: JSON) -> Bool { pod["spec"]["nodeName"].string == node }
        switch (request.operation, request.subresource) {
        case (.create, ""):
            guard !object["metadata"]["annotations"][Self.mirrorAnnotation].isNull else {
                throw request.forbidden(
                    object, "pod does not have \(Self.mirrorAnnotation.goQuoted) annotation, node \(quoted) can only create mirror pods")
            }
            guard bound(object) else {
                throw request.forbidden(object, "node \(quoted) can only create pods with spec.nodeName set to itself")
            }
            try checkOwner(object, request, node)
        case (.delete, ""):
            guard bound(request.oldObject) else {
                throw request.forbidden(object, "node \(quoted) can only delete pods with spec.nodeName set to itself")
            }
        case (.update, "status"):
            guard bound(request.oldObject) else {
                throw request.forbidden(object, "node \(quoted) can only update pod status for pods with spec.nodeName set to itself")
            }
            guard object["metadata"]["labels"] == request.oldObject["metadata"]["labels"] else {
                throw request.forbidden(object, "node \(quoted) cannot update labels through pod status")
            }
        case (.create, "eviction"):
            let key = ObjectKey(namespace: request.namespace, name: request.name)
            guard caches.record(.pods, key)?.field("spec.nodeName") == node else {
                throw request.forbidden(object, "node \(node) can only evict pods with spec.nodeName set to itself")
            }
        default: throw request.forbidden(object, "unexpected pod subresource \(request.subresource.goQuoted)")
        }
    }

    private func checkOwner(_ pod: JSON, _ request: AdmissionRequest, _ node: String) throws(APIError) {
        let owners = pod["metadata"]["ownerReferences"].array ?? []
        guard owners.count == 1, let owner = owners.first else {
            throw request.forbidden(pod, "node \(node.goQuoted) can only create pods with a single owner reference set to itself")
        }
        guard owner["apiVersion"].string == "v1", owner["kind"].string == "Node", owner["name"].string == node,
            owner["controller"].bool == true
        else { throw request.forbidden(pod, "node \(node.goQuoted) can only create pods with an owner reference set to itself") }
        if owner["blockOwnerDeletion"].bool == true {
            throw request.forbidden(pod, "node \(node.goQuoted) must not set blockOwnerDeletion on an owner reference")
        }
        let uid = caches.record(.nodes, ObjectKey(name: node))?.uid ?? ""
        guard owner["uid"].string == uid else {
            throw request.forbidden(pod, "node \(node) UID mismatch: expected \(owner["uid"].string ?? "") got \(uid)")
        }
    }

    private func checkNode(_ object: JSON, _ request: AdmissionRequest, _ node: String) throws(APIError) {
        let name = request.name.isEmpty ? object["metadata"]["name"].string ?? "" : request.name
        guard name == node else {
            throw request.forbidden(object, "node \(node.goQuoted) is not allowed to modify node \(name.goQuoted)")
        }
        if request.operation == .create {
            let labels = NodeLabels.forbidden(among: Set(object["metadata"]["labels"].stringMap.keys))
            guard labels.isEmpty else {
                throw request.forbidden(
                    object, "node \(node.goQuoted) is not allowed to set the following labels: \(labels.joined(separator: ", "))")
            }
        }
        guard request.operation == .update else { return }
        let old = request.oldObject
        if request.subresource.isEmpty, object["spec"]["taints"] != old["spec"]["taints"] {
            throw request.forbidden(object, "node \(node.goQuoted) is not allowed to modify taints")
        }
        if object["metadata"]["ownerReferences"] != old["metadata"]["ownerReferences"] {
            throw request.forbidden(object, "node \(node.goQuoted) is not allowed to modify ownerReferences")
        }
        let (new, before) = (object["metadata"]["labels"].stringMap, old["metadata"]["labels"].stringMap)
        let changed = Set(new.keys).union(before.keys).filter { new[$0] != before[$0] }
        let labels = NodeLabels.forbidden(among: changed)
        guard labels.isEmpty else {
            throw request.forbidden(object, "is not allowed to modify labels: \(labels.joined(separator: ", "))")
        }
    }

    private func checkNamed(_ object: JSON, _ request: AdmissionRequest, _ node: String, what: String) throws(APIError) {
        let name = request.name.isEmpty ? object["metadata"]["name"].string ?? "" : request.name
        guard name == node else {
            throw request.forbidden(object, "can only access \(what) with the same name as the requesting node")
        }
    }

    private func checkToken(_ object: JSON, _ request: AdmissionRequest, _ node: String) throws(APIError) {
        let reference = object["spec"]["boundObjectRef"]
        let name = reference["name"].string ?? ""
        let uid = reference["uid"].string ?? ""
        guard reference["apiVersion"].string == "v1", reference["kind"].string == "Pod", !name.isEmpty else {
            throw request.forbidden(object, "node requested token not bound to a pod")
        }
        guard !uid.isEmpty else { throw request.forbidden(object, "node requested token with a pod binding without a uid") }
        guard let pod = caches.record(.pods, ObjectKey(namespace: request.namespace, name: name)) else { throw .notFound(.pods, name) }
        guard pod.uid == uid else {
            throw request.forbidden(
                object,
                "the UID in the bound object reference (\(uid)) does not match the UID in record. "
                    + "The object might have been deleted and then recreated"
            )
        }
        guard pod.field("spec.nodeName") == node else {
            throw request.forbidden(object, "node requested token bound to a pod scheduled on a different node")
        }
    }
}

/// Which labels a kubelet may set on its node: any without a Kubernetes prefix, and the known ones with it.
enum NodeLabels {
    private static let known: Set<String> = [
        "kubernetes.io/hostname", "kubernetes.io/arch", "kubernetes.io/os", "beta.kubernetes.io/arch", "beta.kubernetes.io/os",
        "beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type", "failure-domain.beta.kubernetes.io/region",
        "failure-domain.beta.kubernetes.io/zone", "failure-domain.kubernetes.io/region", "failure-domain.kubernetes.io/zone",
        "topology.kubernetes.io/region", "topology.kubernetes.io/zone",
    ]

    static func forbidden(among labels: Set<String>) -> [String] {
        labels.filter { label in
            guard let slash = label.firstIndex(of: "/") else { return false }
            let domain = label[..<slash]
            func isIn(_ parent: String) -> Bool { domain == parent || domain.hasSuffix("." + parent) }
            if isIn("node-restriction.kubernetes.io") { return true }
            if !isIn("kubernetes.io"), !isIn("k8s.io") { return false }
            return !known.contains(label) && !isIn("kubelet.kubernetes.io") && !isIn("node.kubernetes.io")
        }.sorted()
    }
}
