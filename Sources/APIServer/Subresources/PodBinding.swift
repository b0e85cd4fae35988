internal import Document
internal import Resources

/// `pods/binding`, and the older collection `bindings`: assigns a pod to a node, once.
struct PodBinding: ActionHandler {
    let group = ""
    let resource: String
    let subresource: String

    static let all: [any ActionHandler] = [
        PodBinding(resource: "pods", subresource: "binding"), PodBinding(resource: "bindings", subresource: ""),
    ]

    func perform(_ object: JSON, _ call: ActionCall) async throws(APIError) -> (status: Int, object: JSON) {
        let name = object["metadata"]["name"].string ?? ""
        if subresource == "binding", name != call.name { throw .badRequest("name in URL does not match name in Binding object") }
        let key = ObjectKey(namespace: call.namespace, name: name)
        let node = try Self.target(object)
        guard let store = call.registry.store(.pods) else { throw .resourceNotFound }
        var context = WriteContext(user: call.user, dryRun: call.dryRun, subresource: "binding", warnings: call.call.warnings)
        context.isDirect = true
        let request = AdmissionRequest(
            operation: .create, type: .pods, subresource: "binding", namespace: key.namespace, name: name, user: call.user,
            dryRun: call.dryRun, warnings: call.call.warnings)
        var admitted = object
        try await call.writer.admission.mutate(&admitted, request)
        try await call.writer.admission.validate(admitted, request)
        let binding = admitted
        let now = call.writer.environment.now()
        _ = try await call.writer.update(key, in: store, context) { (_, old) async throws(APIError) in
            try Self.bound(old, binding, node: node, now: now)
        }
        return (201, ["kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success", "code": 201])
    }

    private static func target(_ binding: JSON) throws(APIError) -> String {
        var errors: [FieldError] = []
        let target = binding["target"]
        let kind = target["kind"].string ?? ""
        let node = target["name"].string ?? ""
        if !kind.isEmpty, kind != "Node" { errors.append(.notSupported("target.kind", kind, ["Node", "<empty>"])) }
        if node.isEmpty {
            errors.append(.required("target.name"))
        } else {
            errors += NameRules.dns1123Subdomain(node).map { .invalid("target.name", node, $0) }
        }
        if !errors.isEmpty { throw .invalid(QualifiedName(group: "", name: "Binding"), binding["metadata"]["name"].string ?? "", errors) }
        return node
    }

    /// The pod on its node, or why it cannot go there.
    static func bound(_ pod: JSON, _ binding: JSON, node: String, now: Timestamp) throws(APIError) -> JSON {
        let name = pod["metadata"]["name"].string ?? ""
        let uid = binding["metadata"]["uid"].string ?? ""
        if !uid.isEmpty, uid != pod["metadata"]["uid"].string {
            throw .conflict(
                .pods, name, "Precondition failed: UID in precondition: \(uid), UID in object meta: \(pod["metadata"]["uid"].string ?? "")")
        }
        let version = binding["metadata"]["resourceVersion"].string ?? ""
        if !version.isEmpty, version != pod["metadata"]["resourceVersion"].string { throw .conflict(.pods, name) }
        if !pod["metadata"]["deletionTimestamp"].isNull {
            throw .conflict(.podBinding, name, "pod \(name) is being deleted, cannot be assigned to a host")
        }
        if let present = pod["spec"]["nodeName"].string, !present.isEmpty {
            throw .conflict(.podBinding, name, "pod \(name) is already assigned to node \(present.goQuoted)")
        }
        if !pod["spec"]["schedulingGates"].isEmptyValue {
            throw .conflict(.podBinding, name, "pod \(name) has non-empty .spec.schedulingGates")
        }
        var bound = pod
        bound["spec"]["nodeName"] = .string(node)
        bound["status"]["nominatedNodeName"] = .null
        for part in ["annotations", "labels"] {
            for (key, value) in binding["metadata"][part].object ?? JSONObject() { bound["metadata"][part][key] = value }
        }
        bound["status"]["conditions"].mutateArray { conditions in
            let index = conditions.firstIndex { $0["type"].string == "PodScheduled" }
            if let index, conditions[index]["status"].string == "True" { return }
            let scheduled: JSON = [
                "type": "PodScheduled", "status": "True", "lastTransitionTime": .string(now.description),
                "observedGeneration": index.map { conditions[$0]["observedGeneration"] } ?? .null,
            ]
            if let index { conditions[index] = scheduled } else { conditions.append(scheduled) }
        }
        return bound
    }
}

extension QualifiedName {
    fileprivate static let podBinding = QualifiedName(group: "", name: "pods/binding")
}
