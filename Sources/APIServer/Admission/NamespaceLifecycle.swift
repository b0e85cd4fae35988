package import Document
package import Resources

/// Objects live only in namespaces that exist, and none is created in one that is going. The system's namespaces stay.
package struct NamespaceLifecycle: AdmissionPlugin {
    package let name = "NamespaceLifecycle"
    private static let immortal: Set<String> = ["default", "kube-system", "kube-public"]
    private let caches: ObjectCaches

    package init(caches: ObjectCaches) { self.caches = caches }

    package func handles(_ operation: AdmissionRequest.Operation, _ type: ResourceType, subresource: String) -> Bool {
        switch operation {
        case .create, .update: type.namespaced && !Self.isAccessReview(type)
        case .delete: type.isSame(as: .namespaces)
        case .connect: false
        }
    }

    /// Whoever asks what they may do must not learn which namespaces exist.
    private static func isAccessReview(_ type: ResourceType) -> Bool {
        type.group == "authorization.k8s.io" && type.plural == "localsubjectaccessreviews"
    }

    package func mutate(_ object: inout JSON, _ request: AdmissionRequest) throws(APIError) {
        if request.operation == .delete {
            if Self.immortal.contains(request.name) { throw .forbidden(request.type, request.name, "this namespace may not be deleted") }
            return
        }
        guard let namespace = caches.record(.namespaces, ObjectKey(name: request.namespace)) else {
            throw .notFound(.namespaces, request.namespace)
        }
        guard request.operation == .create, Self.isTerminating(namespace) else { return }
        var error = request.forbidden(
            object, "unable to create new content in namespace \(request.namespace) because it is being terminated")
        error.details?.causes.append(
            .init(
                reason: "NamespaceTerminating", message: "namespace \(request.namespace) is being terminated", field: "metadata.namespace"))
        throw error
    }

    private static func isTerminating(_ namespace: ObjectRecord) -> Bool {
        if let phase = namespace.field("status.phase") { return phase == "Terminating" }
        return namespace.view(Namespace.self).isBeingDeleted
    }
}
