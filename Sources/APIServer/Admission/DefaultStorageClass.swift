package import Document
package import Resources

/// Gives a claim that names no storage class the cluster's default one.
package struct DefaultStorageClass: AdmissionPlugin {
    package let name = "DefaultStorageClass"
    private static let type = ResourceType.storageClasses
    private static let defaultAnnotations = [
        "storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class",
    ]
    private let caches: ObjectCaches

    package init(caches: ObjectCaches) { self.caches = caches }

    package func handles(_ operation: AdmissionRequest.Operation, _ type: ResourceType, subresource: String) -> Bool {
        operation == .create && type.isSame(as: .persistentVolumeClaims) && subresource.isEmpty
    }

    package func mutate(_ object: inout JSON, _ request: AdmissionRequest) throws(APIError) {
        // An empty name is a wish, too: no class.
        guard object["spec"]["storageClassName"].isNull,
            object["metadata"]["annotations"]["volume.beta.kubernetes.io/storage-class"].isNull
        else { return }
        if let name = DefaultClass.name(in: caches, Self.type, annotations: Self.defaultAnnotations) {
            object["spec"]["storageClassName"] = .string(name)
        }
    }
}
