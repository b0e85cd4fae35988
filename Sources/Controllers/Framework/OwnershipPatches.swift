package import Client
internal import Document
package import Resources

extension Patch {
    /// Makes an owner the controller of an object, if that is still the object it was.
    package static func adopt(_ uid: String, by owner: OwnerReference) -> Patch {
        .strategic(["metadata": ["uid": .string(uid), "ownerReferences": [owner.json]]])
    }

    /// Takes one owner out of an object's references.
    package static func release(_ uid: String, from owner: String) -> Patch {
        .strategic(["metadata": ["uid": .string(uid), "ownerReferences": [["$patch": "delete", "uid": .string(owner)]]]])
    }
}

extension APIClient {
    /// Deletes an object if it is still the one of this uid; the revision at which it was marked or removed, nil when it was gone.
    package func deleteExactly<R: Resource>(_ object: R) async throws -> String? {
        let options = DeleteOptions(propagation: .background, uid: object.uid)
        do {
            let answer = try await send(
                APIRequest(
                    method: "DELETE", path: R.type.path(namespace: object.namespace, name: object.name), contentType: MediaType.json,
                    body: options.document.encoded()))
            return try JSON.parse(answer.body)["metadata", "resourceVersion"].string
        } catch let error as APIError where error.isNotFound || error.isConflict {
            return nil  // gone, or another object of that name by now
        }
    }
}
