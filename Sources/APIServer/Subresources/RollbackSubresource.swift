internal import Document
internal import Resources
internal import Schema

/// `deployments/rollback` of extensions/v1beta1 and apps/v1beta1: asks the deployment controller to go back to a revision.
///
/// The wish is kept where apps/v1 keeps it, in an annotation.
struct RollbackSubresource: SubresourceHandler {
    let registry: ResourceRegistry
    let writes: WriteVerbs

    private static let annotation = "deprecated.deployment.rollback.to"

    func handles(_ type: ResourceType, _ subresource: String) -> Bool { subresource == "rollback" && type.plural == "deployments" }

    func outcome(_ call: Call, _ served: ServedResource) throws(APIError) -> Outcome {
        guard let kind = served.info.subresource("rollback")?.gvk else { throw .resourceNotFound }
        let representation = try Representation.negotiate(call.headers, call.query)
        return writes.later { () async throws(APIError) in
            let query = try WriteQuery(call.query, kind: "CreateOptions")
            let rollback = try ObjectReader.object(call.body, call.headers, query, kind: kind, registry.catalogue, call.warnings)
            try Self.validate(rollback, name: call.info.name, kind)
            let key = ObjectKey(namespace: call.info.namespace, name: call.info.name)
            _ = try await writes.writer.update(key, in: served.store, writes.context(call, served, query)) {
                (_, old) async throws(APIError) in Self.apply(rollback, to: old)
            }
            let status: JSON = [
                "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success",
                "message": .string("rollback request for deployment \(call.info.name.goQuoted) succeeded"), "code": 200,
            ]
            return Presenter.document(200, status, representation)
        }
    }

    private static func validate(_ rollback: JSON, name: String, _ kind: GroupVersionKind) throws(APIError) {
        let given = rollback["name"].string ?? ""
        var errors: [FieldError] = []
        if given.isEmpty { errors.append(.required("name", "name is required")) }
        let revision = rollback["rollbackTo"]["revision"].int ?? 0
        if revision < 0 { errors.append(.invalid("rollback.revision", revision, "must be greater than or equal to 0")) }
        if !errors.isEmpty { throw .invalid(QualifiedName(group: kind.group, name: kind.kind), name, errors) }
        guard given == name else {
            throw .badRequest("name in URL does not match name in DeploymentRollback object: \(name) and \(given)")
        }
    }

    static func apply(_ rollback: JSON, to deployment: JSON) -> JSON {
        var changed = deployment
        for (key, value) in rollback["updatedAnnotations"].stringMap { changed["metadata"]["annotations"][key] = .string(value) }
        changed["metadata"]["annotations"][annotation] = .string(String(rollback["rollbackTo"]["revision"].int ?? 0))
        return changed
    }
}
