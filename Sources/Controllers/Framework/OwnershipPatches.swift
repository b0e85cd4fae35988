package import Client
internal import Document
package import Resources

extension Patch {
    /// Makes an owner the controller of an object, if that is still the object it was.
    /// - Parameter finalizer: what the owner's objects carry besides.
    package static func adopt(_ uid: String, by owner: OwnerReference, finalizer: String? = nil) -> Patch {
        .strategic([
            "metadata": [
                "uid": .string(uid), "ownerReferences": [owner.json], "finalizers": finalizer.map { [.string($0)] } ?? .null,
            ]
        ])
    }

    /// Takes one owner out of an object's references, and the owner's finalizer with it.
    package static func release(_ uid: String, from owner: String, finalizer: String? = nil) -> Patch {
        var metadata: JSON = ["uid": .string(uid), "ownerReferences": [["$patch": "delete", "uid": .string(owner)]]]
        if let finalizer { metadata[Self.finalizersToDelete] = [.string(finalizer)] }
        return .strategic(["metadata": metadata])
    }

    /// Takes one finalizer away, whatever others there are.
    package static func removeFinalizer(_ uid: String, _ finalizer: String) -> Patch {
        .strategic(["metadata": ["uid": .string(uid), finalizersToDelete: [.string(finalizer)]]])
    }

    private static let finalizersToDelete = "$deleteFromPrimitiveList/finalizers"
}

extension APIClient {
    /// Deletes an object if it is still the one of this uid.
    /// - Returns: false when it was gone already, or another has its name by now.
    package func deleteExactly(
        _ type: ResourceType, _ key: ObjectKey, uid: String, propagation: DeleteOptions.Propagation? = .background,
        gracePeriodSeconds: Int? = nil
    ) async throws -> Bool {
        do {
            try await delete(
                type, namespace: key.namespace, name: key.name,
                options: DeleteOptions(gracePeriodSeconds: gracePeriodSeconds, propagation: propagation, uid: uid))
            return true
        } catch let error as APIError where error.isNotFound || error.isConflict {
            return false
        }
    }

    /// Whether an owner that is about to adopt is still there and stays: asked of the server, since what an informer shows may be old.
    package func mayAdopt<Owner: Resource>(_ owner: Owner) async throws -> Bool {
        guard let current = try await find(Owner.self, namespace: owner.namespace, name: owner.name) else { return false }
        return current.uid == owner.uid && !current.isBeingDeleted
    }

    /// Adopts or releases an object.
    /// - Returns: its new revision; nil when it has gone or is another by now.
    package func patchOwnership(_ type: ResourceType, _ key: ObjectKey, _ patch: Patch) async throws -> String? {
        do {
            return try await patchDocument(type, namespace: key.namespace, name: key.name, patch)["metadata", "resourceVersion"].string
        } catch let error as APIError where error.isNotFound || error.isConflict || error.reason == .invalid {
            return nil
        }
    }
}
